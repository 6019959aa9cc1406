# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A play with every module, through prism as a proxy: another judge of what is as openapi.yaml says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from api_contract import document
from id360_simulator import Simulator
from id360_simulator.api.routes import API_ROOT
from modules import MODULES
from waiting import wait_until

from playbooks import environment_in, play

FOLDER = Path(__file__).resolve().parents[2] / ".cache/prism"
PRISM = FOLDER / "node_modules/.bin/prism"
ANN, NEW = {"email": "ann@example.com"}, {"email": "new@example.com"}
SEED = {
    "users": [{"id": "1", **ANN, "title": "Clerk"}, {"id": "2", "email": "bob@example.com"}],
    "groups": [{"id": "9", "name": "Clerks", "members": ["1"]}],
    "templates": [{"id": "71", "name": "Newcomer"}],
    "jobs": [
        {
            "id": "3",
            "module": "Management",
            "action_name": "Move",
            "status": "COMPLETED",
            "start_time": "2026-04-04T11:00:02.000Z",
            "end_time": "2026-04-04T11:00:03.000Z",
        }
    ],
}


class Proxy(NamedTuple):
    url: str
    log: Path


UPLOAD = {"action": "move-users", "upload_id": "{{ uploaded.upload.id }}"}
TASKS: list[dict[str, Any]] = [
    {"id360_user": {**NEW, "template": "Newcomer", "manager": "ann@example.com", "groups": {"add": ["Clerks"]}}},
    {"id360_user": {**NEW, "title": "Head", "state": "disabled"}},
    {"id360_user": {**NEW, "state": "enabled"}},
    {"id360_user_info": {"filter": 'title eq "Head"', "sort": ["-email"], "fields": ["email", "title"]}},
    {"id360_group": {"name": "Fresh", "description": "All", "members": {"set": ["ann@example.com"]}}},
    {"id360_group": {"name": "Fresh", "members": {"add": ["bob@example.com"]}}},
    {"id360_group_info": {"name": "Fresh"}},
    {"id360_group": {"name": "Fresh", "state": "absent"}},
    {"id360_template_info": {"name": "Newcomer"}},
    {
        "id360_directory": {
            "users": [{**ANN, "title": "Chief"}, {"email": "eve@example.com", "manager": "new@example.com"}],
            "groups": [{"name": "Clerks", "members": {"set": ["eve@example.com"]}}],
            "unlisted_users": "disable",
            "max_removals": "100%",
        }
    },
    {
        "id360_bulk_upload": {
            "action": "move-users",
            "content": "email\nbob@example.com\nzed@example.com\n",
            "match_columns": ["email"],
            "unmapped_rows": "remove",
            "state": "executed",
            "app_config_id": "70",
            "template_input": {"id": "71", "data": [{"OPERATION": "ENABLE"}]},
            "wait_interval": 0.01,
        },
    },
    {"id360_upload_info": UPLOAD},
    {"id360_job_info": {"job_module": "Management"}},
    {"id360_job": {"ids": ["3"], "state": "absent"}},
    {"id360_user": {**NEW, "state": "absent"}},
    {"id360_tenant_info": {}},
]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(SEED) as running:
        yield running


@pytest.fixture
def proxy(tmp_path: Path, simulator: Simulator) -> Iterator[Proxy]:
    """It knows paths below the root alone, and so gets a copy of the document with the whole paths."""
    paths = {f"{API_ROOT}{path}": item for path, item in document()["paths"].items()}
    whole = tmp_path / "openapi.json"
    whole.write_text(json.dumps({**document(), "servers": [{"url": simulator.url}], "paths": paths}))
    command = [PRISM, "proxy", whole, simulator.url, "--errors", "--host=127.0.0.1", "--port=0"]
    log = tmp_path / "prism.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env=environment_in(tmp_path), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        wait_until(lambda: process.poll() is not None or "Prism is listening on" in log.read_text())
        assert process.poll() is None, log.read_text()
        yield Proxy(log.read_text().split("Prism is listening on ")[1].split()[0], log)
    finally:
        process.terminate()
        process.wait()


@pytest.mark.skipif(not (FOLDER / "made_from").exists(), reason="needs prism, which make prism installs with npm")
def test_it_refuses_nothing_of_any_module(tmp_path: Path, simulator: Simulator, proxy: Proxy) -> None:
    assert {name for task in TASKS for name in task} == set(MODULES)
    tasks = [
        {f"manageengine.id360.{name}": options, "register": "uploaded" if name == "id360_bulk_upload" else "done"}
        for task in TASKS
        for name, options in task.items()
    ]
    plays = [{"hosts": "all", "gather_facts": False, "tasks": tasks}]
    played = play(tmp_path, plays, ID360_URL=proxy.url, ID360_ACCESS_TOKEN="simulator-token")
    assert played.status == 0, played.output + proxy.log.read_text()
    assert "VIOLATIONS" not in proxy.log.read_text()
    assert len(played.only) == len(TASKS)
    assert simulator.writes
