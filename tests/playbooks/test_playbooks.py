# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules as users meet them: in playbooks, with options, environment and defaults from everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from both_shells import BOTH_SHELLS
from id360_simulator import Simulator
from modules import MODULES, NOTHING, requests_of

from playbooks import play, tasks

ROOT = Path(__file__).parents[2]
ANN = {"email": "ann@example.com"}
LEE = {"email": "ann.lee@example.com"}
ALEX = {"email": "alex.hales@example.com", "firstName": "Alex", "department": "Marketing"}


def credentials(simulator):
    return {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}


@BOTH_SHELLS
def test_failures_are_one_sentence(tmp_path, in_process):
    """Each: the options of a task, and what its message says."""
    with Simulator({"users": [{"id": "1", **ANN}]}) as simulator:
        table = [
            ({**ANN, "state": "gone"}, "value of state must be one of: present, enabled, disabled, absent, got: gone"),
            ({**ANN, "match_by": ["phone"]}, "value of match_by must be one or more of: email, employee_id"),
            ({"first_name": "Ann"}, "which user is meant? One of id, email needs a value"),
            (
                {**ANN, "country": False},
                "False is a boolean: quote it, or use the string filter where it comes from data",
            ),
            ({"id": "99", "title": "x"}, "user id 99: there is no user with id 99; the server says: User Not Found"),
            ({**ANN, "manager": "zed@example.com"}, "manager 'zed@example.com': no user has this email"),
            ({**ANN, "url": "http://id360.example.com"}, "over http:// the secrets would travel in the clear"),
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


@BOTH_SHELLS
def test_the_task_beats_the_environment(tmp_path, in_process):
    with Simulator(tokens=["typed"]) as typed, Simulator() as environment:
        options = {**ANN, "url": typed.url, "auth_token": "typed"}
        variables = {"ID360_URL": environment.url, "ID360_ACCESS_TOKEN": "other"}
        (done,) = play(tmp_path, tasks(options), in_process=in_process, **variables).only
        assert done["changed"]
        assert (len(typed.writes), environment.requests) == (1, [])


def each_module(**keywords):
    """A play for each module, in which it has nothing to do."""
    return [
        {**a_play, **keywords}
        for module in MODULES
        for a_play in tasks(NOTHING.get(module, {"id": "99"}), module=module)
    ]


@BOTH_SHELLS
def test_module_defaults_of_the_action_group_reach_every_module(tmp_path, in_process):
    with Simulator() as simulator:
        connection = {"url": simulator.url, "access_token": "simulator-token"}
        defaults = {"group/manageengine.id360.id360": connection}
        played = play(tmp_path, each_module(module_defaults=defaults), in_process=in_process)
        assert [result["changed"] for result in played.only] == [False] * len(MODULES)
        assert len(simulator.requests) == requests_of(played.only)
        assert all(request.user_agent.startswith("manageengine.id360/") for request in simulator.requests)


def test_a_missing_library_is_named(tmp_path):
    (tmp_path / "shadow").mkdir()
    (tmp_path / "shadow/requests.py").write_text("raise ImportError('not here')\n")
    played = play(tmp_path, each_module(), PYTHONPATH=str(tmp_path / "shadow"))
    assert len(played.only) == len(MODULES)
    for failed in played.only:
        assert "Failed to import the required Python library (requests)" in failed["msg"]


@pytest.mark.parametrize("module", MODULES)
def test_examples_run_as_they_stand(tmp_path, module):
    source = (ROOT / f"plugins/modules/{module}.py").read_text()
    examples = yaml.safe_load(source.split('EXAMPLES = r"""')[1].split('"""')[0])
    assert len(examples) >= 3
    seed = {
        "users": [ALEX] if module == "id360_user" else [ALEX, {"email": "bob.ray@example.com"}, LEE],
        "groups": [{"name": "Designers"}, {"name": "Quality"}] if module == "id360_user" else [],
        "templates": [{"id": "71", "name": "User Creation System Template "}],
        "jobs": [{"id": "2000000000005", "module": "Management", "status": "COMPLETED"}],
    }
    staff = [f"staff{number}@example.com" for number in range(20, 60)] if module == "id360_directory" else []
    seed["users"] += [{"email": email} for email in staff]  # so many that the limits of the examples allow one removal
    rows = ["email,employeeID,title", f"{ALEX['email']},007,Head of Marketing", *(f"{email},," for email in staff)]
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n")
    table = "E-Mail;Personalnummer;Abteilung;Ort\nalex.hales@example.com;007;Einkäufe;Köln\n"
    (tmp_path / "export.csv").write_text(table, encoding="cp1252")
    with Simulator(seed) as simulator:
        plays = [{"hosts": "all", "gather_facts": False, "tasks": examples}]
        played = play(tmp_path, plays, ID360_SIMULATOR=simulator.url)
        assert played.status == 0, played.output
        assert len(played.only) == len(examples)
        if module in ("id360_user", "id360_group"):
            assert all(result["changed"] for result in played.only)


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
