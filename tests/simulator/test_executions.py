# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Executing an upload, and the job that it becomes."""

from __future__ import annotations

import pytest

ACTION = "/management/actions/move-users"

SEED = {
    "users": [
        {"id": "1", "email": "ann@example.com"},
        {"id": "2", "email": "ben@example.com", "status": 0},
        {"id": "3", "email": "una@example.com", "unlicensed": True},
    ]
}


def execute(api, operation="DISABLE", user_ids=("1", "2"), action=ACTION, **changes):
    """Upload and execute; the id of the execution."""
    text = "email\nann@example.com\nben@example.com\n"
    upload = api.upload(text, action=action.rpartition("/")[2]).json()["data"]["id"]
    body = {
        "app_config_id": 2000000000001,
        "template_input": {"id": 2000000000001, "data": [{"OPERATION": operation}] if operation else []},
        "user_ids": user_ids,
    }
    answer = api("POST", f"{action}/uploads/{upload}/execute", json=body | changes)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["status"] == "yet_to_start"
    return answer.json()["data"]["id"]


def statuses(api, execution, times=4):
    return [api.data(f"{ACTION}/executions/{execution}/status")["status"] for _time in range(times)]


def test_the_status_call_goes_on_by_a_step_with_each_look(serve):
    api = serve(SEED)
    execution = execute(api)
    assert isinstance(execution, int)
    assert statuses(api, execution) == ["yet_to_start", "pending", "completed", "completed"]
    job = api.get(f"/jobs/{execution}").json()
    assert (job["status"], job["module"], job["action_name"]) == ("COMPLETED", "Management", "Move Users")
    assert job["details"]["result"] == [
        {"id": "1", "status": "SUCCESS", "message": "User disabled successfully"},
        {"id": "2", "status": "SUCCESS", "message": "User disabled successfully"},
    ]


def test_without_a_status_call_the_job_tells(serve):
    api = serve(SEED, execution_status=False)
    execution = execute(api)
    assert api.code("GET", f"{ACTION}/executions/{execution}/status") == (404, "00000104")
    assert api.job_statuses(execution) == ["----", "QUEUED", "RUNNING", "COMPLETED", "COMPLETED"]


@pytest.mark.parametrize(("lag", "unknown"), [(0, 0), (3, 3), (-1, 5)])
def test_a_job_is_unknown_to_the_first_looks(serve, lag, unknown):
    api = serve(SEED, job_lag_polls=lag)
    execution = execute(api)
    assert api.job_statuses(execution).count("----") == unknown
    assert len(api.data("/jobs")) == (lag >= 0)


@pytest.mark.parametrize(
    ("operation", "action", "expected"),
    [
        ("DISABLE", ACTION, {"1": 0, "2": 0, "3": 1}),
        ("ENABLE", ACTION, {"1": 1, "2": 1, "3": 1}),
        ("DELETE", ACTION, {"3": 1}),
        ("MOVE", ACTION, {"1": 1, "2": 0, "3": 1}),
        (None, ACTION, {"1": 1, "2": 0, "3": 1}),
        (None, "/management/actions/delete-user", {"3": 1}),
    ],
)
def test_the_tenant_changes_at_the_end(serve, operation, action, expected):
    api = serve(SEED)
    before = {user["id"]: user["status"] for user in api.data("/users")}
    execution = execute(api, operation, action=action)
    assert {user["id"]: user["status"] for user in api.data("/users")} == before
    for _time in range(3):
        api.get(f"{action}/executions/{execution}/status")
    assert {user["id"]: user["status"] for user in api.data("/users")} == expected


@pytest.mark.parametrize(
    ("settings", "user_ids", "failed"),
    [
        ({"failing_users": ["1"]}, ["1", "2"], ["1"]),
        ({"failing_users": ["ann@example.com"]}, ["1", "2"], ["1"]),
        ({}, ["1", "3"], ["3"]),
    ],
)
def test_users_that_fail_are_in_the_jobs_result(serve, settings, user_ids, failed):
    api = serve(SEED, **settings)
    execution = execute(api, user_ids=user_ids)
    assert statuses(api, execution, 3)[-1] == "completed_with_errors"
    job = api.get(f"/jobs/{execution}").json()
    assert job["status"] == "WARNING"
    assert [row["id"] for row in job["details"]["result"] if row["status"] == "ERROR"] == failed
    assert all(row["message"] for row in job["details"]["result"])
    assert api.data("/users/1")["status"] == ("1" in failed)


@pytest.mark.parametrize(
    ("forced", "status", "results", "disabled"),
    [
        ("completed", "COMPLETED", 2, True),
        ("completed_with_errors", "WARNING", 2, True),
        ("time_out", "ERROR", 0, False),
        ("interrupted", "ERROR", 0, False),
    ],
)
def test_the_result_can_be_set(serve, forced, status, results, disabled):
    api = serve(SEED, execution_result=forced)
    execution = execute(api)
    assert statuses(api, execution, 3)[-1] == forced
    job = api.get(f"/jobs/{execution}").json()
    assert (job["status"], len(job["details"]["result"])) == (status, results)
    assert job["end_time"]
    assert api.data("/users/1")["status"] == (not disabled)


@pytest.mark.odd_answers
def test_the_states_can_be_set(serve):
    api = serve(SEED, execution_states=["pending", "odd", "interrupted"])
    execution = execute(api)
    assert statuses(api, execution) == ["pending", "odd", "interrupted", "interrupted"]
    api.simulator.settings.execution_states = ["pending"]
    assert statuses(api, execute(api), 3) == ["pending"] * 3


@pytest.mark.parametrize(
    ("result_ids", "expected"), [("user", ["1", "2"]), ("row", ["2000500000001", "2000500000002"])]
)
def test_results_name_users_or_rows(serve, result_ids, expected):
    api = serve(SEED, result_ids=result_ids)
    execution = execute(api)
    statuses(api, execution, 3)
    assert [row["id"] for row in api.get(f"/jobs/{execution}").json()["details"]["result"]] == expected


def test_time_can_move_an_execution(serve):
    api = serve(SEED, job_step_seconds=3600)
    execution = execute(api)
    assert statuses(api, execution, 3) == ["yet_to_start"] * 3
    assert api.job_statuses(execution, 3) == ["----", "QUEUED", "QUEUED"]
    api.simulator.settings.job_step_seconds = 1e-9
    assert api.data("/users/1")["status"] == 0
    assert statuses(api, execution, 1) == ["completed"]


def test_the_status_can_come_without_an_envelope(serve):
    api = serve(SEED, execution_envelope=False)
    execution = execute(api)
    assert api.get(f"{ACTION}/executions/{execution}/status").json() == {"id": execution, "status": "yet_to_start"}


@pytest.mark.parametrize(
    "changes",
    [
        {"app_config_id": "2000000000001"},
        {"app_config_id": None},
        {"template_input": {"id": "1", "data": []}},
        {"template_input": {"id": 1, "data": {"OPERATION": "DISABLE"}}},
        {"template_input": []},
        {"user_ids": [1]},
        {"user_ids": []},
        {"user_ids": None},
        {"user_ids": ["1", "77"]},
        {"other": 1},
    ],
    ids=str,
)
def test_a_refused_body_starts_nothing(serve, changes):
    api = serve(SEED)
    with pytest.raises(AssertionError, match="00000107"):
        execute(api, **changes)
    assert api.data("/jobs") == []
