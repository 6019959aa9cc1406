# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs over a whole directory as they happen: killed, shared among machines, and large."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from id360_simulator import Simulator
from people import write_people
from runner import run_job
from waiting import wait_until

from playbooks import COMMANDS, environment_in, play, tasks

TOKEN = "simulator-token"


def test_a_killed_job_begins_nothing_new(tmp_path):
    """AWX kills the process group of ansible-playbook; the module is in a session of its own, and no signal comes."""
    report = tmp_path / "report.json"
    src = write_people(tmp_path / "people.csv", 200)
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


def test_four_shards_at_once_handle_everybody_once(tmp_path):
    src = write_people(tmp_path / "people.csv", 100, title="Clerk")
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
        assert len(simulator.tenant.users) == 100
        assert {user["title"] for user in simulator.tenant.users.values()} == {"Clerk"}


def test_the_result_of_ten_thousand_is_small(tmp_path):
    """At whatever verbosity, and it has those that changed alone."""
    src = write_people(tmp_path / "people.csv", 10_000, title="Clerk", password="Canary-1-secret")
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
