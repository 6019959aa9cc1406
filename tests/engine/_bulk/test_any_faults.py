# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wherever a bulk upload breaks off, and however often: with its receipt nothing is uploaded or executed twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from id360_simulator import Simulator
from kills import kill_at
from properties import tried
from uploads import DISABLE, PEOPLE, statuses

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

EMAILS = st.lists(st.sampled_from([*(user["email"] for user in PEOPLE[1:]), "zed@example.com"]), unique=True)
OPTIONS = {
    "match_columns": st.just(["email"]),
    "unmapped_rows": st.sampled_from(["remove", "ignore"]),
}
RUNS = st.builds(
    lambda emails, options: {
        **DISABLE,
        "content": "\n".join(["email", PEOPLE[0]["email"], *emails, ""]),
        "unmapped_rows": "ignore",
        **options,
    },
    EMAILS,
    st.fixed_dictionaries({}, optional=OPTIONS),
)
STEPS = st.integers(0, 10)
FAULTS = [{"drop": "before"}, {"drop": "after"}, {"cut": True}, {"status": 500}, {"status": 503}, {"status": 403}]


def failure(bulk: Any, run: dict[str, Any]) -> str:
    """Why a run fails; "" for one that has ended well."""
    try:
        done = bulk(**run)
    except Id360Error as error:
        return error.message
    assert done.execution["status"] == "completed"
    return ""


def assert_once(simulator: Simulator, bulk: Any, run: dict[str, Any]) -> None:
    """What can be known ends well now; what can't stops each run."""
    for _time in range(2):
        simulator.forget()
        message = failure(bulk, run)
        if message:
            assert "its outcome is unknown" in message
            assert not any(request.method == "POST" for request in simulator.writes)
        else:
            assert (len(simulator.tenant.uploads), len(simulator.tenant.executions)) == (1, 1)
            assert statuses(simulator) == [user["email"] not in run["content"] for user in PEOPLE]
    assert len(simulator.tenant.uploads) <= 1
    assert len(simulator.tenant.executions) <= 1


@pytest.fixture
def receipt(tmp_path):
    return tmp_path / "receipt.json"


@tried(10, 400, run=RUNS, faults=st.lists(st.tuples(STEPS, st.sampled_from(FAULTS)), min_size=1, max_size=4))
def test_whatever_fails(simulator, bulk, receipt, run, faults):
    simulator.reset({"users": PEOPLE})
    receipt.unlink(missing_ok=True)
    run = {**run, "receipt": str(receipt), "retries": 0}
    for step, fault in faults:
        simulator.fault(method="*", path="*", after=step, **fault)
        failure(bulk, run)
        simulator.clear_faults()
    assert_once(simulator, bulk, run)


@tried(1, 30, run=RUNS, kills=st.lists(st.tuples(STEPS, st.booleans()), min_size=1, max_size=3))
def test_wherever_it_is_killed(simulator, bulk, receipt: Path, run, kills):
    simulator.reset({"users": PEOPLE})
    receipt.unlink(missing_ok=True)
    for step, work_done in kills:
        kill_at(simulator, step, receipt, work_done=work_done, **run)
    assert_once(simulator, bulk, {**run, "receipt": str(receipt)})
