# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing with a refresh token: one access token for all tasks, processes and threads, renewed once."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from signing_in import NOBODY, OAUTH, account_of, clients, read, token_requests

from ansible_collections.manageengine.id360.plugins.module_utils._api_response import Response
from ansible_collections.manageengine.id360.plugins.module_utils._connect.oauth import Token, TokenRefused
from ansible_collections.manageengine.id360.plugins.module_utils._connect.signing import RefreshedToken
from ansible_collections.manageengine.id360.plugins.module_utils._connect.token_cache import TokenCache
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http import session
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client


def test_one_token_for_all_tasks(simulator, user, refresh):
    for check_mode in (True, False, False):
        assert user(check_mode=check_mode, **NOBODY, **refresh).warnings == []
    assert [request.path for request in simulator.requests] == [OAUTH, "/users", "/users", "/users"]
    form = simulator.requests[0].body
    assert "grant_type=refresh_token" in str(form)
    assert simulator.requests[0].query == {}
    assert simulator.requests[0].token is None
    assert simulator.writes == []


def test_waiting_for_a_token_is_no_time_of_the_answer(simulator, user, refresh, monkeypatch):
    monkeypatch.setattr(session, "MAX_TIMEOUTS", 2)
    simulator.fault(path=OAUTH, status=503, delay=5, times=2)
    assert user(**NOBODY, **refresh, timeout=0.5).actions == []
    assert token_requests(simulator) == 3


def test_a_dead_token_is_renewed_once(simulator, user, refresh):
    user(**NOBODY, **refresh)
    simulator.revoke(simulator.requests[-1].token)
    simulator.forget()
    assert user(email="ann@example.com", **refresh).actions == ["create"]
    assert [(request.path, request.status) for request in simulator.requests] == [
        ("/users", 401),
        (OAUTH, 200),
        ("/users", 200),
        ("/users", 201),
    ]


def test_a_post_that_was_refused_for_its_token_is_sent_again_and_creates_one(simulator, user, refresh):
    simulator.settings.token_dies_after = 1
    assert user(email="ann@example.com", **refresh).actions == ["create"]
    assert [request.status for request in simulator.writes] == [401, 201]
    assert len(simulator.tenant.users) == 1
    assert token_requests(simulator) == 2


def test_what_happened_before_the_renewal_counts(simulator, user, refresh):
    """A deletion that did its work, and whose answer was lost, is not unsaid by a 401 in between."""
    simulator.reset({"users": [{"id": "1", "email": "ann@example.com"}]})
    simulator.fault(method="DELETE", path="/users/1", status=503, do_work=True)
    simulator.fault(method="DELETE", path="/users/1", status=401, error={"code": "00000101", "title": "Unauthorized"})
    assert user(email="ann@example.com", state="absent", **refresh).actions == ["delete"]
    assert [request.status for request in simulator.writes] == [503, 401, 404]


def test_a_token_that_is_never_accepted_is_renewed_once(simulator, user, refresh):
    """By however many tasks: the ten that Zoho gives are soon gone, and everybody else's tasks need them too."""
    simulator.fault(path="/users", status=401, times=4, error={"code": "00000101", "title": "Unauthorized"})
    for asks in (2, 2, 2):
        with pytest.raises(Id360Error, match=r"\(code 00000101, HTTP 401\)"):
            user(**NOBODY, **refresh)
        assert token_requests(simulator) == asks
    assert [request.path for request in simulator.requests[:4]] == [OAUTH, "/users", OAUTH, "/users"]
    # once one is accepted, it may be renewed again
    user(**NOBODY, **refresh)
    simulator.revoke(simulator.requests[-1].token)
    user(**NOBODY, **refresh)
    assert token_requests(simulator) == 3


def test_a_token_that_was_given_is_not_renewed(simulator, user):
    with pytest.raises(Id360Error, match="HTTP 401"):
        user(**NOBODY, access_token="dead")
    assert len(simulator.requests) == 1


def test_the_newer_token_of_others_is_taken(simulator, refresh):
    first, second = clients(simulator, refresh, 2)
    read(first)
    read(second)
    simulator.revoke(simulator.requests[-1].token)
    read(first)
    read(second)
    assert token_requests(simulator) == 2


def test_threads_renew_once(simulator, refresh):
    (client,) = clients(simulator, {**refresh, "token_cache": ""}, 1)
    read(client)
    simulator.revoke(simulator.requests[-1].token)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, [client] * 16))
    assert token_requests(simulator) == 2


def test_many_that_start_cold_ask_once(simulator, refresh):
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(read, clients(simulator, refresh, 20)))
    assert token_requests(simulator) == 1


def test_a_token_that_is_over_is_replaced_amid_a_run(simulator, refresh):
    simulator.fault(
        method="POST", path=OAUTH, body=json.dumps({"access_token": "simulator-token", "expires_in": 1.001})
    )
    (client,) = clients(simulator, refresh, 1)
    read(client)
    deadline = time.monotonic() + 30
    while token_requests(simulator) == 1 and time.monotonic() < deadline:
        read(client)
    assert token_requests(simulator) == 2
    assert {request.status for request in simulator.requests} == {200}


def test_access_denied_where_others_got_one_meanwhile(simulator, refresh):
    """From where no lock reaches; nobody is asked again."""
    cache = TokenCache(refresh["token_cache"], account_of(refresh))
    hidden, asks = [], []

    def ask():
        asks.append(1)
        cache.write(Token("1000.theirs", time.time() + 600))
        raise TokenRefused("Access Denied", Response("POST", OAUTH, 200), too_many=True)

    client = Client(
        simulator.url,
        RefreshedToken(ask, cache, redact=hidden.append, warn=hidden.append),
        verify=True,
        timeout=30,
        retries=0,
        read_only=True,
    )
    with suppress(Id360Error):  # the simulator never gave that token, so it refuses it, and it is renewed in vain
        read(client)
    assert simulator.requests[0].token == "1000.theirs"
    assert hidden[0] == "1000.theirs"
    assert len(asks) == 2
