# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts whose primary source is not in the option ``sources``. Another directory overwrites them, so a run must not
change them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .._problems import Problem
from .._text import Warn
from .._values import did_you_mean, loose_key
from .items import WorkItem


def foreign_accounts(sources: Mapping[str, str], managed: Sequence[str], warn: Warn) -> dict[str, str]:
    """The accounts whose source is not managed, of accounts by id with the names of their sources; {} without any."""
    if not managed:
        return {}
    there = {loose_key(name): name for name in sources.values()}
    for name in managed:
        if loose_key(name) not in there:
            warn(f"sources: no user has the source {name!r}{did_you_mean(name, there.values())}")
    known = {loose_key(name) for name in managed}
    return {record_id: name for record_id, name in sources.items() if loose_key(name) not in known}


def foreign_problems(items: Iterable[WorkItem], foreign: Mapping[str, str]) -> list[tuple[WorkItem, Problem]]:
    """The items that would change an account of another source, each with its problem."""
    problems = []
    for item in items if foreign else ():
        if item.id in foreign and item.plan.requests:
            source = foreign[str(item.id)] or "an unknown source"
            actions = ", ".join(item.plan.actions) or "write"
            message = f"{item.key} has the source {source!r}, which is not in sources, and would be changed ({actions})"
            problems.append((item, Problem(message, item.place)))
    return problems
