# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every call has in common: tokens, content types, unknown paths, the log."""

from __future__ import annotations

import pytest
import requests

GET_NOTHING = {"grant_type": "refresh_token"}
CREDENTIALS = {
    "grant_type": "refresh_token",
    "client_id": "simulator-client",
    "client_secret": "simulator-secret",
    "refresh_token": "simulator-refresh",
}


def new_token(api, **changes):
    answer = api("POST", "/oauth/v2/token", root="", data=CREDENTIALS | changes)
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(
    ("method", "path", "keywords", "expected"),
    [
        ("GET", "/nix", {}, (404, "00000104")),
        ("GET", "/users/", {}, (404, "00000104")),
        ("GET", "/templates", {}, (404, "00000104")),
        ("PUT", "/users", {}, (405, "00000105")),
        ("DELETE", "/templates/users/creation", {}, (405, "00000105")),
        ("POST", "/users", {"data": "{}"}, (415, "00000103")),
        ("POST", "/users", {"data": "x=1", "headers": {"Content-Type": "text/plain"}}, (415, "00000103")),
        ("POST", "/users", {"data": "{", "headers": {"Content-Type": "application/json"}}, (400, "00000100")),
        ("POST", "/users", {"json": []}, (400, "00000100")),
        ("POST", "/users", {"data": iter([b"{}"])}, (411, "00000108")),
        ("POST", "/management/actions/move-users/uploads", {"json": {}}, (415, "00000103")),
    ],
)
def test_refused(serve, method, path, keywords, expected):
    assert serve().code(method, path, **keywords) == expected


def test_outside_the_api_is_a_web_server(serve):
    answer = serve()("GET", "/users", root="")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_an_unexpected_error_has_the_api_form(serve):
    api = serve()
    api.simulator.tenant.users["1"] = None
    assert api.code("GET", "/users") == (500, "00000000")


def test_statuses_can_be_changed(serve):
    assert serve(statuses={"00010105": 400}).code("GET", "/users/1") == (400, "00010105")


@pytest.mark.parametrize("header", [None, "", "Bearer simulator-token", "Zoho-oauthtoken wrong", "simulator-token"])
def test_tokens_are_needed(serve, header):
    api = serve()
    answer = requests.get(api.simulator.url + "/api/v1/users", headers={"Authorization": header}, timeout=10)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "00000101"


def test_tokens_of_the_settings_and_of_oauth(serve):
    api = serve(tokens=["mine"], expires_in=1800)
    granted = new_token(api)
    assert granted.keys() == {"access_token", "expires_in", "api_domain", "token_type"}
    assert (granted["expires_in"], granted["api_domain"]) == (1800, api.simulator.url)
    for token in ("mine", granted["access_token"], "simulator-token"):
        api.token = token
        assert api.get("/users").status_code == 200
        api.simulator.revoke(token)
        assert api.get("/users").status_code == 401


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "x"}, "invalid_client"),
        ({"client_secret": "x"}, "invalid_client"),
        ({"refresh_token": "x"}, "invalid_code"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_wrong_credentials_come_with_http_200(serve, changes, error):
    assert new_token(serve(), **changes) == {"error": error}


def test_other_credentials(serve):
    api = serve({"settings": {"client_id": "other", "client_secret": "hidden"}}, refresh_token="fresh")
    assert "access_token" in new_token(api, client_id="other", client_secret="hidden", refresh_token="fresh")


def test_ten_tokens_in_ten_minutes(serve):
    api = serve()
    for _time in range(10):
        new_token(api)
    assert new_token(api)["error"] == "Access Denied"
    api.simulator.settings.token_requests_seconds = 0
    assert "access_token" in new_token(api)
    api.simulator.settings.token_requests = 0
    assert new_token(api)["error"] == "Access Denied"


def test_a_newer_token_kills_the_oldest(serve):
    api = serve(live_tokens=2)
    tokens = [new_token(api)["access_token"] for _time in range(3)]
    assert [api.get("/users").status_code for api.token in tokens] == [401, 200, 200]


def test_tokens_end(serve):
    api = serve(expires_in=0)
    api.token = new_token(api)["access_token"]
    assert api.get("/users").status_code == 401


def test_a_token_dies_after_some_requests(serve):
    api = serve(token_dies_after=2)
    assert [api.get("/users").status_code for _time in range(3)] == [200, 200, 401]
    api.token = new_token(api)["access_token"]
    assert api.get("/users").status_code == 200


@pytest.mark.parametrize(("told", "header"), [(True, "60"), (False, None)])
def test_rate_limit(serve, told, header):
    api = serve(rate_limit={"requests": 2, "seconds": 60, "retry_after": told})
    answers = [api.get("/users") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["error"]["code"] == "00000109"
    assert answers[2].headers.get("Retry-After") == header
    api.simulator.settings.rate_limit = {"requests": 2, "seconds": 0}
    assert api.get("/users").status_code == 200


def test_the_log(serve):
    api = serve({"users": [{"id": "1", "email": "ann@example.com"}]})
    api("GET", "/users?limit=5&fields=id", headers={"User-Agent": "mine"})
    api("PATCH", "/users/1", json={"city": "Oslo"})
    api("POST", "/users/1/enable")
    new_token(api)
    api("DELETE", "/users/%C3%A9")
    api("POST", "/users", data="{", headers={"Content-Type": "application/json"})
    log = api.simulator.requests
    assert [(entry.method, entry.path, entry.status) for entry in log] == [
        ("GET", "/users", 200),
        ("PATCH", "/users/1", 200),
        ("POST", "/users/1/enable", 204),
        ("POST", "/oauth/v2/token", 200),
        ("DELETE", "/users/%C3%A9", 404),
        ("POST", "/users", 400),
    ]
    assert (log[0].query, log[0].user_agent, log[0].token) == ({"limit": "5", "fields": "id"}, "mine", api.token)
    assert [log[0].body, log[1].body, log[5].body] == [None, {"city": "Oslo"}, "{"]
    assert [entry.method for entry in api.simulator.writes] == ["PATCH", "POST", "DELETE", "POST"]
    api.simulator.forget()
    assert api.simulator.requests == []
    assert len(log) == 6
