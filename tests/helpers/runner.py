# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs playbooks under ansible-runner, as AWX does, and reads its artifacts."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from playbooks import COMMANDS, environment_in


@dataclass
class Ran:
    """The artifacts of a job: its events in order, all that was printed or stored (except the artifact ``command``,
    which contains the environment by design), and the exit status."""

    events: list[dict[str, Any]]
    left: str
    status: int

    @property
    def results(self) -> list[dict[str, Any]]:
        """The results of the tasks."""
        ended = ("runner_on_ok", "runner_on_failed", "runner_on_unreachable")
        return [event["event_data"]["res"] for event in self.events if event["event"] in ended]


def run_job(
    folder: Path,
    plays: list[dict[str, Any]],
    *arguments: str,
    hosts: dict[str, dict[str, Any]] | None = None,
    environment: dict[str, str] | None = None,
    in_process: bool = True,
) -> Ran:
    """Run plays in ``folder``, which must be empty. ``environment`` is what a credential injects into the environment
    of the job."""
    local: dict[str, Any] = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    local["id360_in_process"] = in_process
    inventory = {"all": {"hosts": hosts or {"localhost": {}}, "vars": local}}
    for name, content in {
        "inventory/hosts.yml": inventory,
        "project/playbook.yml": plays,
        "env/envvars": environment or {},
        "env/settings": {"suppress_env_files": False},
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False))
    home = folder / "home"
    home.mkdir()
    finished = subprocess.run(
        [COMMANDS / "ansible-runner", "run", str(folder), "-p", "playbook.yml", "--ident", "job", *arguments],
        env=environment_in(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    artifacts = folder / "artifacts" / "job"
    events = [json.loads(path.read_text()) for path in (artifacts / "job_events").glob("*.json")]
    kept = [path for path in (folder / "artifacts").rglob("*") if path.is_file() and path.name != "command"]
    left = "\n".join([finished.stdout, *(path.read_text(errors="replace") for path in kept)])
    return Ran(sorted(events, key=lambda event: event["counter"]), left, finished.returncode)
