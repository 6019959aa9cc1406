# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole directory in one task: what is read, planned, refused and done."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from waiting import wait_until

from ansible_collections.manageengine.id360.plugins.module_utils._directory.shard import Shard
from ansible_collections.manageengine.id360.plugins.module_utils._directory.workers import MAX_CONSECUTIVE_FAILURES
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http import rate_limit

ANN, BOB, EVE, NEW = ({"email": f"{name}@example.com"} for name in ("ann", "bob", "eve", "new"))
SEED = {
    "users": [
        {"id": "1", **ANN, "employeeID": "007", "title": "Clerk", "company": "Berge"},
        {"id": "2", **BOB, "employeeID": "008", "status": 0},
        {"id": "3", **EVE, "manager": "1", "department": "Sales"},
    ],
    "templates": [{"id": "71", "name": "Newcomer "}],
    "groups": [
        {"id": "8", "name": "Empty"},
        {"id": "9", "name": "Clerks", "members": ["1", "2"]},
        {"id": "10", "name": "By rule", "is_dynamic": True, "members": ["3"]},
        {"id": "11", "name": "Twins"},
        {"id": "12", "name": "Twins"},
    ],
}


@pytest.fixture(autouse=True)
def _people(simulator):
    simulator.reset(SEED)
    simulator.forget()


def test_a_new_email_names_its_owner_in_the_same_run(simulator, directory):
    """A manager and a member by an email that the run itself gives to an account."""
    bobby = "bobby@example.com"
    given = {
        "users": [{"employee_id": "008", "email": bobby}, {**EVE, "manager": bobby}],
        "groups": [{"name": "Empty", "members": {"add": [bobby]}}, {"name": "Clerks", "members": {"remove": [bobby]}}],
        "match_by": ["employee_id", "email"],
    }
    dry = directory(check_mode=True, **given)
    done = directory(**given)
    assert dry["changes"] == done["changes"]
    assert simulator.tenant.users["3"]["manager"] == "2"
    assert [simulator.tenant.groups[identity]["members"] for identity in ("8", "9")] == [["2"], ["1"]]
    assert directory(**given)["changed"] is False


def test_many_warnings_are_not_a_flood(directory):
    """A list may keep all who ever left."""
    gone = [{"email": f"gone{number}@example.com", "state": "disabled"} for number in range(12)]
    warnings = directory(users=[ANN, *gone])["warnings"]
    assert len(warnings) == 11
    assert warnings[-1] == "there are 2 more warnings like these"


def test_one_listing_each_and_nothing_to_do(simulator, directory):
    users = [{**ANN, "title": "Clerk", "employee_id": "007"}, {**EVE, "manager": "ann@example.com", "state": "enabled"}]
    done = directory(users=users, groups=[{"name": "Clerks", "members": {"add": ["Ann@Example.com", "2"]}}])
    assert [(request.method, request.path) for request in simulator.requests] == [("GET", "/users"), ("GET", "/groups")]
    assert done["changed"] is False
    assert done["summary"] == {
        **dict.fromkeys(("create", "patch", "password", "enable", "disable", "delete", "failed"), 0),
        "unchanged": 3,
    }
    assert (done["changes"], done["diff"], done["actions"]) == ([], [], [])
    assert done["unlisted"] == [{"id": "2", "email": "bob@example.com"}]


def test_who_is_renamed_is_known_by_the_new_name(simulator, directory):
    users = [{"id": "1", "email": "ann.lee@example.com"}, {**BOB, "manager": "Ann.Lee@example.com"}]
    groups = [{"name": "Empty", "members": {"set": ["ann.lee@example.com"]}}]
    dry = directory(check_mode=True, users=users, groups=groups)
    assert directory(users=users, groups=groups)["diff"] == dry["diff"]
    assert simulator.tenant.users["2"]["manager"] == "1"
    assert simulator.tenant.groups["8"]["members"] == ["1"]
    assert directory(users=users, groups=groups)["changed"] is False


def test_a_ring_that_is_there_already_is_not_of_this_run(simulator, directory):
    simulator.tenant.users["1"]["manager"] = "1"
    assert directory(users=[{**ANN, "manager": ANN["email"]}, {**BOB, "manager": "1"}])["summary"]["patch"] == 1


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
    assert warning == "there is no user with id 99, which is to be absent"


def test_a_group_of_leavers_needs_no_write(simulator, directory):
    """The server drops those who are deleted from their groups: before the plan has anything to do there."""
    options = {"users": [ANN, EVE], "groups": [{"name": "Clerks", "members": {"set": ["1"]}}]}
    options |= {"unlisted_users": "delete", "max_removals": "1"}
    dry = directory(check_mode=True, **options)
    real = directory(**options)
    assert real["diff"] == dry["diff"]
    assert [request.path for request in simulator.writes] == ["/users/2"]
    assert simulator.tenant.groups["9"]["members"] == ["1"]


def test_a_create_that_is_not_all_that_was_wished_keeps_its_id(simulator, directory):
    simulator.settings.create_status = 0
    simulator.fault(method="POST", path="/users/2000000000001/enable", status=422, error={"code": "00010109"})
    with pytest.raises(Id360Error) as failed:
        directory(users=[{**NEW, "state": "enabled"}, {**ANN, "manager": NEW["email"]}])
    ann, new = sorted(failed.value.result["changes"], key=lambda change: change["key"])
    assert (new["id"], new["actions"], bool(new["error"])) == ("2000000000001", ["create"], True)
    assert (ann["actions"], ann["error"]) == (["patch"], None)
    assert simulator.tenant.users["1"]["manager"] == "2000000000001"


def test_a_field_that_is_to_be_cleared_is_unknown_until_it_was_read(simulator, directory):
    simulator.settings.honour_fields = False
    assert directory(users=[{**ANN, "company": ""}])["actions"] == ["patch"]
    assert simulator.tenant.users["1"].get("company", "") == ""


def test_groups_alone_never_trust_a_short_walk(simulator, directory):
    everybody = [{"id": str(number), "email": f"user{number}@example.com"} for number in range(300)]
    simulator.reset({"users": everybody, "groups": [{"id": "9000", "name": "Clerks", "members": ["299"]}]})
    simulator.settings.short_walk = 1
    members = {"remove": [user["email"] for user in everybody]}
    with pytest.raises(Id360Error, match="the server counts 300 records and lists 299 of them"):
        directory(groups=[{"name": "Clerks", "members": members}])


def test_shards_take_people_by_id_and_groups_by_name(simulator, directory):
    groups = [{"id": "8", "name": "Renamed"}, {"name": "Clerks", "description": "x"}]
    users = [{"id": "1", "email": "ann.lee@example.com"}]
    for index in range(4):
        shard = Shard(index, 4)
        done = directory(check_mode=True, users=users, groups=groups, shard={"index": index, "count": 4})
        expected = [*(["ann@example.com"] if shard.takes("1") else [])]
        expected += [name for name, key in (("Empty", "Renamed"), ("Clerks", "Clerks")) if shard.takes(key)]
        assert [change["key"] for change in done["changes"]] == expected


def test_a_small_page_is_lived_with(simulator, directory):
    simulator.settings.maximum_limit = 1
    assert directory(users=[{**EVE, "department": "Sales"}])["changed"] is False
    assert len(simulator.requests) == 3


@pytest.mark.parametrize("setting", [{"refuse_limit": 500}, {"refuse_fields": True}, {"honour_fields": False}])
def test_fields_that_were_not_seen_are_read_by_id(simulator, directory, setting):
    for name, value in setting.items():
        setattr(simulator.settings, name, value)
    done = directory(users=[{**ANN, "company": "Berge"}, {**BOB, "employee_id": "008"}, {**EVE, "city": "Oslo"}])
    assert [change["key"] for change in done["changes"]] == ["eve@example.com"]
    single = [request.path for request in simulator.requests if request.path.startswith("/users/")]
    if "refuse_limit" in setting:
        assert done["warnings"] == []
        assert single == ["/users/3"]
    else:  # what a plain listing shows of Bob is all that is managed of him
        (warning,) = done["warnings"]
        assert "the server does not list the fields it is asked for: 2 users are read by id" in warning
        assert sorted(single) == ["/users/1", "/users/3", "/users/3"]


def test_a_walk_that_is_short_is_never_believed(simulator, directory):
    simulator.settings.short_walk = 1
    with pytest.raises(Id360Error, match="the server counts 3 records and lists 2 of them"):
        directory(users=[ANN], unlisted_users="delete", max_removals="100%")
    assert simulator.writes == []


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


def problems(directory, **options):
    with pytest.raises(Id360Error) as refused:
        directory(**options)
    told = refused.value.failure()
    assert told["msg"].startswith("nothing was written, as there ")
    assert all(problem in told["msg"] for problem in told["problems"])
    assert told["actions"] == []
    return told["problems"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"users": [{**ANN, "titel": "x"}]}, ["users, entry 1: there is no option titel"]),
        ({"users": [{**ANN, "state": "gone"}]}, ["users, entry 1: value of state must be one of: present"]),
        (
            {"users": [{**ANN, "country": False}]},
            ["users, entry 1: argument 'country' is of type bool and we were unable to convert to text: False is a"],
        ),
        ({"users": [{"title": "x"}]}, ["users, entry 1: which user is meant?"]),
        ({"users": [{**ANN, "match_by": ["email"]}]}, ["users, entry 1: there is no option match_by"]),
        ({"users": [{**ANN, "url": "https://x"}]}, ["users, entry 1: there is no option url"]),
        ({"users": [ANN, {"email": "ANN@example.com"}]}, ["users, entry 2: email ANN@example.com is the same user as"]),
        ({"users": [ANN, {"id": "1"}]}, ["users, entry 2: id 1 is the same user as that of users, entry 1"]),
        ({"users": [NEW, {**NEW, "state": "absent"}]}, ["is the same user as that of users, entry 1"]),
        ({"users": [{"id": "1", **NEW}, NEW]}, ["users, entry 2: email new@example.com is the same user"]),
        ({"users": [{"id": "1", **EVE}]}, ["email 'eve@example.com' is taken: the user with id 3 has it"]),
        ({"users": [{"id": "99", "title": "x"}]}, ["users, entry 1: there is no user with id 99"]),
        (
            {"users": [{**ANN, "employee_id": "008"}], "match_by": ["email", "employee_id"]},
            ["the keys find different users: email 'ann@example.com' finds id 1, employee_id '008' finds id 2"],
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
        ({"users": [{**ANN, "manager": ANN["email"]}]}, ["managers in a ring: ann@example.com -> ann@example.com"]),
        (
            {"users": [{**ANN, "manager": EVE["email"]}]},  # whose manager Ann is
            ["managers in a ring: ann@example.com -> eve@example.com -> ann@example.com"],
        ),
        (
            {
                "users": [
                    {**NEW, "manager": "newer@example.com"},
                    {"email": "newer@example.com", "manager": NEW["email"]},
                ]
            },
            ["managers in a ring: (new) new@example.com -> (new) newer@example.com -> (new) new@example.com"],
        ),
        ({"users": [{**NEW, "template": "Nobody"}]}, ["template 'Nobody': there is no such one"]),
        ({"users": [{"employee_id": "9"}], "match_by": ["employee_id"]}, ["email is needed to create a user"]),
        (
            {"users": [{**ANN, "state": "disabled"}], "protected": ["Ann@Example.com"]},
            ["users, entry 1: state disabled: ann@example.com is protected, and never disabled or deleted"],
        ),
        ({"users": [{**BOB, "state": "disabled"}], "protected": [BOB["email"]]}, ["bob@example.com is protected"]),
        ({"users": [{"id": "1", "state": "absent"}], "protected": [ANN["email"]]}, ["ann@example.com is protected"]),
        (
            {"groups": [{"name": "Clerks", "members": {"add": ["zed@example.com", "yan@example.com"]}}]},
            ["groups, entry 1: group name Clerks: members: no user has the email zed@example.com, yan@example.com"],
        ),
        ({"users": [], "groups": [{"name": "Clerks", "members": {"add": ["99"]}}]}, ["no user has the id 99"]),
        (
            {
                "users": [{**EVE, "state": "absent"}],
                "groups": [{"name": "Clerks", "members": {"add": [EVE["email"]]}}],
                "max_removals": "100%",
            },
            ["members: deleted in the same run: eve@example.com"],
        ),
        ({"groups": [{"name": "By rule", "members": {"add": ["1"]}}]}, ["it is dynamic (id 10)"]),
        ({"groups": [{"name": "Twins", "description": "x"}]}, ["2 groups have name 'Twins': ids 11, 12"]),
        ({"groups": [{"name": "New"}, {"name": "New"}]}, ["groups, entry 2: name New is the same group"]),
        ({"groups": [{"name": "Clerks"}, {"id": "9"}]}, ["groups, entry 2: id 9 is the same group"]),
        ({"groups": [{"name": "Clerks", "members": {"set": [], "add": []}}]}, ["parameters are mutually exclusive"]),
        ({"groups": [{"id": "8", "name": "Clerks"}]}, ["name 'Clerks' is taken: the group with id 9 has it"]),
        (
            {"users": [{**ANN, "titel": "x"}, {**BOB, "manager": "zed@example.com"}], "groups": [{"nam": "x"}]},
            ["users, entry 1: there is no option titel", "groups, entry 1: there is no option nam", "manager 'zed@"],
        ),
        (
            {"users": [ANN], "unlisted_users": "disable"},
            ["1 of 3 users in scope are not listed and would be disabled (eve@example.com), and max_removals 10%"],
        ),
        (
            {"users": [ANN], "unlisted_users": "delete", "max_removals": "1"},
            ["2 of 3 users in scope are not listed and would be deleted (bob@example.com, eve@example.com), and max"],
        ),
        (
            {"users": [], "unlisted_users": "delete", "max_removals": "100%"},
            ["the list of users is empty, and unlisted_users delete would have 3 users deleted"],
        ),
        (
            {"users": [{**ANN, "state": "disabled"}], "max_removals": "50%", "unlisted_users": "disable"},
            [
                "2 of 3 users in scope would be disabled: 1 are not listed, and 1 have entries that say so (ann",
            ],
        ),
        (
            {"users": [{**ANN, "state": "disabled"}, {**EVE, "state": "absent"}, BOB], "max_removals": 1},
            ["would be disabled (1) or deleted (1), as their entries say (ann@example.com, eve@example.com), and max"],
        ),
        (
            {"users": [{**BOB, "state": "absent"}]},
            ["(bob@example.com), and max_removals 10% allows 0 (33.33% is over 10.00%); if"],
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
    ("options", "message"),
    [
        ({"groups": [], "unlisted_users": "disable"}, "unlisted_users disable needs users or src"),
        ({"users": [], "max_removals": "some"}, "max_removals 'some' is neither a number nor a percentage"),
        ({"users": [], "max_removals": "101%"}, "max_removals '101%' is neither"),
        ({"users": [], "max_removals": "-1"}, "max_removals '-1' is neither"),
        ({"users": [], "protected": ["ann"]}, "protected has 'ann' in it, which is not an email address"),
        ({"users": [], "concurrency": 0}, "concurrency 0 is not between 1 and 64"),
        ({"users": [], "shard": {"index": 2, "count": 2}}, "shard index 2 of count 2 is none"),
        ({"users": [], "report": "/nowhere/report.json"}, "report '/nowhere/report.json' can't be written"),
        ({"users": [], "scope": " ", "unlisted_users": "delete"}, "scope is empty, and unlisted_users delete"),
        ({"src": "people.pdf"}, "src 'people.pdf' is none of .csv, .tsv, .txt, .xlsx, .json, .yml and .yaml"),
        ({"src": "people.xls"}, "and .yaml: save it as .xlsx"),
        ({"src": "people.json", "delimiter": ";"}, "delimiter can't be used with src 'people.json'"),
        ({"src": "people.csv", "delimiter": ";;"}, "delimiter ';;' is not a single character such as ';', and neither"),
        ({"src": "people.csv", "encoding": "latin-99"}, "encoding 'latin-99' is not an encoding of text, such as"),
        ({"src": "people.csv", "encoding": "base64"}, "encoding 'base64' is not an encoding of text, such as"),
        (
            {"src": "people.csv", "columns": {"Mail": "emial"}},
            "columns: 'Mail' is 'emial', which no column can be",
        ),
        ({"src": "people.csv", "columns": {"Mail": 5}}, "columns: 'Mail' is 5, and both have to be texts: quote them"),
        (
            {"src": "people.csv", "columns": {"Mail": "email", "E-Mail": "email"}},
            "columns: 'E-Mail' is email, and so is 'Mail'",
        ),
        (
            {"src": "people.csv", "columns": {"Mail": "email", " MAIL": "title"}},
            "columns: ' MAIL' and 'Mail' are one column but for case and blanks",
        ),
        ({"users": [], "columns": {"Mail": "email"}}, "columns describes the file of src, which is not given"),
        ({"users": [], "sheet": "Staff"}, "sheet describes the file of src, which is not given"),
        ({"users": [], "sources": [], "unlisted_users": "disable"}, "sources is empty, and unlisted_users disable"),
        ({"groups": [], "sources": ["AD"]}, "sources needs users or src"),
        ({"src": "nowhere.csv"}, "src 'nowhere.csv' can't be read: No such file or directory"),
    ],
)
def test_options_that_cannot_be_meant(simulator, directory, options, message):
    with pytest.raises(Id360Error, match=message):
        directory(**options)
    assert simulator.requests == []


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
        assert f"the employee_id of {count} accounts that were found by email would change ('00100' to '100' of" in told
        assert simulator.writes == []
    else:
        warnings = directory(users=users, **options)["warnings"]
        assert sum("employee_id changes, '0010" in warning for warning in warnings) == count
        assert len(simulator.writes) == count + 1


def of_source(name, **user):
    return {**user, "primarySource": {"applicationName": name, "id": "7"}}


FOREIGN = {
    "users": [
        {"id": "1", "email": "ann@example.com", "title": "Clerk"},
        of_source("Corp AD", id="2", email="bob@example.com", title="Clerk"),
        of_source("Corp AD", id="3", email="eve@example.com"),
        {"id": "4", "email": "kim@example.com"},
    ]
}


@pytest.mark.parametrize("honours_fields", [True, False])
def test_accounts_of_other_sources_are_left_alone(simulator, directory, honours_fields):
    simulator.reset(FOREIGN)
    simulator.settings.honour_fields = honours_fields
    options = {"unlisted_users": "delete", "max_removals": 1, "sources": ["example  DIRECTORY", "Nowhere"]}
    users = [ANN, {"email": "bob@example.com", "title": "Clerk"}]
    done = directory(users=users, **options)
    assert [user["id"] for user in done["unlisted"]] == ["4"]
    assert any("sources: no user comes from 'Nowhere'" in warning for warning in done["warnings"])
    assert sorted(simulator.tenant.users) == ["1", "2", "3"]
    for change in ({"title": "Head"}, {"state": "disabled"}, {"state": "absent"}):
        told = problems(directory, users=[ANN, {"email": "bob@example.com", **change}], **options)
        assert len(told) == 1
        assert "users, entry 2: bob@example.com comes from 'Corp AD', which is none of sources" in told[0]
    assert len(simulator.writes) == 1


def test_a_report_does_not_replace_its_source(simulator, directory, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("email\nann@example.com\n")
    with pytest.raises(Id360Error, match=r"report './people.csv' is the file of src, which it would replace"):
        directory(src="people.csv", report="./people.csv")


def test_a_refused_scope_is_named(simulator, directory):
    with pytest.raises(Id360Error) as failed:
        directory(users=[ANN], scope="nonsense")
    assert failed.value.failure()["msg"].startswith("scope 'nonsense': ")


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


def test_a_failed_item_does_not_stop_the_others(simulator, directory):
    simulator.fault(method="PATCH", path="/users/1", status=422, error={"code": "00010109", "title": "Unlicensed"})
    users = [{**ANN, "title": "Head"}, {**EVE, "title": "Seller"}]
    with pytest.raises(Id360Error) as failed:
        directory(users=users, groups=[{"name": "Fresh"}])
    told = failed.value.failure()
    assert told["msg"].startswith("1 of 3 items failed: could not change user email ann@example.com: Unlicensed: ")
    assert told["error"]["path"] == "/users/1"
    assert told["summary"]["failed"] == 1
    assert told["summary"]["patch"] == told["summary"]["create"] == 1
    assert told["actions"] == ["create", "patch"]
    assert [bool(change["error"]) for change in told["changes"]] == [True, False, False]
    assert [diff["before_header"] for diff in told["diff"]] == ["user eve@example.com", "group Fresh"]
    assert directory(users=users, groups=[{"name": "Fresh"}])["summary"]["patch"] == 1


def test_groups_that_share_a_name_are_told_apart_by_their_ids(simulator, directory):
    simulator.reset({"groups": [{"id": "11", "name": "Twin"}, {"id": "12", "name": "Twin"}]})
    groups = [{"id": "11", "name": "Twin", "description": "One"}, {"id": "12", "name": "Twin", "description": "Two"}]
    assert directory(groups=groups)["summary"]["patch"] == 2
    assert directory(groups=groups)["changed"] is False


JOINER = {**NEW, "template": "71", "password": "Canary-1-secret", "title": "Clerk", "manager": ANN["email"]}


@pytest.mark.parametrize(
    ("then", "same"),
    [
        pytest.param({"users": [JOINER]}, True, id="nothing"),
        pytest.param({"users": [{**JOINER, "password": "Canary-2-secret"}]}, True, id="password"),
        pytest.param({"users": [{**JOINER, "template": "72"}]}, False, id="template"),
        pytest.param({"users": [{**JOINER, "title": "Head"}]}, False, id="value"),
        pytest.param({"users": [{**JOINER, "manager": EVE["email"]}]}, False, id="manager"),
        pytest.param({"users": [{**JOINER, "create_disabled": True}]}, False, id="state"),
        pytest.param({"users": [JOINER, {**EVE, "title": "Seller"}]}, False, id="person"),
        pytest.param(
            {"users": [JOINER], "groups": [{"name": "Clerks", "members": {"add": ["3"]}}]}, False, id="member"
        ),
        pytest.param({"users": []}, False, id="nobody"),
    ],
)
def test_only_the_plan_that_was_checked_is_carried_out(simulator, directory, then, same):
    simulator.reset({**SEED, "templates": [{"id": "71", "name": "Clerk"}, {"id": "72", "name": "Contractor"}]})
    checked = directory(check_mode=True, users=[JOINER])["plan_fingerprint"]
    if same:
        assert directory(**then, plan_fingerprint=checked)["plan_fingerprint"] == checked
        return
    for check_mode in (True, False):
        with pytest.raises(Id360Error, match="the plan is not that of plan_fingerprint any more"):
            directory(check_mode=check_mode, **then, plan_fingerprint=checked)
    assert simulator.writes == []


@pytest.mark.parametrize(
    ("fault", "served"),
    [
        pytest.param(
            {"status": 503, "times": MAX_CONSECUTIVE_FAILURES - 1}, 60 - (MAX_CONSECUTIVE_FAILURES - 1), id="comes back"
        ),
        pytest.param({"status": 503, "times": -1}, 0, id="maintenance"),
        pytest.param({"drop": "before", "times": -1}, 0, id="gone"),
        pytest.param({"status": 422, "times": 40}, 20, id="refuses"),
    ],
)
def test_a_server_that_is_down_is_not_asked_by_each_item(simulator, directory, fault, served):
    """But all of them are told as failed."""
    users = [{"id": str(number), "email": f"user{number}@example.com"} for number in range(60)]
    simulator.reset({"users": users})
    simulator.fault(method="PATCH", **fault)
    with pytest.raises(Id360Error) as failed:
        directory(users=[{**user, "title": "Clerk"} for user in users], concurrency=4, retries=0)
    assert failed.value.result["summary"]["patch"] == served
    assert failed.value.result["summary"]["failed"] == len(users) - served
    limit = MAX_CONSECUTIVE_FAILURES + 4 if not served else len(users)
    assert MAX_CONSECUTIVE_FAILURES <= len(simulator.writes) <= limit
    not_tried = [change for change in failed.value.result["changes"] if "not tried" in (change["error"] or "")]
    assert len(not_tried) == len(users) - len(simulator.writes)


def test_who_needs_somebody_that_could_not_be_created_fails_too(simulator, directory):
    simulator.fault(method="POST", path="/users", status=422, error={"code": "00010111", "title": "Policy"})
    users = [{**NEW, "password": "Canary-1-secret"}, {**ANN, "manager": NEW["email"]}, {**EVE, "title": "x"}]
    with pytest.raises(Id360Error) as failed:
        directory(users=users, groups=[{"name": "Clerks", "members": {"add": [NEW["email"]]}}])
    errors = {change["key"]: change["error"] for change in failed.value.result["changes"]}
    assert "Policy" in errors["new@example.com"]
    assert errors["ann@example.com"] == "user ann@example.com needs new@example.com, who could not be created"
    assert errors["Clerks"] == "group Clerks needs new@example.com, who could not be created"
    assert errors["eve@example.com"] is None


def test_who_is_only_to_be_removed_need_not_be_there(simulator, directory):
    """Somebody who could not be created is in no group; and is not missed by a shard that does not create them."""
    simulator.fault(method="POST", path="/users", status=422, error={"code": "00010111", "title": "Policy"})
    groups = [{"name": "Clerks", "members": {"add": [EVE["email"]], "remove": [NEW["email"]]}}]
    with pytest.raises(Id360Error) as failed:
        directory(users=[NEW], groups=groups)
    errors = {change["key"]: change["error"] for change in failed.value.result["changes"]}
    assert "Policy" in errors["new@example.com"]
    assert errors["Clerks"] is None
    assert simulator.tenant.groups["9"]["members"] == ["1", "2", "3"]
    for index in range(3):
        directory(check_mode=True, users=[NEW], groups=groups, shard={"index": index, "count": 3})


def test_a_password_that_the_server_repeats_is_not_shown(simulator, directory, tmp_path):
    echo = {"code": "00010111", "title": "Policy", "detail": "Canary-1-secret is weak"}
    simulator.fault(method="POST", path="/users", status=422, error=echo)
    with pytest.raises(Id360Error) as failed:
        directory(users=[{**NEW, "password": "Canary-1-secret"}], report=str(tmp_path / "report.json"))
    assert "Policy: ******** is weak" in str(failed.value.failure())
    assert "Canary" not in str(failed.value.failure()) + (tmp_path / "report.json").read_text()


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


@pytest.mark.parametrize(
    ("limit", "people", "concurrency", "retries"),
    [
        ({"requests": 3, "seconds": 1, "retry_after": True}, 8, 8, 5),
        ({"requests": 20, "seconds": 1, "retry_after": False}, 120, 16, 5),
        # the window is longer than all attempts together, and one is refused more often than that
        ({"requests": 60, "seconds": 5, "retry_after": False}, 100, 16, 1),
        ({"requests": 20, "seconds": 4, "retry_after": False}, 30, 1, 1),
    ],
)
def test_a_rate_limit_is_waited_for_with_few_requests(simulator, directory, limit, people, concurrency, retries):
    simulator.settings.rate_limit = limit
    users = [{"email": f"new{number}@example.com"} for number in range(people)]
    assert directory(users=users, concurrency=concurrency, retries=retries)["summary"]["create"] == people
    refused = [request for request in simulator.requests if request.status == 429]
    assert 0 < len(refused) <= max(10, 0.15 * people)


@pytest.mark.parametrize("served", [2, 25])
def test_refusals_for_ever_are_given_up(simulator, directory, monkeypatch, served):
    """Also where the server answered many before, which looks like a limit that passes."""
    monkeypatch.setattr(rate_limit, "MAX_OUTAGE", 1)
    simulator.fault(method="POST", path="/users", after=served, status=429, times=-1)
    users = [{"email": f"new{number}@example.com"} for number in range(100)]
    with pytest.raises(Id360Error, match="HTTP 429") as failed:
        directory(users=users, retries=1)
    assert failed.value.result["summary"]["create"] == served
    assert any("not tried" in (change["error"] or "") for change in failed.value.result["changes"])
    assert sum(request.status == 429 for request in simulator.requests) < 60


def test_groups_are_read_again_before_they_are_written(simulator, directory):
    """Their members are replaced as a whole: somebody who joins after the listing must not be dropped."""
    simulator.fault(method="POST", path="/users", delay=1)  # users come first, and this one takes its time

    def join():
        wait_until(lambda: any(request.path == "/groups" for request in simulator.requests))
        simulator.tenant.groups["9"]["members"] = ["1", "2", "3"]

    with ThreadPoolExecutor(1) as pool:
        joined = pool.submit(join)
        done = directory(users=[NEW], groups=[{"name": "Clerks", "members": {"remove": ["2"]}}])
        joined.result()
    assert done["actions"] == ["create", "patch"]
    assert simulator.tenant.groups["9"]["members"] == ["1", "3"]


@pytest.mark.parametrize("people", [3, 200])
def test_members_are_looked_up_or_walked_whichever_takes_less(simulator, directory, people):
    everybody = [{"id": str(number), "email": f"user{number}@example.com"} for number in range(1000)]
    simulator.reset({"users": everybody, "groups": [{"id": "9000", "name": "Clerks"}]})
    simulator.settings.maximum_limit = 100
    simulator.forget()
    members = [user["email"] for user in everybody[:people]]
    done = directory(check_mode=True, groups=[{"name": "Clerks", "members": {"set": members}}])
    assert done["actions"] == ["patch"]
    users = [request for request in simulator.requests if request.path == "/users"]
    assert len(users) == (1 if people == 3 else 4)


def test_what_acts_on_a_terminal_is_escaped_in_the_report(simulator, directory, tmp_path):
    """And is the same to whoever reads it as JSON."""
    path, title = tmp_path / "report.json", "\x1b[2J\x07\x9b\x7f\u202e\ud800"
    simulator.tenant.users["1"]["title"] = title
    directory(users=[{"email": ANN["email"], "title": "Head"}], report=str(path))
    assert json.loads(path.read_text())["items"][0]["before"]["title"] == title
    assert path.read_text().replace("\n", "").isprintable()


def test_the_report(simulator, directory, tmp_path):
    path = tmp_path / "report.json"
    users = [{**ANN, "title": "Head", "password": "Xa-12345678", "update_password": "always"}, NEW]
    for check_mode in (True, False):
        done = directory(users=users, report=str(path), check_mode=check_mode)
        report = json.loads(path.read_text())
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert (report["version"], report["check"]) == (1, check_mode)
        assert report["summary"] == done["summary"]
        assert report["unlisted"] == done["unlisted"]
        items = [{**change} for change in done["changes"]]
        for item, diff in zip(items, done["diff"], strict=True):
            item.update(before=diff["before"], after=diff["after"])
        assert report["items"] == items
        assert report["items"][0]["after"]["password"] == "(set)"
        assert (report["url"], report["places"]) == (simulator.url, ["users, entry 1", "users, entry 2"])
        status = {number: user["status"] for number, user in report["users"].items()}
        assert status == {"1": "enabled", "2": "disabled", "3": "enabled"}
        assert {user["source"] for user in report["users"].values()} == {"Example Directory"}
    assert "Xa-12345678" not in path.read_text()


def test_shards_share_the_work(simulator, directory):
    users = [{"email": f"user{number}@example.com"} for number in range(40)]
    users += [{**ANN, "title": "Head"}, {"id": "3", "email": "eve.lee@example.com"}]
    groups = [{"name": f"Group {number}"} for number in range(10)]
    options = {"users": users, "groups": groups, "unlisted_users": "disable", "max_removals": "100%"}
    whole = directory(check_mode=True, **options)
    parts = [directory(**options, shard={"index": index, "count": 3}) for index in range(3)]
    keys = [change["key"] for part in parts for change in part["changes"]]
    assert sorted(keys) == sorted(change["key"] for change in whole["changes"])
    assert all(len(part["changes"]) > 8 for part in parts)
    assert sum(part["summary"]["create"] for part in parts) == 50
    assert [user for part in parts for user in part["unlisted"]] == whole["unlisted"]
    assert directory(**options)["changed"] is False


def test_somebody_whom_another_shard_creates_is_named(simulator, directory):
    users = [{**ANN, "manager": NEW["email"]}, NEW]
    groups = [{"name": "Fresh", "members": {"add": [NEW["email"]]}}]
    told = []
    for index in range(3):
        try:
            directory(check_mode=True, users=users, groups=groups, shard={"index": index, "count": 3})
        except Id360Error as error:
            told += error.result["problems"]
    assert all("needs new@example.com, whom another shard creates" in problem for problem in told)
    assert 0 < len(told) <= 2
    directory(users=[NEW])  # as its shard does; the others can then be run again
    for index in range(3):
        directory(users=users, groups=groups, shard={"index": index, "count": 3})
    assert directory(users=users, groups=groups)["changed"] is False
