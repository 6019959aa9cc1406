# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Items that fail, servers that are down, and rate limits."""

from __future__ import annotations

import pytest
from directories import ANN, EVE, NEW

from ansible_collections.manageengine.id360.plugins.module_utils._directory.workers import MAX_CONSECUTIVE_FAILURES
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http import rate_limit


def test_a_failed_item_does_not_stop_the_others(simulator, directory):
    simulator.fault(method="PATCH", path="/users/1", status=422, error={"code": "00010109", "title": "Unlicensed"})
    users = [{**ANN, "title": "Head"}, {**EVE, "title": "Seller"}]
    with pytest.raises(Id360Error) as failed:
        directory(users=users, groups=[{"name": "Fresh"}])
    told = failed.value.failure()
    assert told["msg"].startswith("1 of 3 items failed: could not change user ann@example.com: Unlicensed: ")
    assert told["error"]["path"] == "/users/1"
    assert told["summary"]["failed"] == 1
    assert told["summary"]["patch"] == told["summary"]["create"] == 1
    assert told["actions"] == ["create", "patch"]
    assert [bool(change["error"]) for change in told["changes"]] == [True, False, False]
    assert [diff["before_header"] for diff in told["diff"]] == ["user eve@example.com", "group Fresh"]
    assert directory(users=users, groups=[{"name": "Fresh"}])["summary"]["patch"] == 1


@pytest.mark.parametrize(
    ("faults", "served"),
    [
        pytest.param(
            [{"status": 503, "times": MAX_CONSECUTIVE_FAILURES - 1}],
            60 - (MAX_CONSECUTIVE_FAILURES - 1),
            id="comes back",
        ),
        # those that are under way together may end in another order
        pytest.param(
            [{"status": 503, "times": 15}, {"status": 503, "after": 10, "times": 15}], 30, id="comes and goes"
        ),
        pytest.param([{"status": 503, "times": -1}], 0, id="maintenance"),
        pytest.param([{"drop": "before", "times": -1}], 0, id="gone"),
        pytest.param([{"status": 422, "times": 40}], 20, id="refuses"),
    ],
)
def test_a_server_that_is_down_is_not_asked_by_each_item(simulator, directory, faults, served):
    """But all of them are told as failed."""
    users = [{"id": str(number), "email": f"user{number}@example.com"} for number in range(60)]
    simulator.reset({"users": users})
    for fault in faults:
        simulator.fault(method="PATCH", **fault)
    with pytest.raises(Id360Error) as failed:
        directory(users=[{**user, "title": "Clerk"} for user in users], concurrency=4, retries=0)
    assert failed.value.result["summary"]["patch"] == served
    assert failed.value.result["summary"]["failed"] == len(users) - served
    limit = MAX_CONSECUTIVE_FAILURES + 4 if not served else len(users)
    assert MAX_CONSECUTIVE_FAILURES <= len(simulator.writes) <= limit
    skipped = [
        change
        for change in failed.value.result["changes"]
        if change["error"] == f"user {change['key']}: skipped after 20 consecutive server failures"
    ]
    assert len(skipped) == len(users) - len(simulator.writes)


@pytest.mark.parametrize(
    ("limit", "people", "concurrency", "retries"),
    [
        ({"requests": 3, "seconds": 1, "retry_after": True}, 8, 8, 5),
        ({"requests": 20, "seconds": 1, "retry_after": False}, 120, 16, 5),
        # the window is longer than all attempts together, and one is refused more often than that
        ({"requests": 60, "seconds": 5, "retry_after": False}, 100, 16, 1),
        ({"requests": 20, "seconds": 4, "retry_after": False}, 30, 1, 1),
    ],
)
def test_a_rate_limit_is_waited_for_with_few_requests(simulator, directory, limit, people, concurrency, retries):
    simulator.settings.rate_limit = limit
    users = [{"email": f"new{number}@example.com"} for number in range(people)]
    assert directory(users=users, concurrency=concurrency, retries=retries)["summary"]["create"] == people
    refused = [request for request in simulator.requests if request.status == 429]
    assert 0 < len(refused) <= max(10, 0.15 * people)


@pytest.mark.parametrize("served", [2, 25])
def test_refusals_for_ever_are_given_up(simulator, directory, monkeypatch, served):
    """Also where the server answered many before, which looks like a limit that passes."""
    monkeypatch.setattr(rate_limit, "MAX_OUTAGE", 1)
    simulator.fault(method="POST", path="/users", after=served, status=429, times=-1)
    users = [{"email": f"new{number}@example.com"} for number in range(100)]
    with pytest.raises(Id360Error, match="HTTP 429") as failed:
        directory(users=users, retries=1)
    assert failed.value.result["summary"]["create"] == served
    assert any("skipped after" in (change["error"] or "") for change in failed.value.result["changes"])
    assert sum(request.status == 429 for request in simulator.requests) < 60


@pytest.mark.parametrize(
    ("fault", "uncertain"),
    [
        pytest.param({"drop": "before"}, ["new@example.com"], id="lost"),
        pytest.param({"status": 502}, ["new@example.com"], id="of a proxy"),
        pytest.param({"status": 422, "error": {"code": "00010111"}}, [], id="refused"),
        pytest.param({"status": 422, "error": {"code": "00000102"}}, [], id="exists, and is not to be seen"),
    ],
)
def test_whether_somebody_was_created_is_told_where_it_is_not_known(
    simulator, directory, monkeypatch, fault, uncertain
):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    simulator.fault(method="POST", path="/users", **fault)
    with pytest.raises(Id360Error) as failed:
        directory(users=[NEW, {**ANN, "title": "Head"}], retries=0)
    assert failed.value.result["uncertain"] == uncertain
    assert failed.value.result["summary"]["patch"] == 1
