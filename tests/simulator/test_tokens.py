# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens, and how OAuth gives them out."""

from __future__ import annotations

import pytest
import requests


@pytest.mark.parametrize("header", [None, "", "Bearer simulator-token", "Zoho-oauthtoken wrong", "simulator-token"])
def test_a_request_without_a_living_token_is_refused(serve, header):
    api = serve()
    answer = requests.get(api.simulator.url + "/api/v1/users", headers={"Authorization": header}, timeout=10)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "00000101"


def test_tokens_of_the_settings_and_of_oauth_are_accepted_until_revoked(serve):
    api = serve(tokens=["mine"], expires_in=1800)
    granted = api.new_token()
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
    assert serve().new_token(**changes) == {"error": error}


def test_the_credentials_can_be_set(serve):
    api = serve({"settings": {"client_id": "other", "client_secret": "hidden"}}, refresh_token="fresh")
    assert "access_token" in api.new_token(client_id="other", client_secret="hidden", refresh_token="fresh")


def test_oauth_gives_out_ten_tokens_in_ten_minutes(serve):
    api = serve()
    for _time in range(10):
        api.new_token()
    assert api.new_token()["error"] == "Access Denied"
    api.simulator.settings.token_requests_seconds = 0
    assert "access_token" in api.new_token()
    api.simulator.settings.token_requests = 0
    assert api.new_token()["error"] == "Access Denied"


def test_a_newer_token_kills_the_oldest(serve):
    api = serve(live_tokens=2)
    tokens = [api.new_token()["access_token"] for _time in range(3)]
    assert [api.get("/users").status_code for api.token in tokens] == [401, 200, 200]


def test_a_token_dies_after_its_time(serve):
    api = serve(expires_in=0)
    api.token = api.new_token()["access_token"]
    assert api.get("/users").status_code == 401


def test_a_token_dies_after_some_requests(serve):
    api = serve(token_dies_after=2)
    assert [api.get("/users").status_code for _time in range(3)] == [200, 200, 401]
    api.token = api.new_token()["access_token"]
    assert api.get("/users").status_code == 200
