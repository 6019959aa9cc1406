# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a directory run: counts, changes, diff and report. Pure, except for the report file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .._local.files import write_atomically
from .._model.diff import Diff, diff, ids_without_email, with_emails
from .._model.resource import Existing
from .._text import UNSEEN
from .items import WorkItem
from .profiles import profile_of
from .workers import Result

ACTIONS = ("create", "patch", "password", "enable", "disable", "delete")
LookUp = Callable[[Sequence[str]], dict[str, str]]
_VERSION = 1


def summary_of(results: Sequence[Result], unchanged: int) -> dict[str, int]:
    """The numbers of unchanged records (``unchanged`` of them have no item), of each action, and of failed items. Items
    that were not started are not counted."""
    actions = Counter(action for result in results for action in result.actions)
    failed = sum(1 for result in results if result.error)
    idle = sum(1 for result in results if not result.actions and not result.error)
    return {"unchanged": unchanged + idle, **{name: actions[name] for name in ACTIONS}, "failed": failed}


def reported_results(results: Sequence[Result]) -> list[Result]:
    """The results that are reported: those of changed and failed items."""
    return [result for result in results if result.actions or result.error]


def missing_user_result(item: WorkItem) -> Result:
    """The result, for the report, of an entry to be disabled whose user does not exist: there is nothing to do, but the
    tenant is not as declared."""
    status = {item.resource.toggle.field: item.resource.toggle.off} if item.resource.toggle else {}
    return Result(item, after={**item.desired.values, **status})


def change_of(result: Result) -> dict[str, Any]:
    return {
        "kind": result.item.resource.kind,
        "key": result.item.key,
        "id": result.id,
        "actions": result.actions,
        "error": result.error.failure()["msg"] if result.error else None,
    }


def diffs_of(results: Sequence[Result], emails: Mapping[str, str], look_up: LookUp) -> list[Diff]:
    """The diff of each changed item. Failed items have none, as their state is not known.

    ``emails`` are those of users by id; ``look_up`` finds more of them.
    """
    changed = [result for result in results if result.actions and not result.error]
    shown = [(result.item.resource, _diff_of(result)) for result in changed]
    people = [person for resource, a_diff in shown for person in ids_without_email(resource, [a_diff], emails)]
    emails = {**look_up(people), **emails} if people else emails
    return [with_emails(resource, a_diff, emails) for resource, a_diff in shown]


def _diff_of(result: Result) -> Diff:
    return diff(result.item.resource, result.item.desired, result.before, result.after)


def _sides(shown: Diff) -> Diff:
    return {side: shown[side] for side in ("before", "after")}


def outline_of(existing: Existing) -> dict[str, Any]:
    return {"id": existing.record["id"], "email": existing.record.get("email")}


def _users(results: Iterable[Result]) -> list[Existing]:
    return [result.item.existing for result in results if result.item.existing and result.item.resource.holds_people]


def write_report(
    path: str,
    *,
    check: bool,
    summary: dict[str, int],
    url: str,
    unlisted: Sequence[Existing],
    unchanged: Mapping[str, int],
    left_disabled: Sequence[Existing],
    results: Sequence[Result],
    emails: Mapping[str, str],
    sources: Mapping[str, str],
    new_users: Mapping[str, str],
) -> None:
    """Write the report; raises Id360Error, naming the option, where that can't be done.

    ``url`` is that of the tenant. ``emails`` and ``sources`` (the names of primary sources) are those of users by id,
    as far as they are known. ``unchanged`` are the ``users`` and ``groups`` that need nothing, and ``left_disabled``
    the listed users whose accounts are disabled, without being declared so. ``new_users`` are the emails of the users
    that the run creates, by what the diff shows of them in place of an id.
    """
    report = {
        "version": _VERSION,
        "check": check,
        "summary": summary,
        "unlisted": [outline_of(existing) for existing in unlisted],
        "items": [
            {**change_of(result), **_sides(with_emails(result.item.resource, _diff_of(result), emails))}
            for result in results
        ],
        "unchanged": dict(unchanged),
        "left_disabled": [outline_of(existing) for existing in left_disabled],
        "url": url,
        "places": [result.item.place.position for result in results],
        "new_users": dict(new_users),
        "users": {existing.record["id"]: profile_of(existing, sources) for existing in [*unlisted, *_users(results)]},
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    text = UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)  # equal as JSON, harmless on a terminal
    write_atomically(path, text.encode(), "report")
