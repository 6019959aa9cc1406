# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules as users meet them: in playbooks, with options, environment and defaults from everywhere."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import pytest
import yaml
from both_shells import ALL_IN_BOTH_SHELLS, AS_MODULE_IN_PROOF, FEW
from id360_simulator import Simulator
from modules import MODULES, NOTHING, requests_of

from playbooks import play, tasks

ROOT = Path(__file__).parents[2]
ANN = {"email": "ann@example.com"}
LEE = {"email": "ann.lee@example.com"}
ALEX = {"email": "alex.hales@example.com", "firstName": "Alex", "department": "Marketing"}


def credentials(simulator):
    return {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}


@AS_MODULE_IN_PROOF
def test_failures_are_one_sentence(tmp_path, in_process):
    """Each: the options of a task, and what its message says."""
    with Simulator({"users": [{"id": "1", **ANN}]}) as simulator:
        table = [
            ({**ANN, "state": "gone"}, "value of state must be one of: present, enabled, disabled, absent, got: gone"),
            ({**ANN, "match_by": ["phone"]}, "value of match_by must be one or more of: email, employee_id"),
            ({"first_name": "Ann"}, "no identifier for the user: set id or email"),
            (
                {**ANN, "country": False},
                "False is a boolean: quote it, or use the string filter for data",
            ),
            ({"id": "99", "title": "x"}, "user id 99: no user has the id 99; the server says: User Not Found"),
            ({**ANN, "manager": "zed@example.com"}, "manager 'zed@example.com': no user has this email"),
            ({**ANN, "url": "http://id360.example.com"}, "is refused, as http:// sends secrets in clear text"),
            ({**ANN, "access_token": "wrong"}, "The OAuth token is invalid. (code 00000101, HTTP 401)"),
            ({**ANN, "data_center": "MARS"}, "value of data_center must be one of: US, EU"),
        ]
        plays = tasks(*(options for options, _message in table))
        played = play(tmp_path, plays, in_process=in_process, **credentials(simulator))
        for (_options, message), result in zip(table, played.only, strict=True):
            assert message in result["msg"]
        options = {"name": "Sales", "members": ["ann@example.com"]}
        (failed,) = play(
            tmp_path, tasks(options, module="id360_group"), in_process=in_process, **credentials(simulator)
        ).only
        assert failed["msg"].startswith("members can't be used: it is a list: write set: [...] below it for all")
        assert "Traceback" not in played.output
        assert simulator.writes == []
        asked = played.only[7]["error"]
        assert (asked["status"], asked["code"], asked["method"], asked["path"]) == (401, "00000101", "GET", "/users")


def test_no_credentials_fail_before_any_request(tmp_path):
    with Simulator() as simulator:
        (failed,) = play(tmp_path, tasks(ANN), ID360_URL=simulator.url).only
        assert "no credentials: set access_token (or ID360_ACCESS_TOKEN in the environment)" in failed["msg"]
        assert simulator.requests == []


@AS_MODULE_IN_PROOF
def test_the_task_beats_the_environment(tmp_path, in_process):
    with Simulator(tokens=["typed"]) as typed, Simulator() as environment:
        options = {**ANN, "url": typed.url, "auth_token": "typed"}
        variables = {"ID360_URL": environment.url, "ID360_ACCESS_TOKEN": "other"}
        (done,) = play(tmp_path, tasks(options), in_process=in_process, **variables).only
        assert done["changed"]
        assert (len(typed.writes), environment.requests) == (1, [])


def plays_of(modules, **keywords):
    """A play for each module, in which it has nothing to do."""
    return [
        {**a_play, **keywords}
        for module in modules
        for a_play in tasks(NOTHING.get(module, {"id": "99"}), module=module)
    ]


@ALL_IN_BOTH_SHELLS
def test_module_defaults_of_the_action_group_reach_every_module(tmp_path, modules, in_process):
    with Simulator() as simulator:
        connection = {"url": simulator.url, "access_token": "simulator-token"}
        defaults = {"group/manageengine.id360.id360": connection}
        played = play(tmp_path, plays_of(modules, module_defaults=defaults), in_process=in_process)
        assert [result["changed"] for result in played.only] == [False] * len(modules)
        assert len(simulator.requests) == requests_of(played.only)
        assert all(request.user_agent.startswith("manageengine.id360/") for request in simulator.requests)


@pytest.mark.parametrize("modules", [FEW, pytest.param(MODULES, marks=pytest.mark.proof)], ids=["few", "all"])
def test_a_missing_library_is_named(tmp_path, modules):
    (tmp_path / "shadow").mkdir()
    (tmp_path / "shadow/requests.py").write_text("raise ImportError('not here')\n")
    played = play(tmp_path, plays_of(modules), PYTHONPATH=str(tmp_path / "shadow"))
    assert len(played.only) == len(modules)
    for failed in played.only:
        assert "Failed to import the required Python library (requests)" in failed["msg"]


def examples_of(module):
    source = (ROOT / f"plugins/modules/{module}.py").read_text()
    return yaml.safe_load(source.split('EXAMPLES = r"""')[1].split('"""')[0])


@pytest.fixture(scope="module")
def examples(request, tmp_path_factory):
    """What came of the examples of each module that the tests ask for, in one run: a play and a tenant for each."""
    asked = [item.callspec.params.get("module") for item in request.session.items if hasattr(item, "callspec")]
    folder = tmp_path_factory.mktemp("examples")
    # So many that the limits of the examples allow one removal
    staff = [f"staff{number}@example.com" for number in range(20, 60)]
    rows = ["email,employeeID,title", f"{ALEX['email']},007,Head of Marketing", *(f"{email},," for email in staff)]
    (folder / "people.csv").write_text("\n".join(rows) + "\n")
    table = "E-Mail;Personalnummer;Abteilung;Ort\nalex.hales@example.com;007;Einkäufe;Köln\n"
    (folder / "export.csv").write_text(table, encoding="cp1252")
    others = [{"email": email} for email in ("bob.ray@example.com", LEE["email"], *staff)]
    shown = {module: examples_of(module) for module in MODULES if module in asked}
    with ExitStack() as stack:
        plays = []
        for module, tasks_of_module in shown.items():
            seed = {
                "users": [ALEX] if module == "id360_user" else [ALEX, *others],
                "groups": [{"name": "Designers"}, {"name": "Quality"}] if module == "id360_user" else [],
                "templates": [{"id": "71", "name": "User Creation System Template "}],
                "jobs": [{"id": "2000000000005", "module": "Management", "status": "COMPLETED"}],
            }
            simulator = stack.enter_context(Simulator(seed))
            environment = {"ID360_SIMULATOR": simulator.url}
            plays.append({"hosts": "all", "gather_facts": False, "environment": environment, "tasks": tasks_of_module})
        played = play(folder, plays)
    assert played.status == 0, played.output
    results = iter(played.only)
    return {module: list(islice(results, len(tasks_of_module))) for module, tasks_of_module in shown.items()}


@pytest.mark.parametrize("module", MODULES)
def test_examples_run_as_they_stand(examples, module):
    results = examples[module]
    assert len(results) == len(examples_of(module)) >= 3
    if module in ("id360_user", "id360_group"):
        assert all(result["changed"] for result in results)


def test_a_whole_life_is_told_by_the_info_module(tmp_path):
    with Simulator({"users": [{"id": "1", **ALEX}], "groups": []}) as simulator:
        ann = {**ANN, "employee_id": "00123", "manager": ALEX["email"]}
        plays = tasks({**ann, "title": "Clerk"}) + tasks(ANN, module="id360_user_info")
        plays += tasks({**ANN, "state": "disabled"}) + tasks(ANN, module="id360_user_info")
        plays += tasks({**ANN, "state": "absent"}) + tasks(ANN, module="id360_user_info")
        results = play(tmp_path, plays, **credentials(simulator)).only
        (joined,), (left,) = results[1]["users"], results[3]["users"]
        assert (joined["employee_id"], joined["manager"], joined["status"], left["status"]) == ("00123", "1", 1, 0)
        assert results[5]["users"] == []
