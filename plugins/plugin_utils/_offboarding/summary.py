# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run of the role offboarding says at its end: counts, where the manifest is, and how to undo. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .leavers import Leavers
from .manifest import Entry, is_closed

Record = Mapping[str, Any]


def offboarded(plan: Mapping[str, Any], leavers: Leavers, path: str, days: int | None) -> list[str]:
    """The lines for a plan of the filter offboarding_plan. Accounts are deleted after ``days``."""
    left = [entry for entry in plan["manifest_after"] if not is_closed(entry)]
    later = [entry for entry in left if entry["id"] in leavers.records]
    counts = [
        ("disabled", len(plan["disable"])),
        ("group memberships removed", _members(plan["groups"], "remove")),
        ("reports with a new manager", len(plan["handovers"])),
        ("deleted", len(plan["delete"])),
        ("deleted by others", len(leavers.gone)),
    ]
    lines = [_counts(counts, len(leavers.records) + len(leavers.gone))]
    if days is not None and later:
        lines.append(f"to be deleted by a later run, {days} days after the date in the manifest: {len(later)}")
    if plan["manifest_after"]:
        lines.append(f"manifest: {path}, with accounts that can be restored: {len(left)}")
    if left:
        lines.append("to undo: run the role with the same offboarding_manifest, and offboarding_undo: true")
    return lines


def restored(plan: Mapping[str, Any], chosen: Sequence[Entry], path: str) -> list[str]:
    """The lines for a plan of the filter offboarding_undo_plan. ``chosen`` are the accounts that are restored."""
    counts = [
        ("enabled", len(plan["enable"])),
        ("added to groups", _members(plan["groups"], "add")),
        ("reports with their manager again", len(plan["reports"])),
        ("left disabled, as they were before", sum(1 for entry in chosen if not entry["enabled"])),
    ]
    return [_counts(counts, len(chosen)), *(f"not restored: {note}" for note in plan["notes"]), f"manifest: {path}"]


def _counts(counts: Iterable[tuple[str, int]], accounts: int) -> str:
    text = ", ".join(f"{what}: {number}" for what, number in counts if number)
    return f"accounts: {accounts}, {text or 'nothing to do'}"


def _members(groups: Iterable[Record], change: str) -> int:
    return sum(len(group["members"][change]) for group in groups)
