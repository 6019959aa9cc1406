# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_user's table of states, keys and fields, over HTTP."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

ANN = {"email": "ann@example.com", "employeeID": "007", "firstName": "Ann", "title": "Clerk", "fax": "12"}
BOB = {"email": "bob@example.com", "employeeID": "008", "status": 0, "company": "Berge"}


@pytest.fixture(autouse=True)
def _people(simulator):
    simulator.reset({"users": [{"id": "1", **ANN}, {"id": "2", **BOB}], "templates": TEMPLATES})


TEMPLATES = [
    {"id": "71", "name": "Plain "},
    {"id": "72", "name": "Twice"},
    {"id": "73", "name": "Twice", "category": None, "createdTime": "-"},
]


def writes(simulator):
    return [f"{request.method} {request.path}" for request in simulator.writes]


@pytest.mark.parametrize(
    ("options", "actions", "requests"),
    [
        # missing
        ({"email": "new@example.com"}, ["create"], ["POST /users"]),
        ({"email": "new@example.com", "state": "enabled"}, ["create"], ["POST /users"]),
        ({"email": "new@example.com", "state": "disabled"}, [], []),
        ({"email": "new@example.com", "state": "absent"}, [], []),
        ({"email": "new@example.com", "template": "71"}, ["create"], ["POST /users/new/71"]),
        ({"email": "new@example.com", "template": "  Plain"}, ["create"], ["POST /users/new/71"]),
        ({"email": "new@example.com", "state": "disabled", "template": "None such"}, [], []),
        # enabled
        ({"email": "ann@example.com", "title": "Clerk"}, [], []),
        ({"email": "ann@example.com", "template": "None such"}, [], []),
        ({"email": "ann@example.com", "create_disabled": True}, [], []),
        ({"email": "ann@example.com", "title": "Chief"}, ["patch"], ["PATCH /users/1"]),
        ({"email": "ann@example.com", "title": "Chief", "state": "enabled"}, ["patch"], ["PATCH /users/1"]),
        ({"email": "ann@example.com", "state": "disabled"}, ["disable"], ["POST /users/1/disable"]),
        (
            {"email": "ann@example.com", "state": "disabled", "title": "Gone"},
            ["disable", "patch"],
            ["POST /users/1/disable", "PATCH /users/1"],
        ),
        ({"email": "ann@example.com", "state": "absent"}, ["delete"], ["DELETE /users/1"]),
        ({"id": "1", "state": "absent"}, ["delete"], ["DELETE /users/1"]),
        # disabled
        ({"email": "bob@example.com", "title": "Chief"}, ["patch"], ["PATCH /users/2"]),
        (
            {"email": "bob@example.com", "title": "Chief", "state": "enabled"},
            ["patch", "enable"],
            ["PATCH /users/2", "POST /users/2/enable"],
        ),
        ({"email": "bob@example.com", "state": "disabled"}, [], []),
        ({"email": "bob@example.com", "state": "disabled", "title": "Chief"}, ["patch"], ["PATCH /users/2"]),
        ({"email": "bob@example.com", "state": "absent"}, ["delete"], ["DELETE /users/2"]),
        # keys
        ({"email": "ANN@example.com"}, [], []),
        ({"id": "1", "email": "Ann@Example.com"}, [], []),
        ({"id": "1", "email": "ann.berg@example.com"}, ["patch"], ["PATCH /users/1"]),
        (
            {"match_by": ["employee_id"], "employee_id": "007", "email": "a.b@example.com"},
            ["patch"],
            ["PATCH /users/1"],
        ),
        (
            {"match_by": ["email", "employee_id"], "employee_id": "007", "email": "a.b@example.com"},
            ["patch"],
            ["PATCH /users/1"],
        ),
        (
            {"match_by": ["email", "employee_id"], "email": "ann@example.com", "employee_id": "9"},
            ["patch"],
            ["PATCH /users/1"],
        ),
        ({"match_by": ["employee_id", "email"], "email": "ann@example.com"}, [], []),
        # fields
        ({"email": "ann@example.com", "fax": ""}, ["patch"], ["PATCH /users/1"]),
        ({"email": "ann@example.com", "city": ""}, [], []),
        ({"email": "ann@example.com", "manager": "2"}, ["patch"], ["PATCH /users/1"]),
        ({"email": "ann@example.com", "manager": "BOB@example.com"}, ["patch"], ["PATCH /users/1"]),
    ],
)
@pytest.mark.parametrize("honour_fields", [True, False])
def test_states(simulator, user, options, actions, requests, honour_fields):
    simulator.settings.honour_fields = honour_fields
    predicted = user(**options, check_mode=True)
    assert simulator.writes == []
    done = user(**options)
    assert writes(simulator) == requests
    assert predicted.actions == done.actions == actions
    assert (predicted.before, predicted.after) == (done.before, done.after)
    simulator.forget()
    again = user(**options)
    assert again.actions == []
    assert simulator.writes == []
    assert len(simulator.requests) <= (1 if honour_fields else 2)


@pytest.mark.parametrize(
    ("options", "body"),
    [
        ({}, {"email": "new@example.com"}),
        ({"state": "enabled"}, {"email": "new@example.com", "status": 1}),
        ({"create_disabled": True}, {"email": "new@example.com", "status": 0}),
        ({"fax": "", "employee_id": "7"}, {"email": "new@example.com", "employeeID": "7"}),
        ({"password": "Sesame-1-open"}, {"email": "new@example.com", "password": "Sesame-1-open"}),
        ({"manager": "ann@example.com"}, {"email": "new@example.com", "manager": "1"}),
    ],
)
def test_create_sends_what_was_asked_for(simulator, user, options, body):
    done = user(email="new@example.com", **options)
    assert [request.body for request in simulator.writes] == [body]
    assert done.before == {}
    assert "id" not in done.after
    assert done.record["id"]
    assert "password" not in done.record


def test_patch_sends_only_what_differs(simulator, user):
    done = user(email="ann@example.com", first_name="Ann", title="", fax="13")
    assert simulator.writes[0].body == {"title": "", "fax": "13"}
    assert "title" not in done.after
    assert done.before["title"] == "Clerk"


def test_enabled_enables_who_was_created_disabled(simulator, user):
    simulator.settings.create_status = 0
    done = user(email="new@example.com", state="enabled")
    assert done.actions == ["create", "enable"]
    assert simulator.tenant.users[done.record["id"]]["status"] == done.record["status"] == 1


def test_record_reads_like_the_options(user):
    record = user(email="ann@example.com").record
    assert record["employee_id"] == "007"
    assert "service_name" in record["primary_source"]["application_service"]
    assert record["is_domain_verified"] in (True, False)


def test_fields_that_the_api_adds_one_day_come_back(simulator, user):
    simulator.tenant.users["1"]["costCenterID"] = {"subUnit": 7}
    simulator.settings.honour_fields = False
    assert user(email="ann@example.com").record["cost_center_id"] == {"sub_unit": 7}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"manager": "zed@example.com"},
        {"match_by": ["employee_id"], "employee_id": "9", "email": "ann@example.com"},
    ],
)
def test_disabling_nobody_is_unchanged_whatever_else_is_asked_for(user, options):
    assert user(**{"email": "new@example.com", **options}, state="disabled").actions == []


def test_disabling_nobody_warns(user):
    assert user(email="new@example.com", state="disabled").warnings == [
        "no user has email new@example.com; state disabled does not create one"
    ]


def test_absent_by_id_of_nobody_warns_with_the_servers_words(user):
    done = user(id="99", state="absent")
    assert done.actions == []
    assert "does not exist or you do not have permission" in done.warnings[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "set id or email"),
        ({"email": ""}, "email is empty, but it can't be cleared"),
        ({"match_by": ["employee_id"], "email": "ann@example.com"}, "set id or employee_id"),
        ({"email": "ann"}, "email 'ann' is not an email address"),
        ({"email": " ann@example.com"}, "email ' ann@example.com' has leading or trailing blanks: remove them"),
        ({"id": "../groups/1"}, "id '../groups/1' is not an id"),
        ({"id": "1", "manager": "a b"}, "manager 'a b' is not an id"),
        ({"id": ""}, "id '' is not an id"),
        ({"email": "ann@example.com", "country": False}, "False is a boolean: quote it"),
        ({"email": "ann@example.com", "password": ""}, "password is empty, but it can't be cleared"),
        ({"email": "ann@example.com", "password": True}, "convert to text: it is a boolean: quote it"),
        ({"email": "a@example.com", "state": "enabled", "create_disabled": True}, "create_disabled and state enabled"),
        ({"url": "http://id360.example.com", "email": "ann@example.com"}, "sends secrets in clear text"),
        ({"url": "ftp://127.0.0.1", "email": "ann@example.com"}, "is not the URL of an ID360 server"),
        ({"access_token": "", "email": "ann@example.com"}, "no credentials: set access_token"),
        ({"access_token": "a\nb", "email": "ann@example.com"}, "access_token contains characters"),
        ({"timeout": 0, "email": "ann@example.com"}, "timeout 0 is not between 0 and 3600 seconds"),
        ({"timeout": float("inf"), "email": "ann@example.com"}, "timeout inf is not between 0 and 3600 seconds"),
        ({"url": "https://exa mple.com", "email": "ann@example.com"}, "is not the URL of an ID360 server"),
        ({"url": "https://a..b", "email": "ann@example.com"}, "is not the URL of an ID360 server"),
        ({"url": "https://a?b=c", "email": "ann@example.com"}, "is not the URL of an ID360 server"),
        ({"match_by": [], "email": "ann@example.com"}, "match_by is empty: set id, or name the keys"),
        ({"email": "ann@example.com", "title": "\udcff"}, "contains a character that could not be decoded"),
        ({"retries": -1, "email": "ann@example.com"}, "retries -1 is less than 0"),
        ({"ca_path": "/none", "email": "ann@example.com"}, "ca_path '/none' does not exist"),
    ],
)
def test_bad_input_fails_before_any_request(simulator, user, options, message):
    with pytest.raises(Id360Error) as failed:
        user(**options)
    assert message in failed.value.failure()["msg"]
    assert simulator.requests == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"id": "99"}, "no user has the id 99; the server says: User Not Found"),
        ({"id": "99", "state": "disabled"}, "no user has the id 99"),
        ({"id": "1", "email": "bob@example.com"}, "email 'bob@example.com' is already used by the user with id 2"),
        (
            {"match_by": ["employee_id"], "employee_id": "007", "email": "Bob@example.com"},
            "email 'Bob@example.com' is already used by the user with id 2",
        ),
        (
            {"match_by": ["employee_id"], "employee_id": "999", "email": "bob@example.com"},
            "email 'bob@example.com' is already used by the user with id 2",
        ),
        (
            {"match_by": ["email", "employee_id"], "email": "ann@example.com", "employee_id": "008"},
            "email 'ann@example.com' matches id 1, employee_id '008' matches id 2",
        ),
        ({"match_by": ["employee_id"], "employee_id": "999"}, "email is required to create a user"),
        ({"email": "ann@example.com", "manager": "99"}, "manager '99': no user has this id"),
        ({"email": "new@example.com", "template": "Twice"}, "2 templates have this name: ids 72, 73"),
        ({"email": "new@example.com", "template": "79"}, "template '79': no template has this name or id"),
    ],
)
@pytest.mark.parametrize("check_mode", [True, False])
def test_what_cannot_be_fails_before_any_write(simulator, user, options, message, check_mode):
    with pytest.raises(Id360Error) as failed:
        user(**options, check_mode=check_mode)
    assert message in failed.value.failure()["msg"]
    assert simulator.writes == []


@pytest.mark.parametrize("state", ["present", "disabled", "absent"])
def test_two_matches_fail_naming_the_ids(simulator, user, state):
    simulator.tenant.users["1"]["employeeID"] = "008"
    with pytest.raises(Id360Error, match="2 users have employee_id '008': ids 1, 2"):
        user(match_by=["employee_id"], employee_id="008", state=state)
    assert simulator.writes == []
