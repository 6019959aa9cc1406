# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every call has in common: content types, unknown paths, errors, the rate limit, the log."""

from __future__ import annotations

import pytest


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
def test_what_no_call_takes_has_its_error_code(serve, method, path, keywords, expected):
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


@pytest.mark.parametrize(("told", "header"), [(True, "60"), (False, None)])
def test_requests_over_the_rate_limit_get_429(serve, told, header):
    api = serve(rate_limit={"requests": 2, "seconds": 60, "retry_after": told})
    answers = [api.get("/users") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["error"]["code"] == "00000109"
    assert answers[2].headers.get("Retry-After") == header
    api.simulator.settings.rate_limit = {"requests": 2, "seconds": 0}
    assert api.get("/users").status_code == 200


def test_the_log_has_each_request_as_it_came(serve):
    api = serve({"users": [{"id": "1", "email": "ann@example.com"}]})
    api("GET", "/users?limit=5&fields=id", headers={"User-Agent": "mine"})
    api("PATCH", "/users/1", json={"city": "Oslo"})
    api("POST", "/users/1/enable")
    api.new_token()
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
