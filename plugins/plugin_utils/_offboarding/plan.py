# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an offboarding does: a pure function of what was asked for, what is there and what the manifest remembers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._problems import unplaced

from .accounts import as_data
from .heirs import Heirs, rings
from .leavers import choose_witnesses, find_leavers
from .manifest import Entry, copied, hidden_members, is_closed, read_date
from .summary import offboarded

Record = dict[str, Any]
_MAX_DAYS = 36500


def plan_offboarding(facts: dict[str, Any]) -> dict[str, Any]:
    """The writes of a run in their order, the manifest before and after the deletions, and what forbids the run.

    ``facts`` are documented with the filter offboarding_plan.
    """
    entries = [copied(entry) for entry in facts["entries"]]
    seen = [*facts["users"], *facts["known"], *facts["heirs"], *(user for users in facts["found"] for user in users)]
    there: dict[str, Record] = {user["id"]: user for user in seen}
    leavers = find_leavers(facts, entries, there)
    for entry in leavers.gone:
        entry["deleted"] = facts["now"]
    open_ids = {entry["id"] for entry in entries if not is_closed(entry)} | set(leavers.records)
    heirs = Heirs(facts, there, open_ids)
    problems = [*heirs.problems, *hidden_members(facts["groups"])]
    stages = facts["stages"]
    days = None if facts["delete_after_days"] in (None, "") else int(facts["delete_after_days"])
    if days is not None and not 0 <= days <= _MAX_DAYS:
        problems.append(f"offboarding_delete_after_days {days} is not between 0 and {_MAX_DAYS}")
        days = None
    handovers: list[Record] = []
    for leaver in leavers.records.values():
        reports = [user for user in facts["users"] if user.get("manager") == leaver["id"]]
        if "reports" in stages:
            handed = heirs.hand_over(leaver, reports)
            problems += handed.problems
            handovers += handed.handovers
        _remember(entries, leaver, reports, {item["id"]: item["manager"] for item in handovers}, facts)
    problems += [f"{ring}: set another offboarding_heir" for ring in rings(there, handovers)]
    due = [
        entry
        for entry in entries
        if entry["id"] in leavers.records and days is not None and _due(entry, days, facts["now"])
    ]
    due = [entry for entry in due if "disable" in stages or not _enabled(leavers.records[entry["id"]])]
    if "reports" not in stages:
        left = {user.get("manager") for user in facts["users"]}
        problems += [
            f"{entry['email']} can't be deleted, as users report to this account: add reports to offboarding_stages"
            for entry in due
            if entry["id"] in left
        ]
    deleted = {entry["id"] for entry in due}
    plan = {
        "witnesses": choose_witnesses(facts, there, open_ids),
        "manifest": entries,
        "manifest_after": [
            {**entry, "deleted": facts["now"]} if entry["id"] in deleted else entry for entry in entries
        ],
        "disable": [_named(user) for user in leavers.records.values() if "disable" in stages and _enabled(user)],
        "groups": _removals(facts["groups"], set(leavers.records)) if "groups" in stages else [],
        "handovers": handovers,
        "delete": [_named(entry) for entry in due],
    }
    wrong = [*leavers.problems, *unplaced(problems)]
    if wrong:  # a second defence: the role ends before it writes
        plan |= {name: [] for name in ("disable", "groups", "handovers", "delete")}
        plan |= {"manifest": facts["entries"], "manifest_after": facts["entries"]}
    return {**as_data(wrong), **plan, "summary": offboarded(plan, leavers, facts["path"], days)}


def _remember(
    entries: list[Entry], leaver: Record, reports: list[Record], handed_to: dict[str, str], facts: dict[str, Any]
) -> None:
    """Add an account to the manifest. What is stored of it already is kept and extended."""
    entry = next((entry for entry in entries if entry["id"] == leaver["id"] and not is_closed(entry)), None)
    if entry is None:
        entries[:] = [entry for entry in entries if entry["id"] != leaver["id"]]
        entry = {"id": leaver["id"], "email": leaver["email"], "date": facts["now"], "enabled": _enabled(leaver)}
        entry.update(record=leaver, groups=[], reports=[], deleted="", undone="")
        entries.append(entry)
    elif _enabled(leaver) and "disable" in facts["stages"]:
        # It was enabled again, or the previous run stopped early: the days count from now, and an undo enables it.
        entry.update(date=facts["now"], enabled=True)
    known_groups = {group["id"] for group in entry["groups"]}
    entry["groups"] += [
        {"id": group["id"], "name": group.get("name"), "is_dynamic": bool(group.get("is_dynamic"))}
        for group in facts["groups"]
        if leaver["id"] in (group.get("members") or []) and group["id"] not in known_groups
    ]
    known_reports = {report["id"]: report for report in entry["reports"]}
    for user in reports:
        report = known_reports.get(user["id"])
        if report is None:
            report = {**_named(user), "handed_to": None}
            entry["reports"].append(report)
        report["handed_to"] = handed_to.get(user["id"], report.get("handed_to"))


def _removals(groups: list[Record], ids: set[str]) -> list[Record]:
    """Each group once, with all users to remove; the server chooses the members of dynamic groups."""
    static = [group for group in groups if not group.get("is_dynamic")]
    found = [(group, [member for member in group.get("members") or [] if member in ids]) for group in static]
    return [{"id": group["id"], "members": {"remove": members}} for group, members in found if members]


def _due(entry: Entry, days: int, now: str) -> bool:
    return read_date(now) - read_date(entry["date"]) >= timedelta(days=days)


def _enabled(user: Record) -> bool:
    return str(user.get("status")) != "0"


def _named(record: Record) -> Record:
    return {"id": record["id"], "email": record.get("email")}
