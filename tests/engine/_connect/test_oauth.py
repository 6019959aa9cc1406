# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token from Zoho Accounts: how long it lives, and a clear sentence when there is none."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from id360_simulator import Simulator
from signing_in import DENIED, NOBODY, OAUTH, SECRETS, cache_file, clients, read, token_requests

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http.session import make_session


def test_those_who_wait_learn_why_there_is_no_token(simulator, refresh):
    """Nobody asks again for what another was refused meanwhile."""
    simulator.settings.token_requests = 0
    simulator.settings.latency = 0.2  # so that all of them wait for the first

    def fail(client):
        with pytest.raises(Id360Error, match=DENIED):
            read(client)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(fail, clients(simulator, refresh, 10)))
    assert token_requests(simulator) == 1
    simulator.settings.token_requests = 10
    read(*clients(simulator, refresh, 1))


def test_the_users_netrc_is_not_read(simulator, user, refresh, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password hush\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    session = make_session(lambda request: request, encrypted=True)
    request = session.prepare_request(requests.Request("POST", simulator.url))
    assert "Authorization" not in request.headers


@pytest.mark.parametrize(
    ("says", "lives"),
    [("3600", 3600), (600.0, 600), (None, 3600), (0, 3600), (-5, 3600), (True, 3600), ("soon", 3600), (1e9, 86400)],
)
def test_how_long_a_token_lives(simulator, user, refresh, says, lives):
    """A number that makes no sense is no reason to throw a token away."""
    simulator.fault(method="POST", path=OAUTH, body=json.dumps({"access_token": "simulator-token", "expires_in": says}))
    before = time.time()
    user(**NOBODY, **refresh)
    stored = json.loads(cache_file(refresh["token_cache"]).read_text())
    assert before <= stored["use_until"] - lives + min(60, lives / 10) <= time.time()


@pytest.mark.parametrize(
    ("options", "settings", "fault", "message", "asks"),
    [
        (
            {"client_id": "x"},
            {},
            {},
            r"invalid_client \(HTTP 200\)\. Check client_id, and whether the client belongs",
            1,
        ),
        (
            {"refresh_token": "x"},
            {},
            {},
            r"invalid_code \(HTTP 200\)\. Check refresh_token: it may be wrong, revoked",
            1,
        ),
        ({}, {"token_requests": 0}, {}, DENIED, 1),
        (
            {},
            {},
            {"status": 200, "body": "{}"},
            "it answered HTTP 200 without a token. Check whether accounts_url is the root",
            1,
        ),
        ({}, {}, {"status": 200, "body": '{"access_token": "a b", "expires_in": 9}'}, "HTTP 200 without a token", 1),
        ({}, {}, {"status": 201, "body": '{"access_token": "ab"}'}, "HTTP 201 without a token", 1),
        ({}, {}, {"status": 200, "body": "<html>", "content_type": "text/html"}, "HTTP 200 without a token", 1),
        ({}, {}, {"status": 200, "body": '{"error": "simulator-refresh is bad"}'}, "an error that is not shown", 1),
        ({}, {}, {"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "HTTP 302 without a token", 1),
        ({}, {}, {"status": 500}, r"it answered HTTP 500 without a token.$", 3),
        ({}, {}, {"status": 503, "body": ""}, r"it answered HTTP 503 without a token.$", 3),
        ({"retries": 0}, {}, {"status": 503, "body": ""}, r"it answered HTTP 503 without a token.$", 1),
        (
            {},
            {},
            {"status": 429, "headers": {"Retry-After": "600"}},
            r"without a token. The server asks to wait for 600 s",
            1,
        ),
        ({}, {}, {"status": 429, "headers": {"Retry-After": "0"}}, r"it answered HTTP 429 without a token.$", 3),
        ({}, {}, {"drop": "after"}, "no answer from .*: the connection broke before the response was complete", 3),
        ({"timeout": 0.2}, {}, {"delay": 3}, "it did not answer within 0.2 s", 3),
        ({"accounts_url": "http://127.0.0.1:1"}, {}, {}, r"127.0.0.1:1 \(accounts_url\): .* refused the connection", 0),
        ({"client_secret": None}, {}, {}, "must be set together; missing: client_secret$", 0),
        (
            {"client_id": None, "refresh_token": ""},
            {},
            {},
            "must be set together; missing: client_id, refresh_token$",
            0,
        ),
        ({"refresh_token": "two words"}, {}, {}, r"^refresh_token contains characters that are not allowed", 0),
        (
            {"accounts_url": "http://accounts.zoho.com"},
            {},
            {},
            "accounts_url .* is refused, as http:// sends secrets",
            0,
        ),
        ({"accounts_url": "zoho"}, {}, {}, "accounts_url 'zoho' is not the URL of a Zoho Accounts server", 0),
    ],
)
def test_no_token(simulator, user, refresh, options, settings, fault, message, asks):
    for name, value in settings.items():
        setattr(simulator.settings, name, value)
    if fault:
        simulator.fault(method="POST", path=OAUTH, times=-1, **fault)
    with pytest.raises(Id360Error, match=message) as failed:
        user(**NOBODY, **{**refresh, **options})
    told = failed.value.failure()
    assert not any(secret in str(told) for secret in SECRETS)
    assert token_requests(simulator) == len(simulator.requests) == asks
    if asks:
        assert (told["error"]["method"], told["error"]["path"]) == ("POST", OAUTH)


@pytest.mark.parametrize(
    ("fault", "costs"),
    [
        ({"status": 429, "headers": {"Retry-After": "0"}}, 1),
        *[({"status": status}, 1) for status in (500, 502, 503, 504)],
        ({"status": 502, "body": "<html>"}, 1),
        ({"drop": "before"}, 1),
        ({"delay": 3}, 1),
        # the answer is lost: nobody can tell that there was a token in it
        ({"drop": "after"}, 2),
        ({"cut": True}, 2),
        ({"status": 500, "do_work": True}, 2),
    ],
)
def test_the_token_call_is_sent_again(simulator, refresh, fault, costs):
    """By the one that holds the turn: the others take the token that it gets."""
    refresh["timeout"] = 0.5
    simulator.settings.token_requests = costs
    simulator.fault(method="POST", path=OAUTH, **fault)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, clients(simulator, refresh, 4)))
    assert token_requests(simulator) == 2


def test_the_token_page_may_be_typed(user, refresh):
    assert user(**NOBODY, **{**refresh, "accounts_url": refresh["accounts_url"] + "/oauth/v2/token/"}).actions == []


def test_a_redirect_takes_no_secret_along(simulator, user, refresh):
    with Simulator() as other:
        elsewhere = {"status": 307, "headers": {"Location": f"{other.url}{OAUTH}"}}
        simulator.fault(method="POST", path=OAUTH, **elsewhere)
        with pytest.raises(Id360Error, match="HTTP 307"):
            user(**NOBODY, **refresh)
        simulator.fault(path="/users", **elsewhere)
        with pytest.raises(Id360Error, match="which is not followed"):
            user(**NOBODY, **refresh)
        assert other.requests == []
