# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an execution ends, and what is told when its job or its rows can't be read afterwards."""

from __future__ import annotations

import pytest
from uploads import DISABLE, GOOD, MIXED

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


@pytest.mark.parametrize("settings", [{}, {"execution_envelope": False}, {"execution_status": False}])
@pytest.mark.parametrize("result_ids", ["user", "row"])
def test_rows_that_failed_are_told_in_the_servers_words(simulator, bulk, tmp_path, settings, result_ids):
    simulator.settings.update({**settings, "failing_users": ["2"], "result_ids": result_ids, "job_lag_polls": 2})
    rejects = tmp_path / "rejects.csv"
    with pytest.raises(Id360Error) as failed:
        bulk(content=GOOD, **DISABLE, rejects=str(rejects))
    failure = failed.value.failure()
    assert "1 row failed" in failure["msg"]
    assert "The action could not be performed on this user." in failure["msg"]
    (row,) = failure["failed_rows"]
    assert row["imported_data"] == {"email": "u2@example.com", "first_name": "U2"}
    assert failure["actions"] == ["upload", "execute"]
    assert rejects.read_text().splitlines() == ["email,first_name", "u2@example.com,U2"]
    done = bulk(content=GOOD, **DISABLE, fail_on_row_errors=False)
    assert len(done.failed) == 1


@pytest.mark.parametrize("result", ["time_out", "interrupted"])
def test_executions_that_fail_as_a_whole(simulator, bulk, result):
    simulator.settings.execution_result = result
    with pytest.raises(Id360Error, match=f"the execution ended as {result}"):
        bulk(content=GOOD, **DISABLE, fail_on_row_errors=False)


def test_an_execution_that_takes_too_long(simulator, bulk, tmp_path):
    simulator.settings.execution_states = ["pending"]
    receipt = str(tmp_path / "receipt.json")
    with pytest.raises(Id360Error, match=r"was not finished after 0 s: it is pending") as failed:
        bulk(content=GOOD, **DISABLE, wait_timeout=0, receipt=receipt)
    assert failed.value.failure()["execution"]["status"] == "pending"
    simulator.settings.execution_states = None
    simulator.forget()
    done = bulk(content=GOOD, **DISABLE, receipt=receipt)
    assert (done.actions, done.execution["status"], simulator.writes) == ([], "completed", [])


@pytest.mark.odd_answers
def test_a_status_that_is_not_known_is_waited_on(simulator, bulk):
    simulator.settings.execution_states = ["pending", "pondering", "completed"]
    warnings: list[str] = []
    assert bulk(content=GOOD, **DISABLE, warnings=warnings).execution["status"] == "completed"
    assert "unknown status 'pondering'; waiting continues" in warnings[0]


def test_without_waiting_ids_come_back_at_once(simulator, bulk):
    done = bulk(content=GOOD, **DISABLE, wait=False)
    assert done.actions == ["upload", "execute"]
    assert done.execution["id"] in simulator.tenant.jobs
    assert simulator.requests[-1].path.endswith("/execute")


def test_a_job_that_shows_later_than_its_execution_ends(simulator, bulk):
    """What came of the rows is in the job alone."""
    simulator.settings.update({"failing_users": ["2"], "execution_states": ["completed"]})
    job_error = {"code": "----", "title": "Job Not Found", "detail": "The requested job does not exist."}
    simulator.fault(method="GET", path="/jobs/*", status=404, error=job_error)
    with pytest.raises(Id360Error, match="1 row failed"):
        bulk(content=GOOD, **DISABLE)


def test_a_job_that_may_not_be_read_is_warned_of(simulator, bulk):
    simulator.fault(method="GET", path="/jobs/*", status=403, times=-1)
    warnings: list[str] = []
    assert bulk(content=GOOD, **DISABLE, warnings=warnings).execution["status"] == "completed"
    assert "the results of the rows are unknown" in warnings[0]


def test_rows_that_cannot_be_read_afterwards_hide_no_error(simulator, bulk):
    simulator.settings.failing_users = ["2"]
    simulator.fault(method="GET", path="*/data", status=403, after=1, times=-1)
    warnings: list[str] = []
    with pytest.raises(Id360Error, match="1 row failed"):
        bulk(content=GOOD, **DISABLE, warnings=warnings)
    assert "the failed rows could not be read" in warnings[0]


@pytest.mark.parametrize("details", ["[]", '"x"', '{"result": 7}', '{"result": [7, null]}', "null"])
def test_details_of_any_shape_crash_nothing(simulator, bulk, details):
    job = f'{{"id": "1", "status": "COMPLETED", "details": {details}}}'
    simulator.fault(method="GET", path="/jobs/*", status=200, body=job, content_type="application/json")
    assert bulk(content=GOOD, **DISABLE).failed == []


def test_the_mapped_row_is_the_one_that_failed(simulator, bulk, tmp_path):
    simulator.settings.failing_users = ["1"]
    rejects = tmp_path / "rejects.csv"
    done = bulk(content=MIXED, **DISABLE, unmapped_rows="ignore", fail_on_row_errors=False, rejects=str(rejects))
    (upload,) = simulator.tenant.uploads.values()
    assert done.failed[0]["entity_id"] == upload["entities"][0]["id"]
    assert len(rejects.read_text().splitlines()) == 4
