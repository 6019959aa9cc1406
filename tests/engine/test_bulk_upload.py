# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_bulk_upload, over HTTP: its states, its rows, its receipt and what comes of an execution."""

from __future__ import annotations

import json
import os
import threading

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

PEOPLE = [{"id": str(n), "email": f"u{n}@example.com", "firstName": f"U{n}"} for n in range(1, 5)]
GOOD = "email,first_name\nu1@example.com,U1\nu2@example.com,U2\n"
MIXED = GOOD + "zed@example.com,Zed\nu1@example.com,U1\n"
DISABLE = {
    "state": "executed",
    "app_config_id": "70",
    "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]},
}
ENABLE = {**DISABLE, "template_input": {"id": "71", "data": [{"OPERATION": "ENABLE"}]}}


@pytest.fixture(autouse=True)
def _people(simulator):
    simulator.reset({"users": PEOPLE})


def statuses(simulator):
    return [user["status"] for user in simulator.tenant.users.values()]


# -- the steps --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["src", "content", "records", "bom"])
def test_present_uploads(simulator, bulk, tmp_path, source):
    (tmp_path / "people.csv").write_bytes((b"\xef\xbb\xbf" if source == "bom" else b"") + GOOD.encode())
    records = [{"email": "u1@example.com", "first_name": "U1"}, {"email": "u2@example.com", "first_name": None}]
    data = {"content": GOOD} if source == "content" else {"src": str(tmp_path / "people.csv")}
    data = {"records": records} if source == "records" else data
    predicted = bulk(**data, match_columns=["email"], check_mode=True)
    assert simulator.writes == []
    done = bulk(**data, match_columns=["email"])
    assert done.actions == predicted.actions == ["upload", "match_columns"]
    assert (done.before, done.after) == (predicted.before, predicted.after)
    (upload,) = simulator.tenant.uploads.values()
    assert [entity["status"] for entity in upload["entities"]] == ["MAPPED", "MAPPED"]
    assert done.upload["id"] == upload["id"]
    assert (done.upload["match_columns"], upload["match_columns"]) == (["email"], ["email"])


def test_present_takes_up_an_upload(simulator, bulk):
    upload_id = bulk(content=GOOD).upload["id"]
    simulator.forget()
    assert bulk(upload_id=upload_id).actions == []
    assert bulk(upload_id=upload_id, match_columns=["first_name", "email"]).actions == []
    assert simulator.writes == []
    assert bulk(upload_id=upload_id, match_columns=["email"], check_mode=True).actions == ["match_columns"]
    done = bulk(upload_id=upload_id, match_columns=["email"])
    assert (done.actions, done.before["match_columns"]) == (["match_columns"], ["email", "first_name"])
    assert bulk(upload_id=upload_id, match_columns=["email"]).actions == []


CP1252 = {"encoding": "cp1252"}
U1, U2 = ({"email": f"u{n}@example.com", "first_name": f"U{n}"} for n in (1, 2))


@pytest.mark.parametrize(
    ("data", "left_out"),
    [
        ({"content": GOOD + "\n\n"}, ""),  # blank lines are no rows
        ({"content": "\ufeff" + GOOD + ",\n"}, "1 blank row of the data is left out"),
        ({"content": GOOD.replace("\nu2", "\n , \t\n\u00a0,\nu2")}, "2 blank rows of the data are left out"),
        ({"content": GOOD.replace("\n", "\r\n") + " \r\n,\r\n,\r\n"}, "3 blank rows of the data are left out"),
        ({"records": [U1, {"email": " "}, U2, {"first_name": None}]}, "2 blank rows of the data are left out"),
        ({"content": GOOD.replace("U1", '="U1"')}, ""),
        ({"content": GOOD.replace("U1", '"=""U1"""')}, ""),
    ],
)
def test_blank_rows_are_left_out_with_a_warning(simulator, bulk, data, left_out):
    """And what a spreadsheet wraps is sent unwrapped."""
    for check_mode in (True, False):
        warnings: list[str] = []
        done = bulk(**data, **DISABLE, check_mode=check_mode, warnings=warnings)
        assert (warnings, done.after["rows"]) == ([left_out] if left_out else [], 2)
    (upload,) = simulator.tenant.uploads.values()
    assert [entity["imported_data"] for entity in upload["entities"]] == [U1, U2]
    assert statuses(simulator) == [0, 0, 1, 1]


def test_what_has_no_blank_rows_is_sent_byte_for_byte(simulator, bulk):
    content = '\ufeff"email",note \r\nu1@example.com,"a\n""b"""\nu2@example.com\r\n\n'
    bulk(content=content)
    assert content.encode().decode() in simulator.writes[0].body


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("a.csv", "email;first_name\r\nu1@example.com;Jörg\r\nu2@example.com;\r\n".encode("cp1252"), CP1252),
        ("a.txt", "email\tfirst_name\t\nu1@example.com\tJörg\t\nu2@example.com\t\n".encode("utf-16"), {}),
        ("a.tsv", b'sep=|\nemail|first_name\nu1@example.com|"J\xc3\xb6rg"\nu2@example.com\n', {}),
        (
            "a.csv",
            b"Staff\n\nemail,first_name,,\nu1@example.com,J\xc3\xb6rg,,\nu2@example.com,\n",
            {"skip_lines": 2},
        ),
        ("a.csv", b"first, name|email\nU1|u1@example.com\nU2|u2@example.com\n", {"match_columns": ["email"]}),
        ("a.dat", b"email,first_name\nu1@example.com,J\xc3\xb6rg\nu2@example.com,\n", {}),
    ],
)
def test_whatever_file_it_is_csv_in_utf_8_is_sent(simulator, bulk, tmp_path, name, content, options):
    (tmp_path / name).write_bytes(content)
    done = bulk(src=str(tmp_path / name), **options)
    assert done.after["rows"] == 2
    (upload,) = simulator.tenant.uploads.values()
    rows = [entity["imported_data"] for entity in upload["entities"]]
    if "match_columns" in options:
        rows = [{"email": row["email"], "first_name": row["first, name"]} for row in rows]
        assert rows == [U1, U2]
    else:
        assert rows == [{**U1, "first_name": "Jörg"}, {**U2, "first_name": ""}]


def test_present_counts_the_rows_as_they_mapped(simulator, bulk, tmp_path):
    """One walk more than it took; a dry run counts what is there already."""
    run = {"content": MIXED, "receipt": str(tmp_path / "r.json")}
    counts = {"MAPPED": 2, "USER_NOT_FOUND": 1, "DUPLICATE_USER": 1}
    assert bulk(**run, check_mode=True).counts == {}
    for data, requests in ((run, 2), (run, 2), ({"upload_id": "2000400000001"}, 2), ({"content": MIXED}, 2)):
        simulator.forget()
        done = bulk(**data)
        assert (done.counts, len(done.rejected), len(simulator.requests)) == (counts, 2, requests)
    assert bulk(upload_id="2000400000001", check_mode=True).counts == counts
    assert bulk(upload_id="2000400000001", match_columns=["email"], check_mode=True).counts == {}
    simulator.fault(path="*/data", status=403)
    with pytest.raises(Id360Error, match="HTTP 403"):  # unknown is not none
        bulk(**run)


def test_executed(simulator, bulk):
    predicted = bulk(content=GOOD, **DISABLE, check_mode=True)
    done = bulk(content=GOOD, **DISABLE)
    assert done.actions == predicted.actions == ["upload", "execute"]
    assert (done.before, done.after) == (predicted.before, predicted.after)
    assert statuses(simulator) == [0, 0, 1, 1]
    assert done.counts == {"MAPPED": 2}
    assert (done.execution["status"], done.job["status"]) == ("completed", "COMPLETED")
    (executed,) = (request.body for request in simulator.writes if request.path.endswith("/execute"))
    assert executed == {
        "app_config_id": 70,
        "template_input": {"id": 71, "data": [{"OPERATION": "DISABLE"}]},
        "user_ids": ["1", "2"],
    }


def test_executed_on_users_of_ones_own_choice(simulator, bulk):
    bulk(content=GOOD, **DISABLE, user_ids=["4"])
    assert statuses(simulator) == [1, 1, 1, 0]


def test_unmapped_rows_fail_first(simulator, bulk, tmp_path):
    rejects = tmp_path / "rejects.csv"
    with pytest.raises(Id360Error) as failed:
        bulk(content=MIXED, **DISABLE, rejects=str(rejects))
    failure = failed.value.failure()
    assert "2 of 4 rows are not mapped (USER_NOT_FOUND 1, DUPLICATE_USER 1): mend them, or set" in failure["msg"]
    assert failure["actions"] == ["upload"]
    assert failure["entity_counts"] == {"MAPPED": 2, "USER_NOT_FOUND": 1, "DUPLICATE_USER": 1}
    assert len(failure["rejected_rows"]) == 2
    assert rejects.read_text().splitlines() == ["email,first_name", "zed@example.com,Zed", "u1@example.com,U1"]
    assert statuses(simulator) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("unmapped_rows", "actions", "left"),
    [("remove", ["upload", "delete_rows", "execute"], 2), ("ignore", ["upload", "execute"], 4)],
)
def test_unmapped_rows_removed_or_ignored(simulator, bulk, tmp_path, unmapped_rows, actions, left):
    rejects = tmp_path / "rejects.csv"
    done = bulk(content=MIXED, **DISABLE, unmapped_rows=unmapped_rows, rejects=str(rejects))
    assert done.actions == actions
    assert statuses(simulator) == [0, 0, 1, 1]
    (upload,) = simulator.tenant.uploads.values()
    assert len(upload["entities"]) == left
    assert rejects.stat().st_mode & 0o777 == 0o600
    assert len(rejects.read_text().splitlines()) == 3
    # the file is valid input again, and goes when there is nothing to write
    simulator.tenant.users["5"] = {"id": "5", "email": "zed@example.com", "firstName": "Zed", "status": 1}
    bulk(content=rejects.read_text(), **DISABLE, rejects=str(rejects))
    assert not rejects.exists()


def test_nobody_left_to_act_on(simulator, bulk):
    done = bulk(content="email\nzed@example.com\n", **DISABLE, unmapped_rows="remove")
    assert done.actions == ["upload", "delete_rows"]
    assert "nothing was executed" in done.message


def test_absent_removes_rows(simulator, bulk):
    upload_id = bulk(content=MIXED).upload["id"]
    (upload,) = simulator.tenant.uploads.values()
    first = upload["entities"][0]["id"]
    absent = {"state": "absent", "upload_id": upload_id}
    for options, left in (
        ({"entity_ids": [first, "99"]}, 3),
        ({"entity_filter": 'status eq "USER_NOT_FOUND"'}, 2),
        ({}, 0),
    ):
        predicted = bulk(**absent, **options, check_mode=True)
        done = bulk(**absent, **options)
        assert done.actions == predicted.actions == ["delete_rows"]
        assert done.before == predicted.before
        assert len(upload["entities"]) == left
        assert bulk(**absent, **options).actions == []
    assert bulk(state="absent", upload_id="99").actions == []


def test_ten_thousand_rows(simulator, bulk):
    lines = [f"nobody{n}@example.com" for n in range(9998)]
    content = "\n".join(["email", "u1@example.com", "u2@example.com", *lines]) + "\n"
    for first_index in (0, 1):
        simulator.reset({"users": PEOPLE})
        simulator.settings.first_index = first_index
        done = bulk(content=content, **DISABLE, unmapped_rows="remove")
        assert done.counts == {"MAPPED": 2, "USER_NOT_FOUND": 9998}
        (upload,) = simulator.tenant.uploads.values()
        assert len(upload["entities"]) == 2
    assert statuses(simulator) == [0, 0, 1, 1]


def test_a_listing_of_rows_that_stays_short_decides_nothing(simulator, bulk):
    simulator.settings.short_walk = 1
    with pytest.raises(Id360Error, match="the server counts 2 records and lists 1 of them"):
        bulk(content=GOOD, **DISABLE)
    assert statuses(simulator) == [1, 1, 1, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_that_are_gone_when_the_deletion_is_sent_again(simulator, bulk, rows):
    content = "email\nu1@example.com\n" + "".join(f"zed{n}@example.com\n" for n in range(rows))
    simulator.fault(method="DELETE", path="*", drop="after")
    done = bulk(content=content, **DISABLE, unmapped_rows="remove")
    assert done.actions == ["upload", "delete_rows", "execute"]


# -- a server that takes something else than it was sent --------------------------------------------------------------

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
        assert f"match_columns are to be email, and the server keeps {shown}: the rows" in failure["msg"]
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
        assert "the data have the columns email, first_name, and the server took email: nothing" in failure["msg"]
        assert failure["actions"] == actions
    assert (len(simulator.tenant.uploads), simulator.tenant.executions) == (1, {})
    assert bulk(upload_id=failure["upload"]["id"], **DISABLE).actions == ["execute"]


@pytest.mark.parametrize("state", ["present", "executed"])
def test_rows_that_the_server_does_not_take_execute_nothing(simulator, bulk, tmp_path, state):
    simulator.settings.lost_rows = 1
    run = {"content": GOOD, **DISABLE, "state": state, "receipt": str(tmp_path / "r.json")}
    for check_mode in (False, False, True):
        with pytest.raises(
            Id360Error, match="the data have 2 rows, and the server took 1: nothing is executed"
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
    with pytest.raises(Id360Error, match=f"was asked for upload {first} and sent upload {second}"):
        bulk(upload_id=first, **DISABLE)
    assert simulator.tenant.executions == {}


# -- how an execution ends --------------------------------------------------------------------------------------------


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
    with pytest.raises(Id360Error, match=r"was not over after 0 s: it is pending") as failed:
        bulk(content=GOOD, **DISABLE, wait_timeout=0, receipt=receipt)
    assert failed.value.failure()["execution"]["status"] == "pending"
    simulator.settings.execution_states = None
    simulator.forget()
    done = bulk(content=GOOD, **DISABLE, receipt=receipt)
    assert (done.actions, done.execution["status"], simulator.writes) == ([], "completed", [])


def test_a_status_that_is_not_known_is_waited_on(simulator, bulk):
    simulator.settings.execution_states = ["pending", "pondering", "completed"]
    warnings: list[str] = []
    assert bulk(content=GOOD, **DISABLE, warnings=warnings).execution["status"] == "completed"
    assert "'pondering', which is not known, and is waited for" in warnings[0]


def test_without_waiting_ids_come_back_at_once(simulator, bulk):
    done = bulk(content=GOOD, **DISABLE, wait=False)
    assert done.actions == ["upload", "execute"]
    assert done.execution["id"] in simulator.tenant.jobs
    assert simulator.requests[-1].path.endswith("/execute")


# -- the receipt ------------------------------------------------------------------------------------------------------


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


def test_another_run_is_another_run(simulator, bulk, tmp_path):
    receipt = str(tmp_path / "receipt.json")
    bulk(content=GOOD, **DISABLE, receipt=receipt)
    for options in (
        {"content": GOOD, **ENABLE},
        {"content": GOOD + "u3@example.com,U3\n", **ENABLE},
        {"content": GOOD, **ENABLE, "match_columns": ["email"]},
        {"content": GOOD, **ENABLE, "user_ids": ["1"]},
        {"content": GOOD, **ENABLE, "app_config_id": "7"},
        {"content": GOOD, **DISABLE, "action": "move-user"},
    ):
        assert "execute" in bulk(**options, receipt=receipt).actions
    assert statuses(simulator) == [0, 0, 1, 1]
    assert len(simulator.tenant.executions) == 7


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
    for _time in range(2):
        with pytest.raises(Id360Error, match="1 row failed") as failed:
            bulk(**run)
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
    with pytest.raises(Id360Error, match="whether it did its work is not known"):
        bulk(**run)
    assert json.loads((tmp_path / "r.json").read_text())["status"] == status
    posts = len(simulator.writes)
    for check_mode in (False, True):
        with pytest.raises(Id360Error, match="remove the receipt, and the next run starts anew"):
            bulk(**run, check_mode=check_mode)
    assert len(simulator.writes) == posts


@pytest.mark.parametrize("path", ["*/uploads", "*/execute"])
def test_a_post_that_was_refused_puts_the_receipt_back(simulator, bulk, tmp_path, path):
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    simulator.fault(method="POST", path=path, status=403)
    with pytest.raises(Id360Error, match="HTTP 403"):
        bulk(**run)
    assert "execute" in bulk(**run).actions
    assert (len(simulator.tenant.uploads), len(simulator.tenant.executions)) == (1, 1)


def test_a_refused_post_of_another_run_leaves_the_receipt_of_the_first(simulator, bulk, tmp_path):
    receipt = str(tmp_path / "r.json")
    bulk(content=GOOD, **DISABLE, receipt=receipt)
    simulator.fault(method="POST", path="*/uploads", status=403)
    with pytest.raises(Id360Error, match="HTTP 403"):
        bulk(content=GOOD, **ENABLE, receipt=receipt)
    assert bulk(content=GOOD, **DISABLE, receipt=receipt).actions == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is damaged, or no receipt"),
        ("{", "is damaged, or no receipt"),
        ("[]", "is damaged, or no receipt"),
        ('{"version": 2}', "is of a newer version"),
        ('{"version": 1, "identity": "x", "status": "pondering"}', "is damaged"),
        ('{"version": 1, "identity": "x", "status": "uploaded"}', "is damaged"),
        ('{"version": 1, "identity": "x", "status": "running", "upload_id": "1"}', "is damaged"),
        ("[" * 100_000, "is damaged, or no receipt"),
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
    with pytest.raises(Id360Error, match="is a link, which is not followed"):
        bulk(content=GOOD, receipt=str(tmp_path / "r.json"))
    assert (simulator.writes, (tmp_path / "elsewhere").exists()) == ([], False)


def test_the_order_of_lists_makes_no_other_run(simulator, bulk, tmp_path):
    run = {"content": GOOD, **DISABLE, "receipt": str(tmp_path / "r.json")}
    bulk(**run, match_columns=["email", "first_name"], user_ids=["1", "2"])
    assert bulk(**run, match_columns=["first_name", "email"], user_ids=["2", "1"]).actions == []
    root = simulator.url.replace("http://", "HTTP://") + "/api/v1/"
    assert bulk(**run, match_columns=["first_name", "email"], user_ids=["2", "1"], url=root).actions == []
    assert len(simulator.tenant.executions) == 1


def test_a_run_whose_fate_is_not_known_is_not_forgotten_for_another(simulator, bulk, tmp_path):
    receipt = tmp_path / "r.json"
    simulator.fault(method="POST", path="*/execute", drop="after")
    with pytest.raises(Id360Error, match="is not known"):
        bulk(content=GOOD, **DISABLE, receipt=str(receipt))
    kept = receipt.read_text()
    with pytest.raises(Id360Error, match="is of another run, which was executing, and whether the server took that"):
        bulk(content=GOOD, **ENABLE, receipt=str(receipt))
    assert receipt.read_text() == kept


def test_an_upload_of_the_receipt_that_is_gone(simulator, bulk, tmp_path):
    run = {"content": GOOD, "receipt": str(tmp_path / "r.json")}
    bulk(**run)
    simulator.tenant.uploads.clear()
    with pytest.raises(Id360Error, match="the receipt names it, and without the receipt the next run starts anew"):
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


# -- what can't be read afterwards ------------------------------------------------------------------------------------


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
    assert "what came of the single rows is not known" in warnings[0]


def test_rows_that_cannot_be_read_afterwards_hide_no_error(simulator, bulk):
    simulator.settings.failing_users = ["2"]
    simulator.fault(method="GET", path="*/data", status=403, after=1, times=-1)
    warnings: list[str] = []
    with pytest.raises(Id360Error, match="1 row failed"):
        bulk(content=GOOD, **DISABLE, warnings=warnings)
    assert "which rows failed is not known" in warnings[0]


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


def test_a_deletion_that_fails_on_the_way_is_told(simulator, bulk):
    content = "email\n" + "".join(f"zed{n}@example.com\n" for n in range(1000))
    simulator.fault(method="DELETE", path="*/data", status=403, after=1)
    with pytest.raises(Id360Error) as failed:
        bulk(content=content, **DISABLE, unmapped_rows="remove")
    assert failed.value.failure()["actions"] == ["upload", "delete_rows"]


# -- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "exactly one of src, content, records and upload_id is needed"),
        ({"content": GOOD, "upload_id": "1"}, "not content and upload_id"),
        ({"content": GOOD, "state": "absent"}, "state absent needs upload_id"),
        ({"content": GOOD, "entity_ids": ["1"]}, "entity_ids and entity_filter are for state absent"),
        ({"content": GOOD, "action": "../users"}, "action '../users' is not an id"),
        ({"upload_id": "a/b"}, "upload_id 'a/b' is not an id"),
        ({"src": "/a.csv", "rejects": "/b/../a.csv"}, "src and rejects are one file"),
        ({"content": GOOD, "receipt": "/a", "rejects": "/a"}, "receipt and rejects are one file"),
        ({"src": "/none.csv"}, "src '/none.csv' can't be read: No such file or directory"),
        ({"content": "a,b\n1,2\n3,4,5\n"}, "content, line 3, column 3: the row has 3 columns, the header 2"),
        ({"content": "a,b\n"}, "content: there are no rows"),
        ({"content": "\n1\n"}, "content, line 1: there is no header"),
        ({"content": "a,,b\n1,2,3\n"}, "content, line 1, column 2: it has no name"),
        ({"content": "a,b,a\n1,2,3\n"}, "content, line 1, column 3: there is another column 'a'"),
        ({"content": 'a\n"1\n'}, "it is not CSV: unexpected end of data"),
        ({"content": "a\nb\0\n"}, "content, line 2: there is a NUL byte in it"),
        (
            {"content": "email;name\nu1;U1\n", "delimiter": ","},
            "content, line 1: the only column has ';' in its name",
        ),
        ({"content": '"email|name"\nu1|U1\n'}, "content, line 1: the only column has '|' in its name: set delimiter"),
        ({"content": "email;name\nu1\nu2\n"}, "content, line 1: the header has ';' in it, and no row has"),
        ({"records": [{"email;name": "u1@example.com;U1"}]}, "records, line 1: the only column has ';' in its name"),
        ({"records": [{"email": "u1"}], "delimiter": ";"}, "delimiter can't be used with records"),
        ({"content": GOOD, "encoding": "cp1252"}, "encoding can't be used with content"),
        ({"content": GOOD, "skip_lines": -1}, "skip_lines -1 is less than 0"),
        (
            {"content": "a;b\n1;2;3\n\x07;4\n"},
            "content, line 2, column 3: the row has 3 columns, the header 2; line 3, column 1: it has a control",
        ),
        ({"content": "a,b\n,\n  , \n"}, "content: there are no rows below the header that are not blank"),
        ({"content": "a,b\n,\n1,2,3\n"}, "content, line 3, column 3: the row has 3 columns, the header 2"),
        ({"content": 'a,b\n,\n"x\ny",1\n\n,\n1,\x07\n'}, "content, line 7, column 2: it has"),
        ({"records": []}, "records has no rows in it"),
        ({"records": [{"a": False}]}, "records, item 1: a False is a boolean: quote it"),
        ({"records": [{"a": "1"}, {"a": ["1"]}]}, "records, item 2: a ['1'] is a list, not a text"),
        ({"content": GOOD, "match_columns": ["email", "shoes"]}, "match_columns has shoes in it"),
        ({"content": GOOD, "match_columns": ["email", "email"]}, "match_columns has email in it twice"),
        ({"content": GOOD, "rejects": "/none/r.csv"}, "rejects '/none/r.csv' can't be written: there is no folder"),
        ({"content": GOOD, "receipt": "/"}, "receipt '/' is not a regular file"),
        ({"content": "a\n\udcff\n"}, "content has half of a character in it"),
        ({"src": "/a\0b"}, "has a control character in it (U+0000)"),
        ({"content": GOOD, "app_config_id": "9" * 5000}, "is not a number"),
        ({"upload_id": "1", "state": "absent", "entity_filter": ""}, "entity_filter is empty"),
        ({"content": GOOD, "wait_interval": 0}, "wait_interval 0 is not between 0 and 3600"),
        ({"content": GOOD, "match_columns": []}, "match_columns is empty"),
        ({"content": GOOD, "app_config_id": "7a"}, "app_config_id '7a' is not a number"),
        ({"content": GOOD, "template_input": {"id": "x", "data": []}}, "template_input.id 'x' is not a number"),
        ({"content": GOOD, "user_ids": ["1/2"]}, "user_ids '1/2' is not an id"),
    ],
)
def test_bad_input_sends_nothing(simulator, bulk, options, message, check_mode):
    with pytest.raises(Id360Error) as failed:
        bulk(**options, check_mode=check_mode)
    assert message in failed.value.failure()["msg"]
    assert simulator.requests == []


def test_what_is_not_utf_8_is_named_by_line(simulator, bulk, tmp_path):
    (tmp_path / "people.csv").write_bytes(b"a\nb\nxy\xff\n")
    with pytest.raises(Id360Error, match="line 3, column 1: it is not UTF-8: save the file as CSV UTF-8"):
        bulk(src=str(tmp_path / "people.csv"))


def test_match_columns_that_an_upload_has_not(simulator, bulk):
    upload_id = bulk(content=GOOD).upload["id"]
    with pytest.raises(Id360Error, match="match_columns has shoes in it"):
        bulk(upload_id=upload_id, match_columns=["shoes"], check_mode=True)


def test_an_upload_that_is_not_there(bulk):
    with pytest.raises(Id360Error, match="there is no upload 99 of move-users"):
        bulk(upload_id="99")
