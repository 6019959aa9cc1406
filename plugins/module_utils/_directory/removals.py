# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The limits max_removals and max_member_removals, and protected accounts: a short or broken list must not empty a
directory. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .._errors import Id360Error
from .._model.resource import Existing
from .._values import folded, is_address, quoted

_LIMIT = re.compile(r"(\d+)\s*(%?)\Z")
_MAX_NAMED = 5  # users in a message


@dataclass(frozen=True)
class Limit:
    """A maximum number of removals, or a percentage."""

    number: int
    percent: bool

    def of(self, total: int) -> int:
        return total * self.number // 100 if self.percent else self.number

    def __str__(self) -> str:
        return f"{self.number}%" if self.percent else str(self.number)


def make_limit(text: str, option: str = "max_removals") -> Limit:
    """The limit in an option; raises Id360Error for an invalid one."""
    parsed = _LIMIT.match(text.strip())
    if not parsed or (parsed.group(2) and int(parsed.group(1)) > 100):
        raise Id360Error(f"{option} {text!r} is neither a number nor a percentage such as 10%")
    return Limit(int(parsed.group(1)), bool(parsed.group(2)))


def make_protected(emails: Iterable[str]) -> frozenset[str]:
    """The emails of the option ``protected``, folded; raises Id360Error for an invalid one."""
    for email in emails:
        if not is_address(email):
            raise Id360Error(f"protected contains {quoted(email)}, which is not an email address")
    return frozenset(folded(email) for email in emails)


def removable(unlisted: Sequence[Existing], mode: str, protected: frozenset[str]) -> list[Existing]:
    """The unlisted users that would be disabled or deleted (``mode``; none if it is ``ignore``)."""
    if mode == "ignore":
        return []
    found = [existing for existing in unlisted if folded(_email(existing.record)) not in protected]
    return [existing for existing in found if mode == "delete" or existing.record.get("status") != 0]


def empty_list(removed: Sequence[Existing], mode: str) -> str:
    """Why an empty list must not remove the unlisted users; "" if there are none."""
    if not removed:
        return ""
    return (
        f"the list of users is empty, and unlisted_users {mode} would apply to {len(removed)} users"
        f" ({_names(removed)}), which is refused: to do so, list them with state absent or disabled"
    )


def too_many(
    disabled: Sequence[Existing], deleted: Sequence[Existing], limit: Limit, *, in_scope: int, unlisted: int
) -> str:
    """The problem if more accounts than allowed would be disabled or deleted, ``unlisted`` of them; "" otherwise."""
    removed = [*disabled, *deleted]
    allowed = limit.of(in_scope)
    if len(removed) <= allowed:
        return ""
    if disabled and deleted:
        done = f"disabled ({len(disabled)}) or deleted ({len(deleted)})"
    else:
        done = "disabled" if disabled else "deleted"
    by_entries = len(removed) - unlisted
    if not by_entries:
        what = f"are not listed and would be {done}"
    elif not unlisted:
        what = f"would be {done} by their entries"
    else:
        what = f"would be {done}: {unlisted} that are not listed, and {by_entries} by their entries"
    percent = f" ({len(removed) / in_scope:.2%} is over {limit.number / 100:.2%})" if limit.percent and in_scope else ""
    return (
        f"{len(removed)} of {in_scope} users in scope {what} ({_names(removed)}), but max_removals"
        f" {limit} allows {allowed}{percent}; if this is intended, set max_removals to {len(removed)} or more"
    )


def too_many_new_ids(changed: Sequence[str], limit: Limit, *, in_scope: int) -> str:
    """The problem if more employee ids than allowed would be ``changed`` (each in words); "" otherwise."""
    allowed = max(1, limit.of(in_scope))
    if len(changed) <= allowed:
        return ""
    names = ", ".join(changed[:_MAX_NAMED]) + (", …" if len(changed) > _MAX_NAMED else "")
    return (
        f"the employee_id of {len(changed)} accounts matched by email would change ({names}), but max_removals"
        f" {limit} allows {allowed}: format the column as text if leading zeros were lost; if this is intended, set"
        f" max_removals to {len(changed)} or more"
    )


def too_many_members(removed: Sequence[str], limit: Limit | None, *, members: int) -> str:
    """The problem if a group would lose more members than allowed; "" otherwise. One is always allowed, as ten percent
    of a small group are less than one."""
    if limit is None or len(removed) <= max(1, limit.of(members)):
        return ""
    names = ", ".join(removed[:_MAX_NAMED]) + (", …" if len(removed) > _MAX_NAMED else "")
    return (
        f"it would lose {len(removed)} of its {members} members ({names}), and max_member_removals {limit} allows"
        f" {max(1, limit.of(members))}; if this is intended, set max_member_removals to {len(removed)} or more"
    )


def _names(removed: Sequence[Existing]) -> str:
    names = ", ".join(_email(existing.record) or f"id {existing.record['id']}" for existing in removed[:_MAX_NAMED])
    return names + (", …" if len(removed) > _MAX_NAMED else "")


def _email(record: dict[str, Any]) -> str:
    return str(record.get("email") or "")
