# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Emails that one entry frees and another one takes, in the same run."""

from __future__ import annotations

from typing import Any

import pytest
from directories import problems

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

KEYS = {"match_by": ["employee_id", "email"]}


def mail(name: str) -> str:
    return f"{name}@example.com"


def entry(number: str, name: str, **more: Any) -> dict[str, Any]:
    return {"employee_id": number, "email": mail(name), **more}


TENANT = {
    "users": [
        {"id": "1", "email": mail("a"), "employeeID": "01"},
        {"id": "2", "email": mail("b"), "employeeID": "02"},
        {"id": "3", "email": mail("c"), "employeeID": "03", "status": 0},
    ],
    "groups": [{"id": "9", "name": "Team", "members": ["1"]}],
}


@pytest.fixture(autouse=True)
def _tenant(simulator, _people):
    simulator.reset(TENANT)
    simulator.forget()


# Each: the entries, and the writes with the new emails, in order
PASSED_ON: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "one takes another's": ([entry("01", "b"), entry("02", "x")], ["2 x", "1 b"]),
    "in the other order": ([entry("02", "x"), entry("01", "b")], ["2 x", "1 b"]),
    "a chain": ([entry("01", "b"), entry("02", "c"), entry("03", "x")], ["3 x", "2 c", "1 b"]),
    "a new user": ([entry("04", "a"), entry("01", "x")], ["1 x", "new a"]),
    "by id": ([{"id": "1", "email": mail("b")}, {"id": "2", "email": mail("x")}], ["2 x", "1 b"]),
    "capitals": ([entry("01", "B"), entry("02", "x")], ["2 x", "1 B"]),
    "of somebody who leaves": ([entry("02", "x", state="disabled"), entry("01", "b")], ["2 x", "1 b"]),
    "for one who is disabled": ([entry("02", "x"), entry("03", "b", state="disabled")], ["2 x", "3 b"]),
    "of somebody who is deleted": ([entry("01", "b"), {"employee_id": "02", "state": "absent"}], ["2 -", "1 b"]),
    "a chain after a deletion": (
        [entry("03", "a"), entry("01", "b"), {"id": "2", "email": mail("b"), "state": "absent"}],
        ["2 -", "1 b", "3 a"],
    ),
    "for one who was below the deleted": (
        [{"id": "2", "state": "absent"}, entry("01", "b", manager=mail("m")), entry("04", "m")],
        ["new m", "2 -", "1 b"],
    ),
    "with a new manager": (
        [entry("01", "x", manager=mail("m")), entry("04", "a", manager=mail("x")), entry("05", "m")],
        ["new m", "1 x", "new a"],
    ),
}


@pytest.mark.parametrize("name", PASSED_ON)
def test_an_email_that_one_entry_frees_is_taken_by_another(simulator, directory, name):
    users, expected = PASSED_ON[name]
    given = {"users": users, "max_removals": 1, **KEYS}
    dry = directory(check_mode=True, **given)
    assert simulator.writes == []
    done = directory(**given)
    for field in ("changed", "summary", "diff", "actions", "unlisted"):
        assert done[field] == dry[field]
    written = [request for request in simulator.writes if request.method == "DELETE" or "email" in (request.body or ())]
    who = ["new" if request.method == "POST" else request.path[-1] for request in written]
    names = [(request.body or {}).get("email", "-").split("@")[0] for request in written]
    assert [" ".join(pair) for pair in zip(who, names, strict=True)] == expected
    simulator.forget()
    assert directory(**given)["changed"] is False
    assert simulator.writes == []


@pytest.mark.parametrize("other", [entry("02", "x"), {"id": "2", "state": "absent"}])
def test_members_and_managers_are_those_of_after_the_run(simulator, directory, other):
    users = [entry("01", "b"), other, entry("03", "c", manager=mail("b"))]
    groups = [{"name": "Team", "members": {"set": [mail("b")]}}]
    given = {"users": users, "groups": groups, "max_removals": 1, **KEYS}
    assert directory(check_mode=True, **given)["diff"] == directory(**given)["diff"]
    assert simulator.tenant.users["3"]["manager"] == "1"
    assert simulator.tenant.groups["9"]["members"] == ["1"]
    assert directory(**given)["changed"] is False


@pytest.mark.parametrize(
    ("users", "options", "expected"),
    [
        (
            [entry("01", "b"), entry("02", "a")],
            KEYS,
            [
                "users, entry 1: emails can't be exchanged in one run (a@example.com to b@example.com, b@example.com",
            ],
        ),
        (
            [entry("02", "c"), entry("01", "b"), entry("03", "a")],
            KEYS,
            ["(b@example.com to c@example.com, c@example.com to a@example.com, a@example.com to b@example.com)"],
        ),
        # Who is renamed gets a manager who takes the old email
        ([entry("01", "x", manager=mail("a")), entry("04", "a")], KEYS, ["to x@example.com"]),
        (
            [entry("01", "b"), entry("02", "b")],
            KEYS,
            ["the keys match different users: employee_id '01' matches id 1, email 'b@example.com' matches"],
        ),
        ([entry("01", "b")], KEYS, ["the keys match different users"]),
        # An entry that deletes who has the email: it would delete the other one in the next run
        (
            [entry("01", "b"), entry("02", "b", state="absent")],
            {**KEYS, "max_removals": 2},
            ["the keys match different"],
        ),
        ([entry("01", "b"), {"email": mail("b"), "state": "absent"}], {**KEYS, "max_removals": 2}, ["the keys match"]),
        # One that is created may be the same person
        (
            [entry("04", "b"), {"id": "2", "state": "absent"}],
            {**KEYS, "max_removals": 2},
            ["is the same user as another entry (users, entry 1)"],
        ),
        # One that only the email finds may be the one that is renamed.
        (
            [{"id": "2", "email": mail("x")}, {"email": mail("b")}],
            {},
            ["is the same user as another entry (users, entry 1)"],
        ),
        (
            [entry("02", "x"), entry("04", "b", state="disabled")],
            {**KEYS, "max_removals": 1},
            ["is the same user as another entry (users, entry 1)"],
        ),
        (
            [entry("02", "x"), entry("04", "b", state="absent")],
            {**KEYS, "max_removals": 1},
            ["is the same user as another entry (users, entry 1)"],
        ),
    ],
)
def test_what_takes_two_runs(simulator, directory, users, options, expected):
    for check_mode in (True, False):
        told = problems(directory, check_mode=check_mode, users=users, **options)
        assert len(told) == len(expected), told
        assert all(part in problem for part, problem in zip(expected, told, strict=True)), told
    assert simulator.writes == []


def test_an_email_that_was_not_given_up_is_not_taken(simulator, directory):
    """A create would find the account that still has it."""
    simulator.fault(method="PATCH", path="/users/1", status=422, error={"code": "00010109", "title": "Unlicensed"})
    with pytest.raises(Id360Error) as failed:
        directory(users=[entry("04", "a", title="Head"), entry("01", "x")], **KEYS)
    assert "skipped, as the account that has a@example.com was not renamed" in failed.value.failure()["msg"]
    assert [request.path for request in simulator.writes] == ["/users/1"]
    assert simulator.tenant.users["1"].get("title") is None


def test_an_email_of_an_account_that_was_not_deleted_is_not_taken(simulator, directory):
    simulator.fault(method="DELETE", path="/users/2", status=422, error={"code": "00010109", "title": "Unlicensed"})
    with pytest.raises(Id360Error) as failed:
        directory(users=[entry("01", "b"), {"id": "2", "state": "absent"}], max_removals=1, **KEYS)
    assert "skipped, as the account that has b@example.com was not renamed or deleted" in failed.value.failure()["msg"]
    assert [request.path for request in simulator.writes] == ["/users/2"]


def test_a_create_of_such_an_email_whose_answer_is_lost_is_found(simulator, directory):
    simulator.fault(method="POST", path="/users", drop="after")
    directory(users=[entry("04", "a", title="Head"), entry("01", "x")], **KEYS)
    assert simulator.tenant.users["1"].get("title") is None
    assert sorted(user["email"] for user in simulator.tenant.users.values()) == [mail(name) for name in "abcx"]


def test_another_shard_that_frees_an_email_comes_first(directory):
    found = []
    for index in range(16):
        try:
            directory(
                check_mode=True, users=[entry("01", "b"), entry("02", "x")], shard={"index": index, "count": 16}, **KEYS
            )
        except Id360Error as error:
            found += error.result["problems"]
    needs = "user a@example.com requires the email b@example.com, released by another shard"
    assert found == [f"{needs}: run this shard again after that one"]
