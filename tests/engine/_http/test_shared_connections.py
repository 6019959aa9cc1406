# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that tasks of one process share: with the same settings alone, and never with a fork."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from math import inf
from pathlib import Path

import pytest
from engine import TOKEN
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect
from ansible_collections.manageengine.id360.plugins.plugin_utils._in_process.connections import Connections

PARAMS = {
    "data_center": "US",
    "validate_certs": True,
    "ca_path": None,
    "timeout": 5,
    "retries": 0,
    "access_token": TOKEN,
}


def ask(connections: Connections, url: str, settings: str) -> None:
    client = connect({**PARAMS, "url": url}, read_only=True)
    with connections.shared(settings) as share:
        share(client)
        client.request("GET", "/users", expects=list)


@pytest.mark.parametrize(
    ("settings", "longest_idle", "count"),
    [(["a", "a", "a"], inf, 1), (["a", "b", "a", "b"], inf, 2), (["a", "a", "a"], 0, 3)],
)
def test_only_the_same_settings_share_one(
    simulator: Simulator, settings: list[str], longest_idle: float, count: int
) -> None:
    connections = Connections(longest_idle)
    for each in settings:
        ask(connections, simulator.url, each)
    assert len({request.connection for request in simulator.requests}) == count


# A fork that waits forever would outlive the test, so each has an alarm.
FORK = """
import os, signal, sys
from test_shared_connections import Connections, ask

connections = Connections(longest_idle=60)
ask(connections, sys.argv[1], "a")
child = os.fork()
if child:
    assert os.waitpid(child, 0)[1] == 0
else:
    signal.alarm(30)
ask(connections, sys.argv[1], "a")
"""
# The thread that watches the time limits of responses holds its lock now and then, and may do so while there is a fork.
FORK_AMID_LOCK = """
import os, signal, sys, threading
from test_shared_connections import Connections, ask
from ansible_collections.manageengine.id360.plugins.module_utils._http.deadline import DEADLINES

watcher = threading.Thread(target=DEADLINES._change.acquire)
watcher.start()
watcher.join()
child = os.fork()
if child:
    assert os.waitpid(child, 0)[1] == 0
else:
    signal.alarm(30)
    ask(Connections(longest_idle=60), sys.argv[1], "a")
"""


def run(script: str, simulator: Simulator) -> None:
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", script, simulator.url], env=environment, check=True, timeout=60)


def test_a_fork_has_one_of_its_own(simulator: Simulator) -> None:
    """In a process without threads, which a fork would leave in any state."""
    run(FORK, simulator)
    assert sorted(Counter(request.connection for request in simulator.requests).values()) == [1, 2]


def test_a_fork_does_not_wait_for_a_thread_of_its_parent(simulator: Simulator) -> None:
    run(FORK_AMID_LOCK, simulator)
    assert len(simulator.requests) == 1
