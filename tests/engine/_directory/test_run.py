# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole directory in one task: joiners, movers and leavers, and creates with an uncertain outcome."""

from __future__ import annotations

import pytest
from directories import ANN, BOB, EVE, NEW

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def test_many_warnings_are_not_a_flood(directory):
    """A list may keep all who ever left."""
    gone = [{"email": f"gone{number}@example.com", "state": "disabled"} for number in range(12)]
    warnings = directory(users=[ANN, *gone])["warnings"]
    assert len(warnings) == 11
    assert warnings[-1] == "2 more warnings of this kind are not shown"


@pytest.mark.parametrize(
    ("user", "left"),
    [
        ({**BOB, "title": "Head"}, ["2"]),
        ({"id": "2"}, ["2"]),
        ({**BOB, "state": "enabled"}, []),
        ({**BOB, "state": "disabled"}, []),
        (ANN, []),
    ],
)
def test_disabled_accounts_that_stay_so_are_returned(simulator, directory, user, left):
    """Bob's is disabled."""
    for honours_fields, check_mode in ((True, True), (True, False), (False, False)):
        simulator.settings.honour_fields = honours_fields
        done = directory(users=[user, EVE], check_mode=check_mode)
        assert [one["id"] for one in done["left_disabled"]] == left


def test_an_id_that_nobody_has_is_told_of(directory):
    (warning,) = directory(users=[{"id": "99", "state": "absent"}])["warnings"]
    assert warning == "no user has the id 99; state absent is unchanged"


def test_a_create_that_is_not_all_that_was_wished_keeps_its_id(simulator, directory):
    simulator.settings.create_status = 0
    simulator.fault(method="POST", path="/users/2000000000001/enable", status=422, error={"code": "00010109"})
    with pytest.raises(Id360Error) as failed:
        directory(users=[{**NEW, "state": "enabled"}, {**ANN, "manager": NEW["email"]}])
    ann, new = sorted(failed.value.result["changes"], key=lambda change: change["key"])
    assert (new["id"], new["actions"], bool(new["error"])) == ("2000000000001", ["create"], True)
    assert (ann["actions"], ann["error"]) == (["patch"], None)
    assert simulator.tenant.users["1"]["manager"] == "2000000000001"


def test_joiners_movers_and_leavers(simulator, directory):
    users = [
        {**ANN, "title": "Head", "manager": "boss@example.com"},
        {"email": "boss@example.com", "manager": "New@Example.com"},
        {**NEW, "template": "Newcomer", "password": "Xa-12345678", "state": "enabled"},
        {**EVE, "state": "absent"},
        {**BOB, "state": "enabled"},
    ]
    groups = [
        {"name": "Clerks", "members": {"set": ["new@example.com", "boss@example.com", "1"]}},
        {"name": "Empty", "state": "absent"},
        {"name": "Fresh", "description": "x", "members": {"add": ["boss@example.com"]}},
    ]
    done = directory(users=users, groups=groups, concurrency=4, max_removals=1)
    ids = {user["email"]: user["id"] for user in simulator.tenant.users.values()}
    new, boss = ids["new@example.com"], ids["boss@example.com"]
    assert "eve@example.com" not in ids
    assert simulator.tenant.users[boss]["manager"] == new
    assert simulator.tenant.users["1"]["manager"] == boss
    assert simulator.tenant.users["2"]["status"] == 1
    members = {group["name"]: sorted(group["members"]) for group in simulator.tenant.groups.values()}
    assert members["Clerks"] == sorted([new, boss, "1"])
    assert members["Fresh"] == [boss]
    assert "Empty" not in members
    counts = {"create": 3, "patch": 2, "enable": 1, "delete": 2, "unchanged": 0, "failed": 0}
    assert counts.items() <= done["summary"].items()
    assert done["actions"] == ["create", "delete", "enable", "patch"]
    # people of the run are shown as such, in the dry diff as in the real one
    (clerks,) = [diff for diff in done["diff"] if diff["before_header"] == "group Clerks"]
    assert clerks["after"]["members"] == ["(new) boss@example.com", "(new) new@example.com", "ann@example.com"]
    assert "Xa-12345678" not in str(done)
    kinds = [(request.method, request.path) for request in simulator.writes]
    assert kinds.index(("DELETE", "/users/3")) == 4  # after the other users, before the groups
    assert directory(users=users, groups=groups)["changed"] is False


def test_a_create_whose_answer_is_lost_is_not_doubled(simulator, directory):
    simulator.fault(method="POST", path="/users", drop="after", do_work=True)
    done = directory(users=[NEW, {**ANN, "manager": NEW["email"]}])
    assert done["summary"]["create"] == done["summary"]["patch"] == 1
    assert [user["email"] for user in simulator.tenant.users.values()].count(NEW["email"]) == 1


def test_an_account_that_nobody_could_see_is_taken_up(simulator, directory):
    """Spelled otherwise, it would be found; here the listing lags behind."""
    simulator.fault(
        method="POST", path="/users", status=422, error={"code": "00000102", "title": "Exists"}, do_work=True
    )
    done = directory(users=[{**NEW, "title": "x"}])
    assert done["actions"] == []
    assert len(simulator.tenant.users) == 4
