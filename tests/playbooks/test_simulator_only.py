# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ID360_SIMULATOR: whatever a playbook types, its tasks talk to the simulator and to nothing else."""

from __future__ import annotations

import pytest
from both_shells import ALL_IN_BOTH_SHELLS, AS_MODULE_IN_PROOF, BOTH_SHELLS
from id360_simulator import Simulator
from modules import NOTHING, requests_of

from playbooks import play, tasks

ANN = {"email": "ann@example.com"}
REFUSED = "is not an http:// URL of a loopback address, such as http://127.0.0.1:8360"


@pytest.fixture
def other():
    """What the options lead to, as a production tenant and its accounts server."""
    with Simulator(tokens=["typed"]) as running:
        yield running


@ALL_IN_BOTH_SHELLS
def test_every_module_talks_to_the_simulator_alone(tmp_path, other, modules, in_process):
    typed = {"url": other.url, "data_center": "EU", "access_token": "typed"}
    trio = {"client_id": "simulator-client", "client_secret": "simulator-secret", "refresh_token": "simulator-refresh"}
    plays = [
        a_play
        for number, module in enumerate(modules)
        for a_play in tasks(
            {**NOTHING.get(module, {"id": "99"}), **(trio if number % 2 else typed), "accounts_url": other.url},
            module=module,
        )
    ]
    with Simulator() as simulator:
        environment = {"ID360_URL": other.url, "ID360_ACCESS_TOKEN": "typed", "ID360_SIMULATOR": simulator.url}
        played = play(tmp_path, plays, in_process=in_process, **environment)
        assert [result.get("failed", False) for result in played.only] == [False] * len(modules)
        told = f"ID360_SIMULATOR is set: requests go to the simulator at {simulator.url} only"
        for result in played.only:
            assert [warning for warning in result["warnings"] if warning.startswith(told)]
        assert len(simulator.requests) == requests_of(played.only)
    assert other.requests == []


@BOTH_SHELLS
def test_the_environment_of_a_task_counts(tmp_path, other, in_process):
    """In a loop, too, whose items share connections, and for the next task no more."""
    with Simulator() as one, Simulator() as two:
        looped = {"environment": {"ID360_SIMULATOR": "{{ item }}"}, "loop": [one.url, two.url, one.url, ""]}
        options = {**ANN, "url": other.url, "access_token": "typed"}
        plays = [*tasks(options, **looped), *tasks({**options, "title": "Head"})]
        results = play(tmp_path, plays, in_process=in_process).only
        assert [result["actions"] for result in results[0]["results"]] == [["create"], ["create"], [], ["create"]]
        assert (len(one.writes), len(two.writes)) == (1, 1)
        assert [request.method for request in other.writes] == ["POST", "PATCH"]
        assert "warnings" not in results[1]


@AS_MODULE_IN_PROOF
def test_what_leads_elsewhere_is_refused(tmp_path, other, in_process):
    """Each: the environment of a task, its options, and what its message says; nothing is sent."""
    table = [
        ({"ID360_SIMULATOR": "https://id360.manageengine.com"}, {}, f"'https://id360.manageengine.com' {REFUSED}"),
        ({"ID360_SIMULATOR": "http://example.com"}, {}, f"ID360_SIMULATOR 'http://example.com' {REFUSED}"),
        (
            {"ID360_URL": other.url},
            {"data_center": "EU"},
            (
                "data_center in the task leads to https://id360.manageengine.eu, but ID360_URL in the environment is"
                f" the loopback address {other.url}: remove one of them, or set ID360_SIMULATOR instead of ID360_URL,"
                " which data_center can't override"
            ),
        ),
        ({"ID360_URL": other.url}, {"url": "https://id360.example.com"}, "url in the task leads to"),
    ]
    plays = [
        a_play
        for environment, options, _message in table
        for a_play in tasks({**ANN, "access_token": "typed", **options}, environment=environment)
    ]
    for (_environment, _options, message), result in zip(
        table, play(tmp_path, plays, in_process=in_process).only, strict=True
    ):
        assert message in result["msg"]
    assert other.requests == []
