# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listings in pages of any size, of tenants that change while they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from engine import performed
from hypothesis import strategies as st
from id360_simulator import Simulator
from properties import tried

from ansible_collections.manageengine.id360.plugins.modules.id360_group_info import MODULE as GROUP_INFO
from ansible_collections.manageengine.id360.plugins.modules.id360_job_info import MODULE as JOB_INFO
from ansible_collections.manageengine.id360.plugins.modules.id360_template_info import MODULE as TEMPLATE_INFO
from ansible_collections.manageengine.id360.plugins.modules.id360_user_info import MODULE as USER_INFO

KINDS = {"users": USER_INFO, "groups": GROUP_INFO, "jobs": JOB_INFO, "templates": TEMPLATE_INFO}
# After which page, and which record is deleted; a negative one is added: at the begin, or at the end
DELETED, ADDED = (st.tuples(st.integers(1, 8), what) for what in (st.integers(0, 9), st.integers(-2, -1)))


def records(kind: str, numbers: range) -> dict[str, dict[str, Any]]:
    of_kind = {"users": {"status": 1}, "groups": {"members": [], "is_dynamic": False}, "jobs": {"status": "COMPLETED"}}
    return {
        str(number): {
            "id": str(number),
            **(
                {"email": f"u{number}@example.com"}
                if kind == "users"
                else {"name": f"N{number}"}
                if kind != "jobs"
                else {}
            ),
            **of_kind.get(kind, {}),
        }
        for number in numbers
    }


@contextmanager
def changing(simulator: Simulator, kind: str, changes: list[tuple[int, int]]) -> Iterator[set[str]]:
    """Change the tenant after the answers with these numbers; the ids that were added or deleted are in the set."""
    touched: set[str] = set()
    answers = 0

    def change(_call: Any, _answer: Any) -> None:
        nonlocal answers
        answers += 1
        there = getattr(simulator.tenant, kind)
        for number, what in changes:
            if number != answers:
                continue
            if what >= 0:
                touched.add(str(what))
                there.pop(str(what), None)
                continue
            (new,) = records(kind, range(100 + len(touched), 101 + len(touched))).items()
            touched.add(new[0])
            kept = dict(there)
            there.clear()
            there.update(dict([new, *kept.items()] if what == -1 else [*kept.items(), new]))

    Simulator.observers.append(change)
    try:
        yield touched
    finally:
        Simulator.observers.remove(change)


@pytest.mark.odd_answers  # what is added lacks fields
@tried(
    30,
    1500,
    kind=st.sampled_from(sorted(KINDS)),
    changes=st.lists(DELETED | ADDED, max_size=4),
    count=st.integers(0, 9),
    size=st.integers(1, 11),
)
def test_nothing_is_lost_or_doubled(simulator, kind, changes, count, size):
    """Or the task fails, or warns that the listing is not complete."""
    simulator.reset({kind: list(records(kind, range(count)).values())})
    simulator.settings.maximum_limit = size
    with changing(simulator, kind, changes) as touched:
        result = performed(KINDS[kind], simulator)
    if result.get("failed"):  # a page without a record amid others
        assert "returned a page without new records, but announces more" in result["msg"]
        return
    ids = [record["id"] for record in result[kind]]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= {str(number) for number in range(count)} | touched
    if not result["warnings"]:
        assert {str(number) for number in range(count)} - touched <= set(ids)
