# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs and uploads as the info modules read them, and id360_job."""

from __future__ import annotations

import importlib

import pytest
from engine import performed

# A job has a status that is not documented, and a number as an id among its results.
pytestmark = pytest.mark.odd_answers

JOBS = [
    {"id": "1", "module": "Management", "status": "COMPLETED", "action_name": "Bulk User Creation"},
    {"id": "2", "module": "Management", "status": "ERROR", "action_name": "Bulk User Creation"},
    {"id": "3", "module": "Reports", "status": "ERROR", "action_name": 'Say "hi"'},
    {
        "id": "4",
        "module": "Reports",
        "status": "QUEUED",
        "action_name": "Report",
        "next_statuses": ["RUNNING", "WARNING"],
    },
    {"id": "5", "module": "Reports", "status": "RUNNING", "action_name": "Endless", "next_statuses": []},
    {"id": "6", "module": "Odd", "status": "PONDERING", "action_name": "Odd", "next_statuses": ["COMPLETED"]},
]
DETAILS = {"entity": "User", "result": [{"id": 7, "status": "SUCCESS", "message": "Done"}]}


@pytest.fixture
def run(simulator):
    simulator.reset({"jobs": [{**job, "details": DETAILS} for job in JOBS]})

    def run_module(module, *, check_mode=False, **options):
        name = f"ansible_collections.manageengine.id360.plugins.modules.{module}"
        declared = importlib.import_module(name).MODULE
        return performed(declared, simulator, check_mode=check_mode, diff=True, retries=0, **options)

    return run_module


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, ["1", "2", "3", "4", "5", "6"]),
        ({"limit": 2}, ["1", "2"]),
        ({"job_module": "Management"}, ["1", "2"]),
        ({"status": "ERROR"}, ["2", "3"]),
        ({"status": "ERROR", "job_module": "Reports"}, ["3"]),
        ({"action_name": 'Say "hi"'}, ["3"]),
        ({"filter": 'id eq "1" or id eq "2"', "status": "ERROR"}, ["2"]),
        ({"id": "2"}, ["2"]),
        ({"id": "99"}, []),
    ],
)
def test_job_info(simulator, run, options, ids):
    result = run("id360_job_info", **options)
    assert [job["id"] for job in result["jobs"]] == ids
    assert all(("details" in job) == ("id" in options) for job in result["jobs"])
    assert len(simulator.requests) == 1


@pytest.mark.parametrize("first_index", [0, 1])
def test_jobs_come_in_pages(simulator, run, first_index):
    simulator.settings.update({"maximum_limit": 2, "first_index": first_index})
    assert [job["id"] for job in run("id360_job_info")["jobs"]] == ["1", "2", "3", "4", "5", "6"]
    assert len(simulator.requests) == 2 * 3  # and again, as a deletion between two pages can hide a job


def test_waiting(run):
    done = run("id360_job_info", id="4", wait=True, wait_interval=0.01)
    assert (done["jobs"][0]["status"], done["changed"]) == ("WARNING", False)
    assert done["elapsed"] >= 0
    odd = run("id360_job_info", id="6", wait=True, wait_interval=0.01)
    assert odd["jobs"][0]["status"] == "COMPLETED"
    assert "unknown status 'PONDERING'; waiting continues" in str(odd["warnings"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"id": "5", "wait": True, "wait_timeout": 0}, "job 5 was not finished after 0 s: it is RUNNING"),
        ({"id": "99", "wait": True, "wait_timeout": 0}, "the server does not have it"),
        ({"id": "5", "wait": True, "wait_interval": -1}, "wait_interval -1 is not between 0 and 3600"),
        ({"id": "5", "wait": True, "wait_timeout": -1}, "wait_timeout -1 is less than 0"),
        ({"wait": True}, "wait requires id"),
        ({"id": "../users"}, "id '../users' is not an id"),
        ({"limit": 0}, "limit 0 is less than 1"),
        ({"filter": "shoes are blue"}, "00000107"),
    ],
)
def test_job_info_fails(run, options, message):
    failed = run("id360_job_info", **options)
    assert message in failed["msg"]
    if "RUNNING" in message:
        assert failed["jobs"][0]["status"] == "RUNNING"


def test_deleting_jobs(simulator, run):
    predicted = run("id360_job", ids=["1", "99", "2", "1"], check_mode=True)
    assert simulator.writes == []
    done = run("id360_job", ids=["1", "99", "2", "1"])
    assert done["deleted"] == predicted["deleted"] == ["1", "2"]
    assert done["actions"] == predicted["actions"] == ["delete", "delete"]
    assert done["diff"] == predicted["diff"]
    assert "99" in str(done["warnings"])
    assert sorted(simulator.tenant.jobs) == ["3", "4", "5", "6"]
    again = run("id360_job", ids=["1", "99", "2"])
    assert (again["changed"], again["deleted"], again["actions"]) == (False, [], [])


def test_deleting_jobs_that_fails_on_the_way(simulator, run):
    simulator.fault(method="DELETE", path="/jobs/2", status=500)
    failed = run("id360_job", ids=["1", "2", "3"])
    assert (failed["actions"], failed["error"]["status"]) == (["delete"], 500)


@pytest.mark.parametrize("fault", [{"status": 401}, {"status": 404}, {"status": 200, "body": "[]"}])
def test_an_error_is_not_absence(simulator, run, fault):
    simulator.fault(method="GET", path="/jobs/*", times=-1, **fault)
    for module, options in (("id360_job", {"ids": ["1"]}), ("id360_job_info", {"id": "1"})):
        assert "msg" in run(module, **options)
    assert "1" in simulator.tenant.jobs


def test_upload_info(simulator, run):
    simulator.reset({"users": [{"id": "1", "email": "u1@example.com"}]})
    content = "email,Odd Name\nu1@example.com,x\nzed@example.com,y\n"
    upload = run("id360_bulk_upload", action="move-users", content=content)["upload"]
    asked = {"action": "move-users", "upload_id": upload["id"]}
    whole = run("id360_upload_info", **asked)
    assert whole["upload"] == upload
    assert whole["entity_counts"] == {"MAPPED": 1, "USER_NOT_FOUND": 1}
    assert whole["entities"][0]["imported_data"] == {"email": "u1@example.com", "Odd Name": "x"}
    assert len(run("id360_upload_info", **asked, entity_filter='status eq "MAPPED"')["entities"]) == 1
    assert run("id360_upload_info", **asked, entities=False)["entities"] == []
    for action, upload_id, said in (
        ("move-users", "99", "This upload does not exist."),
        ("delete-user", upload["id"], "This upload does not exist."),
        ("fly-users", upload["id"], "This action does not exist."),
    ):
        nothing = run("id360_upload_info", action=action, upload_id=upload_id)
        assert (nothing["upload"], nothing["entities"], nothing["entity_counts"]) == ({}, [], {})
        told = f"there is no upload {upload_id} of {action}; the server says: Resource Not Found: {said} (code"
        assert (told in str(nothing["warnings"]), len(nothing["warnings"])) == (True, 1)
        absent = run("id360_bulk_upload", action=action, upload_id=upload_id, state="absent")
        assert (absent["changed"], told in str(absent["warnings"])) == (False, True)
    simulator.fault(method="GET", path="*/uploads/*", status=404, body="<html>")
    assert "Check whether url is the root" in run("id360_upload_info", **asked)["msg"]
