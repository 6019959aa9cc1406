# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_directory in a process of its own, which is cancelled or killed: what it says, and what it leaves."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
from id360_simulator import Simulator
from people import write_people
from waiting import wait_until

MODULE = """
import json, sys
from ansible.module_utils.testing import patch_module_args
from ansible_collections.manageengine.id360.plugins.modules.id360_directory import main
with patch_module_args(json.loads(sys.argv[1])):
    main()
"""
TOKEN = "simulator-token"


def started(simulator, **options):
    """The module in a process of its own, as Ansible starts it."""
    options = {"url": simulator.url, "access_token": TOKEN, **options}
    return subprocess.Popen(
        [sys.executable, "-c", MODULE, json.dumps(options)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def created(simulator):
    return sorted(user["email"] for user in simulator.tenant.users.values())


def test_a_cancelled_run_says_what_it_did_and_the_next_goes_on(tmp_path):
    report = tmp_path / "report.json"
    options = {"src": write_people(tmp_path / "people.csv", 200), "concurrency": 4, "report": str(report)}
    with Simulator(latency=0.02) as simulator:
        with started(simulator, **options) as module:
            wait_until(lambda: len(simulator.writes) > 20)
            module.terminate()
            output = module.communicate()[0]
            said = json.loads(output)
        assert said["failed"]
        assert said["changed"]
        done = said["summary"]["create"]
        assert said["msg"] == f"interrupted after {done} of 200 items; run it again to continue"
        assert 20 <= done < 200
        assert said["summary"]["unchanged"] == 0  # who was not begun is not "unchanged"
        told = json.loads(report.read_text())
        assert told["summary"] == said["summary"]
        assert sorted(item["key"] for item in told["items"]) == created(simulator)
        assert len(simulator.writes) == done
        with started(simulator, **options) as module:
            said = json.loads(module.communicate()[0])
        assert said["summary"]["create"] == 200 - done
        assert len(created(simulator)) == len(set(created(simulator))) == len(simulator.writes) == 200


def test_a_run_that_is_killed_while_it_hangs_has_left_its_report(tmp_path):
    report = tmp_path / "report.json"
    options = {"src": write_people(tmp_path / "people.csv", 20), "concurrency": 2, "report": str(report)}
    with Simulator() as simulator:
        simulator.fault(method="POST", path="/users", after=5, delay=600, do_work=True)
        with started(simulator, **options) as module:
            wait_until(lambda: len(simulator.tenant.users) == 20)  # all but the one that hangs
            module.terminate()
            wait_until(report.exists)
            module.kill()
        told = json.loads(report.read_text())
        assert told["summary"]["create"] in (18, 19)  # the last answer may have been on its way
        simulator.clear_faults()
        with started(simulator, **options) as module:
            assert json.loads(module.communicate()[0])["summary"]["unchanged"] == 20
        assert len(created(simulator)) == 20


def test_a_report_that_cannot_be_written_takes_nothing_from_the_result(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    options = {"src": write_people(tmp_path / "people.csv", 200), "report": str(folder / "report.json")}
    with Simulator(latency=0.02) as simulator, started(simulator, **options) as module:
        wait_until(lambda: len(simulator.writes) > 20)
        folder.rmdir()
        module.terminate()
        said = json.loads(module.communicate()[0])
        assert said["changed"]
        assert said["actions"] == ["create"]
        assert said["summary"]["create"] == len(said["changes"]) == len(simulator.writes) >= 20
        assert "report.json' can't be written" in said["msg"]
        assert "interrupted after" in said["msg"]


def test_ctrl_c_leaves_a_report_too(tmp_path):
    report = tmp_path / "report.json"
    options = {"src": write_people(tmp_path / "people.csv", 200), "report": str(report)}
    with Simulator(latency=0.02) as simulator, started(simulator, **options) as module:
        wait_until(lambda: len(simulator.writes) > 20)
        module.send_signal(signal.SIGINT)
        assert "interrupted after" in json.loads(module.communicate()[0])["msg"]
        assert json.loads(report.read_text())["summary"]["create"] == len(simulator.writes)


STARTER = "import subprocess, sys; subprocess.run(sys.argv[1:], start_new_session=True)"
LEADER = "import os, subprocess, sys; subprocess.Popen(sys.argv[1:])"


@pytest.mark.parametrize(
    ("wrapped", "killed", "message"),
    [
        (["sh", "-c", '"$@" && sleep 0', "sh"], True, "the process that started this task has ended"),
        ([], True, "the process that started this task has ended"),
        (["sh", "-c", '"$@" && sleep 0', "sh"], False, ""),
        # the leader of its session is gone from the beginning, as that of an async task is
        ([sys.executable, "-c", LEADER], False, ""),
    ],
    ids=["a shell that waits", "a leader itself", "nobody is killed", "async"],
)
def test_whether_the_starter_is_gone(tmp_path, wrapped, killed, message):
    output = tmp_path / "output"
    with Simulator(latency=0.02) as simulator, output.open("wb") as file:
        options = {"url": simulator.url, "access_token": TOKEN, "src": write_people(tmp_path / "people.csv", 100)}
        module = [sys.executable, "-c", MODULE, json.dumps(options)]
        with subprocess.Popen([sys.executable, "-c", STARTER, *wrapped, *module], stdout=file) as starter:
            wait_until(lambda: len(simulator.writes) > 10)
            if killed:
                starter.kill()
            wait_until(lambda: output.read_bytes().endswith(b"}\n"))
        said = json.loads(output.read_text())
        assert message in said.get("msg", "")
        assert said["summary"]["create"] == len(simulator.writes)
        assert (len(simulator.writes) < 100) is killed


def test_sigterm_is_as_before_afterwards(directory):
    before = signal.getsignal(signal.SIGTERM)
    directory(users=[{"email": "ann@example.com"}])
    assert signal.getsignal(signal.SIGTERM) is before
