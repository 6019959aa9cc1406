# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the same tasks in the process of ansible-playbook and as modules, each on its own tenant."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from id360_simulator import Simulator
from modules import MODULES

from playbooks import Played, play

BOTH_SHELLS = pytest.mark.parametrize("in_process", [True, False], ids=["in process", "as a module"])
# For modules of the same kind, other tests run one of them as a module.
AS_MODULE_IN_PROOF = pytest.mark.parametrize(
    "in_process",
    [pytest.param(True, id="in process"), pytest.param(False, id="as a module", marks=pytest.mark.proof)],
)
FEW = ["id360_directory", "id360_user"]  # one of each kind, those with most writes
# A module as such takes a second; of all modules, only this one runs as such in make test.
ONE = "id360_directory"
ALL_IN_BOTH_SHELLS = pytest.mark.parametrize(
    ("modules", "in_process"),
    [
        pytest.param(MODULES, True, id="in process"),
        pytest.param([ONE], False, id="one as a module"),
        pytest.param([name for name in MODULES if name != ONE], False, id="others as modules", marks=pytest.mark.proof),
    ],
)
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z-]+")
RANDOM = re.compile(r"\b9\d{17}\b")  # an id that no record has
# Keys that ansible-core before 2.19 adds to the result of a failed module.
LEFT_OUT = {"exception"}


@dataclass
class Observed:
    """What tasks did: their results, the requests of each task (sorted, as some are concurrent), the files that they
    left, and the whole output."""

    results: list[Any]
    requests: dict[str | None, list[str]]
    files: dict[str, str]
    printed: str
    played: Played


def on_both(
    folder: Path, seed: dict[str, Any], tasks: list[dict[str, Any]], **options: Any
) -> tuple[Observed, Observed]:
    """Run tasks in both shells; the token of task number n is ``t<n>`` if it has none of its own."""
    return _seen(folder / "in_process", seed, tasks, True, **options), _seen(
        folder / "module", seed, tasks, False, **options
    )


def _seen(
    folder: Path,
    seed: dict[str, Any],
    tasks: list[dict[str, Any]],
    in_process: bool,
    *,
    files: dict[str, str] | None = None,
    arguments: tuple[str, ...] = (),
    settings: dict[str, Any] | None = None,
    **keywords: Any,
) -> Observed:
    folder.mkdir(parents=True)
    for name, content in (files or {}).items():
        (folder / name).write_text(content)
    numbered = [
        {**task, "environment": {"ID360_ACCESS_TOKEN": f"t{number}", **task.get("environment", {})}}
        for number, task in enumerate(tasks)
    ]
    plays = [{"hosts": "all", "gather_facts": False, "tasks": numbered, **keywords}]
    tokens = [f"t{number}" for number in range(len(tasks))]
    with Simulator(seed, tokens=tokens, **settings or {}) as simulator:
        environment = {"ID360_URL": simulator.url, "XDG_CACHE_HOME": str(folder / "cache")}
        environment["PYTHONHASHSEED"] = "0"  # some of Ansible's messages name the members of a set
        played = play(folder, plays, *arguments, in_process=in_process, **environment)

        def alike(value: Any) -> Any:
            text = json.dumps(value, sort_keys=True).replace(simulator.url, "URL").replace(str(folder), "FOLDER")
            text = RANDOM.sub("RANDOM", text)
            return json.loads(TIME.sub("TIME", text.replace(simulator.url.rpartition("//")[2], "HOST")))

        requests = defaultdict(list)
        for request in simulator.requests:
            shown = [request.method, request.path, request.query, request.body, request.status]
            requests[request.token].append(json.dumps(alike(shown), sort_keys=True))
    results = [{name: value for name, value in result.items() if name not in LEFT_OUT} for result in played.only]
    left = [path for path in folder.iterdir() if path.is_file() and path.name not in ("results.jsonl", "inventory.yml")]
    return Observed(
        results=alike(results),
        requests={token: sorted(listed) for token, listed in requests.items()},
        files={path.name: alike(path.read_text()) for path in left},
        printed=alike(played.output),
        played=played,
    )


def assert_alike(in_process: Observed, module: Observed) -> None:
    for mine, its in zip(in_process.results, module.results, strict=True):
        assert mine == its, f"\nin process: {mine}\nas a module: {its}"
    assert in_process.requests == module.requests
    assert in_process.files == module.files
    both = (in_process.printed.splitlines(), module.printed.splitlines())
    assert both[0] == both[1], "\n".join(unified_diff(*both, "in process", "as a module", lineterm=""))
