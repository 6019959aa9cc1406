# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a role of the collection on a simulated tenant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from id360_simulator import Simulator

from playbooks import Played, play


def variables_of(role: str, options: dict[str, Any]) -> dict[str, Any]:
    """The variables of a role by their full names, without those that are None."""
    return {f"{role}_{name}": value for name, value in options.items() if value is not None}


def credentials(simulator: Simulator) -> dict[str, str]:
    return {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}


def play_role(
    folder: Path,
    simulator: Simulator,
    role: str,
    *arguments: str,
    options: dict[str, Any] | None = None,
    hosts: dict[str, dict[str, Any]] | None = None,
    keywords: dict[str, Any] | None = None,
    **more: Any,
) -> Played:
    """Run a role as ``play`` runs plays. ``options`` are its variables without the prefix of the role; ``hosts`` have
    their own; ``keywords`` are those of the play."""
    of_hosts = {host: variables_of(role, given) for host, given in hosts.items()} if hosts else None
    roles = [{"role": f"manageengine.id360.{role}", **variables_of(role, options or {})}]
    plays = [{"hosts": "all", "gather_facts": False, **(keywords or {}), "roles": roles}]
    return play(folder, plays, *arguments, hosts=of_hosts, **credentials(simulator), **more)
