# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run over a whole directory tells: counts, changes, a diff and a file. Pure, but for the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from .._local.files import write_atomically
from .._model.resource import Seen
from .._model.user import USER
from .._text import UNSEEN
from .items import Item
from .workers import Result

ACTIONS = ("create", "patch", "password", "enable", "disable", "delete")
_VERSION = 1
_PERSON = {field.name for field in USER.fields if field.is_person}


def summary_of(results: Sequence[Result], unchanged: int) -> dict[str, int]:
    """How many records needed nothing (``unchanged`` of them were no items), how often each action was done, and how
    many items failed. What was not begun is in none of the counts."""
    actions = Counter(action for result in results for action in result.actions)
    failed = sum(1 for result in results if result.error)
    idle = sum(1 for result in results if not result.actions and not result.error)
    return {"unchanged": unchanged + idle, **{name: actions[name] for name in ACTIONS}, "failed": failed}


def told(results: Sequence[Result]) -> list[Result]:
    """The results of which there is something to tell: those of changed and failed items."""
    return [result for result in results if result.actions or result.error]


def missing(item: Item) -> Result:
    """What a report has of somebody who is to be disabled, and whom nobody created: there is nothing to do, but it is
    not as it was declared either."""
    status = {item.resource.toggle.field: item.resource.toggle.off} if item.resource.toggle else {}
    return Result(item, after={**item.wish.values, **status})


def change_of(result: Result) -> dict[str, Any]:
    return {
        "kind": result.item.resource.kind,
        "key": result.item.key,
        "id": result.id,
        "actions": result.actions,
        "error": result.error.failure()["msg"] if result.error else None,
    }


def diff_of(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The diff of each changed item; what an item that failed has become is not known for sure."""
    changed = [result for result in results if result.actions and not result.error]
    return [
        {
            "before_header": f"{result.item.resource.kind} {result.item.key}",
            "after_header": f"{result.item.resource.kind} {result.item.key}",
            "before": result.before,
            "after": result.after,
        }
        for result in changed
    ]


def outline_of(seen: Seen) -> dict[str, Any]:
    return {"id": seen.record["id"], "email": seen.record.get("email")}


def _called(record: dict[str, Any], called: Callable[[str], str]) -> dict[str, Any]:
    """A record with the people in it as people know them."""
    shown = {name: called(value) if name in _PERSON and value else value for name, value in record.items()}
    if isinstance(shown.get("members"), list):
        shown["members"] = sorted(called(member) for member in shown["members"])
    return shown


def write_report(
    path: str,
    *,
    check: bool,
    summary: dict[str, int],
    unlisted: list[dict[str, Any]],
    results: Sequence[Result],
    called: Callable[[str], str],
) -> None:
    """Write the report; raises Id360Error, naming the option, where that can't be done.

    ``called`` turns an id into the email of that user, where it is known.
    """
    report = {
        "version": _VERSION,
        "check": check,
        "summary": summary,
        "unlisted": unlisted,
        "items": [
            {**change_of(result), "before": _called(result.before, called), "after": _called(result.after, called)}
            for result in results
        ],
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    text = UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)  # the same to JSON, and nothing to a terminal
    write_atomically(path, text.encode(), "report")
