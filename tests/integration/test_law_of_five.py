# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The law of five, for every module, state and seed, in real playbook runs.

1 check mode sends no write; 2 the real run reports the same changed, actions and diff; 3 it sends exactly the writes
expected; 4 run again, it is unchanged and sends none; 5 what the second run reads contains what the first left behind.
And no secret in any output. ``always`` stands where the API makes a beat impossible: a password is never read back,
so the dry run predicts it each time, and whether it changed only the real run can tell.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
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
}


@dataclass
class Case:
    """One row of the table. ``writes`` are method, path and body; the body of a call without one is None."""

    module: str
    options: dict[str, Any]
    actions: list[str]
    writes: list[tuple[str, str, Any]] = field(default_factory=list)
    seed: dict[str, Any] = field(default_factory=lambda: PEOPLE)
    except_for: str = ""


def user(actions: str, *writes: tuple[str, str, Any], except_for: str = "", **options: Any) -> Case:
    return Case("id360_user", options, actions.split(), list(writes), except_for=except_for)


NEW = {"email": "new@example.com"}
ANN = {"email": "ann@example.com"}
BOB = {"email": "bob@example.com"}
CASES = {
    "user present creates": user("create", ("POST", "/users", {**NEW, "city": "Oslo"}), **NEW, city="Oslo"),
    "user present creates disabled": user(
        "create", ("POST", "/users", {**NEW, "status": 0}), **NEW, create_disabled=True
    ),
    "user present creates with a password": user(
        "create", ("POST", "/users", {**NEW, "password": SECRET}), **NEW, password=SECRET
    ),
    "user present creates from a template": user("create", ("POST", "/users/new/71", NEW), **NEW, template="Newcomer"),
    "user present creates with a manager": user(
        "create", ("POST", "/users", {**NEW, "manager": "1"}), **NEW, manager="Ann@example.com"
    ),
    "user present is as wished": user("", **ANN, title="Clerk", city="", status=None),
    "user present patches": user("patch", ("PATCH", "/users/1", {"title": "Chief"}), **ANN, title="Chief"),
    "user present clears": user("patch", ("PATCH", "/users/1", {"fax": ""}), **ANN, fax="", city=""),
    "user present patches who is disabled": user("patch", ("PATCH", "/users/2", {"fax": "1"}), **BOB, fax="1"),
    "user present renames by id": user("patch", ("PATCH", "/users/1", NEW), id="1", **NEW),
    "user present renames by employee id": user(
        "patch", ("PATCH", "/users/1", NEW), match_by=["employee_id"], employee_id="007", **NEW
    ),
    "user present changes the manager": user(
        "patch", ("PATCH", "/users/3", {"manager": "2"}), id="3", manager="bob@example.com"
    ),
    "user present leaves a password alone": user("", **ANN, password=SECRET),
    "user present sets a password": user(
        "patch password",
        ("PATCH", "/users/1", {"title": "Chief"}),
        ("PATCH", "/users/1", {"password": SECRET}),
        **ANN,
        title="Chief",
        password=SECRET,
        update_password="always",
        except_for="always",
    ),
    "user enabled creates": user("create", ("POST", "/users", {**NEW, "status": 1}), **NEW, state="enabled"),
    "user enabled is as wished": user("", **ANN, state="enabled"),
    "user enabled patches": user("patch", ("PATCH", "/users/1", {"fax": "1"}), **ANN, fax="1", state="enabled"),
    "user enabled enables": user("enable", ("POST", "/users/2/enable", None), **BOB, state="enabled"),
    "user enabled patches and enables": user(
        "patch password enable",
        ("PATCH", "/users/2", {"fax": "1"}),
        ("PATCH", "/users/2", {"password": SECRET}),
        ("POST", "/users/2/enable", None),
        **BOB,
        fax="1",
        password=SECRET,
        update_password="always",
        state="enabled",
        except_for="always",
    ),
    "user disabled creates nobody": user("", **NEW, state="disabled"),
    "user disabled disables": user("disable", ("POST", "/users/1/disable", None), **ANN, state="disabled"),
    "user disabled disables and patches": user(
        "disable patch",
        ("POST", "/users/1/disable", None),
        ("PATCH", "/users/1", {"title": "Gone"}),
        **ANN,
        title="Gone",
        state="disabled",
    ),
    "user disabled is as wished": user("", **BOB, state="disabled"),
    "user disabled patches": user("patch", ("PATCH", "/users/2", {"fax": "1"}), **BOB, fax="1", state="disabled"),
    "user absent finds nobody": user("", **NEW, state="absent"),
    "user absent finds no id": user("", id="99", state="absent"),
    "user absent deletes who is enabled": user("delete", ("DELETE", "/users/1", None), **ANN, state="absent"),
    "user absent deletes who is disabled": user("delete", ("DELETE", "/users/2", None), id="2", state="absent"),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Each case as a host with a tenant of its own: a dry run, the real one, and the same again."""
    beats = ("dry", "real", "again")
    with ExitStack() as stack:
        simulators, hosts = {}, {}
        for name, case in CASES.items():
            simulator = stack.enter_context(Simulator(case.seed, tokens=list(beats)))
            simulators[name] = simulator
            options = {key: value for key, value in case.options.items() if value is not None}
            hosts[name.replace(" ", "_")] = {"module": case.module, "options": {**options, "url": simulator.url}}
        tasks = [
            {
                "action": "manageengine.id360.{{ module }}",
                "args": "{{ options }}",
                "environment": {"ID360_ACCESS_TOKEN": beat},
                "check_mode": beat == "dry",
                "diff": True,
            }
            for beat in beats
        ]
        plays = [{"hosts": "all", "gather_facts": False, "strategy": "free", "tasks": tasks}]
        played = play(tmp_path_factory.mktemp("law"), plays, "--forks=4", "-vvv", hosts=hosts)
        yield {
            name: (
                played.results.get(name.replace(" ", "_"), []),
                {beat: [request for request in simulator.writes if request.token == beat] for beat in beats},
                played.output,
            )
            for name, simulator in simulators.items()
        }


@pytest.mark.xdist_group("law of five")
@pytest.mark.parametrize("name", CASES)
def test_law_of_five(runs, name):
    case = CASES[name]
    (dry, real, again), writes, output = runs[name]
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
    assert again["diff"]["before"] == again["diff"]["after"]
    # 5
    left = {key: value for key, value in real["diff"]["after"].items() if key != "password"}
    assert left.items() <= again["diff"]["before"].items()
    # and no secret
    assert SECRET not in output
    assert SECRET not in str((dry, real, again))
