# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source as ansible-rulebook calls it, on a simulated tenant."""

from __future__ import annotations

import asyncio
import json
import runpy
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.doc_fragments.connection import ModuleDocFragment

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = Path("extensions/eda/plugins/event_source/jobs.py")
# Jobs come and go in the tenant with the fields that count here, and no others.
pytestmark = pytest.mark.odd_answers

JOBS = [
    {"id": "1", "status": "ERROR", "module": "Management", "start_time": "2026-04-04T10:00:00.000Z"},
    {"id": "2", "status": "RUNNING", "module": "Management", "start_time": "2026-04-04T11:00:00.000Z"},
    {"id": "3", "status": "RUNNING", "module": "Reports", "start_time": "2026-04-04T12:00:00.000Z"},
]


class Watching:
    """The event source at work. Leaving the block cancels it, as ansible-rulebook does at its end."""

    def __init__(self, simulator, **options):
        self.queue = asyncio.Queue(1)
        self.simulator = simulator
        self.args = {"url": simulator.url, "access_token": "simulator-token", "interval": 0.01, "retries": 0, **options}

    async def __aenter__(self):
        main = runpy.run_path(str(CHECKOUT / SOURCE))["main"]
        self.task = asyncio.create_task(main(self.queue, self.args))
        return self

    async def __aexit__(self, *_exception):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def looked(self, times=2):
        """Return after so many looks more: with two, one of them has begun after this call."""
        wanted = len(self.listings) + times
        while len(self.listings) < wanted and not self.task.done():
            await asyncio.sleep(0.001)
        if self.task.done():
            self.task.result()

    @property
    def listings(self):
        return [request for request in self.simulator.requests if request.path == "/jobs"]

    async def event(self):
        made = await asyncio.wait_for(self.queue.get(), 30)
        return made["job"]["id"], made["previous_status"], made["job"]["status"]


def run(watch):
    return asyncio.run(asyncio.wait_for(watch, 60))


def become(simulator, job_id, status, **more):
    simulator.tenant.job_paths.pop(job_id, None)
    simulator.tenant.jobs.setdefault(job_id, {"id": job_id}).update(status=status, **more)


@pytest.fixture
def simulator():
    with Simulator({"jobs": JOBS}) as running:
        for job in JOBS:
            become(running, job["id"], job["status"])
        yield running


def test_a_change_is_an_event_and_what_was_is_none(simulator):
    async def watch():
        async with Watching(simulator) as watching:
            await watching.looked()
            become(simulator, "2", "ERROR")
            assert await watching.event() == ("2", "RUNNING", "ERROR")
            become(simulator, "9", "QUEUED", start_time="2026-04-04T12:30:00.000Z")
            assert await watching.event() == ("9", None, "QUEUED")
            await watching.looked()
            assert watching.queue.empty()

    run(watch())
    assert simulator.writes == []


def test_a_simulator_in_the_environment_is_all_it_talks_to(simulator, monkeypatch, caplog):
    async def watch():
        async with Watching(simulator, url="https://id360.example.com", access_token="other") as watching:
            await watching.looked()

    monkeypatch.setenv("ID360_SIMULATOR", simulator.url)
    run(watch())
    assert f"ID360_SIMULATOR is set: requests go to the simulator at {simulator.url} only" in caplog.text


def test_filters(simulator):
    async def watch():
        wanted = {"job_module": "Management", "filter": 'id ne "8"', "status": ["ERROR", "WARNING"]}
        async with Watching(simulator, **wanted) as watching:
            await watching.looked()
            become(simulator, "3", "ERROR")
            become(simulator, "8", "ERROR", module="Management", start_time="2026-04-04T12:30:00.000Z")
            become(simulator, "9", "QUEUED", module="Management", start_time="2026-04-04T12:30:00.000Z")
            await watching.looked()
            become(simulator, "9", "ERROR")
            assert await watching.event() == ("9", "QUEUED", "ERROR")
            await watching.looked()
            assert watching.queue.empty()

    run(watch())


def test_a_long_job_ends_outside_of_the_window(simulator):
    async def watch():
        async with Watching(simulator, overlap=1) as watching:
            await watching.looked()
            become(simulator, "9", "COMPLETED", start_time="2026-04-05T12:30:00.000Z")
            assert await watching.event() == ("9", None, "COMPLETED")
            await watching.looked()
            become(simulator, "2", "WARNING")
            assert await watching.event() == ("2", "RUNNING", "WARNING")
            del simulator.tenant.jobs["3"]
            await watching.looked()
            simulator.forget()
            await watching.looked()
            assert {request.path for request in simulator.requests} == {"/jobs"}

    run(watch())


def test_a_restart_goes_on_from_the_state_file(simulator, tmp_path):
    state = tmp_path / "state.json"

    async def watch(*expected):
        async with Watching(simulator, state_file=str(state)) as watching:
            assert [await watching.event() for _event in expected] == list(expected)
            await watching.looked()
            assert watching.queue.empty()

    run(watch())
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    become(simulator, "2", "ERROR")
    become(simulator, "9", "COMPLETED", start_time="2026-04-04T12:30:00.000Z")
    run(watch(("2", "RUNNING", "ERROR"), ("9", None, "COMPLETED")))
    run(watch())


def test_stopped_amid_events_it_goes_on_with_the_next_one(simulator, tmp_path):
    """The queue takes one event; the source waits with the others, and is stopped there."""
    options = {"state_file": str(tmp_path / "state.json")}

    async def watch():
        async with Watching(simulator, **options) as watching:
            await watching.looked()
            for job_id in ("21", "22", "23"):
                become(simulator, job_id, "ERROR", start_time=f"2026-04-04T12:{job_id}:00.000Z")
            assert (await watching.event())[0] == "21"
            while watching.queue.empty():
                await asyncio.sleep(0.001)
        async with Watching(simulator, **options) as again:
            taken = watching.queue.get_nowait()["job"]["id"]
            return [taken, (await again.event())[0]]

    assert run(watch()) == ["22", "23"]


def test_a_state_file_that_cannot_be_written_is_written_later(simulator, tmp_path, caplog):
    folder = tmp_path / "folder"
    folder.mkdir()

    async def watch():
        async with Watching(simulator, state_file=str(folder / "state.json")) as watching:
            await watching.looked()
            folder.rename(tmp_path / "away")
            become(simulator, "2", "ERROR")
            assert await watching.event() == ("2", "RUNNING", "ERROR")
            await watching.looked()
            (tmp_path / "away").rename(folder)
            await watching.looked()
        async with Watching(simulator, state_file=str(folder / "state.json")) as again:
            await again.looked()
            assert again.queue.empty()

    run(watch())
    assert "The state file was not written; the next poll tries again: state_file " in caplog.text


def test_a_state_file_belongs_to_one_source(simulator, tmp_path):
    options = {"state_file": str(tmp_path / "state.json")}

    async def watch():
        async with Watching(simulator, **options) as watching:
            await watching.looked()
            async with Watching(simulator, **options) as another:
                with pytest.raises(Exception, match=r"state_file '.*state.json' is in use by another event source"):
                    await another.task
            await watching.looked()

    run(watch())


def test_a_job_that_cannot_be_read_holds_up_no_other(simulator, caplog):
    async def watch():
        become(simulator, "1", "PAUSED")  # neither listed again nor over, so it is read
        async with Watching(simulator, overlap=1) as watching:
            await watching.looked()
            simulator.fault(path="/jobs/1", status=500, times=-1)
            become(simulator, "9", "ERROR", start_time="2026-04-05T12:30:00.000Z")
            assert await watching.event() == ("9", None, "ERROR")
            await watching.looked()
            simulator.clear_faults()
            become(simulator, "1", "COMPLETED")
            assert await watching.event() == ("1", "PAUSED", "COMPLETED")

    run(watch())
    assert "The job 1 can't be read; the next poll tries again: " in caplog.text


def test_a_token_that_dies_amid_a_look_fails_all_of_it(simulator, caplog):
    """It is no affair of the one job that was read when it died."""

    async def watch():
        become(simulator, "1", "PAUSED")
        async with Watching(simulator, overlap=1) as watching:
            await watching.looked()
            simulator.fault(path="/jobs/1", status=401, times=-1)
            await watching.looked()
            simulator.clear_faults()
            become(simulator, "1", "COMPLETED")
            assert await watching.event() == ("1", "PAUSED", "COMPLETED")

    run(watch())
    assert "The poll failed; its changes are emitted by the next one: " in caplog.text
    assert "The job 1 can't be read" not in caplog.text


def test_a_look_that_fails_is_made_up_for(simulator, caplog):
    async def watch():
        async with Watching(simulator) as watching:
            await watching.looked()
            simulator.fault(path="/jobs", status=503, times=3)
            become(simulator, "2", "ERROR")
            assert await watching.event() == ("2", "RUNNING", "ERROR")

    run(watch())
    assert "The poll failed; its changes are emitted by the next one: " in caplog.text


@pytest.mark.parametrize("secret", ["simulator-token", 'to/ken"1'])
def test_a_token_that_the_server_repeats_is_shown_nowhere(simulator, caplog, secret):
    """However it spells it; and what acts on a terminal is escaped."""
    simulator.settings.tokens = [secret]
    said = f"\x1b[2J{secret} {json.dumps(secret)} {quote(secret, safe='')}\x9b"
    error = {"code": "00000000", "title": said, "detail": said}

    async def watch():
        async with Watching(simulator, access_token=secret) as watching:
            await watching.looked()
            simulator.fault(path="/jobs", status=500, error=error)
            become(simulator, "2", "ERROR", action_name=said)
            change = await asyncio.wait_for(watching.queue.get(), 30)
            return str(change)

    told = run(watch()) + caplog.text
    assert "The poll failed; its changes are emitted by the next one: \\x1b[2J********" in told
    assert "\x1b" not in told
    assert "\x9b" not in caplog.text
    assert not [part for part in ("simulator-token", "ken") if part in told]
    simulator.fault(path="/jobs", status=500, error=error)
    with pytest.raises(Exception, match=r"\*{8}") as raised:
        run(watch())
    assert "ken" not in str(raised.value)


def test_a_server_that_cannot_filter_by_the_start_lists_all(simulator):
    refused = {"code": "00000107", "title": "Invalid Parameter", "detail": "filter"}

    async def watch():
        async with Watching(simulator) as watching:
            await watching.looked()
            simulator.fault(path="/jobs", status=400, error=refused, times=2)  # once more without the limit
            become(simulator, "2", "ERROR")
            assert await watching.event() == ("2", "RUNNING", "ERROR")
            unfiltered = [request for request in watching.listings if "filter" not in request.query]
            assert len(unfiltered) == 2  # the first look, and the one after the refusal

    run(watch())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"interval": 0}, "interval 0 is not between 0 and"),
        ({"overlap": -1}, "overlap -1 is not between 0 and"),
        ({"status": ["GONE"]}, "Got no match for: GONE"),
        ({"intervall": 3}, "intervall"),
        ({"url": "http://id360.example.com"}, "sends secrets in clear text"),
        ({"state_file": "/nowhere/state.json"}, "state_file '/nowhere/state.json' can't be written"),
        ({"access_token": "wrong"}, "The OAuth token is invalid. (code 00000101, HTTP 401)"),
        ({"filter": "shoes are blue"}, "00000107"),
    ],
)
def test_what_cannot_work_fails_at_once(simulator, options, message):
    async def watch():
        async with Watching(simulator, **options) as watching:
            await watching.task

    with pytest.raises(Exception, match=r".") as raised:
        run(watch())
    assert message in str(raised.value)


NOT_ONE, ANOTHERS = "is not a file of this event source", "belongs to another server, client or other filters"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", NOT_ONE),
        ("[]", NOT_ONE),
        ("{", NOT_ONE),
        pytest.param("[" * 200_000, NOT_ONE, id="deep"),
        ('{"version": 1}', NOT_ONE),
        ({"jobs": {"1": [["ERROR"], None]}}, NOT_ONE),
        ({"jobs": {"1": ["ERROR", 5]}}, NOT_ONE),
        ({"since": "soon"}, NOT_ONE),
        ({"since": "0001-01-01T00:00:00Z"}, NOT_ONE),
        ({"since": "2999-01-01T00:00:00Z"}, "contains jobs from 2999-01-01 00:00:00+00:00, which is in the future"),
        ({"source": ["http://127.0.0.1:1", "", ""]}, ANOTHERS),
        ({"version": 2}, ANOTHERS),
    ],
)
def test_a_state_file_of_something_else_is_refused(simulator, tmp_path, content, message):
    state = tmp_path / "state.json"

    async def watch():
        async with Watching(simulator, state_file=str(state)) as watching:
            await watching.looked()

    run(watch())
    state.write_text(content if isinstance(content, str) else json.dumps({**json.loads(state.read_text()), **content}))
    before = state.read_text()
    with pytest.raises(Exception, match=r".") as raised:
        run(watch())
    assert f"state_file '{state}' {message}" in str(raised.value)
    assert state.read_text() == before


@pytest.mark.parametrize("options", [{"job_module": "Management"}, {"client_id": "another"}])
def test_a_state_file_of_other_jobs_is_refused(simulator, tmp_path, options):
    async def watch(**options):
        async with Watching(simulator, state_file=str(tmp_path / "state.json"), **options) as watching:
            await watching.looked()

    run(watch(**options))
    with pytest.raises(Exception, match=ANOTHERS):
        run(watch())


def test_it_is_loaded_from_where_it_stands(tmp_path):
    """In a process that knows of no collections, from any folder."""
    for folder in ("plugins", "extensions/eda"):
        shutil.copytree(CHECKOUT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    program = f"""
import json, runpy, sys
sys.modules["ansible_collections"] = None
made = runpy.run_path({str(tmp_path / SOURCE)!r})
found = [module.__file__ for name, module in sys.modules.items() if "_id360_plugins." in name]
print(json.dumps([file for file in found if file]))
"""
    command = [sys.executable, "-I", "-c", program]
    files = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout)
    assert len(files) > 10
    assert all(Path(file).is_relative_to(tmp_path) for file in files)


def test_its_documentation_is_that_of_its_options():
    source = runpy.run_path(str(CHECKOUT / SOURCE))
    documented = yaml.safe_load(source["DOCUMENTATION"])["options"]
    options = source["_OPTIONS"]
    assert set(documented) == set(options)
    for name, option in options.items():
        told = {key: value for key, value in documented[name].items() if key != "description"}
        assert told == option
    assert not set(options) & set(yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"])
