# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is shown or stored: by any module, passing or failing, at the highest verbosity, under ansible-runner."""

from __future__ import annotations

import html
import json
import logging
import os
from urllib.parse import quote, quote_plus

import pytest
from id360_simulator import Simulator
from runner import run_job
from test_playbooks import BOTH_SHELLS, MODULES, NOTHING

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from playbooks import play, tasks

CLIENT_SECRET, REFRESH_TOKEN = "canary-client-secret-1", "canary-refresh-token-1"
IN_PASSWORD, WEAK, GIVEN = "Canary-password-1", "canaryweak", "canary-access-token-1"
PASSWORD = f'Größe"{IN_PASSWORD}/\\& ü'  # a server may spell it otherwise
ON_A_TERMINAL = "\x1b]0;gone\x07\x9b2J"  # would change its title, and clear it
IN_A_URL = "canary-url-password-1"  # the value of no option, so that Ansible does not hide it
OAUTH = {"method": "POST", "path": "/oauth/v2/token"}


@pytest.fixture
def simulator():
    secrets = {"client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN, "tokens": [GIVEN]}
    with Simulator({"users": [{"id": "1", "email": "ann@example.com"}]}, **secrets) as running:
        yield running


@pytest.fixture
def environment(simulator, tmp_path):
    return {
        "ID360_URL": simulator.url,
        "ID360_ACCOUNTS_URL": simulator.url,
        "ID360_CLIENT_ID": "simulator-client",
        "ID360_CLIENT_SECRET": CLIENT_SECRET,
        "ID360_REFRESH_TOKEN": REFRESH_TOKEN,
        "ID360_TOKEN_CACHE": str(tmp_path / "tokens"),
    }


def sign_in_once(user, simulator, environment):
    """Leave a token in the cache, and say what the secrets are then; the server will repeat them all in its errors."""
    options = {name.removeprefix("ID360_").lower(): value for name, value in environment.items()}
    user(email="ann@example.com", **{**options, "access_token": None})
    known = [CLIENT_SECRET, REFRESH_TOKEN, simulator.requests[-1].token]  # to every task

    def echo(*secrets):
        said = f"{ON_A_TERMINAL}{' '.join(secrets)}"
        return {"status": 422, "error": {"code": "00000102", "title": f"No {said}", "detail": f"Not with {said}"}}

    spelled = [PASSWORD, json.dumps(PASSWORD), json.dumps(PASSWORD, ensure_ascii=False), html.escape(PASSWORD)]
    spelled += [json.dumps(PASSWORD).replace("/", "\\/"), quote(PASSWORD), quote_plus(PASSWORD)]
    simulator.fault(method="PATCH", path="/users/1", times=-1, **echo(*spelled, *known))
    to_all = f"{ON_A_TERMINAL}{CLIENT_SECRET} {REFRESH_TOKEN}"  # in a warning, by any task
    gone = {"code": "00010105", "title": "User Not Found", "detail": to_all}
    simulator.fault(path="/users/97", times=-1, status=404, error=gone)
    for path in ("/users/98", "/groups/98", "/jobs/98"):
        simulator.fault(path=path, times=-1, **echo(*known))
    return [IN_PASSWORD, WEAK, GIVEN, IN_A_URL, *known]


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


# As modules, which take long, those that write most; `make proof` has all of them.
AS_MODULES = MODULES if os.environ.get("ID360_PROOF") else ["id360_user", "id360_directory"]


@pytest.mark.parametrize(
    ("module", "in_process"),
    [
        *(pytest.param(module, True, id=f"in process-{module}") for module in MODULES),
        *(pytest.param(module, False, id=f"as a module-{module}") for module in AS_MODULES),
    ],
)
def test_modules_at_the_highest_verbosity(tmp_path, simulator, environment, user, module, in_process):
    secrets = sign_in_once(user, simulator, environment)
    table = passing_and_failing(module)
    plays = tasks(*(options for options, _fails in table), module=module, diff=True)
    played = play(tmp_path, plays, "-vvvvv", in_process=in_process, **environment)
    assert ["msg" in result for result in played.only] == [fails for _options, fails in table]
    assert not [secret for secret in secrets if secret in played.output or secret in str(played.only)]
    assert "Traceback" not in played.output
    assert not set("\x1b\x07\x9b") & set(played.output)
    assert not [result["msg"] for result in played.only if "bug in manageengine" in result.get("msg", "")]


@BOTH_SHELLS
def test_what_a_job_of_awx_leaves_behind(tmp_path, simulator, environment, user, in_process):
    secrets = sign_in_once(user, simulator, environment)
    tables = {module: passing_and_failing(module) for module in ("id360_user", "id360_directory")}  # of each kind one
    plays = [
        a_play
        for module, table in tables.items()
        for a_play in tasks(*(options for options, _fails in table), module=module, diff=True)
    ]
    job = tmp_path / "job"
    job.mkdir()
    ran = run_job(job, plays, "-vvvv", environment=environment, in_process=in_process)
    fails = [fails for table in tables.values() for _options, fails in table]
    assert ["msg" in result for result in ran.results] == fails
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
        ("id360_user", {**ROW, "accounts_url": f"https://127.0.0.1:1/#{IN_A_URL}"}),
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


def test_logs_of_the_libraries(simulator, environment, user, caplog):
    caplog.set_level(logging.DEBUG)
    secrets = sign_in_once(user, simulator, environment)
    simulator.clear_faults()
    options = {name.removeprefix("ID360_").lower(): value for name, value in environment.items()}
    options = {**options, "access_token": None, "email": "new@example.com", "password": PASSWORD}
    assert user(**options).actions == ["create"]
    simulator.fault(**OAUTH, status=500, body=" ".join(secrets))
    with pytest.raises(Id360Error):
        user(**{**options, "token_cache": "", "retries": 0})
    assert "/users" in caplog.text
    assert not [secret for secret in secrets if secret in caplog.text]
