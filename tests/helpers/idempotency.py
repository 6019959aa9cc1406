# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The idempotency contract, for the cases of a module, in this process and in real playbook runs.

1 check mode sends no write; 2 the real run reports the same changed, actions and diff; 3 it sends exactly the writes
expected; 4 a second run is unchanged, and sends none; 5 the second run's before contains the first one's after. And no
secret is in any output. Exceptions: ``always`` for passwords, which can't be read back, so that a dry run predicts a
change each time. ``fresh`` for a new upload: the second run knows it from the receipt, and reads no data to show.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from engine import performed
from id360_simulator import Simulator

from playbooks import play

SECRET = "Canary-1-secret"
PEOPLE = {
    "users": [
        {"id": "1", "email": "ann@example.com", "employeeID": "007", "title": "Clerk", "fax": "12", "status": 1},
        {"id": "2", "email": "bob@example.com", "employeeID": "008", "company": "Berge", "status": 0},
        {"id": "3", "email": "eve@example.com", "status": 1, "manager": "ann@example.com"},
    ],
    "templates": [{"id": "71", "name": "Newcomer "}],
    "groups": [
        {"id": "8", "name": "Empty", "description": "Nobody"},
        {"id": "9", "name": "Clerks", "members": ["1", "2"]},
        {"id": "10", "name": "By rule", "is_dynamic": True, "members": ["3"]},
    ],
}


NEW = {"email": "new@example.com"}
ANN = {"email": "ann@example.com"}
BOB = {"email": "bob@example.com"}


@dataclass
class Case:
    """One row of the table. ``writes`` are method, path and body; the body of a call without one is None."""

    options: dict[str, Any]
    actions: list[str]
    writes: list[tuple[str, str, Any]] = field(default_factory=list)
    seed: dict[str, Any] = field(default_factory=lambda: PEOPLE)
    except_for: str = ""
    prepare: Callable[[Simulator], None] | None = None


def case(actions: str, *writes: tuple[str, str, Any], except_for: str = "", **options: Any) -> Case:
    return Case(options, actions.split(), list(writes), except_for=except_for)


def rows(cases: Mapping[str, Case], *, as_modules: int = 2) -> list[Any]:
    """The cases for ansible-playbook, which take a hundred times as long as in the engine, where all of them run: in
    process one for each sequence of actions, as modules one for each of ``as_modules`` first actions. `make proof` runs
    the rest."""
    sequences = {(*each.actions, each.except_for): name for name, each in reversed(cases.items())}
    beginnings = {tuple(each.actions[:1]): name for name, each in reversed(cases.items())}
    first = sorted(beginnings.values(), key=list(cases).index)[:as_modules]
    shells = ((True, "in process", sequences.values()), (False, "as a module", first))
    return [
        pytest.param((name, in_process), id=f"{name}-{shell}", marks=() if name in chosen else pytest.mark.proof)
        for in_process, shell, chosen in shells
        for name in cases
    ]


BEATS = ("dry", "real", "again")
# The results of the runs, their writes, and the output
Run = tuple[list[dict[str, Any]], dict[str, list[Any]], str]


def perform_case(module: str, case: Case) -> Run:
    """A dry run, the real one, and the same again, in this process."""
    declared = importlib.import_module(f"ansible_collections.manageengine.id360.plugins.modules.{module}").MODULE
    with Simulator(case.seed, tokens=list(BEATS)) as simulator:
        if case.prepare:
            case.prepare(simulator)
            simulator.forget()
        given = {key: value for key, value in case.options.items() if value is not None}
        results = [
            performed(declared, simulator, check_mode=beat == "dry", diff=True, access_token=beat, **given)
            for beat in BEATS
        ]
        return results, writes_of(simulator), ""


def writes_of(simulator: Simulator) -> dict[str, list[Any]]:
    return {beat: [request for request in simulator.writes if request.token == beat] for beat in BEATS}


def play_rows(
    module: str, cases: Mapping[str, Case], request: pytest.FixtureRequest, folder: Path, stack: ExitStack
) -> dict[tuple[str, bool], Run]:
    """The results of the rows that the tests of a file use."""
    asked = {item.callspec.params.get("row") for item in request.session.items if item.path == request.path}
    ran = {}
    for in_process in (True, False):
        chosen = {name: case for name, case in cases.items() if (name, in_process) in asked}
        inner = folder / ("in_process" if in_process else "module")
        inner.mkdir()
        played = _play_cases(module, chosen, inner, stack, in_process=in_process) if chosen else {}
        ran.update({(name, in_process): run for name, run in played.items()})
    return ran


def _play_cases(module, cases, folder, stack, *, in_process):
    """Each case is a host with a tenant of its own: a dry run, the real one, and the same again."""
    simulators = {name: stack.enter_context(Simulator(case.seed, tokens=list(BEATS))) for name, case in cases.items()}
    hosts = {}
    for name, case in cases.items():
        if case.prepare:
            case.prepare(simulators[name])
            simulators[name].forget()
        options = {key: value for key, value in case.options.items() if value is not None}
        hosts[name.replace(" ", "_")] = {"options": {**options, "url": simulators[name].url}}
    tasks = [
        {
            "action": f"manageengine.id360.{module}",
            "args": "{{ options }}",
            "environment": {"ID360_ACCESS_TOKEN": beat},
            "check_mode": beat == "dry",
            "diff": True,
        }
        for beat in BEATS
    ]
    plays = [{"hosts": "all", "gather_facts": False, "strategy": "free", "tasks": tasks}]
    played = play(folder, plays, "--forks=4", "-vvv", hosts=hosts, in_process=in_process)
    assert (f"{module} runs in the process" in played.output, "Using module file" in played.output) == (
        in_process,
        not in_process,
    )
    return {
        name: (
            played.results.get(name.replace(" ", "_"), []),
            writes_of(simulator),
            played.output,
        )
        for name, simulator in simulators.items()
    }


def assert_beats(case, run):
    """Assert all points that do not depend on the form of a diff."""
    (dry, real, again), writes, output = run
    # 1
    assert writes["dry"] == []
    # 2
    assert dry["actions"] == real["actions"] == case.actions
    assert dry["changed"] is real["changed"] is bool(case.actions)
    assert dry["diff"] == real["diff"]
    # 3
    assert [(request.method, request.path, request.body) for request in writes["real"]] == case.writes
    # 4
    if case.except_for != "always":
        assert writes["again"] == []
    assert again["actions"] == []
    assert again["changed"] is False
    # and no secret
    assert SECRET not in output
    assert SECRET not in str((dry, real, again))


def assert_contract(case, run):
    assert_beats(case, run)
    (_dry, real, again), _writes, _output = run
    # 4
    assert again["diff"]["before"] == again["diff"]["after"]
    assert real["diff"]["before_header"].split()[0] == real["diff"]["after_header"].split()[0]
    # 5
    left = {key: value for key, value in real["diff"]["after"].items() if key not in ("password", "template")}
    if case.except_for != "fresh":
        assert left.items() <= again["diff"]["before"].items()
