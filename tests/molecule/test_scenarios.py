# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the molecule scenarios, one after the other on one simulator. What the roles do is in tests/roles, too."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from playbooks import COMMANDS, environment_in

CHECKOUT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted(path.parent.name for path in CHECKOUT.glob("extensions/molecule/*/verify.yml"))


def selected(items: list[pytest.Item]) -> list[str]:
    """The scenarios whose tests run, in their order."""
    calls = [getattr(item, "callspec", None) for item in items if item.path == Path(__file__)]
    return [call.params["scenario"] for call in calls if call]


@pytest.fixture(scope="module")
def molecule(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> subprocess.CompletedProcess[str]:
    """How it ended, and what it printed; a simulator that it left behind is stopped."""
    folder = tmp_path_factory.mktemp("molecule")
    scenarios = selected(request.session.items)
    try:
        return subprocess.run(
            [COMMANDS / "molecule", "test", *(f"--scenario-name={scenario}" for scenario in scenarios)],
            check=False,
            cwd=CHECKOUT,
            env=environment_in(folder, NO_COLOR="1", MOLECULE_EPHEMERAL_DIRECTORY=str(folder / "run")),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    finally:
        pid = folder / "run/simulator/pid"
        if pid.exists():
            os.kill(int(pid.read_text()), signal.SIGTERM)


def test_there_are_scenarios() -> None:
    """Each role has one."""
    assert sorted(path.parent.name for path in CHECKOUT.glob("roles/*/tasks")) == SCENARIOS != []


@pytest.mark.proof
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario(scenario: str, molecule: subprocess.CompletedProcess[str]) -> None:
    assert molecule.returncode == 0, molecule.stdout
    # A step whose playbook is missing passes with a remark alone.
    steps = re.findall(rf"^{scenario} > (\w+): Executed: (.*)", molecule.stdout, flags=re.MULTILINE)
    wanted = ["prepare", "check", "side_effect", "converge", "idempotence", "verify"]
    assert steps == [(name, "Successful") for name in wanted], molecule.stdout
