# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand."""

from __future__ import annotations

import socket
import threading
import time

import pytest
import requests

SEED = {"users": [{"id": "1", "email": "ann@example.com"}]}
NEW = {"email": "new@example.com"}


def create(api):
    """The status of a POST, or what kind of failure it was; and whether there is a new user."""
    try:
        answer = api("POST", "/users", json=NEW)
    except requests.RequestException as error:
        outcome = type(error).__name__
    else:
        outcome = answer.status_code
    return outcome, len(api.simulator.tenant.users) == 2, api.simulator.requests[-1].status


@pytest.mark.parametrize(
    ("fault", "outcome", "created", "logged"),
    [
        ({"status": 503}, 503, False, 503),
        ({"status": 503, "do_work": True}, 503, True, 503),
        ({"drop": "before"}, "ConnectionError", False, 0),
        ({"drop": "after"}, "ConnectionError", True, 0),
        ({"cut": True}, "ChunkedEncodingError", True, 201),
        ({"body": "<html>", "status": 200}, 200, False, 200),
        ({"body": "", "status": 200, "do_work": True}, 200, True, 200),
        ({"error": {"code": "00000109", "title": "Slow down"}}, 429, False, 429),
        ({"status": 302, "headers": {"Location": "/login"}}, 302, False, 302),
        ({"delay": 0.001}, 201, True, 201),
        ({"delay": 0.001, "do_work": True}, 201, True, 201),
        ({"status": 503, "method": "GET"}, 201, True, 201),
        ({"status": 503, "path": "/users/*"}, 201, True, 201),
        ({"status": 503, "after": 1}, 201, True, 201),
        ({"status": 503, "method": "P*", "path": "/us*"}, 503, False, 503),
    ],
    ids=str,
)
def test_a_fault_decides_the_answer_and_whether_it_was_done(serve, fault, outcome, created, logged):
    api = serve(SEED)
    api.simulator.fault(**fault)
    assert create(api) == (outcome, created, logged)


@pytest.mark.parametrize(
    ("fault", "content_type", "text"),
    [
        ({"status": 503}, "application/json", '"code": "00000000"'),
        ({"status": 429}, "application/json", '"code": "00000109"'),
        ({"status": 404}, "application/json", '"code": "00000104"'),
        ({"status": 400, "error": {"code": "1", "detail": "mine"}}, "application/json", '"detail": "mine"'),
        ({"status": 502, "body": "<html>"}, "text/html", "<html>"),
        ({"body": "{", "content_type": "application/json"}, "application/json", "{"),
        ({"status": 200}, "text/html", ""),
    ],
    ids=str,
)
def test_the_answer_of_a_fault_has_its_type_headers_and_text(serve, fault, content_type, text):
    api = serve(SEED)
    api.simulator.fault(headers={"Retry-After": "7"}, **fault)
    answer = api.get("/users")
    assert answer.headers["Content-Type"].partition(";")[0] == content_type
    assert answer.headers["Retry-After"] == "7"
    assert text in answer.text
    assert bool(answer.text) is bool(text)


def test_a_fault_begins_after_some_requests_and_ends_after_some(serve):
    api = serve(SEED)
    api.simulator.fault(status=503, times=2, after=1)
    api.simulator.fault(status=502, times=-1, after=3)
    assert [api.get("/users").status_code for _time in range(6)] == [200, 503, 503, 200, 200, 502]
    api.simulator.clear_faults()
    assert api.get("/users").status_code == 200


def test_a_fault_meets_some_at_random_and_the_same_ones_each_time(serve):
    came = []
    for _time in range(2):
        api = serve(SEED)
        api.simulator.fault(status=503, times=3, probability=0.3)
        came.append([api.get("/users").status_code for _number in range(30)])
    assert came[0] == came[1]
    assert came[0].count(503) == 3
    assert 200 in came[0][: came[0].index(503) + 3]


def test_a_cut_answer_without_a_body_is_none_at_all(serve):
    api = serve(SEED)
    api.simulator.fault(cut=True)
    with pytest.raises(requests.ConnectionError):
        api("DELETE", "/users/1")
    assert not api.simulator.tenant.users


@pytest.mark.parametrize(("drip", "fault", "begins"), [("headers", {}, b"H"), ("body", {"body": "slow"}, b"s")])
def test_an_answer_drips(serve, drip, fault, begins):
    """All of it is right, and each byte of it comes by itself."""
    api = serve(SEED)
    api.simulator.fault(drip=drip, **fault)
    with socket.create_connection(("127.0.0.1", api.simulator.port)) as connection:
        token = b"Authorization: Zoho-oauthtoken simulator-token\r\n"
        connection.sendall(b"DELETE /api/v1/users/1 HTTP/1.1\r\nHost: localhost\r\n" + token + b"\r\n")
        if drip == "body":
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += connection.recv(1)
            assert b"\r\nContent-Length: 4\r\n" in head
        assert connection.recv(64) == begins
    assert not api.simulator.tenant.users


def test_faults_reach_oauth(serve):
    api = serve()
    api.simulator.fault(path="/oauth/*", status=500)
    assert api("POST", "/oauth/v2/token", root="").status_code == 500


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"headers": {"X": "1"}},
        {"drop": "now"},
        {"drip": True},
        {"status": 503, "probability": 2},
        {"error": {}, "body": ""},
        {"sleep": 1},
    ],
    ids=str,
)
def test_rules_that_make_no_sense_are_refused(serve, fault):
    with pytest.raises((ValueError, TypeError)):
        serve().simulator.fault(**fault)


def test_waiting_blocks_nobody_and_ends_with_the_server(serve):
    """One request hangs, others are served, and stopping does not wait."""
    api = serve(SEED)
    api.simulator.fault(path="/groups", delay=600)

    def hang():
        with pytest.raises(requests.RequestException):
            api.get("/groups")

    hanging = threading.Thread(target=hang)
    hanging.start()
    while not api.simulator.requests:
        time.sleep(0.001)
    assert api.control("GET", "requests")[1]["writes"] == 0
    api.simulator.stop()
    hanging.join(60)
    assert not hanging.is_alive()


def test_every_answer_takes_the_latency(serve):
    api = serve(SEED, latency=0.05)
    started = time.monotonic()
    api.get("/users")
    assert time.monotonic() - started >= 0.05
