# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs real playbooks, and reads the result of each task."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
COMMANDS = Path(sys.executable).parent


@dataclass
class Played:
    """The results of the tasks in order, by host, the output, and the exit status."""

    results: dict[str, list[dict[str, Any]]]
    output: str
    status: int

    @property
    def only(self) -> list[dict[str, Any]]:
        (results,) = self.results.values()
        return results


def environment_in(folder: Path, **more: str) -> dict[str, str]:
    """The environment for Ansible's commands, without the user's; they write only to ``folder``."""
    return {
        "PATH": f"{COMMANDS}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_REMOTE_TEMP": str(folder / "ansible/tmp"),
        "ANSIBLE_PIPELINING": "true",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        # so that make coverage sees them, too
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},
        **more,
    }


def play(
    folder: Path,
    plays: list[dict[str, Any]],
    *arguments: str,
    hosts: dict[str, dict[str, Any]] | None = None,
    in_process: bool = True,
    **environment: str,
) -> Played:
    """Run plays with ansible-playbook in ``folder``; ``hosts`` are names with their variables. ``in_process``: run
    modules in its process."""
    running = start(folder, plays, *arguments, hosts=hosts, in_process=in_process, **environment)
    output, _nothing = running.communicate()
    by_host: dict[str, list[dict[str, Any]]] = {}
    results = folder / "results.jsonl"
    for line in results.read_text().splitlines() if results.exists() else []:
        told = json.loads(line)
        by_host.setdefault(told["host"], []).append(told["result"])
    return Played(by_host, output, running.returncode)


def start(
    folder: Path,
    plays: list[dict[str, Any]],
    *arguments: str,
    hosts: dict[str, dict[str, Any]] | None = None,
    in_process: bool = True,
    **environment: str,
) -> subprocess.Popen[str]:
    """Start plays, as ``play`` runs them, in a process group of their own."""
    hosts = hosts or {"localhost": {}}
    local: dict[str, Any] = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    local["id360_in_process"] = in_process
    inventory = {"all": {"hosts": {name: {**local, **variables} for name, variables in hosts.items()}}}
    (folder / "inventory.yml").write_text(yaml.safe_dump(inventory))
    (folder / "playbook.yml").write_text(yaml.safe_dump(plays, sort_keys=False))
    results = folder / "results.jsonl"
    results.unlink(missing_ok=True)
    return subprocess.Popen(
        [COMMANDS / "ansible-playbook", "-i", "inventory.yml", "playbook.yml", *arguments],
        cwd=folder,
        env={
            **environment_in(folder),
            "RESULTS_FILE": str(results),
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "results_file",
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )


def tasks(*options: dict[str, Any], module: str = "id360_user", **keywords: Any) -> list[dict[str, Any]]:
    """One play of tasks of one module."""
    name = f"manageengine.id360.{module}"
    listed = [{name: option, "ignore_errors": True, **keywords} for option in options]
    return [{"hosts": "all", "gather_facts": False, "tasks": listed}]
