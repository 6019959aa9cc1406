# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that keeps other match columns, columns or rows than it was sent: nothing is executed."""

from __future__ import annotations

import json

import pytest
from uploads import DISABLE, GOOD, MIXED, statuses

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

# By email the row means u1, by name and employee id u2.
CROSSED = "email,employee_id\nu1@example.com,E2\n"
PUT = {"method": "PUT", "path": "*/match-columns", "do_work": True, "content_type": "application/json"}


def answering(*columns, **fault):
    return {**PUT, "status": 200, "body": json.dumps({"data": list(columns)}), **fault}


@pytest.mark.parametrize("state", ["present", "executed"])
@pytest.mark.parametrize("kept", [["employee_id"], ["email", "employee_id"], ["shoes"]])
@pytest.mark.parametrize(
    "fault", [None, {**PUT, "body": ""}, {**PUT, "body": '{"data": null}'}, answering(7), answering("x")]
)
def test_match_columns_that_the_server_does_not_keep_execute_nothing(simulator, bulk, tmp_path, state, kept, fault):
    """Rows would find other people: u2 was disabled instead of u1."""
    simulator.settings.kept_match_columns = kept
    simulator.tenant.users["2"]["employeeID"] = "E2"
    if fault:
        simulator.fault(**fault)
    run = {
        "content": CROSSED,
        **DISABLE,
        "state": state,
        "match_columns": ["email"],
        "receipt": str(tmp_path / "r.json"),
    }
    for actions in (["upload", "match_columns"], ["match_columns"]):
        with pytest.raises(Id360Error) as failed:
            bulk(**run)
        failure = failed.value.failure()
        shown = ", ".join(failure["upload"]["match_columns"]) or "none"
        assert (
            f"nothing was executed, as the server keeps the match_columns {shown} instead of email: the rows"
            in failure["msg"]
        )
        assert failure["actions"] == actions
        assert [column["name"] in shown for column in failure["upload"]["header"]] == [
            column["is_match_column"] for column in failure["upload"]["header"]
        ]
    assert (statuses(simulator), simulator.tenant.executions) == ([1, 1, 1, 1], {})


@pytest.mark.parametrize(
    "fault",
    [
        answering("first_name", "email"),
        {**PUT, "body": ""},
        {**PUT, "body": "<html/>"},
        {**PUT, "body": "{}"},
        {"drop": "after"},
    ],
)
def test_match_columns_are_compared_without_order_or_read_again(simulator, bulk, fault):
    simulator.fault(**{**PUT, "do_work": "drop" not in fault, **fault})
    done = bulk(content=GOOD, **DISABLE, match_columns=["email", "first_name"])
    assert done.actions == ["upload", "match_columns", "execute"]
    assert sorted(done.upload["match_columns"]) == ["email", "first_name"]
    assert statuses(simulator) == [0, 0, 1, 1]


def test_match_columns_that_were_left_to_the_server_are_shown_as_it_chose_them(simulator, bulk):
    assert bulk(content=GOOD).upload["match_columns"] == ["email", "first_name"]


def test_columns_that_the_server_does_not_take_execute_nothing(simulator, bulk, tmp_path):
    simulator.settings.lost_columns = ["first_name"]
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    for actions in (["upload"], []):
        with pytest.raises(Id360Error) as failed:
            bulk(**run)
        failure = failed.value.failure()
        assert "the data have the columns email, first_name, but the server took email: nothing" in failure["msg"]
        assert failure["actions"] == actions
    assert (len(simulator.tenant.uploads), simulator.tenant.executions) == (1, {})
    assert bulk(upload_id=failure["upload"]["id"], **DISABLE).actions == ["execute"]


@pytest.mark.parametrize("state", ["present", "executed"])
def test_rows_that_the_server_does_not_take_execute_nothing(simulator, bulk, tmp_path, state):
    simulator.settings.lost_rows = 1
    run = {"content": GOOD, **DISABLE, "state": state, "receipt": str(tmp_path / "r.json")}
    for check_mode in (False, False, True):
        with pytest.raises(
            Id360Error, match="the data have 2 rows, but the server took 1: nothing was executed"
        ) as failed:
            bulk(**run, check_mode=check_mode)
    assert simulator.tenant.executions == {}
    assert bulk(upload_id=failed.value.failure()["upload"]["id"], **DISABLE).actions == ["execute"]


def test_rows_that_were_removed_after_a_look_are_not_missed(simulator, bulk, tmp_path):
    run = {"content": MIXED, **DISABLE, "receipt": str(tmp_path / "r.json")}
    upload = bulk(**{**run, "state": "present"}).upload["id"]
    bulk(state="absent", upload_id=upload, entity_filter='not (status eq "MAPPED")')
    assert bulk(**run).actions == ["execute"]


def test_another_upload_than_was_asked_for_is_not_taken_up(simulator, bulk):
    first, second = (bulk(content=GOOD).upload["id"] for _time in range(2))
    answer = json.dumps({"data": {"id": int(second), "header": [{"name": "email", "is_match_column": True}]}})
    simulator.fault(method="GET", path=f"*/uploads/{first}", body=answer, content_type="application/json")
    with pytest.raises(Id360Error, match=f"returned upload {second} instead of upload {first}"):
        bulk(upload_id=first, **DISABLE)
    assert simulator.tenant.executions == {}
