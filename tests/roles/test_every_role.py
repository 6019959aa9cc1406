# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for each role alike. make oldest runs this file on the oldest ansible-core, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from id360_simulator import Simulator

from playbooks import Played, play

CHECKOUT = Path(__file__).resolve().parents[2]
TENANT = {
    "users": [
        {"id": "1", "email": "ann@example.com", "employeeID": "01"},
        {"id": "2", "email": "bob@example.com", "employeeID": "02", "manager": "1"},
        {"id": "3", "email": "eve@example.com", "employeeID": "03"},
        {"id": "4", "email": "kim@example.com", "employeeID": "04"},
    ],
    "groups": [{"id": "11", "name": "Sales", "members": ["1", "2"]}],
}
# Each: its variables, where {} is a folder of the test, and how many writes it takes
ROLES: dict[str, tuple[dict[str, Any], int]] = {
    "export": ({"directory": "{}/tenant"}, 0),
    "drift_report": ({"directory": "{}/drift", "users": [{"email": "ann@example.com", "title": "Head"}]}, 0),
    "directory": ({"src": "{}/hr.csv", "department_groups": {"IT": "Builders"}}, 2),
    "offboarding": ({"manifest": "{}/leavers.json", "accounts": ["bob@example.com"]}, 2),
    "bulk_action": (
        {
            "name": "move-users",
            "src": "{}/leavers.csv",
            "match_columns": ["email"],
            "app_config_id": "70",
            "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]},
            "delay": 0,
        },
        3,
    ),
}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(TENANT) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hr.csv").write_text("email,employee_id,department\nann@example.com,01,IT\n")
    (tmp_path / "leavers.csv").write_text("email\neve@example.com\n")
    return tmp_path


def variables(role: str, folder: Path | str, **more: Any) -> dict[str, Any]:
    """The variables of a role by their whole names."""
    given = {**ROLES[role][0], **more}
    return {
        f"{role}_{name}": value.replace("{}", str(folder)) if isinstance(value, str) else value
        for name, value in given.items()
    }


def run(folder: Path, simulator: Simulator, *plays: dict[str, Any], **more: Any) -> Played:
    credentials = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
    return play(folder, [{"hosts": "all", "gather_facts": False, **each} for each in plays], **credentials, **more)


def test_there_are_these_roles() -> None:
    assert sorted(path.parent.name for path in CHECKOUT.glob("roles/*/tasks")) == sorted(ROLES)


def test_a_run_writes_and_the_second_one_does_not(simulator: Simulator, folder: Path) -> None:
    plays = [{"roles": [{"role": f"manageengine.id360.{role}", **variables(role, folder)}]} for role in ROLES]
    for writes in (sum(number for _given, number in ROLES.values()), 0):
        simulator.forget()
        played = run(folder, simulator, *plays)
        assert played.status == 0, played.output
        assert len(simulator.writes) == writes
