# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control calls, over HTTP."""

from __future__ import annotations

import pytest
import requests

SEED = {"users": [{"id": "1", "email": "ann@example.com"}]}


def test_the_log_counts_calls_and_writes(serve):
    api = serve(SEED)
    api.get("/users/1")
    api.get("/users/2")
    api("PATCH", "/users/1", json={"city": "Oslo"})
    status, log = api.control("GET", "requests")
    assert status == 200
    assert log["counts"] == {"GET /users/{user_id}": 2, "PATCH /users/{user_id}": 1}
    assert log["writes"] == 1
    assert log["requests"][2]["body"] == {"city": "Oslo"}
    assert api.control("DELETE", "requests") == (204, None)
    assert api.control("GET", "requests")[1] == {"requests": [], "counts": {}, "writes": 0}


def test_faults_are_set_and_cleared(serve):
    api = serve(SEED)
    assert api.control("POST", "faults", json={"status": 503, "times": -1}) == (204, None)
    assert api.get("/users").status_code == 503
    assert api.control("DELETE", "faults") == (204, None)
    assert api.get("/users").status_code == 200


def test_settings_change_what_is_answered(serve):
    api = serve(SEED)
    status, settings = api.control("PATCH", "settings", json={"first_index": 0, "latency": 0})
    assert (status, settings["first_index"]) == (200, 0)
    assert api.get("/jobs").json()["meta"]["start_index"] == "0"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "settings", {"nix": 1}),
        ("PATCH", "settings", {"first_index": "0"}),
        ("PATCH", "settings", {"null_fields": 1}),
        ("PATCH", "settings", {"first_index": True}),
        ("PATCH", "settings", {"tokens": "x"}),
        ("PATCH", "settings", {"group_members_on_get": "sometimes"}),
        ("POST", "faults", {"nix": 1}),
        ("POST", "faults", {}),
        ("POST", "faults", []),
        ("POST", "tokens/revoke", {}),
        ("POST", "reset", {"people": []}),
    ],
)
def test_a_refused_call_says_why_and_changes_nothing(serve, method, path, body):
    api = serve(SEED)
    status, answer = api.control(method, path, json=body)
    assert status == 400
    assert answer["error"]
    assert api.get("/users/1").status_code == 200


def test_a_revoked_token_is_refused(serve):
    api = serve(SEED)
    assert api.control("POST", "tokens/revoke", json={"token": "simulator-token"}) == (204, None)
    assert api.get("/users").status_code == 401


@pytest.mark.parametrize("remote", [True, False], ids=["http", "python"])
def test_reset_goes_back_to_the_seed_and_the_first_settings(serve, remote):
    api = serve(SEED, first_index=0)
    api.simulator.settings.first_index = 1
    api.simulator.fault(path="/jobs", status=503)
    api.simulator.revoke("simulator-token")
    api("DELETE", "/users/1")

    def reset(**keywords):
        if remote:
            assert api.control("POST", "reset", json=keywords.get("json", {})) == (204, None)
        else:
            api.simulator.reset(keywords.get("json"))

    reset()
    assert api.simulator.requests == []
    assert [user["id"] for user in api.data("/users")] == ["1"]
    assert api.get("/jobs").json()["meta"]["start_index"] == "0"
    reset(json={"users": [{"id": "7", "email": "gus@example.com"}]})
    assert [user["id"] for user in api.data("/users")] == ["7"]
    reset()
    assert [user["id"] for user in api.data("/users")] == ["1"]


def test_the_state_has_records_and_settings_and_is_not_logged(serve):
    api = serve(SEED)
    _status, state = api.control("GET", "state")
    assert [user["email"] for user in state["users"]] == ["ann@example.com"]
    assert state["settings"]["first_index"] == 1
    assert api.simulator.requests == []
    assert requests.get(f"{api.simulator.url}/_simulator/nix", timeout=10).status_code == 404
