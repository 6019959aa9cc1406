# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that the list does not have: what is disabled or deleted, and what never is."""

from __future__ import annotations

import pytest
from directories import ANN, BOB, EVE, NEW, problems


def test_a_group_of_leavers_needs_no_write(simulator, directory):
    """The server drops those who are deleted from their groups: before the plan has anything to do there."""
    options = {"users": [ANN, EVE], "groups": [{"name": "Clerks", "members": {"set": ["1"]}}]}
    options |= {"unlisted_users": "delete", "max_removals": "1"}
    dry = directory(check_mode=True, **options)
    real = directory(**options)
    assert real["diff"] == dry["diff"]
    assert [request.path for request in simulator.writes] == ["/users/2"]
    assert simulator.tenant.groups["9"]["members"] == ["1"]


SALES = {"scope": 'department eq "Sales"'}


@pytest.mark.parametrize(
    ("options", "unlisted", "expected"),
    [
        ({"unlisted_users": "disable", "max_removals": "1"}, "23", ["POST /users/3/disable"]),
        ({"unlisted_users": "delete", "max_removals": "67%"}, "23", ["DELETE /users/2", "DELETE /users/3"]),
        (
            {"unlisted_users": "delete", "max_removals": 1, "protected": ["BOB@example.com"]},
            "23",
            ["DELETE /users/3"],
        ),
        ({**SALES, "unlisted_users": "disable", "max_removals": "100%"}, "3", ["POST /users/3/disable"]),
        ({"scope": 'department eq "None"', "unlisted_users": "delete"}, "", []),
        (SALES, "3", []),
        ({}, "23", []),
    ],
)
def test_who_is_not_listed(simulator, directory, options, unlisted, expected):
    simulator.tenant.users["2"]["email"] = "Bob@Example.com"
    done = directory(users=[ANN], **options)
    assert [user["id"] for user in done["unlisted"]] == list(unlisted)
    assert sorted(f"{request.method} {request.path}" for request in simulator.writes) == expected
    assert len(simulator.requests) == 1 + ("scope" in options) + len(expected)


def test_an_entry_that_cannot_be_read_is_no_leaver(directory):
    (problem,) = problems(directory, users=[ANN, BOB, {**EVE, "state": "gone"}], unlisted_users="delete")
    assert "entry 3" in problem


@pytest.mark.parametrize(
    ("limit", "change", "refused"),
    [
        (
            "10%",
            {"set": []},
            "20 of its 20 members (p0@example.com, p10@example.com, p11@example.com, ",
        ),
        ("10%", {"remove": ["p3@example.com", "5", "p7@example.com"]}, "it would lose 3 of its 20 members (p3@exa"),
        ("10%", {"remove": ["p3@example.com", "5", "new@example.com"]}, ""),
        ("2", {"set": ["p1@example.com", "new@example.com"]}, "19 of its 20 members"),
        ("0", {"remove": ["p3@example.com"]}, ""),
        (None, {"set": []}, ""),
    ],
)
def test_how_many_members_a_group_may_lose(simulator, directory, limit, change, refused):
    people = [{"id": str(number + 1), "email": f"p{number}@example.com"} for number in range(20)]
    simulator.reset(
        {
            "users": [*people, {"id": "99", **NEW}],
            "groups": [{"name": "Team", "members": [one["id"] for one in people]}],
        }
    )
    given = {"users": [NEW], "groups": [{"name": "Team", "members": change}], "max_member_removals": limit}
    if refused:
        for check_mode in (True, False):
            (told,) = problems(directory, check_mode=check_mode, **given)
            assert told.startswith("groups, entry 1: group Team: it would lose ")
            assert refused in told
            assert "if this is intended, set max_member_removals to " in told
        assert simulator.writes == []
    else:
        assert directory(check_mode=True, **given)["diff"] == directory(**given)["diff"]
        assert len(simulator.writes) == 1
