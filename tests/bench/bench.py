# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What id360_directory costs, beside the least that its work can cost, in one run on one machine.

Only the ratios mean something. Prints a table in Markdown.
"""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from id360_simulator import Simulator

HERE = Path(__file__).parent
TOKEN = "simulator-token"
ROUNDS = 5
COLUMNS = {
    "employeeID": "E{0}",
    "firstName": "Given {0}",
    "lastName": "Family {0}",
    "displayName": "Given Family {0}",
    "department": "Department {1}",
    "title": "Title {1}",
    "city": "City {1}",
    "country": "Country {1}",
    "telephoneNumber": "+47 555 {0}",
}
# VmHWM is of this program alone; ru_maxrss is not, it begins with what the parent of the process had.
MODULE = """
import json, sys
from ansible.module_utils.testing import patch_module_args
from ansible_collections.manageengine.id360.plugins.modules.id360_directory import main
try:
    with patch_module_args(json.loads(sys.argv[1])):
        main()
finally:
    print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1], file=sys.stderr)
"""


def person(number: int) -> dict[str, str]:
    """One of the people, with the API's names."""
    values = {name: pattern.format(number, number % 40) for name, pattern in COLUMNS.items()}
    return {"email": f"user{number}@example.com", **values}


def write_csv(folder: Path, count: int) -> str:
    path = folder / f"people{count}.csv"
    rows = [",".join(person(number).values()) for number in range(count)]
    path.write_text("\n".join([",".join(person(0)), *rows, ""]))
    return str(path)


def seeded(count: int, **settings: Any) -> Simulator:
    users = [{"id": str(number), **person(number)} for number in range(count)]
    return Simulator({"users": users}, **settings)


def run(command: list[Any], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; whatever it printed is shown when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, "ID360_ACCESS_TOKEN": TOKEN, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")
    return done


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def side_by_side(*works: Callable[[], Any]) -> list[float]:
    """The median seconds of each; they take turns, so that what else the machine does hits all of them."""
    times: list[list[float]] = [[] for _work in works]
    for _round in range(ROUNDS):
        for taken, work in zip(times, works, strict=True):
            taken.append(seconds(work))
    return [statistics.median(taken) for taken in times]


def playbook(folder: Path, name: str, tasks: list[dict[str, Any]]) -> list[Any]:
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    local = ["-i", "localhost,", "-c", "local", "-e", f"ansible_python_interpreter={sys.executable}"]
    return [Path(sys.executable).with_name("ansible-playbook"), *local, path]


def directory(**options: Any) -> dict[str, Any]:
    return {"manageengine.id360.id360_directory": options}


def row(what: str, measured: str, ratio: float, limit: float, *, at_least: bool = False) -> bool:
    holds = ratio >= limit if at_least else ratio <= limit
    sign = "≥" if at_least else "≤"
    print(f"| {what} | {measured} | {ratio:.2f} | {sign} {limit:g} | {'yes' if holds else 'NO'} |", flush=True)
    return holds


def requests_for_unchanged(folder: Path) -> list[bool]:
    held = []
    for count in (100, 1_000, 10_000, 100_000):
        src = write_csv(folder, count)
        for page in (100, 1_000):
            with seeded(count, maximum_limit=page) as simulator:
                memory = module_memory(folder, simulator, src)
                asked = len(simulator.requests)
            limit = math.ceil(count / page) + 2
            measured = f"{asked} requests, at most {limit}"
            held.append(row(f"{count:,} unchanged, pages of {page:,}", measured, asked / limit, 1))
            if page == 1_000 and count >= 10_000:
                most = {10_000: 80, 100_000: 350}[count]
                held.append(
                    row(f"peak memory, {count:,} from CSV", f"{memory:.0f} MB, at most {most}", memory / most, 1)
                )
    return held


def module_memory(folder: Path, simulator: Simulator, src: str) -> float:
    """The peak of the module's process, in MB."""
    options = json.dumps({"url": simulator.url, "access_token": TOKEN, "src": src})
    done = run([sys.executable, "-c", MODULE, options], folder)
    assert json.loads(done.stdout)["changed"] is False
    return int(done.stderr.split()[-1]) / 1024


def unchanged(folder: Path) -> list[bool]:
    held = []
    # One user is nearly no work: what Ansible itself takes to start a module of this size.
    for count, page, latency in ((1, 1_000, 0), (10_000, 100, 0), (10_000, 1_000, 0), (10_000, 100, 0.05)):
        src = write_csv(folder, count)
        with seeded(count, maximum_limit=page, latency=latency) as simulator:
            environment = {"ID360_URL": simulator.url}
            empty = playbook(folder, "empty", [])
            task = playbook(folder, "unchanged", [directory(src=src)])
            script = [sys.executable, HERE / "bare_listing.py", "id,email,status,primarySource," + ",".join(COLUMNS)]
            nothing, bare, whole = side_by_side(
                *(partial(run, command, folder, **environment) for command in (empty, script, task))
            )
        measured = f"{whole:.2f} s; empty play {nothing:.2f} s, bare script {bare:.2f} s"
        what = f"{count:,} unchanged, pages of {page:,}" + (f", at {latency * 1000:.0f} ms" if latency else "")
        held.append(row(what, measured, whole / (nothing + bare), 1.5))
    return held


def creates(folder: Path) -> list[bool]:
    src = write_csv(folder, 1_000)
    with Simulator(latency=0.05) as simulator:
        environment = {"ID360_URL": simulator.url}
        options = {"url": simulator.url, "access_token": TOKEN, "src": src, "concurrency": 16}
        module = [sys.executable, "-c", MODULE, json.dumps(options)]
        task = playbook(folder, "creates", [directory(src=src, concurrency=16)])
        script = [sys.executable, HERE / "bare_creates.py", src]

        def emptied(command: list[Any]) -> Callable[[], None]:
            def work() -> None:
                run(command, folder, **environment)
                assert len(simulator.tenant.users) == 1_000
                simulator.reset({"users": []})

            return work

        bare, alone, whole = side_by_side(emptied(script), emptied(module), emptied(task))
        few = 20
        loop = playbook(folder, "loop", uri_tasks(few))
        by_uri = seconds(lambda: run(loop, folder, **environment)) / few * 1_000
    measured = f"{alone:.2f} s; asyncio script {bare:.2f} s"
    return [
        row("1,000 creates at 50 ms, 16 at once: the module", measured, alone / bare, 1.4),
        row("… in its playbook", f"{whole:.2f} s; asyncio script {bare:.2f} s", whole / bare, 1.4),
        row(
            "… against a loop of ansible.builtin.uri",
            f"{by_uri:.0f} s for 1,000, taken from {few}; playbook {whole:.2f} s",
            by_uri / whole,
            100,
            at_least=True,
        ),
    ]


def uri_tasks(count: int) -> list[dict[str, Any]]:
    """Look each up, and create who is not there, as people do it without a module."""
    common = {"headers": {"Authorization": f"Zoho-oauthtoken {TOKEN}"}, "return_content": True}
    root = "{{ lookup('env', 'ID360_URL') }}/api/v1/users"
    address = "user{{ item }}@example.com"
    emails = f"range({count})"
    look = {"url": f"{root}?filter=email%20eq%20%22{address}%22", **common}
    create = {"url": root, "method": "POST", "body_format": "json", "body": {"email": address}, "status_code": 201}
    return [
        {"ansible.builtin.uri": look, "loop": f"{{{{ {emails} | list }}}}", "register": "found"},
        {
            "ansible.builtin.uri": {**create, **common},
            "loop": f"{{{{ {emails} | list }}}}",
            "when": "found.results[item].json.data | length == 0",
        },
    ]


def main() -> int:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {ROUNDS} rounds\n")
    print("| what | measured | ratio | limit | holds |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(ANSIBLE_HOME=name, ANSIBLE_LOCAL_TEMP=f"{name}/tmp", ANSIBLE_REMOTE_TEMP=f"{name}/tmp")
        os.environ.update(ANSIBLE_PIPELINING="true", ANSIBLE_LOCALHOST_WARNING="false", XDG_CACHE_HOME=f"{name}/cache")
        parts = {"unchanged": unchanged, "creates": creates, "requests": requests_for_unchanged}
        held = [holds for name, part in parts.items() if name in (sys.argv[1:] or parts) for holds in part(folder)]
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nThe simulated tenants took up to {own:.0f} MB themselves.", file=sys.stderr)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
