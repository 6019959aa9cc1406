# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs over a whole directory as they happen: cancelled, shared among machines, and large."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from id360_simulator import Simulator
from runner import run_job

from playbooks import COMMANDS, environment_in, play, tasks, wait_until

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


def people(path, count, **columns):
    rows = [",".join([f"user{number}@example.com", *columns.values()]) for number in range(count)]
    path.write_text("\n".join([",".join(["email", *columns]), *rows, ""]))
    return str(path)


def created(simulator):
    return sorted(user["email"] for user in simulator.tenant.users.values())


def test_a_cancelled_run_says_what_it_did_and_the_next_goes_on(tmp_path):
    report = tmp_path / "report.json"
    options = {"src": people(tmp_path / "people.csv", 200), "concurrency": 4, "report": str(report)}
    with Simulator(latency=0.02) as simulator:
        with started(simulator, **options) as module:
            wait_until(lambda: len(simulator.writes) > 20)
            module.terminate()
            output = module.communicate()[0]
            said = json.loads(output)
        assert said["failed"]
        assert said["changed"]
        done = said["summary"]["create"]
        assert said["msg"] == f"interrupted after {done} of 200 items; run it again to go on"
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
    options = {"src": people(tmp_path / "people.csv", 20), "concurrency": 2, "report": str(report)}
    with Simulator() as simulator:
        simulator.fault(method="POST", path="/users", after=5, delay=600, do_work=True)
        with started(simulator, **options) as module:
            wait_until(lambda: len(simulator.tenant.users) == 20)  # all but the one that hangs
            module.terminate()
            wait_until(report.exists)
            module.kill()
        told = json.loads(report.read_text())
        assert told["summary"]["create"] == 19
        simulator.clear_faults()
        with started(simulator, **options) as module:
            assert json.loads(module.communicate()[0])["summary"]["unchanged"] == 20
        assert len(created(simulator)) == 20


def test_a_report_that_cannot_be_written_takes_nothing_from_the_result(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    options = {"src": people(tmp_path / "people.csv", 200), "report": str(folder / "report.json")}
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
    options = {"src": people(tmp_path / "people.csv", 200), "report": str(report)}
    with Simulator(latency=0.02) as simulator, started(simulator, **options) as module:
        wait_until(lambda: len(simulator.writes) > 20)
        module.send_signal(signal.SIGINT)
        assert "interrupted after" in json.loads(module.communicate()[0])["msg"]
        assert json.loads(report.read_text())["summary"]["create"] == len(simulator.writes)


def test_a_killed_job_begins_nothing_new(tmp_path):
    """AWX kills the process group of ansible-playbook; the module is in a session of its own, and no signal comes."""
    report = tmp_path / "report.json"
    src = people(tmp_path / "people.csv", 200)
    with Simulator(latency=0.02) as simulator:
        options = {"url": simulator.url, "access_token": TOKEN, "src": src, "concurrency": 4, "report": str(report)}
        (tmp_path / "playbook.yml").write_text(json.dumps(tasks(options, module="id360_directory")))
        python = f"ansible_python_interpreter={sys.executable}"
        command = [COMMANDS / "ansible-playbook", "playbook.yml", "-i", "localhost,", "-c", "local", "-e", python]
        environment = environment_in(tmp_path)
        with subprocess.Popen(
            command, cwd=tmp_path, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
        ) as job:
            wait_until(lambda: len(simulator.writes) > 20)
            os.killpg(job.pid, signal.SIGKILL)
        wait_until(report.exists)
        told = json.loads(report.read_text())
        assert 20 <= told["summary"]["create"] < 150
        assert len(simulator.writes) == told["summary"]["create"] == len(simulator.tenant.users)


STARTER = "import subprocess, sys; subprocess.run(sys.argv[1:], start_new_session=True)"
LEADER = "import os, subprocess, sys; subprocess.Popen(sys.argv[1:])"


@pytest.mark.parametrize(
    ("wrapped", "killed", "message"),
    [
        (["sh", "-c", '"$@" && sleep 0', "sh"], True, "the process that started this task is gone"),
        ([], True, "the process that started this task is gone"),
        (["sh", "-c", '"$@" && sleep 0', "sh"], False, ""),
        # the leader of its session is gone from the beginning, as that of an async task is
        ([sys.executable, "-c", LEADER], False, ""),
    ],
    ids=["a shell that waits", "a leader itself", "nobody is killed", "async"],
)
def test_whether_the_starter_is_gone(tmp_path, wrapped, killed, message):
    output = tmp_path / "output"
    with Simulator(latency=0.02) as simulator, output.open("wb") as file:
        options = {"url": simulator.url, "access_token": TOKEN, "src": people(tmp_path / "people.csv", 100)}
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


def test_four_shards_at_once_handle_everybody_once(tmp_path):
    src = people(tmp_path / "people.csv", 100, title="Clerk")
    seed = {"users": [{"id": str(number), "email": f"user{number}@example.com"} for number in range(50)]}
    with Simulator(seed, latency=0.005) as simulator:

        def run(index):
            folder = tmp_path / f"job{index}"
            folder.mkdir()
            (task,) = tasks({"src": src, "shard": {"index": index, "count": 4}}, module="id360_directory")
            environment = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": TOKEN}
            return run_job(folder, [task], environment=environment)

        with ThreadPoolExecutor(4) as pool:
            jobs = list(pool.map(run, range(4)))
        assert [job.status for job in jobs] == [0] * 4, jobs[0].left
        results = [job.results[0] for job in jobs]
        keys = [change["key"] for result in results for change in result["changes"]]
        assert sorted(keys) == sorted(f"user{number}@example.com" for number in range(100))
        assert all(result["changes"] for result in results)
        assert len(simulator.writes) == 100
        assert len(created(simulator)) == 100
        assert {user["title"] for user in simulator.tenant.users.values()} == {"Clerk"}


def test_the_result_of_ten_thousand_is_small(tmp_path):
    """At whatever verbosity, and it has those that changed alone."""
    src = people(tmp_path / "people.csv", 10_000, title="Clerk", password="Canary-1-secret")
    users = [
        {"id": str(number), "email": f"user{number}@example.com", "title": "Clerk" if number > 4 else "Head"}
        for number in range(10_000)
    ]
    with Simulator({"users": users}) as simulator:
        plays = tasks({"src": src}, module="id360_directory", diff=True)
        environment = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": TOKEN}
        played = play(tmp_path, plays, "-vvvvv", **environment)
        (done,) = played.only
        assert done["summary"]["patch"] == len(done["changes"]) == len(done["diff"]) == 5
        assert len(simulator.requests) == 10 + 5
        assert len(played.output) < 100_000
        assert "Canary" not in played.output


def test_sigterm_is_as_before_afterwards(directory):
    before = signal.getsignal(signal.SIGTERM)
    directory(users=[{"email": "ann@example.com"}])
    assert signal.getsignal(signal.SIGTERM) is before
