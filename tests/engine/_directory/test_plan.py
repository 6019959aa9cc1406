# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: all that is wrong is told before any write, and the dry run tells what the real one does."""

from __future__ import annotations

import pytest
from directories import ANN, BOB, EVE, NEW, problems


@pytest.mark.parametrize(
    ("options", "actions"),
    [
        ({"users": [{"id": "1", "email": "ann.lee@example.com"}]}, ["patch"]),
        ({"users": [{"employee_id": "007", "email": "ann.lee@example.com"}], "match_by": ["employee_id"]}, ["patch"]),
        ({"users": [{"email": "ANN@example.com", "title": "Clerk"}]}, []),
        ({"users": [{**NEW, "state": "disabled"}]}, []),
        ({"users": [{**NEW, "state": "absent"}, {"id": "99", "state": "absent"}]}, []),
        ({"users": [{**ANN, "company": ""}]}, ["patch"]),
        ({"users": [{**NEW, "create_disabled": True}]}, ["create"]),
        ({"users": [{**ANN, "password": "Xa-12345678"}]}, []),
        ({"users": [{**ANN, "password": "Xa-12345678", "update_password": "always"}]}, ["password"]),
        ({"users": [{**NEW, "last_name": "O'Brien"}]}, ["create"]),
        ({"users": [{**ANN, "employee_id": "7"}]}, ["patch"]),
        ({"groups": [{"id": "9", "name": "Staff"}]}, ["patch"]),
        ({"groups": [{"name": "Clerks", "members": {"remove": ["bob@example.com", "zed@example.com"]}}]}, ["patch"]),
        ({"groups": [{"name": "Clerks", "members": {"set": []}}]}, ["patch"]),
        ({"groups": [{"name": "New", "is_dynamic": True}]}, ["create"]),
        ({"groups": []}, []),
        ({"users": []}, []),
    ],
)
def test_the_dry_run_tells_what_the_real_one_does(simulator, directory, options, actions):
    dry = directory(check_mode=True, **options)
    assert simulator.writes == []
    real = directory(**options)
    assert real["actions"] == dry["actions"] == actions
    for name in ("changed", "summary", "unlisted", "diff"):
        assert real[name] == dry[name]
    assert len(real["changes"]) == len(simulator.writes) == len(actions)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"users": [{**ANN, "titel": "x"}]}, ["users, entry 1: there is no option titel"]),
        ({"users": [{**ANN, "state": "gone"}]}, ["users, entry 1: value of state must be one of: present"]),
        (
            {"users": [{**ANN, "country": False}]},
            ["users, entry 1: argument 'country' is of type bool and we were unable to convert to text: False is a"],
        ),
        ({"users": [{"title": "x"}]}, ["users, entry 1: no identifier for the user"]),
        ({"users": [{**ANN, "match_by": ["email"]}]}, ["users, entry 1: there is no option match_by"]),
        ({"users": [{**ANN, "url": "https://x"}]}, ["users, entry 1: there is no option url"]),
        ({"users": [ANN, {"email": "ANN@example.com"}]}, ["users, entry 2: email ANN@example.com is the same user as"]),
        ({"users": [ANN, {"id": "1"}]}, ["users, entry 2: id 1 is the same user as another entry (users, entry 1)"]),
        ({"users": [NEW, {**NEW, "state": "absent"}]}, ["is the same user as another entry (users, entry 1)"]),
        ({"users": [{"id": "1", **NEW}, NEW]}, ["users, entry 2: email new@example.com is the same user"]),
        ({"users": [{"id": "1", **EVE}]}, ["email 'eve@example.com' is already used by the user with id 3"]),
        ({"users": [{"id": "99", "title": "x"}]}, ["users, entry 1: no user has the id 99"]),
        (
            {"users": [{**ANN, "employee_id": "008"}], "match_by": ["email", "employee_id"]},
            ["the keys match different users: email 'ann@example.com' matches id 1, employee_id '008' matches id 2"],
        ),
        ({"users": [{**NEW, "manager": "zed@example.com"}]}, ["manager 'zed@example.com': no user has this email"]),
        ({"users": [{**ANN, "manager": "99"}]}, ["users, entry 1: manager '99': no user has this id"]),
        (
            {"users": [{"id": "1", **NEW}], "groups": [{"name": "Clerks", "members": {"add": [ANN["email"]]}}]},
            ["members: no user has the email ann@example.com"],
        ),
        (
            {
                "users": [{**EVE, "manager": "1"}, {**ANN, "state": "absent"}],
                "max_removals": "100%",
            },  # as it is already
            ["users, entry 1: manager '1': this user is deleted in the same run"],
        ),
        (
            {"users": [{**ANN, "manager": BOB["email"]}], "unlisted_users": "delete", "max_removals": "100%"},
            ["users, entry 1: manager 'bob@example.com': this user is deleted in the same run"],
        ),
        ({"users": [NEW, {**NEW, "email": "NEW@example.com"}]}, ["entry 2: email NEW@example.com is the same user"]),
        ({"users": [{**NEW, "state": "absent"}], "protected": [NEW["email"]]}, ["new@example.com is protected"]),
        (
            {"users": [{**ANN, "manager": EVE["email"]}, {**EVE, "state": "absent"}], "max_removals": "100%"},
            ["users, entry 1: manager 'eve@example.com': this user is deleted in the same run"],
        ),
        ({"users": [{**ANN, "manager": ANN["email"]}]}, ["managers form a cycle: ann@example.com -> ann@example.com"]),
        (
            {"users": [{**ANN, "manager": EVE["email"]}]},  # whose manager Ann is
            ["the managers form a cycle: ann@example.com -> eve@example.com -> ann@example.com"],
        ),
        (
            {
                "users": [
                    {**NEW, "manager": "newer@example.com"},
                    {"email": "newer@example.com", "manager": NEW["email"]},
                ]
            },
            ["the managers form a cycle: (new) new@example.com -> (new) newer@example.com -> (new) new@example.com"],
        ),
        ({"users": [{**NEW, "template": "Nobody"}]}, ["template 'Nobody': no template has this name or id"]),
        ({"users": [{"employee_id": "9"}], "match_by": ["employee_id"]}, ["email is required to create a user"]),
        (
            {"users": [{**ANN, "state": "disabled"}], "protected": ["Ann@Example.com"]},
            ["users, entry 1: state disabled: ann@example.com is protected, and can't be disabled or deleted"],
        ),
        ({"users": [{**BOB, "state": "disabled"}], "protected": [BOB["email"]]}, ["bob@example.com is protected"]),
        ({"users": [{"id": "1", "state": "absent"}], "protected": [ANN["email"]]}, ["ann@example.com is protected"]),
        (
            {"users": [{"email": "Ann@Example.com", "state": "absent"}], "protected": [ANN["email"]]},
            ["Ann@Example.com is protected"],
        ),
        (
            {"groups": [{"name": "Clerks", "members": {"add": ["zed@example.com", "yan@example.com"]}}]},
            ["groups, entry 1: group Clerks: members: no user has the email zed@example.com, yan@example.com"],
        ),
        ({"users": [], "groups": [{"name": "Clerks", "members": {"add": ["99"]}}]}, ["no user has the id 99"]),
        (
            {
                "users": [{**EVE, "state": "absent"}],
                "groups": [{"name": "Clerks", "members": {"add": [EVE["email"]]}}],
                "max_removals": "100%",
            },
            ["members contains users that this run deletes: eve@example.com"],
        ),
        ({"groups": [{"name": "By rule", "members": {"add": ["1"]}}]}, ["it is dynamic (id 10)"]),
        ({"groups": [{"name": "Twins", "description": "x"}]}, ["2 groups have name 'Twins': ids 11, 12"]),
        ({"groups": [{"name": "New"}, {"name": "New"}]}, ["groups, entry 2: name New is the same group"]),
        ({"groups": [{"name": "Clerks"}, {"id": "9"}]}, ["groups, entry 2: id 9 is the same group"]),
        ({"groups": [{"name": "Clerks", "members": {"set": [], "add": []}}]}, ["parameters are mutually exclusive"]),
        ({"groups": [{"id": "8", "name": "Clerks"}]}, ["name 'Clerks' is already used by the group with id 9"]),
        (
            {"users": [{**ANN, "titel": "x"}, {**BOB, "manager": "zed@example.com"}], "groups": [{"nam": "x"}]},
            ["users, entry 1: there is no option titel", "groups, entry 1: there is no option nam", "manager 'zed@"],
        ),
        (
            {"users": [ANN], "unlisted_users": "disable"},
            ["1 of 3 users in scope are not listed and would be disabled (eve@example.com), but max_removals 10%"],
        ),
        (  # one of three would be no more than 50%
            {"users": [ANN], "scope": 'department eq "Sales"', "unlisted_users": "disable", "max_removals": "50%"},
            ["1 of 1 users in scope are not listed and would be disabled (eve@example.com), but max_removals 50%"],
        ),
        (
            {"users": [ANN], "unlisted_users": "delete", "max_removals": "1"},
            ["2 of 3 users in scope are not listed and would be deleted (bob@example.com, eve@example.com), but max"],
        ),
        (
            {"users": [], "unlisted_users": "delete", "max_removals": "100%"},
            ["the list of users is empty, and unlisted_users delete would apply to 3 users"],
        ),
        (
            {"users": [{**ANN, "state": "disabled"}], "max_removals": "50%", "unlisted_users": "disable"},
            [
                "2 of 3 users in scope would be disabled: 1 that are not listed, and 1 by their entries (ann",
            ],
        ),
        (
            {"users": [{**ANN, "state": "disabled"}, {**EVE, "state": "absent"}, BOB], "max_removals": 1},
            ["would be disabled (1) or deleted (1) by their entries (ann@example.com, eve@example.com), but max"],
        ),
        (
            {"users": [{**BOB, "state": "absent"}]},
            ["(bob@example.com), but max_removals 10% allows 0 (33.33% is over 10.00%); if"],
        ),
    ],
)
def test_every_problem_is_told_before_any_write(simulator, directory, options, expected):
    for check_mode in (True, False):
        told = problems(directory, check_mode=check_mode, **options)
        assert len(told) == len(expected)
        for problem, part in zip(told, expected, strict=True):
            assert part in problem
    assert simulator.writes == []


@pytest.mark.parametrize(
    ("count", "options", "refused"),
    [
        (1, {}, False),
        (2, {}, True),
        (2, {"max_removals": "50%"}, False),
        (3, {"max_removals": 2}, True),
        (4, {"match_by": ["employee_id", "email"]}, True),
    ],
)
def test_employee_ids_that_lost_their_zeros(simulator, directory, count, options, refused):
    people = [{"email": f"p{number}@example.com", "employee_id": f"0010{number}"} for number in range(4)]
    simulator.reset({"users": [{"email": one["email"], "employeeID": one["employee_id"]} for one in people]})
    short = [{**one, "employee_id": one["employee_id"].lstrip("0")} for one in people[:count]]
    users = [*short, *people[count:], {"email": "new@example.com", "employee_id": "7"}]
    if refused:
        (told,) = problems(directory, users=users, **options)
        assert f"the employee_id of {count} accounts matched by email would change ('00100' to '100' of" in told
        assert simulator.writes == []
    else:
        warnings = directory(users=users, **options)["warnings"]
        assert sum("employee_id changes, '0010" in warning for warning in warnings) == count
        assert len(simulator.writes) == count + 1


@pytest.mark.parametrize(
    ("old", "new", "warned"),
    [("1006", "1.006", True), ("1.234.567", "01234567", True), ("1006", "10.06", False), ("1006", "1.0060", False)],
)
def test_an_employee_id_with_dots_between_thousands(simulator, directory, old, new, warned):
    simulator.reset({"users": [{"email": "p@example.com", "employeeID": old}]})
    warnings = directory(users=[{"email": "p@example.com", "employee_id": new}])["warnings"]
    assert any(f"employee_id changes, {old!r} to {new!r}" in warning for warning in warnings) == warned


def test_groups_that_share_a_name_are_told_apart_by_their_ids(simulator, directory):
    simulator.reset({"groups": [{"id": "11", "name": "Twin"}, {"id": "12", "name": "Twin"}]})
    groups = [{"id": "11", "name": "Twin", "description": "One"}, {"id": "12", "name": "Twin", "description": "Two"}]
    assert directory(groups=groups)["summary"]["patch"] == 2
    assert directory(groups=groups)["changed"] is False
