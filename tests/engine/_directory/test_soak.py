# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory kept in its desired state for long, by a server of which some requests fail: nobody is lost, doubled or
told wrong."""

from __future__ import annotations

import ctypes
import gc
import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http import rate_limit
from ansible_collections.manageengine.id360.plugins.module_utils._record import recover

FAULTS: list[dict[str, Any]] = [
    {"status": 503},
    {"status": 502, "body": "<html>", "do_work": True},
    {"status": 500},
    {"status": 500, "do_work": True},
    {"status": 429},
    {"drop": "before"},
    {"drop": "after"},
    {"cut": True},
    {"status": 200, "body": "<html>", "do_work": True},
    {"status": 200, "body": "{}", "headers": {"Content-Encoding": "gzip"}, "do_work": True},
]
CITIES = ("Oslo", "Bergen", "Accra", "Lima", "Riga")
Person = dict[str, Any]


class Staff:
    """The people as they are to be, by email; everybody who left stays listed as absent."""

    def __init__(self, count: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.people = {person["email"]: person for person in map(self._newcomer, range(count))}
        self._next = count

    def _newcomer(self, number: int) -> Person:
        return {"email": f"user{number}@example.com", "employee_id": f"E{number}", "city": "Oslo", "state": "enabled"}

    def change(self, share: float) -> None:
        """Somebody joins, moves, is suspended or comes back, or leaves."""
        present = [email for email, person in self.people.items() if person["state"] != "absent"]
        for email in self.random.sample(present, int(share * len(present))):
            person = self.people[email]
            kind = self.random.choice(("move", "move", "suspend", "leave and join"))
            if kind == "move":
                person["city"] = self.random.choice(CITIES)
            elif kind == "suspend":
                person["state"] = "disabled" if person["state"] == "enabled" else "enabled"
            else:
                self.people[email] = {"email": email, "state": "absent"}
                newcomer = self._newcomer(self._next)
                self.people[newcomer["email"]] = newcomer
                self._next += 1

    def desired(self) -> dict[str, tuple[str, int]]:
        """The city and the status of everybody who is to be there."""
        return {
            email: (person["city"], int(person["state"] == "enabled"))
            for email, person in self.people.items()
            if person["state"] != "absent"
        }


def actual(simulator: Any) -> dict[str, tuple[str, int]]:
    """The same of the tenant, where nobody is twice."""
    users = list(simulator.tenant.users.values())
    assert max(Counter(user["email"] for user in users).values()) == 1
    return {user["email"]: (user.get("city", ""), user["status"]) for user in users}


def actions_between(before: tuple[str, int] | None, after: tuple[str, int] | None) -> set[str]:
    """The writes that make one of the other."""
    if before is None or after is None:
        return set() if before == after else {"create"} if after else {"delete"}
    moved = {"patch"} if before[0] != after[0] else set()
    return moved | ({"enable" if after[1] else "disable"} if before[1] != after[1] else set())


def check_report(
    result: dict[str, Any], before: dict[str, Any], after: dict[str, Any], desired: dict[str, Any]
) -> None:
    """Who changed is told as changed, or has an error that says that it isn't known; and the other way round."""
    told = {change["key"]: change for change in result["changes"]}
    assert len(told) == len(result["changes"])
    for email in before.keys() | after.keys() | told.keys():
        done = actions_between(before.get(email), after.get(email))
        change = told.get(email, {"actions": [], "error": None})
        if set(change["actions"]) != done:
            assert set(change["actions"]) < done, (email, change, done)
            assert "outcome is unknown" in str(change["error"]) or "may have been done" in str(change["error"]), change
        if not change["error"]:
            assert after.get(email) == desired.get(email), (email, change)
    counted = Counter(action for change in told.values() for action in change["actions"])
    assert {name: count for name, count in result["summary"].items() if counted[name] or count} == {
        **counted,
        "unchanged": result["summary"]["unchanged"],
        **({"failed": sum(1 for change in told.values() if change["error"])} if result["summary"]["failed"] else {}),
    }


def resident() -> int:
    """Megabytes of memory that this process uses; what is free goes back to the system first."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def soak(
    simulator: Any, directory: Callable[..., Any], count: int, rounds: int, *, changed: float, spoiled: float
) -> list[int]:
    """Change a share of the people, and run, with a share of spoiled requests, until nothing fails any more; the memory
    after each round."""
    staff = Staff(count, seed=1)
    people = [{"email": p["email"], "employeeID": p["employee_id"], "city": p["city"]} for p in staff.people.values()]
    simulator.reset({"users": people})
    memory = []
    for number in range(rounds):
        staff.change(changed)
        for fault in FAULTS:
            simulator.fault(**fault, times=-1, probability=spoiled / len(FAULTS))
        for _attempt in range(10):
            before = actual(simulator)
            try:
                result = directory(users=list(staff.people.values()), max_removals="20%", concurrency=16)
            except Id360Error as error:
                result = error.failure()
                if "changes" not in result:  # the listing failed: nothing was begun
                    assert actual(simulator) == before
                    continue
            check_report(result, before, actual(simulator), staff.desired())
            if "msg" not in result:
                break
        else:
            pytest.fail(f"round {number} did not converge: {result['msg']}")
        assert actual(simulator) == staff.desired()
        simulator.clear_faults()
        simulator.forget()
        last = directory(users=list(staff.people.values()), max_removals="20%")
        assert (last["changed"], simulator.writes) == (False, [])
        simulator.forget()
        memory.append(resident())
    return memory


def test_a_short_soak(simulator, directory, monkeypatch):
    monkeypatch.setattr(recover, "time", SimpleNamespace(sleep=lambda _seconds: None))
    monkeypatch.setattr(rate_limit, "_FIRST_BACKOFF", 0.01)
    monkeypatch.setattr(rate_limit, "_PROBE", 0.01)
    soak(simulator, directory, 200, 2, changed=0.3, spoiled=0.2)


@pytest.mark.proof
def test_a_soak(simulator, directory):
    memory = soak(simulator, directory, 5_000, 10, changed=0.04, spoiled=0.02)
    assert memory[9] <= 1.1 * memory[2], memory


@pytest.mark.proof
@pytest.mark.parametrize("retry_after", [True, False])
def test_few_requests_are_refused_at_ten_a_second(simulator, directory, retry_after):
    simulator.settings.rate_limit = {"requests": 10, "seconds": 1, "retry_after": retry_after}
    users = [{"email": f"new{number}@example.com"} for number in range(200)]
    assert directory(users=users, concurrency=16)["summary"]["create"] == 200
    needed = sum(request.status != 429 for request in simulator.requests)
    assert len(simulator.requests) <= 1.15 * needed
