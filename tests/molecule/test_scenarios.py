# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the molecule scenarios, each with a simulator and a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted(path.parent.name for path in CHECKOUT.glob("extensions/molecule/*/verify.yml"))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for one run; a simulator that molecule left behind in it is stopped."""
    yield tmp_path
    pid = tmp_path / "run" / "work" / "pid"
    if pid.exists():
        os.kill(int(pid.read_text()), signal.SIGTERM)


def test_there_are_scenarios() -> None:
    """Each role has one."""
    assert sorted(path.parent.name for path in CHECKOUT.glob("roles/*/tasks")) == SCENARIOS != []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario(scenario: str, folder: Path) -> None:
    commands = Path(sys.executable).parent
    finished = subprocess.run(
        [commands / "molecule", "test", "--scenario-name", scenario],
        check=False,
        cwd=CHECKOUT,
        env={
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "ANSIBLE_HOME": str(folder / "ansible"),
            "ANSIBLE_LOCAL_TEMP": str(folder / "ansible" / "tmp"),
            "MOLECULE_EPHEMERAL_DIRECTORY": str(folder / "run"),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout
    # A step whose playbook is missing passes with a remark alone.
    steps = re.findall(rf"^{scenario} > (\w+): Executed: (.*)", finished.stdout, flags=re.MULTILINE)
    wanted = ["prepare", "check", "side_effect", "converge", "idempotence", "verify"]
    assert steps == [(name, "Successful") for name in wanted], finished.stdout
