# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tasks cost, beside the least that their work can cost, in one run on one machine.

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
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.filter.directory_plan import directory_plan
from ansible_collections.manageengine.id360.plugins.module_utils._garbage import rare_collections
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.feed import read_feed

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


def playbook(folder: Path, name: str, tasks: list[dict[str, Any]], *more: str) -> list[Any]:
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    local = ["-i", "localhost,", "-c", "local", "-e", f"ansible_python_interpreter={sys.executable}"]
    return [Path(sys.executable).with_name("ansible-playbook"), *local, *more, path]


def directory(**options: Any) -> dict[str, Any]:
    return {"manageengine.id360.id360_directory": options}


def row(what: str, measured: str, ratio: float, limit: float, *, at_least: bool = False) -> bool:
    holds = ratio >= limit if at_least else ratio <= limit
    sign = "≥" if at_least else "≤"
    print(f"| {what} | {measured} | {ratio:.3g} | {sign} {limit:.3g} | {'yes' if holds else 'NO'} |", flush=True)
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
        held.append(row(what, measured, whole / (nothing + bare), 1.2 if count == 1 else 1.35))
    return held


AS_A_MODULE = ("-e", "id360_in_process=false")
ONE_BY_ONE = 8  # of what takes long: it costs the same each time


def user(count: int) -> dict[str, Any]:
    options = {"email": "user{{ item }}@example.com", "title": "Clerk"}
    return {"manageengine.id360.id360_user": options, "loop": f"{{{{ range({count}) | list }}}}"}


def debug(count: int) -> dict[str, Any]:
    """What Ansible itself takes for each item."""
    options = {"msg": "user{{ item }}@example.com"}
    return {"ansible.builtin.debug": options, "loop": f"{{{{ range({count}) | list }}}}"}


def each(whole: float, nothing: float, count: int) -> float:
    """Milliseconds for one of many."""
    return (whole - nothing) / count * 1_000


def loops(folder: Path) -> list[bool]:
    people = [{"id": str(number), "email": f"user{number}@example.com", "title": "Clerk"} for number in range(100)]
    held = []
    for latency, count in ((0, 100), (0.05, 50)):
        for seed in (people, []):
            with Simulator({"users": seed}, latency=latency) as simulator:

                def work(command: list[Any], simulator: Simulator = simulator, seed: Any = seed) -> Callable[[], None]:
                    def done() -> None:
                        simulator.reset({"users": seed})
                        run(command, folder, ID360_URL=simulator.url)

                    return done

                script = [sys.executable, HERE / "bare_loop.py"]
                commands = [
                    playbook(folder, "empty", []),
                    [*script, 0],
                    [*script, count],
                    playbook(folder, "loop", [user(count)]),
                    playbook(folder, "modules", [user(ONE_BY_ONE)], *AS_A_MODULE),
                    playbook(folder, "uri", uri_tasks(ONE_BY_ONE)),
                    playbook(folder, "debug", [debug(count)]),
                ]
                empty, started, scripted, looped, modules, by_uri, ansible = side_by_side(*map(work, commands))
                work(commands[3])()
                connections = len({request.connection for request in simulator.requests})
            bare, mine = each(scripted, started, count), each(looped, empty, count)
            module, uri = each(modules, empty, ONE_BY_ONE), each(by_uri, empty, ONE_BY_ONE)
            what = f"loop of {count}, {'unchanged' if seed else 'create'}, {latency * 1_000:.0f} ms"
            idle = each(ansible, empty, count)
            measured = f"{mine:.1f} ms each; as a module {module:.0f}, uri {uri:.0f}, bare script {bare:.1f}"
            measured += f", `ansible.builtin.debug` {idle:.1f}"
            if latency:
                held.append(row(what, measured, mine / bare, 1.25))
            else:
                held.append(row(f"{what}, of the module", measured, mine / module, 1 / 40))
            if not latency and not seed:
                held.append(row("… of `ansible.builtin.uri`", measured, mine / uri, 1 / 60))
            held.append(row("… connections", str(connections), connections, 1))
    return held


def tasks_apart(folder: Path) -> list[bool]:
    people = [{"id": "0", "email": "user0@example.com", "title": "Clerk"}]
    task = {"manageengine.id360.id360_user": {"email": "user0@example.com", "title": "Clerk"}}
    with Simulator({"users": people}) as simulator:
        empty, mine, modules = side_by_side(
            *(
                partial(run, command, folder, ID360_URL=simulator.url)
                for command in (
                    playbook(folder, "empty", []),
                    playbook(folder, "apart", [task] * 25),
                    playbook(folder, "modules", [task] * 25, *AS_A_MODULE),
                )
            )
        )
    mine, module = each(mine, empty, 25), each(modules, empty, 25)
    return [row("25 tasks, unchanged", f"{mine:.1f} ms each; as a module {module:.0f}", mine / module, 1 / 12)]


def memory(folder: Path) -> list[bool]:
    src = write_csv(folder, 10_000)
    with seeded(10_000, maximum_limit=1_000) as simulator:
        nothing = worker_memory(playbook(folder, "nothing", [directory(users=[])]), folder, simulator)
        whole = worker_memory(playbook(folder, "unchanged", [directory(src=src)]), folder, simulator)
    return [
        row("memory of the worker, 10,000 from CSV", f"{whole - nothing:.0f} MB, at most 60", (whole - nothing) / 60, 1)
    ]


def worker_memory(command: list[Any], folder: Path, simulator: Simulator) -> float:
    """The peak of the process in which ansible-playbook runs a task, in MB."""
    environment = {**os.environ, "ID360_ACCESS_TOKEN": TOKEN, "ID360_URL": simulator.url}
    peak = 0
    with subprocess.Popen(list(map(str, command)), cwd=folder, env=environment, stdout=subprocess.DEVNULL) as playing:
        while playing.poll() is None:
            try:
                children = Path(f"/proc/{playing.pid}/task/{playing.pid}/children").read_text().split()
                for child in children:
                    status = Path(f"/proc/{child}/status").read_text()
                    peak = max(
                        peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
                    )
            except (OSError, TypeError):
                continue
    assert playing.returncode == 0
    return peak / 1024


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
        few = ONE_BY_ONE
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


def paced(folder: Path) -> list[bool]:
    """Creates on a server that takes ten requests a second; its own pace is ten a second all the time. The start of the
    module is not counted."""
    src = write_csv(folder, 300)
    held = []
    for retry_after in (True, False):
        limit = {"requests": 10, "seconds": 1, "retry_after": retry_after}
        with Simulator(rate_limit=limit) as simulator:

            def work(simulator: Simulator = simulator, **options: Any) -> None:
                given = json.dumps({"url": simulator.url, "access_token": TOKEN, "concurrency": 16, **options})
                run([sys.executable, "-c", MODULE, given], folder)

            started = seconds(partial(work, users=[]))
            simulator.reset()
            taken = seconds(partial(work, src=src)) - started
            sent = len(simulator.requests)
            needed = sum(request.status != 429 for request in simulator.requests)
        assert needed >= 300
        what = f"300 creates, 10 requests a second, with{'' if retry_after else 'out'} Retry-After"
        held.append(row(what, f"{taken:.1f} s; the server's pace {needed / 10:.1f} s", taken / (needed / 10), 1.1))
        held.append(row("… requests sent for each one needed", f"{sent} for {needed}", sent / needed, 1.15))
    return held


HR_COLUMNS = {
    "No.": "employee_id",
    "Given name": "first_name",
    "Name": "last_name",
    "Mail": "email",
    "Unit": "department",
    "Manager": "manager_employee_id",
    "From": "start_date",
    "To": "end_date",
    "State": "status",
    "Job": "title",
}


def hr_plan(_folder: Path) -> list[bool]:
    """What the role directory makes of an HR file in which every fortieth has left, beside reading it."""
    count = 20_000
    rows = [
        f"{number:06},Given {number},Family {number},user{number}@example.com,Unit {number % 50},{number // 10:06},"
        f"2019-03-01,{'2024-10-31' if number % 40 == 39 else '9999-12-31'},active,Clerk"
        for number in range(count)
    ]
    content = "\n".join([",".join(HR_COLUMNS), *rows]).encode()
    options = {
        "path": "hr.csv",
        "today": "2026-11-30",
        "columns": HR_COLUMNS,
        "department_groups": {f"Unit {number}": f"Group {number}" for number in range(5)},
        "no_end": ["9999-12-31"],
        "accounts": [
            {"id": str(number), "email": f"user{number}@example.com", "employee_id": f"{number:06}"}
            for number in range(count)
        ],
    }
    encoded = b64encode(content).decode()

    def read() -> None:
        with rare_collections():
            assert len(read_feed(content, "hr.csv", HR_COLUMNS).rows) == count

    def plan() -> None:
        assert directory_plan(encoded, **options)["ended"] == count / 40

    reading, whole = side_by_side(read, plan)
    planning = whole - reading
    measured = f"{planning:.2f} s; reading them {reading:.2f} s"
    return [row("20,000 rows of an HR file planned, of reading them", measured, planning / reading, 2)]


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
        parts = {
            "loops": loops,
            "tasks": tasks_apart,
            "unchanged": unchanged,
            "memory": memory,
            "creates": creates,
            "paced": paced,
            "requests": requests_for_unchanged,
            "hr_plan": hr_plan,
        }
        held = [holds for name, part in parts.items() if name in (sys.argv[1:] or parts) for holds in part(folder)]
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nThe simulated tenants took up to {own:.0f} MB themselves.", file=sys.stderr)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
