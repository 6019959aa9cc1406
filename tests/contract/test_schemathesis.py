# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""schemathesis makes up requests from openapi.yaml, right and wrong ones, and judges what the simulator answers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_contract import OPENAPI, document
from id360_simulator import Simulator
from id360_simulator.state.progress import Execution

from playbooks import COMMANDS, environment_in

HERE = Path(__file__).parent


def example(name: str) -> Any:
    return document()["components"]["examples"][name]["value"]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """All that the examples of the contract name is there."""
    named = [
        example("UserToCreate")["manager"],
        example("UserToUpdate")["manager"],
        *example("GroupToCreate")["members"],
    ]
    others = [{"id": name, "email": f"{name}@company.com"} for name in named + example("ExecutionToStart")["user_ids"]]
    seed = {
        "users": [{**example("User")["data"], "email": "hales@company.com"}, *others],
        "groups": [{**example("Group")["data"], "id": "987000000654321"}],
        "jobs": [{**example("Job"), "id": "987000000654321"}],
        "templates": [{"id": "2000000000101"}],
    }
    header = [column["name"] for column in example("Upload")["data"]["header"]]
    row = {"user_id": None, "status": "USER_NOT_FOUND", "imported_data": dict.fromkeys(header, "")}
    with Simulator(seed) as running:
        running.tenant.uploads["2000000000001"] = {
            "id": "2000000000001",
            "action": "move-users",
            "header": header,
            "match_columns": example("Upload")["data"]["match_columns"],
            "entities": [{"id": name, **row} for name in ("2000000000001", "2000000000002")],
        }
        running.tenant.executions["2000000000001"] = Execution("2000000000001", "move-users", "2000000000001", None, [])
        yield running


@pytest.mark.proof
@pytest.mark.bad_requests
def test_no_check_fails_in_any_phase(simulator: Simulator, tmp_path: Path) -> None:
    shutil.copy(HERE / "schemathesis.toml", tmp_path)
    ran = subprocess.run(
        [
            COMMANDS / "schemathesis",
            "--no-color",
            "run",
            OPENAPI,
            f"--url={simulator.url}/api/v1",
            "--header=Authorization: Zoho-oauthtoken simulator-token",
            # for each call, in the phases that draw lots; the coverage phase has a number of its own
            "--max-examples=100",
            "--generation-database=none",
        ],
        cwd=tmp_path,
        env={**environment_in(tmp_path), "PYTHONPATH": str(HERE)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    phases = [line.split()[-1] for line in ran.stdout.partition("Test Phases:")[2].splitlines() if "✅" in line]
    assert phases == ["Examples", "Coverage", "Fuzzing", "Stateful"], ran.stdout
    asked = {f"{request.method} {request.pattern}" for request in simulator.requests if 200 <= request.status < 300}
    calls = {f"{method.upper()} {path}" for path, item in document()["paths"].items() for method in item}
    assert asked >= calls, "these calls never succeeded"
