# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The summary of a run of the role directory: what was done, and what needs attention. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

_MAX_NAMED = 10  # users or places in a line; the results have all of them
_DONE = {
    "create": "created",
    "patch": "updated",
    "password": "passwords set",
    "enable": "enabled",
    "disable": "disabled",
    "delete": "deleted",
    "unchanged": "unchanged",
    "failed": "failed",
}


def summarize(result: Mapping[str, Any], plan: Mapping[str, Any], *, check: bool) -> list[str]:
    """The lines of the message. ``result`` is that of id360_directory, ``plan`` that of the filter directory_plan."""
    return [_counts(result, plan, check=check), *plan["warnings"], *_people(result, plan)]


def _counts(result: Mapping[str, Any], plan: Mapping[str, Any], *, check: bool) -> str:
    summary = result.get("summary")
    if summary is None:
        return "nothing was written" if "problems" in result else "the plan was not applied"
    groups = Counter(
        action for change in result.get("changes", ()) if change["kind"] == "group" for action in change["actions"]
    )
    counts = [f"{words}: {_number(summary[name], groups[name])}" for name, words in _DONE.items() if summary[name]]
    future = [f"future joiners: {plan['future']}"] if plan["future"] else []
    counted = ", ".join([*counts, *future]) or "nothing to do"
    return f"check mode, nothing was written: {counted}" if check else counted


def _number(count: int, groups: int) -> str:
    """A count of users, some of which may be groups."""
    if not groups:
        return str(count)
    parts = [(count - groups, "user"), (groups, "group")]
    return " and ".join(f"{number} {kind}{'s' if number > 1 else ''}" for number, kind in parts if number)


def _people(result: Mapping[str, Any], plan: Mapping[str, Any]) -> list[str]:
    """A line for each kind of user that needs attention."""
    passed_over = set(plan["passed_over"])
    disabled = [user for user in result.get("left_disabled", ()) if user["id"] not in passed_over]
    lines = [
        ("leavers without an account", plan["without_account"], ""),
        ("disabled users in the file", _emails(disabled), "; set directory_state to enabled to enable them"),
        ("users who are not in the file", _emails(result.get("unlisted", ())), ""),
    ]
    return [f"{what}: {len(names)} ({_listed(names)}){cure}" for what, names, cure in lines if names]


def _emails(users: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(user.get("email") or f"id {user['id']}") for user in users]


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:_MAX_NAMED], *["…"][: len(names) > _MAX_NAMED]])
