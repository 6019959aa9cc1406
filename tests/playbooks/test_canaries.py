# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is shown or stored: by any module, passing or failing, at the highest verbosity, under ansible-runner."""

from __future__ import annotations

import pytest
from both_shells import ALL_IN_BOTH_SHELLS, AS_MODULE_IN_PROOF, FEW
from canaries import GIVEN, IN_A_URL, PASSWORD, REFRESH_TOKEN, WEAK, environment_with_secrets, sign_in_once, tenant
from engine import managing
from modules import NOTHING
from runner import run_job

from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER, USER_OPTIONS
from playbooks import play, tasks


@pytest.fixture
def simulator():
    with tenant() as running:
        yield running


@pytest.fixture
def environment(simulator, tmp_path):
    return environment_with_secrets(simulator, tmp_path)


@pytest.fixture
def user(simulator, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return managing(simulator, USER, USER_OPTIONS)


def passing_and_failing(module):
    """Options of tasks, and whether each fails."""
    nothing = NOTHING.get(module, {"id": "97"})
    broken = {"url": "https://127.0.0.1:1", "retries": 0}
    table = [
        ({**nothing, "access_token": GIVEN}, False),
        (
            {**nothing, "refresh_token": f"{REFRESH_TOKEN}-wrong"},
            module != "id360_tenant_info",
        ),  # there it is a finding
        ({**nothing, "url": f"https://127.0.0.1?token={IN_A_URL}", "no_such_option": True}, True),
    ]
    if module in ("id360_user", "id360_directory"):  # there are two kinds of modules, in what they echo
        table += [
            ({**nothing, **broken}, True),
            ({**nothing, "access_token": f"{GIVEN} broken"}, True),
            ({**nothing, "no_such_option": True}, True),
            ({**nothing, "accounts_url": f"http://x:{IN_A_URL}@127.0.0.1:1"}, True),
            ({**nothing, "url": f"https://x:{IN_A_URL}@127.0.0.1:99999999"}, True),
        ]
    if module == "id360_user":
        desired = {"email": "ann@example.com", "password": PASSWORD, "update_password": "always"}
        table[:0] = [(desired, True), ({**desired, "manager": "zed@example.com"}, True), ({**desired, **broken}, True)]
        new = {"email": "new@example.com", "password": PASSWORD}
        table += [(new, False), ({**new, "state": "absent"}, False), ({**new, "password": WEAK}, True)]
    if module == "id360_directory":
        desired = {"email": "ann@example.com", "password": PASSWORD, "update_password": "always"}
        table[:0] = [({"users": [desired]}, True), ({"users": [{**desired, "no_such": "x"}]}, True)]
        table.insert(0, ({"users": [desired], "concurrency": "many"}, True))
    if module in ("id360_user_info", "id360_group", "id360_group_info", "id360_job_info"):
        table.insert(0, ({"id": "98"}, True))
    return table


def played_tables(modules):
    """Plays of the tasks of these modules, and of each task whether it fails."""
    tables = {module: passing_and_failing(module) for module in modules}
    plays = [
        a_play
        for module, table in tables.items()
        for a_play in tasks(*(options for options, _fails in table), module=module, diff=True)
    ]
    return plays, [(module, fails) for module, table in tables.items() for _options, fails in table]


@ALL_IN_BOTH_SHELLS
def test_modules_at_the_highest_verbosity(tmp_path, simulator, environment, user, modules, in_process):
    secrets = sign_in_once(user, simulator, environment)
    plays, expected = played_tables(modules)
    played = play(tmp_path, plays, "-vvvvv", in_process=in_process, **environment)
    seen = [(module, "msg" in result) for (module, _secret), result in zip(expected, played.only, strict=True)]
    assert seen == expected
    assert not [secret for secret in secrets if secret in played.output or secret in str(played.only)]
    assert "Traceback" not in played.output
    assert not set("\x1b\x07\x9b") & set(played.output)
    assert not [result["msg"] for result in played.only if "bug in manageengine" in result.get("msg", "")]


@AS_MODULE_IN_PROOF
def test_what_a_job_of_awx_leaves_behind(tmp_path, simulator, environment, user, in_process):
    secrets = sign_in_once(user, simulator, environment)
    plays, expected = played_tables(FEW)  # of each kind one
    job = tmp_path / "job"
    job.mkdir()
    ran = run_job(job, plays, "-vvvv", environment=environment, in_process=in_process)
    assert ["msg" in result for result in ran.results] == [fails for _module, fails in expected]
    assert not [secret for secret in secrets if secret in ran.left]


JOURNAL = """
import json, os
def send(**fields):
    with open(os.environ["JOURNAL_FILE"], "a") as file:
        file.write(json.dumps(fields) + "\\n")
def sendv(*fields): pass
def booted(): return True
"""
NAME = "Canary-Ann"
ROW = {"email": "ann@example.com", "first_name": NAME}
BULK = {"action": "move-users", "app_config_id": "70", "template_input": {"id": "71", "data": [{"KEY": NAME}]}}


def test_what_reaches_the_log_of_the_system_and_what_is_echoed(tmp_path, simulator, environment):
    """The journal of systemd is a library that modules import. Each: a module and its options."""
    table = [
        ("id360_user", {"id": "99", "state": "absent"}),
        ("id360_bulk_upload", {**BULK, "records": [ROW]}),
        ("id360_bulk_upload", {**BULK, "content": f"email\n{NAME}\n"}),
        ("id360_bulk_upload", {**BULK, "content": NAME, "no_such_option": True}),
        ("id360_directory", {"users": [ROW]}),
        ("id360_group_info", {"url": f"https://127.0.0.1:1?token={IN_A_URL}"}),
        ("id360_user", {"email": ROW["email"], "accounts_url": f"https://127.0.0.1:1/#{IN_A_URL}"}),
        ("id360_job", {"ids": ["1"], "url": f"http://{IN_A_URL}@[::1]"}),
    ]
    for name in ("journal", "daemon", "__init__"):
        (tmp_path / "shadow/systemd").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"shadow/systemd/{name}.py").write_text(JOURNAL)
    plays = [a_play for module, options in table for a_play in tasks(options, module=module)]
    journal = tmp_path / "lines.json"
    shadow = {"PYTHONPATH": str(tmp_path / "shadow"), "JOURNAL_FILE": str(journal)}
    # in the process of ansible-playbook nothing is logged
    played = play(tmp_path, plays, "-vvvvv", in_process=False, **environment, **shadow)
    assert len(played.only) == len(table)
    lines = journal.read_text().splitlines()
    modules = [module for module, options in table if "no_such_option" not in options]
    assert [f"{module} Invoked" in line for module, line in zip(modules, lines, strict=True)] == [True] * len(modules)
    echoed = [result.get("invocation") for result in played.only]
    assert not [line for line in (*lines, *map(str, echoed)) if NAME in line or IN_A_URL in line]
    assert IN_A_URL not in played.output
    assert "state=absent" in lines[0]  # it is no log of nothing
