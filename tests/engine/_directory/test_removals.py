# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that the list does not have: what is disabled or deleted, and what never is."""

from __future__ import annotations

import pytest
from directories import ANN, BOB, EVE, problems


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
    done = directory(users=[ANN], **options)
    assert [user["id"] for user in done["unlisted"]] == list(unlisted)
    assert sorted(f"{request.method} {request.path}" for request in simulator.writes) == expected
    assert len(simulator.requests) == 1 + ("scope" in options) + len(expected)


def test_an_entry_that_cannot_be_read_is_no_leaver(directory):
    (problem,) = problems(directory, users=[ANN, BOB, {**EVE, "state": "gone"}], unlisted_users="delete")
    assert "entry 3" in problem
