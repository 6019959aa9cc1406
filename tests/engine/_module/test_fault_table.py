# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every call of the API times every fault (docs/reliability.md): judged by the tenant and the log of the requests."""

from __future__ import annotations

import copy
import importlib
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from engine import performed
from fault_table import (
    CASES,
    DONE,
    FAILED,
    FAULTS,
    PAGE,
    ROWS,
    SEED,
    SLOW,
    SLOW_TIMES,
    TIMES,
    TOKEN_CALL,
    TOLD,
    UNKNOWN,
    WAYS,
    Fault,
    Way,
    page,
)
from id360_simulator import Simulator
from id360_simulator.api.routes import API_ROOT
from id360_simulator.state.executions import advance
from urllib3 import HTTPConnectionPool

from ansible_collections.manageengine.id360.plugins.module_utils import _wait
from ansible_collections.manageengine.id360.plugins.module_utils._http import rate_limit, session
from ansible_collections.manageengine.id360.plugins.module_utils._record import recover, verify

SECRETS = {"client_secret": "simulator-secret", "refresh_token": "simulator-refresh"}
NOT_KNOWN = re.compile("outcome is unknown|may have been done nevertheless")
MADE_AT = ("primarySource", "when_created")  # fields with times in them
ALL = [
    pytest.param(way, fault, standing, id=f"{way.label}, {fault.short}, {'always' if standing else 'once'}")
    for way, fault, standing in CASES
]
# Each call meets some of the faults that take no time, and each of these some of the calls
CUT = [case for number, case in enumerate(ALL) if number % 11 == 0 and CASES[number][1].short not in SLOW]
OUTCOMES: dict[tuple[str, str, bool], str] = {}


class Clock:
    """A clock that only pauses move on."""

    def __init__(self) -> None:
        self.now = time.monotonic()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    """Nobody waits for long: what is waited for between two attempts is no part of the table."""
    for module in (_wait, recover, verify):
        monkeypatch.setattr(module, "time", Clock())
    monkeypatch.setattr(rate_limit, "_FIRST_BACKOFF", 0.01)
    monkeypatch.setattr(rate_limit, "_PROBE", 0.01)


class Nobody:
    """Where the requests go that are to be refused: a port on which nobody listens."""

    def __init__(self) -> None:
        self.refused = 0
        self._rule: tuple[str, str] | None = None
        self._times = 0

    def refuse(self, method: str, path: str, times: int) -> None:
        self._rule, self._times = (method, path), times

    def takes(self, method: str, url: str) -> bool:
        path = url.partition("?")[0].removeprefix(API_ROOT)
        if not self._times or self._rule is None or method != self._rule[0] or not fnmatchcase(path, self._rule[1]):
            return False
        self._times -= 1
        self.refused += 1
        return True


@pytest.fixture
def nobody(monkeypatch) -> Iterator[Nobody]:
    there, send = Nobody(), HTTPConnectionPool.urlopen
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        empty = HTTPConnectionPool("127.0.0.1", reserved.getsockname()[1])

        def urlopen(pool: Any, method: str, url: str, *args: Any, **how: Any) -> Any:
            return send(empty if there.takes(method, url) else pool, method, url, *args, **how)

        monkeypatch.setattr(HTTPConnectionPool, "urlopen", urlopen)
        yield there


def state(simulator: Simulator) -> dict[str, Any]:
    """All of the tenant but times and what is counted up: the ids of uploads, their rows and their jobs."""
    tenant = simulator.tenant
    for execution in tenant.executions.values():  # it goes on whether it is asked or not
        advance(tenant, simulator.settings, execution)
    users, groups = (
        [{name: value for name, value in record.items() if name not in MADE_AT} for record in records.values()]
        for records in (tenant.users, tenant.groups)
    )
    uploads = [
        [upload["match_columns"], [entity["imported_data"] for entity in upload["entities"]]]
        for upload in tenant.uploads.values()
    ]
    executions = [[execution.operation, execution.user_ids] for execution in tenant.executions.values()]
    known = {"users": users, "passwords": tenant.passwords, "groups": groups}
    return copy.deepcopy({**known, "uploads": uploads, "executions": executions, "jobs": len(tenant.jobs)})


class Task(NamedTuple):
    """A task of a way, and the receipt that it keeps where it uploads."""

    run: Callable[[], dict[str, Any]]
    receipt: Path


def prepared(simulator: Simulator, way: Way, folder: Path, times: Mapping[str, int]) -> Task:
    """The tenant of a way, and its task."""
    simulator.reset(SEED)
    module = importlib.import_module(f"ansible_collections.manageengine.id360.plugins.modules.id360_{way.module}")
    options: dict[str, Any] = {
        **times,
        **SECRETS,
        "access_token": None,
        "client_id": "simulator-client",
        "accounts_url": simulator.url,
        "token_cache": "",
        **way.options,
    }
    receipt = folder / "receipt.json"
    if "upload" in way.module:
        options["action"] = "move-users"
        options |= {"wait_interval": 1} if way.module == "bulk_upload" else {}
    if way.module == "bulk_upload" and way.options.get("state") != "absent":
        receipt.unlink(missing_ok=True)
        options["receipt"] = str(receipt)
    if way.uploaded:
        bulk = importlib.import_module("ansible_collections.manageengine.id360.plugins.modules.id360_bulk_upload")
        uploaded = performed(bulk.MODULE, simulator, action="move-users", content=ROWS)
        options["upload_id"] = uploaded["upload"]["id"]
    simulator.forget()
    return Task(partial(performed, module.MODULE, simulator, **options), receipt)


class Ideal(NamedTuple):
    """The task without a fault: its result, the tenant before and after it, and how often it makes the call."""

    result: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    sent: int


@pytest.fixture(scope="module")
def ideal(tmp_path_factory) -> Callable[[Way], Ideal]:
    @cache
    def of(label: str) -> Ideal:
        (way,) = (way for way in WAYS if way.label == label)
        with Simulator() as simulator:
            task = prepared(simulator, way, tmp_path_factory.mktemp("ideal"), TIMES)
            before = state(simulator)
            result = task.run()
            assert "failed" not in result, result
            assert result["changed"] == (state(simulator) != before) == (not way.module.endswith("_info"))
            return Ideal(result, before, state(simulator), sent(simulator, way))

    return lambda way: of(way.label)


def sent(simulator: Simulator, way: Way) -> int:
    return sum(asked.method == way.method and fnmatchcase(asked.path, way.path) for asked in simulator.requests)


def is_clean(simulator: Simulator, result: dict[str, Any]) -> None:
    """No bug, no traceback, no secret; a failure has a sentence."""
    told = str(result)
    assert not re.search(r"please report|Traceback|\.py:\d", told), told
    for secret in (*SECRETS.values(), *(asked.token for asked in simulator.requests if asked.token)):
        assert secret not in told
    assert "failed" not in result or len(result["msg"]) > 20, result


def outcome(
    simulator: Simulator, nobody: Nobody, task: Task, ideal: Ideal, way: Way, fault: Fault, standing: bool
) -> str:
    """What comes of a task with a fault; fails where it must not come so."""
    times = -1 if standing else 1
    if fault.rule:
        simulator.fault(**fault.rule, method=way.method, path=way.path, times=times)
    else:
        nobody.refuse(way.method, way.path, times)
    result = task.run()
    is_clean(simulator, result)
    requests = sent(simulator, way) + nobody.refused
    now = state(simulator)
    assert now in (ideal.before, ideal.after)
    assert requests <= ideal.sent * 2  # retries + 1
    if way.once and fault.reached:
        assert requests == 1
    if "failed" not in result:
        assert now == ideal.after
        assert (result["changed"], result.get("actions")) == (ideal.result["changed"], ideal.result.get("actions"))
        if way.module.endswith("_info"):
            assert {**result, "warnings": []} == {**ideal.result, "warnings": []}
        return DONE
    assert re.search(fault.said, result["msg"]), result["msg"]
    assert result["changed"] == bool(result["actions"])
    if result["actions"]:
        assert result["actions"] == ideal.result["actions"]
        assert now == ideal.after
        return TOLD
    if NOT_KNOWN.search(result["msg"]):
        assert fault.reached
        return UNKNOWN
    assert now == ideal.before
    return FAILED


def converges(simulator: Simulator, task: Task, ideal: Ideal) -> None:
    """The same task again, without a fault."""
    simulator.clear_faults()
    before = state(simulator)
    result = task.run()
    is_clean(simulator, result)
    if "failed" not in result:
        assert state(simulator) == ideal.after
        assert result["changed"] == (before != ideal.after)
        return
    assert "remove the receipt, and the next run starts over" in result["msg"]
    assert state(simulator) == before
    if before != ideal.after:  # somebody looked, and it was not done
        task.receipt.unlink()
        result = task.run()
        assert result["changed"], result
        assert state(simulator) == ideal.after


@pytest.fixture
def judge(simulator, nobody, tmp_path, ideal, monkeypatch) -> Callable[[Way, Fault, bool], str]:
    """What comes of a case; fails where it must not come so."""

    def judged(way: Way, fault: Fault, standing: bool) -> str:
        if "drip" in fault.rule:
            monkeypatch.setattr(session, "MAX_TIMEOUTS", 1)
        task = prepared(simulator, way, tmp_path, SLOW_TIMES if fault.short in SLOW else TIMES)
        assert state(simulator) == ideal(way).before
        sign = outcome(simulator, nobody, task, ideal(way), way, fault, standing)
        nobody.refuse("", "", 0)
        converges(simulator, task, ideal(way))
        return sign

    return judged


@pytest.mark.parametrize(("way", "fault", "standing"), CUT)
def test_some_of_the_table(judge, way, fault, standing):
    assert judge(way, fault, standing) == signs_in_page(way, fault)[standing]


@pytest.mark.proof
@pytest.mark.parametrize(("way", "fault", "standing"), ALL)
def test_the_whole_table(judge, way, fault, standing):
    OUTCOMES[way.label, fault.short, standing] = judge(way, fault, standing)


@pytest.mark.proof
def test_the_page_is_of_this_code():
    """The last of this file: it writes docs/reliability.md, and fails where that changes it."""
    if len(OUTCOMES) < len(CASES):
        pytest.skip("not all of the table was run")
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page(OUTCOMES), encoding="utf-8")
    assert before == page(OUTCOMES), "docs/reliability.md was written anew: look at what changed, and commit it"


def signs_in_page(way: Way, fault: Fault) -> str:
    """The two signs of a way and a fault in the page."""
    text = PAGE.read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{re.escape(way.call)}` \| `{way.module}` \| (.*) \|$", text, re.MULTILINE)
    return row.split("|")[FAULTS.index(fault)].strip(" `")


def test_the_page_has_each_call_and_each_fault():
    text, api = PAGE.read_text(encoding="utf-8"), (PAGE.parent / "api.md").read_text(encoding="utf-8")
    calls = re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", api, re.MULTILINE)
    assert list(dict.fromkeys(way.call for way in WAYS)) == [*calls, TOKEN_CALL]
    for way, fault, _standing in CASES:
        assert re.fullmatch(r"[-+!?]{2}", signs_in_page(way, fault))
        assert f"| {fault.name} | `{fault.short}` |" in text
