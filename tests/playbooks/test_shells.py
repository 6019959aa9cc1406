# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a module's work is done: in the process of ansible-playbook, or in one of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from both_shells import AS_MODULE_IN_PROOF, assert_alike, on_both
from id360_simulator import Simulator
from idempotency import PEOPLE

from playbooks import play

ANN = {"email": "ann@example.com"}
USER = "manageengine.id360.id360_user"
INFO = "manageengine.id360.id360_user_info"
DIRECTORY = "manageengine.id360.id360_directory"
SECRET = "Canary-1-secret"
IN_PROCESS = f"{USER} runs in the process of ansible-playbook"


@pytest.fixture
def simulator():
    with Simulator({"users": [{"id": "1", **ANN}]}) as running:
        yield running


@pytest.fixture
def run(tmp_path, simulator):
    """Run tasks of one play on localhost."""

    def played(*listed, variables=None, arguments=("-vvv",), **environment):
        plays = [{"hosts": "all", "gather_facts": False, "tasks": list(listed)}]
        credentials = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token", **environment}
        return play(tmp_path, plays, *arguments, hosts={"localhost": variables or {}}, **credentials)

    return played


def user(**keywords):
    return {USER: ANN, "ignore_errors": True, "ignore_unreachable": True, **keywords}


def test_where_the_work_is_done(tmp_path, run):
    """Each: keywords of a task, and why it is not done in the process of ansible-playbook."""
    elsewhere = tmp_path / "bin/python"  # the same program, as in a virtual environment
    elsewhere.parent.mkdir()
    elsewhere.symlink_to(os.path.realpath(sys.executable))
    found = {"ansible_python_interpreter": "auto_silent", "ansible_facts": {}}
    found_before = {"discovered_interpreter_python": sys.executable}
    ssh = {"ansible_connection": "ssh", "ansible_port": 1}
    table = [
        ({}, None),
        ({"vars": {"id360_in_process": "{{ 1 == 1 }}"}}, None),
        ({"vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}}, None),
        ({"vars": {"ansible_python_interpreter": str(Path(sys.executable).with_name("python"))}}, None),
        ({"vars": {"ansible_python_interpreter": "auto_silent", "ansible_facts": found_before}}, None),
        ({"delegate_to": "127.0.0.1"}, None),
        ({"environment": {"LANG": "C"}}, None),
        ({"async": 0}, None),
        ({"vars": {"id360_in_process": "no"}}, "id360_in_process is false"),
        ({"vars": {"id360_in_process": "{{ false }}"}}, "id360_in_process is false"),
        ({"async": 30, "poll": 1}, "the task is async"),
        ({"become": True}, "the task becomes another user"),
        ({"vars": ssh}, "the connection is ssh, not local"),
        ({"delegate_to": "elsewhere.example.com", "vars": ssh}, "the connection is ssh, not local"),
        ({"vars": {"ansible_python_interpreter": str(elsewhere)}}, f"its Python is {elsewhere}, not that of ansible"),
        ({"vars": {"ansible_python_interpreter": "/no/python"}}, "its Python is /no/python, not that of ansible"),
        ({"vars": found}, "its Python is not known yet"),
        ({"environment": {"PYTHONPATH": "/nowhere"}}, "its environment sets PYTHONPATH"),
    ]
    played = run(*(user(**keywords) for keywords, _why in table))
    lines = [line for line in played.output.splitlines() if f"{USER} runs " in line]
    assert len(lines) == len(table)
    for line, (_keywords, why) in zip(lines, table, strict=True):
        assert IN_PROCESS in line if why is None else f"{USER} runs as a module, as {why}" in line


def test_a_variable_that_is_neither_true_nor_false_is_refused(run, simulator):
    (failed,) = run(user(vars={"id360_in_process": "perhaps"})).only
    assert "id360_in_process is 'perhaps', which is not a boolean" in failed["msg"]
    assert simulator.requests == []


def test_a_loop_takes_one_connection_for_each_setting(run, simulator):
    """On a machine that is very busy an item may come later than a connection is kept for."""
    late = 3

    def connections(*listed):
        simulator.forget()
        run(*listed)
        return len({request.connection for request in simulator.requests})

    loop = {USER: {"email": "user{{ item }}@example.com"}, "loop": list(range(10))}
    assert 2 <= connections(loop, {**loop, "check_mode": True}) <= 2 + late  # one process for each task
    timeouts = {USER: {"email": "ann@example.com", "timeout": "{{ 10 + item % 2 }}"}}
    assert 2 <= connections({**loop, **timeouts}) <= 2 + late
    retries = {USER: ANN, "environment": {"ID360_RETRIES": "{{ item % 3 }}"}}
    assert 3 <= connections({**loop, **retries}) <= 3 + late


def test_a_connection_that_was_idle_is_not_used_for_the_next_item(run, simulator):
    """A server may be about to close it, just when a POST is sent that must not be sent twice."""
    run({USER: ANN, "loop": [1, 2], "loop_control": {"pause": 3.2}})
    assert len({request.connection for request in simulator.requests}) == 2


def failing(options=None, **keywords):
    return {USER: options or ANN, "ignore_errors": True, **keywords}


KEYWORDS = {
    "loop": {USER: {"email": "{{ item }}@example.com"}, "loop": ["ann", "new", "new"], "register": "seen"},
    "what a loop registered": {"ansible.builtin.debug": {"var": "seen.results | map(attribute='actions')"}},
    "a failure in a loop": failing(options={"email": "{{ item }}"}, loop=["ann@example.com", "no", "eve@example.com"]),
    "warnings in a loop": {USER: {"id": "{{ item }}", "state": "absent"}, "loop": ["98", "99", "98"]},
    "a warning alone": {INFO: {"id": "99"}},
    "an option and its alias": failing(options={**ANN, "data_center": "EU", "dc": "EU"}),
    "until": {INFO: {"id": "{{ 97 }}"}, "until": "seen is failed", "retries": 2, "delay": 0, "ignore_errors": True},
    # Nothing of a canary stays in the tenant: later tasks would show it, and rightly.
    "no_log": {USER: {**ANN, "title": SECRET}, "no_log": True, "check_mode": True},
    "no_log, failing": failing(options={**ANN, "manager": "zed@example.com"}, no_log=True),
    "no_log in a loop": {USER: {**ANN, "title": "{{ item }}"}, "loop": [SECRET], "no_log": True, "check_mode": True},
    "failed_when": failing(failed_when="true"),
    "changed_when": {USER: ANN, "changed_when": "true"},
    "when": {USER: ANN, "when": "false"},
    "run_once and throttle": {USER: ANN, "run_once": True, "throttle": 1},
    "delegated": {USER: ANN, "delegate_to": "localhost"},
    "omit and defaults": {
        USER: {**ANN, "title": "{{ omit }}"},
        "module_defaults": {"group/manageengine.id360.id360": {"timeout": 7}, USER: {"city": "Oslo"}},
    },
    "environment": {
        USER: ANN,
        "environment": {"ID360_RETRIES": "0", "ID360_DATA_CENTER": "MARS"},
        "ignore_errors": True,
    },
    "… is put back": {USER: ANN},
    "a file of the playbook's folder": {DIRECTORY: {"src": "people.csv", "concurrency": 1, "report": "report.json"}},
    "a secret that is refused": failing(options={**ANN, "password": SECRET, "no_such_option": 1}),
    "a secret among the results": failing(options={**ANN, "city": SECRET, "client_secret": SECRET}, check_mode=True),
    "a secret in a URL": failing(options={**ANN, "accounts_url": f"http://x:{SECRET}@127.0.0.1:1"}),
    "members that are no dictionary": {
        "manageengine.id360.id360_group": {"name": "Sales", "members": ["ann@example.com"]},
        "ignore_errors": True,
    },
    "a time-out that is no number": failing(options={**ANN, "timeout": "soon"}),
    "text that looks like a template": {USER: {**ANN, "city": "{{ '{{' }} x {{ '}}' }}"}},
    "numbers and dates": failing(
        options={**ANN, "employee_id": 7, "fax": "{{ '2026-01-01' | to_datetime('%Y-%m-%d') }}"}
    ),
    "a diff": {USER: {**ANN, "fax": "1"}, "diff": True},
    "a diff of a dry run": {USER: {**ANN, "fax": "2"}, "diff": True, "check_mode": True},
}


HOW_MODULES_RUN = ("<", "Using module file", "Pipelining is enabled")


@pytest.mark.proof
def test_keywords_do_the_same_in_both_shells(tmp_path):
    """What is printed, too: but for the lines about how Ansible runs modules."""
    listed = [{"name": name, **task} for name, task in KEYWORDS.items()]
    files = {"people.csv": "email,title\nann@example.com,Head\n"}
    in_process, module = on_both(tmp_path, PEOPLE, listed, files=files, arguments=("-vvv",))
    for seen in (in_process, module):
        assert seen.played.status == 0  # none stopped the play
        assert SECRET not in str(seen.results)
        seen.printed = "\n".join(line for line in seen.printed.splitlines() if not line.startswith(HOW_MODULES_RUN))
        assert SECRET not in seen.printed
    assert_alike(in_process, module)


@AS_MODULE_IN_PROOF
def test_strategies_do_the_same_in_both_shells(tmp_path, in_process):
    """Three hosts, each with a loop of its own, and a task that is tried again until its third answer."""
    loop = {USER: {"email": "{{ item }}@{{ inventory_hostname }}.example.com"}, "loop": ["ann", "eve", "ann"]}
    again = {INFO: {"id": "1"}, "register": "seen", "until": "seen.attempts == 3", "retries": 5, "delay": 0}
    plays = [
        {"hosts": "all", "gather_facts": False, "strategy": strategy, "tasks": [loop, again]}
        for strategy in ("linear", "free", "host_pinned")
    ]
    created = [(True, None, [["create"], ["create"], []]), (False, 3, [])]
    unchanged = [(False, None, [[], [], []]), (False, 3, [])]
    with Simulator({"users": [{"id": "1", **ANN}]}) as simulator:
        settings = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        played = play(tmp_path, plays, hosts={"a": {}, "b": {}, "c": {}}, in_process=in_process, **settings)
        assert [write.path for write in simulator.writes] == ["/users"] * 6
    assert set(played.results) == {"a", "b", "c"}
    for results in played.results.values():
        told = [
            (one["changed"], one.get("attempts"), [item["actions"] for item in one.get("results", ())])
            for one in results
        ]
        assert told == [*created, *unchanged, *unchanged], played.output
