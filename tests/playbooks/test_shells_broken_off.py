# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in the process of ansible-playbook that is cancelled, or takes longer than its task may: it ends at once."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
from id360_simulator import Simulator
from people import write_people
from waiting import wait_until

from playbooks import play, start

USER = "manageengine.id360.id360_user"
DIRECTORY = "manageengine.id360.id360_directory"
HANGS = {"method": "*", "path": "*", "delay": 600, "times": -1}
PATIENT = {"timeout": 600, "retries": 0}  # the module itself would wait for ten minutes


@pytest.fixture
def simulator():
    with Simulator() as running:
        yield running
        running.clear_faults()


def playing(*tasks):
    return [{"hosts": "all", "gather_facts": False, "tasks": list(tasks)}]


def environment(simulator):
    return {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}


def workers(running):
    """The processes that ansible-playbook runs tasks in."""
    return [int(pid) for pid in Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()]


@pytest.mark.parametrize(
    ("task", "path"),
    [
        pytest.param({USER: {"email": "ann@example.com", **PATIENT}}, "/users", id="reading"),
        pytest.param(
            {DIRECTORY: {"src": "people.csv", "concurrency": 4, **PATIENT}}, "/users", id="writing in threads"
        ),
    ],
)
def test_the_timeout_of_a_task_ends_it(tmp_path, simulator, task, path):
    write_people(tmp_path / "people.csv", 50)
    simulator.fault(**{**HANGS, "method": "POST" if DIRECTORY in task else "GET", "path": path})
    plays = playing({**task, "timeout": 2, "ignore_errors": True}, {"ansible.builtin.debug": {"msg": "goes on"}})
    played = play(tmp_path, plays, **environment(simulator))
    failed, went_on = played.only
    assert "time" in failed["msg"].lower()
    assert went_on["msg"] == "goes on"
    assert len(simulator.writes) <= 4  # nothing new was begun


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_cancelled_loop_ends_at_once(tmp_path, simulator, number):
    simulator.fault(**{**HANGS, "after": 3})
    loop = {USER: {"email": "user{{ item }}@example.com", **PATIENT}, "loop": list(range(100))}
    with start(tmp_path, playing(loop), **environment(simulator)) as running:
        wait_until(lambda: len(simulator.requests) > 3)
        os.killpg(running.pid, number)
        running.communicate()
    asked = len(simulator.requests)
    assert asked == 4


def test_a_cancelled_directory_writes_its_report_and_ends(tmp_path, simulator):
    """The worker is sent SIGTERM, as Ansible does it: what is under way is finished, and the loop does not go on."""
    report = tmp_path / "report.json"
    write_people(tmp_path / "a.csv", 200)
    write_people(tmp_path / "b.csv", 5, first=1000)
    loop = {DIRECTORY: {"src": "{{ item }}.csv", "concurrency": 4, "report": "report.json"}, "loop": ["a", "b"]}
    simulator.settings.latency = 0.02
    with start(tmp_path, playing(loop), **environment(simulator)) as running:
        wait_until(lambda: len(simulator.writes) > 20)
        (worker,) = workers(running)
        os.kill(worker, signal.SIGTERM)
        running.communicate()
    wait_until(lambda: not Path(f"/proc/{worker}").exists())
    told = json.loads(report.read_text())
    created = {user["email"] for user in simulator.tenant.users.values()}
    assert told["summary"]["create"] == len(created) == len(simulator.writes) < 200
    assert "user1000@example.com" not in created
