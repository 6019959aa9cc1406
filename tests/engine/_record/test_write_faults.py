# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes whose answer leaves open whether they were done (docs/api.md 13): each call that writes and may be sent
twice, by each way in, times each such answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from engine import managing

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.job import JOB

ANN = {"id": "1", "email": "ann@example.com", "title": "Clerk", "status": 0}
BOB = {"id": "2", "email": "bob@example.com", "title": "Head", "status": 1}
CLERKS = {"id": "9", "name": "Clerks", "members": ["1"]}
ROWS = "email\nann@example.com\nzed@example.com\nzoe@example.com\n"


class Call(NamedTuple):
    """A task that makes one write: the fixture that runs it, its options, the write, and whether it was done."""

    run: str
    options: dict[str, Any]
    method: str
    path: str
    action: str
    done: Callable[[Any], bool]


def _rows_left(tenant: Any) -> int:
    (upload,) = tenant.uploads.values()
    return len(upload["entities"])


CALLS = {
    "patch": Call(
        "user",
        {"id": "1", "title": "Chief"},
        "PATCH",
        "/users/1",
        "patch",
        lambda t: t.users["1"].get("title") == "Chief",
    ),
    "clear": Call(
        "user", {"id": "1", "title": ""}, "PATCH", "/users/1", "patch", lambda t: not t.users["1"].get("title")
    ),
    "enable": Call(
        "user",
        {"email": ANN["email"], "state": "enabled"},
        "POST",
        "/users/1/enable",
        "enable",
        lambda t: t.users["1"]["status"] == 1,
    ),
    "disable": Call(
        "user",
        {"id": "2", "state": "disabled"},
        "POST",
        "/users/2/disable",
        "disable",
        lambda t: t.users["2"]["status"] == 0,
    ),
    "delete": Call(
        "user", {"email": BOB["email"], "state": "absent"}, "DELETE", "/users/2", "delete", lambda t: "2" not in t.users
    ),
    "group patch": Call(
        "group",
        {"name": "Clerks", "description": "d"},
        "PATCH",
        "/groups/9",
        "patch",
        lambda t: t.groups["9"].get("description") == "d",
    ),
    "group members": Call(
        "group",
        {"id": "9", "members": {"set": [BOB["email"]]}},
        "PATCH",
        "/groups/9",
        "patch",
        lambda t: t.groups["9"]["members"] == ["2"],
    ),
    "group delete": Call(
        "group", {"name": "Clerks", "state": "absent"}, "DELETE", "/groups/9", "delete", lambda t: not t.groups
    ),
    "directory patch": Call(
        "directory",
        {"users": [{"email": ANN["email"], "title": "Chief"}, {"email": BOB["email"]}]},
        "PATCH",
        "/users/1",
        "patch",
        lambda t: t.users["1"].get("title") == "Chief",
    ),
    "directory disable": Call(
        "directory",
        {"users": [{"email": ANN["email"]}], "unlisted_users": "disable", "max_removals": "1"},
        "POST",
        "/users/2/disable",
        "disable",
        lambda t: t.users["2"]["status"] == 0,
    ),
    "directory delete": Call(
        "directory",
        {"users": [{"email": BOB["email"], "state": "absent"}], "max_removals": 1},
        "DELETE",
        "/users/2",
        "delete",
        lambda t: "2" not in t.users,
    ),
    "directory group": Call(
        "directory",
        {"groups": [{"name": "Clerks", "members": {"add": [BOB["email"]]}}]},
        "PATCH",
        "/groups/9",
        "patch",
        lambda t: t.groups["9"]["members"] == ["1", "2"],
    ),
    "job": Call("job", {"id": "5", "state": "absent"}, "DELETE", "/jobs/5", "delete", lambda t: not t.jobs),
    "one row": Call(
        "rows",
        {"entity_filter": 'email eq "zed@example.com"'},
        "DELETE",
        "*/data/*",
        "delete_rows",
        lambda t: _rows_left(t) == 2,
    ),
    "rows": Call("rows", {}, "DELETE", "*/data", "delete_rows", lambda t: _rows_left(t) == 0),
}
HTML = "<html>Welcome</html>"
# What is sent again once costs no time: the server asks for none.
FAULTS = {
    "500": ({"status": 500}, 1),
    "html": ({"status": 200, "body": HTML}, 1),
    "502 once": ({"status": 502, "body": HTML, "headers": {"Retry-After": "0"}, "times": 1}, 2),
    "504 standing": ({"status": 504, "body": "", "headers": {"Retry-After": "0"}}, 2),
    "lost": ({}, 2),
}


@pytest.fixture
def run(simulator, request):
    """Run a task; its actions and warnings."""
    simulator.reset({"users": [ANN, BOB], "groups": [CLERKS], "jobs": [{"id": "5", "status": "COMPLETED"}]})
    kinds = {
        "user": request.getfixturevalue("user"),
        "group": request.getfixturevalue("group"),
        "job": managing(simulator, JOB, {"state": {"type": "str"}, "id": {"type": "str"}}),
    }
    upload = []

    def run_task(call, retries=1):
        if call.run == "directory":
            result = request.getfixturevalue("directory")(**call.options, retries=retries)
            return result["actions"], result["warnings"]
        if call.run == "rows":
            bulk, warnings = request.getfixturevalue("bulk"), []
            given = {**call.options, "upload_id": upload[0], "state": "absent", "retries": retries}
            return bulk(**given, warnings=warnings).actions, warnings
        managed = kinds[call.run](**call.options, retries=retries)
        return managed.actions, managed.warnings

    def prepare(call):
        if call.run == "rows":
            upload.append(request.getfixturevalue("bulk")(content=ROWS, state="present").upload["id"])
        simulator.forget()
        return run_task

    return prepare


def sent(simulator, call):
    return len([request for request in simulator.writes if request.method == call.method])


@pytest.mark.parametrize("works", [True, False], ids=["done", "not done"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CALLS)
def test_what_was_done_is_told_as_done(simulator, run, name, fault, works):
    call = CALLS[name]
    spoiled, requests = FAULTS[fault]
    effect = {"do_work": works} if spoiled else {"drop": "after" if works else "before"}
    task = run(call)
    simulator.fault(**{"method": call.method, "path": call.path, "times": -1, **spoiled, **effect})
    if works or fault == "502 once":
        actions, warnings = task(call)
        assert actions == [call.action]
        assert ("failed, but reading the record shows that it was done" in str(warnings)) == (fault != "502 once")
    else:
        with pytest.raises(Id360Error) as failed:
            task(call)
        assert failed.value.failure()["actions"] == []
        assert "; it may have been done nevertheless, but " in failed.value.failure()["msg"]
    was_done = call.done(simulator.tenant)
    assert was_done == (works or fault == "502 once")
    assert len(simulator.writes) == requests
    # the next run goes on from there
    simulator.clear_faults()
    simulator.forget()
    assert task(call)[0] == ([] if was_done else [call.action])
    assert len(simulator.writes) == (0 if was_done else 1)
    assert call.done(simulator.tenant)


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call.method in ("POST", "DELETE")])
def test_a_success_without_a_body_is_looked_at_where_the_request_was_sent_again(simulator, run, name):
    """What answers in place of a server in trouble may say anything. A PATCH is answered with the record."""
    call = CALLS[name]
    task = run(call)
    simulator.fault(method=call.method, path=call.path, status=503, headers={"Retry-After": "0"})
    simulator.fault(method=call.method, path=call.path, status=204, body="")
    with pytest.raises(Id360Error) as failed:
        task(call)
    said = "the request was sent again, and the server answered HTTP 204; it may have been done nevertheless, but "
    assert said in failed.value.failure()["msg"]
    assert failed.value.failure()["actions"] == []
    simulator.fault(method=call.method, path=call.path, status=503, headers={"Retry-After": "0"})
    assert task(call) == ([call.action], [])


@pytest.mark.parametrize("name", CALLS)
def test_where_reading_fails_too_both_are_told(simulator, run, name):
    call = CALLS[name]
    task = run(call)
    simulator.fault(method=call.method, path=call.path, status=500)
    with pytest.raises(Id360Error):
        task(call)
    before = [request.method for request in simulator.requests].index(call.method)
    simulator.fault(method=call.method, path=call.path, status=500, do_work=True)
    simulator.fault(method="GET", path="*", after=before, times=-1, status=403)
    with pytest.raises(Id360Error) as failed:
        task(call)
    said = "HTTP 500); it may have been done nevertheless, and reading the record failed: Forbidden"
    assert said in failed.value.failure()["msg"]
    assert failed.value.failure()["actions"] == []
    assert call.done(simulator.tenant)


@pytest.mark.parametrize(
    ("shown", "actions", "said"),
    [
        ('{"id": "1", "title": "Chief"}', ["patch"], "reading the user shows other values for city"),
        ('{"id": "1", "title": "chief", "city": "Oslo"}', ["patch"], "reading the user shows other values for title"),
        ('{"id": "1", "title": "Clerk"}', [], "reading the user shows other values for title, city"),
        ('{"id": "2", "title": "Chief", "city": "Oslo"}', [], "reading the record failed"),
    ],
)
def test_what_was_done_in_part_is_told_as_changed(simulator, user, shown, actions, said):
    simulator.reset({"users": [ANN, BOB]})
    simulator.fault(method="PATCH", path="/users/1", status=500)
    simulator.fault(method="GET", path="/users/1", after=1, body=f'{{"data": {shown}}}')
    with pytest.raises(Id360Error) as failed:
        user(id="1", title="Chief", city="Oslo", email=ANN["email"])
    assert said in failed.value.failure()["msg"]
    assert failed.value.failure()["actions"] == actions


def test_an_answer_with_another_record_is_none(simulator, group):
    """Members that are written again would be assigned to that other group."""
    simulator.reset({"users": [ANN, BOB], "groups": [CLERKS, {"id": "8", "name": "Others"}]})
    simulator.fault(method="PATCH", path="/groups/9", status=200, body='{"data": {"id": "8", "name": "Others"}}')
    with pytest.raises(Id360Error, match="the server returned the group with id 8"):
        group(name="Clerks", members={"add": ["2"]})
    assert [request.path for request in simulator.writes] == ["/groups/9"]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"status": 500, "do_work": True}, 500),
        ({"status": 502, "do_work": True, "times": -1}, 422),
        ({"status": 200, "do_work": True, "body": HTML}, 200),
    ],
)
def test_a_password_can_only_be_said_to_be_set_perhaps(simulator, user, fault, status):
    """Unless the request was sent again, and the server says that it is the last one (docs/api.md 14)."""
    simulator.reset({"users": [ANN]})
    simulator.fault(method="PATCH", path="/users/1", **fault)
    if status == 422:
        simulator.fault(method="PATCH", path="/users/1", after=1, status=401)
    given = {"id": "1", "password": "Second-2-pass", "update_password": "always", "retries": 1}
    with pytest.raises(Id360Error) as failed:
        user(**given)
    assert "; it may have been done nevertheless, but a password can't be read back" in failed.value.failure()["msg"]
    assert failed.value.failure()["actions"] == []
    simulator.clear_faults()
    assert user(**given).actions == []  # it was


@pytest.mark.parametrize("fault", [FAULTS["500"], FAULTS["504 standing"]])
@pytest.mark.parametrize("works", [True, False])
def test_match_columns(simulator, bulk, fault, works):
    """What the server took is compared anyway: _bulk/test_server_takes_otherwise.py."""
    upload_id = bulk(content="email,fax\nann@example.com,1\n", state="present", match_columns=["fax"]).upload["id"]
    given = {"upload_id": upload_id, "match_columns": ["email"], "state": "present", "retries": 1}
    simulator.fault(**{"method": "PUT", "path": "*/match-columns", "times": -1, **fault[0], "do_work": works})
    if works:
        warnings = []
        assert bulk(**given, warnings=warnings).actions == ["match_columns"]
        assert "set the match columns of upload" in warnings[0]
        assert bulk(**given).actions == []
        return
    with pytest.raises(Id360Error) as failed:
        bulk(**given)
    said = "; it may have been done nevertheless, but the upload has the match columns fax"
    assert said in failed.value.failure()["msg"]
    assert failed.value.failure()["actions"] == []


def test_a_request_that_was_sent_before_the_server_went_away_may_have_been_done(user):
    """The second attempt finds nobody; the first one did."""
    answers = [b'{"data": {"id": "1", "email": "ann@example.com"}}', None]
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            for answer in answers:
                connection, _address = listening.accept()
                with connection:
                    connection.recv(65536)
                    if answer:
                        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer)}\r\nConnection: close\r\n\r\n"
                        connection.sendall(head.encode() + answer)
                    else:
                        listening.close()

        serving = threading.Thread(target=serve)
        serving.start()
        with pytest.raises(Id360Error) as failed:
            user(url=f"http://127.0.0.1:{listening.getsockname()[1]}", id="1", title="Chief", retries=1)
        serving.join()
    said = "it refused the connection; it may have been done nevertheless, and reading the record failed: no answer"
    assert said in failed.value.failure()["msg"]
