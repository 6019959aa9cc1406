# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are not, or not wholly, the API: each ends in one sentence, and in time."""

from __future__ import annotations

import json
import socketserver
import threading

import pytest
from engine import bulk_params

from ansible_collections.manageengine.id360.plugins.module_utils._api.jobs import list_jobs, read_job
from ansible_collections.manageengine.id360.plugins.module_utils._api.listing import Listing, read_some
from ansible_collections.manageengine.id360.plugins.module_utils._api.templates import all_templates
from ansible_collections.manageengine.id360.plugins.module_utils._api.uploads import read_rows, read_upload
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.execution import execute, read_progress
from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error, UnreadableResponse
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._module.info import make_query, read_records

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIPS = {
    "a body": (HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "one chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFF\r\n", b" "),
    "a header": (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
    "a status line": (b"", b"H"),
    "early answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "without a length": (HEAD + b"Connection: close\r\n\r\n", b" "),
}


@pytest.fixture
def drip(request):
    """The URL of a server that sends the beginning of an answer, and then a little of it again and again."""
    begin, again = DRIPS[request.param]
    over = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            server.asked += 1
            while self.rfile.readline().strip():
                pass
            self.wfile.write(begin)
            try:
                while not over.wait(0.01):
                    self.wfile.write(again)
            except OSError:  # nobody listens any more
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.asked = 0
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield server
        over.set()
        server.shutdown()


@pytest.mark.parametrize("drip", DRIPS, indirect=True)
def test_an_answer_that_drips_is_given_up(user, drip):
    """No silence in it is long; ten times the timeout is, and it is not tried again."""
    with pytest.raises(Id360Error) as failed:
        user(url="http://{}:{}".format(*drip.server_address), id="1", state="absent", timeout=0.2)
    assert "its response was not complete after ten times the timeout" in failed.value.failure()["msg"]
    assert failed.value.failure()["error"]["path"] == "/users/1"
    assert drip.asked == 1


def client_of(simulator):
    return connect(bulk_params(simulator, retries=0), read_only=False)


def info(resource, **asked):
    options = dict.fromkeys(("id", resource.keys[0], "filter", "sort", "fields", "limit"))
    query = make_query(resource, {**options, **asked})
    return lambda client: read_records(client, resource, query, print, print)


EXECUTION = {"app_config_id": 1, "template_input": {"id": 1, "data": []}, "user_ids": ["1"]}
CALLS = {
    "users": ("/users", info(USER)),
    "users with fields": ("/users", info(USER, fields=["email"])),
    "groups": ("/groups", info(GROUP)),
    "jobs": ("/jobs", lambda client: list_jobs(client, "", None, print)),
    "jobs with a filter": ("/jobs", lambda client: list_jobs(client, 'id eq "1"', None, print)),
    "templates": ("/templates/users/creation", all_templates),
    "rows": ("/management/actions/a/uploads/7/data", lambda client: read_rows(client, "a", "7")),
    "user": ("/users/7", info(USER, id="7")),
    "group": ("/groups/7", info(GROUP, id="7")),
    "upload": ("/management/actions/a/uploads/7", lambda client: read_upload(client, "a", "7")),
    "job": ("/jobs/7", lambda client: read_job(client, "7")),
    "execute": ("/management/actions/a/uploads/7/execute", lambda client: execute(client, "a", "7", EXECUTION)),
    "status": ("/management/actions/a/executions/7/status", lambda client: read_progress(client, "a", "7")),
}
GOOD = {
    "id": "7",
    "email": "a@example.com",
    "primarySource": "ID360",
    "name": "x",
    "status": "MAPPED",
    "header": [{"name": "mail"}],
    "members": [],
}
DEEP = json.loads("[" * 200 + "]" * 200)
ODD_RECORDS = [
    *({"id": odd} for odd in ({}, [], ["7"], {"id": "7"}, True, False, 7.5, 1e30)),
    *({"members_count": odd} for odd in ({}, [1], True, -1, 2.5, "many", "²", "9" * 5000, 10**30)),
    *({"members": odd} for odd in ([{"id": "1"}], [["1"]], [1.5], [True])),
    {"manager": {"id": "1"}},
    {"details": {"result": [{"id": ["1"]}]}},
    {"more": DEEP},
]
ODD_METAS = [
    *({"total_no_of_objects": odd} for odd in ({}, [], True, -1, 1.5, "1e3", "²", "9" * 5000)),
    *({"start_index": odd} for odd in ({}, "x", "-1", 1.5, "9" * 5000)),
    {"more": DEEP},
]
NO_JSON = [
    "[" * 100_000,
    '{"data": NaN}',
    '{"data": {"id": -Infinity}}',
    '{"data": {"id": 1e999}}',
    "9" * 5000,
    '"\\ud8"',
]


@pytest.mark.parametrize("name", CALLS)
def test_what_is_not_the_api_is_told_with_its_path(simulator, name):
    """Whatever it is, and whichever call: never as a bug of ours, and never as a value."""
    path, call = CALLS[name]
    client = client_of(simulator)
    single = not path.endswith(("users", "groups", "jobs", "creation", "data"))
    bare = name in ("job", "status")

    def body_of(record, meta):
        if single:
            return json.dumps(record if bare else {"data": record})
        meta = {"start_index": "1", "is_last": True, "total_no_of_objects": 1, **meta}
        return json.dumps({"data": [record], "meta": meta})

    odd = [body_of({**GOOD, **more}, {}) for more in ODD_RECORDS]
    odd += [] if single else [body_of(GOOD, more) for more in ODD_METAS]
    for body in [*odd, *NO_JSON]:
        simulator.clear_faults()
        simulator.fault(path=path, times=-1, status=200, body=body, content_type="application/json")
        with pytest.raises(Id360Error) as failed:
            call(client)
        told = failed.value.failure()
        assert "API" in told["msg"], body[:80]
        assert told["error"]["path"] == path
    simulator.clear_faults()
    simulator.fault(path=path, times=-1, status=200, body=body_of(GOOD, {}), content_type="application/json")
    call(client)


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([(["1", "2"], 1, True)], None),  # a tenant that shrinks meanwhile
        ([(["1"], 9, False), ([], 9, True)], None),
        ([(["1"], 9, False), (["1"], 9, True)], None),
        ([([str(number) for number in range(9)], 2, True)], "returned 9 records, but the server counts 2"),
        ([(["1", "2"], 1, False), (["3", "4", "5"], 1, False)], "returned 5 records, but the server counts 1"),
        ([(["1"], 0, True)], "returned 1 records, but the server counts 0"),
        ([(["1"], 9, False), (["1"], 9, False)], "a page without new records"),
        ([([], 9, False)], "a page without new records"),
        ([(["1", "2"], None, False), (["2", "1"], None, False)], "a page without new records"),
    ],
)
def test_a_walk_that_goes_nowhere(simulator, pages, message):
    for number, (ids, total, is_last) in enumerate(pages):
        meta = {"next_cursor": f"c{number}", "is_last": is_last, "total_no_of_objects": total}
        body = json.dumps({"data": [{"id": record_id} for record_id in ids], "meta": meta})
        simulator.fault(path="/users", status=200, body=body)
    walk = Listing(client_of(simulator), "/users", {}, {}).by_cursor()
    if message is None:
        assert [record["id"] for record in read_some(walk)] == sorted(
            {one for ids, _total, _last in pages for one in ids}
        )
        return
    with pytest.raises(UnreadableResponse, match=f"the listing of /users .*{message}"):
        read_some(walk)
    assert len(simulator.requests) == len(pages)


def test_a_walk_by_offset_that_goes_nowhere(simulator):
    for start in (1, 2, 3):
        meta = {"start_index": start, "total_no_of_objects": 9}
        simulator.fault(path="/jobs", status=200, body=json.dumps({"data": [{"id": "1"}], "meta": meta}))
    with pytest.raises(UnreadableResponse, match="the listing of /jobs returned a page without new records"):
        list_jobs(client_of(simulator), "", None, print)
    assert len(simulator.requests) == 2
