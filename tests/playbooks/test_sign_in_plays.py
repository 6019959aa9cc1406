# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long plays and many forks sign in once: every module runs in a process of its own."""

from __future__ import annotations

import pytest
from id360_simulator import Simulator

from playbooks import play, tasks

OAUTH = "/oauth/v2/token"
ANN = {"email": "ann@example.com"}


@pytest.fixture
def simulator():
    with Simulator({"users": [{"id": "1", **ANN}]}) as running:
        yield running


def environment(simulator, tmp_path):
    return {
        "ID360_URL": simulator.url,
        "ID360_ACCOUNTS_URL": simulator.url,
        "ID360_CLIENT_ID": "simulator-client",
        "ID360_CLIENT_SECRET": "simulator-secret",
        "ID360_REFRESH_TOKEN": "simulator-refresh",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }


def asked(simulator):
    return sum(request.path == OAUTH for request in simulator.requests)


def test_a_long_play_asks_for_one_token(tmp_path, simulator):
    played = play(tmp_path, tasks(*[ANN] * 20), **environment(simulator, tmp_path))
    assert [result["changed"] for result in played.only] == [False] * 20
    assert asked(simulator) == 1
    assert len(simulator.requests) == 21


def test_twenty_hosts_that_start_cold_ask_for_one_token(tmp_path, simulator):
    simulator.settings.latency = 0.05  # so that they all come while the first one asks
    hosts = {f"host{number}": {} for number in range(20)}
    played = play(tmp_path, tasks(ANN), "--forks=20", hosts=hosts, **environment(simulator, tmp_path))
    assert [result["changed"] for (result,) in played.results.values()] == [False] * 20
    assert asked(simulator) == 1


def test_a_token_that_dies_amid_a_play_costs_one_renewal(tmp_path, simulator):
    simulator.settings.token_dies_after = 6
    hosts = {f"host{number}": {} for number in range(5)}
    play_twice = tasks(ANN, ANN)
    played = play(tmp_path, play_twice, "--forks=5", hosts=hosts, **environment(simulator, tmp_path))
    assert [result["changed"] for results in played.results.values() for result in results] == [False] * 10
    assert asked(simulator) == 2


def test_a_dry_run_signs_in_too(tmp_path, simulator):
    (done,) = play(tmp_path, tasks({"email": "new@example.com"}), "--check", **environment(simulator, tmp_path)).only
    assert (done["changed"], simulator.writes, asked(simulator)) == (True, [], 1)
