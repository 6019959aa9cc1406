# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that fails starts a playbook, under the real ansible-rulebook, with the rulebook that the collection ships."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from id360_simulator import Simulator

from playbooks import COMMANDS, environment_in

JAVA = next(Path("/usr/lib/jvm").glob("java-17-openjdk-*/bin/java"), None)
DETAILS = {"entity": "User", "result": [{"id": "12", "status": "ERROR", "message": "Email already exists"}]}

RULEBOOK = Path(__file__).resolve().parents[2] / "extensions/eda/rulebooks/failed_jobs.yml"
# as its comment and the guide say
(COMMAND,) = [line[2:].split() for line in RULEBOOK.read_text().splitlines() if line.startswith("# ansible-rulebook ")]

pytestmark = pytest.mark.skipif(
    not (JAVA or os.environ.get("JAVA_HOME") or shutil.which("java")),
    reason="ansible-rulebook needs Java 17 (on Debian: apt-get install openjdk-17-jre-headless)",
)


def fail(simulator: Simulator, job_id: str, start: str) -> None:
    """A job that is there at once, over, and failed."""
    job = {"id": job_id, "module": "Management", "action_name": "Bulk User Creation", "status": "ERROR"}
    time = f"2026-04-04T{start}.000Z"
    simulator.tenant.jobs[job_id] = {**job, "start_time": time, "end_time": time, "details": DETAILS}


@contextmanager
def rulebook(folder: Path, simulator: Simulator) -> Iterator[subprocess.Popen[str]]:
    """ansible-rulebook at work; whatever is left of it is killed at the end."""
    (folder / "hosts.yml").write_text(
        yaml.safe_dump({"all": {"hosts": {"localhost": {"ansible_python_interpreter": sys.executable}}}})
    )
    (folder / "vars.yml").write_text(yaml.safe_dump({"ID360_INTERVAL": 0.1}))
    credentials = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
    # When it is killed, it leaves its temporary folders behind.
    more = {"TMPDIR": str(folder), "ID360_STATE_FILE": str(folder / "state.json")}
    environment = environment_in(folder, **credentials, **more)
    if JAVA:
        environment["JAVA_HOME"] = str(JAVA.parents[1])
    elif "JAVA_HOME" in os.environ:
        environment["JAVA_HOME"] = os.environ["JAVA_HOME"]
    process = subprocess.Popen(
        [COMMANDS / COMMAND[0], *COMMAND[1:], "--vars", "vars.yml"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


def told_until(process: subprocess.Popen[str], job_id: str) -> list[str]:
    """The ids of the jobs that playbooks spoke of, up to and with this one, whose playbook has to end well."""
    assert process.stdout
    told, printed = [], ""
    for line in process.stdout:
        printed += line
        if "Bulk User Creation: ERROR" in line:
            told.append(line.split('"job": "')[1].split()[0])
        if told[-1:] == [job_id] and "failed=0" in line:
            assert "Email already exists" in printed
            return told
    pytest.fail(printed)


def test_the_guide_shows_the_same_command() -> None:
    guide = RULEBOOK.parents[3] / "docs/docsite/rst/event_driven.rst"
    assert f"$ {' '.join(COMMAND)}\n" in guide.read_text()


def test_a_job_that_fails_starts_a_playbook_once(tmp_path: Path) -> None:
    running = {"id": "2", "status": "RUNNING", "action_name": "Bulk User Creation", "details": DETAILS}
    with Simulator({"jobs": [{**running, "start_time": "2026-04-04T12:00:02.000Z", "next_statuses": []}]}) as simulator:
        fail(simulator, "1", "12:00:01")
        with rulebook(tmp_path, simulator) as process:
            while not (tmp_path / "state.json").exists():  # until the first look
                assert process.poll() is None, process.stdout and process.stdout.read()
            del simulator.tenant.job_paths["2"]
            fail(simulator, "2", "12:00:02")
            assert told_until(process, "2") == ["2"]
            os.killpg(process.pid, signal.SIGKILL)
        fail(simulator, "3", "12:00:03")  # while nobody looks
        with rulebook(tmp_path, simulator) as process:
            assert told_until(process, "3") == ["3"]
            fail(simulator, "4", "12:00:04")
            assert told_until(process, "4") == ["4"]
        assert simulator.writes == []
