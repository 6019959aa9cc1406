# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The receipt: the same run again sends nothing, and what may have been done is not done twice."""

from __future__ import annotations

import json
import os
import threading

import pytest
from uploads import DISABLE, ENABLE, GOOD, MIXED, statuses

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def test_the_same_run_again_is_unchanged(simulator, bulk, tmp_path):
    run = {"content": MIXED, **DISABLE, "unmapped_rows": "remove", "receipt": str(tmp_path / "receipt.json")}
    bulk(**run)
    simulator.forget()
    for check_mode in (True, False):
        done = bulk(**run, check_mode=check_mode)
        assert (done.actions, simulator.requests) == ([], [])
    assert (done.execution["status"], len(done.rejected)) == ("completed", 2)
    assert os.stat(run["receipt"]).st_mode & 0o777 == 0o600
    kept = json.loads((tmp_path / "receipt.json").read_text())
    assert {"version", "identity", "sha256", "upload_id", "execution_id", "job_id", "status"} <= kept.keys()


def test_what_is_not_known_yet_is_null(bulk, tmp_path):
    bulk(content=GOOD, **{**DISABLE, "state": "present"}, receipt=str(tmp_path / "receipt.json"))
    kept = json.loads((tmp_path / "receipt.json").read_text())
    assert (kept["status"], kept["execution_id"], kept["job_id"]) == ("uploaded", None, None)


def test_another_run_is_another_run(simulator, bulk, tmp_path):
    """Whatever the one thing is that differs from the run before."""
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "receipt.json")}
    bulk(**run)
    for options in (
        ENABLE,
        {"user_ids": ["1"]},
        {"match_columns": ["email"]},
        {"app_config_id": "7"},
        {"content": GOOD + "u3@example.com,U3\n"},
        {"user_ids": ["1", "2"], **DISABLE},
        {"action": "move-user"},
    ):
        run |= options
        assert "execute" in bulk(**run).actions
    assert statuses(simulator) == [0, 0, 1, 1]
    assert len(simulator.tenant.executions) == 8


def test_present_then_executed_is_one_run(simulator, bulk, tmp_path):
    run = {"content": GOOD, "receipt": str(tmp_path / "r.json"), **DISABLE}
    assert bulk(**{**run, "state": "present"}).actions == ["upload"]
    assert bulk(**{**run, "state": "present"}).actions == []
    assert bulk(**run, check_mode=True).actions == ["execute"]
    assert bulk(**run).actions == ["execute"]
    assert bulk(**{**run, "state": "present"}).actions == []
    assert len(simulator.tenant.uploads) == 1


def test_a_run_that_ended_in_error_fails_again_sending_nothing(simulator, bulk, tmp_path):
    simulator.settings.failing_users = ["1"]
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    for earlier in (False, True):
        with pytest.raises(Id360Error, match="1 row failed") as failed:
            bulk(**run)
        told = "an earlier run executed these data (removing the receipt '"
        assert failed.value.message.startswith(told) == earlier
    with pytest.raises(Id360Error, match=r"an earlier run executed these data \(correct the rows in '.*failed.csv'"):
        bulk(**run, rejects=str(tmp_path / "failed.csv"))
    assert failed.value.failure()["actions"] == []
    assert len(simulator.tenant.executions) == 1
    with pytest.raises(Id360Error, match="1 row failed"):
        bulk(**run, check_mode=True)
    assert bulk(**run, fail_on_row_errors=False).actions == []


@pytest.mark.parametrize(("path", "status"), [("*/uploads", "uploading"), ("*/execute", "executing")])
@pytest.mark.parametrize("fault", [{"drop": "after"}, {"status": 500}, {"cut": True}, {"status": 200, "body": "{}"}])
def test_a_post_whose_answer_is_lost_is_never_sent_again(simulator, bulk, tmp_path, path, status, fault):
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    simulator.fault(method="POST", path=path, **fault)
    with pytest.raises(Id360Error, match="so its outcome is unknown") as failed:
        bulk(**run)
    write = "upload the data" if status == "uploading" else "execute the upload"
    assert failed.value.message.startswith(f"tried to {write}: the response to the request was lost, so")
    assert json.loads((tmp_path / "r.json").read_text())["status"] == status
    posts = len(simulator.writes)
    for check_mode in (False, True):
        with pytest.raises(Id360Error, match="remove the receipt, and the next run starts over"):
            bulk(**run, check_mode=check_mode)
    assert len(simulator.writes) == posts


@pytest.mark.parametrize("path", ["*/uploads", "*/execute"])
def test_a_post_that_was_refused_puts_the_receipt_back(simulator, bulk, tmp_path, path):
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    simulator.fault(method="POST", path=path, status=403)
    with pytest.raises(Id360Error, match=r"could not (upload the data|execute the upload): Forbidden"):
        bulk(**run)
    assert "execute" in bulk(**run).actions
    assert (len(simulator.tenant.uploads), len(simulator.tenant.executions)) == (1, 1)


def test_a_refused_post_of_another_run_leaves_the_receipt_of_the_first(simulator, bulk, tmp_path):
    receipt = str(tmp_path / "r.json")
    bulk(content=GOOD, **DISABLE, receipt=receipt)
    simulator.fault(method="POST", path="*/uploads", status=403)
    with pytest.raises(Id360Error, match=r"could not (upload the data|execute the upload): Forbidden"):
        bulk(content=GOOD, **ENABLE, receipt=receipt)
    assert bulk(content=GOOD, **DISABLE, receipt=receipt).actions == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is damaged or not a receipt"),
        ("{", "is damaged or not a receipt"),
        ("[]", "is damaged or not a receipt"),
        ('{"version": 2}', "was written by a newer version"),
        ('{"version": 1, "identity": "x", "status": "pondering"}', "is damaged"),
        ('{"version": 1, "identity": "x", "status": "uploaded"}', "is damaged"),
        ('{"version": 1, "identity": "x", "status": "running", "upload_id": "1"}', "is damaged"),
        ("[" * 100_000, "is damaged or not a receipt"),
    ],
)
def test_a_receipt_that_is_not_understood_is_left_alone(simulator, bulk, tmp_path, content, message):
    receipt = tmp_path / "r.json"
    receipt.write_text(content)
    with pytest.raises(Id360Error, match=message):
        bulk(content=GOOD, **DISABLE, receipt=str(receipt))
    assert (receipt.read_text(), simulator.requests) == (content, [])


def test_links_are_not_followed(simulator, bulk, tmp_path):
    (tmp_path / "r.json").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Id360Error, match="is a symbolic link, which is not followed"):
        bulk(content=GOOD, receipt=str(tmp_path / "r.json"))
    assert (simulator.writes, (tmp_path / "elsewhere").exists()) == ([], False)


def test_the_order_of_lists_makes_no_other_run(simulator, bulk, tmp_path):
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    bulk(**run, match_columns=["email", "first_name"], user_ids=["1", "2"])
    assert bulk(**run, match_columns=["first_name", "email"], user_ids=["2", "1"]).actions == []
    root = simulator.url.replace("http://", "HTTP://") + "/api/v1/"
    assert bulk(**run, match_columns=["first_name", "email"], user_ids=["2", "1"], url=root).actions == []
    assert len(simulator.tenant.executions) == 1


@pytest.mark.parametrize(("path", "status"), [("*/uploads", "uploading"), ("*/execute", "executing")])
def test_a_run_whose_fate_is_not_known_is_not_forgotten_for_another(simulator, bulk, tmp_path, path, status):
    receipt = tmp_path / "r.json"
    simulator.fault(method="POST", path=path, drop="after")
    with pytest.raises(Id360Error, match="its outcome is unknown"):
        bulk(content=GOOD, **DISABLE, receipt=str(receipt))
    kept = receipt.read_text()
    with pytest.raises(Id360Error, match=f"belongs to another run, which was {status}, and its outcome is unknown"):
        bulk(content=GOOD, **ENABLE, receipt=str(receipt))
    assert receipt.read_text() == kept


def test_a_dry_run_leaves_no_receipt(bulk, tmp_path):
    upload_id = bulk(content=GOOD, state="present").upload["id"]
    receipt = tmp_path / "r.json"
    assert bulk(upload_id=upload_id, **DISABLE, receipt=str(receipt), check_mode=True).actions == ["execute"]
    assert not receipt.exists()


def test_an_upload_of_the_receipt_that_is_gone(simulator, bulk, tmp_path):
    run = {"content": GOOD, "receipt": str(tmp_path / "r.json")}
    bulk(**run)
    simulator.tenant.uploads.clear()
    with pytest.raises(
        Id360Error, match="which the receipt refers to: remove the receipt, and the next run starts over"
    ):
        bulk(**run)


def test_started_without_waiting_then_waited_for(simulator, bulk, tmp_path):
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    assert bulk(**run, wait=False).actions == ["upload", "execute"]
    assert bulk(**run, wait=False).actions == []
    done = bulk(**run)
    assert (done.actions, done.execution["status"]) == ([], "completed")


def test_two_processes_with_one_receipt_make_one_run(simulator, bulk, tmp_path):
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    simulator.settings.latency = 0.02
    threads = [threading.Thread(target=bulk, kwargs=run) for _time in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(simulator.tenant.uploads), len(simulator.tenant.executions)) == (1, 1)
