# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an offboarding is undone: a pure function of a manifest and of what is there."""

from __future__ import annotations

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._problems import Problem, unplaced

from .accounts import as_data, contradictions, finds, named, place
from .heirs import rings
from .manifest import Entry, as_record, copied, hidden_members, other_account
from .summary import restored

Record = dict[str, Any]


def plan_undo(facts: dict[str, Any]) -> dict[str, Any]:
    """The writes that bring accounts back, the manifest after them, notes on what can't be as it was, and what forbids
    the run. ``facts`` are documented with the filter offboarding_undo_plan.
    """
    users = {user["id"]: user for user in [*facts["users"], *facts["known"]]}
    entries = [copied(entry) for entry in facts["entries"]]
    chosen, of_accounts = _choose(facts, entries)
    problems = []
    for entry in chosen:
        if entry["deleted"]:
            problems.append(f"{entry['email']} was deleted by {entry['deleted']}, and the API can't restore accounts")
        else:
            mismatch = other_account(facts["path"], entry, users.get(entry["id"]))
            problems += [mismatch] if mismatch else []
    problems += hidden_members(facts["groups"])
    groups, group_notes = _memberships(chosen, facts["groups"])
    reports, report_notes = _reports(entries, chosen, users)
    problems += [f"{ring}: change the manager of one of them before the undo" for ring in rings(users, reports)]
    ids = {entry["id"] for entry in chosen}
    plan = {
        "groups": groups,
        "reports": reports,
        "enable": [
            {"id": entry["id"], "email": entry["email"]}
            for entry in chosen
            if entry["enabled"] and str(users.get(entry["id"], {}).get("status")) == "0"
        ],
        "manifest_after": [{**entry, "undone": facts["now"]} if entry["id"] in ids else entry for entry in entries],
        "notes": group_notes + report_notes,
    }
    wrong = [*of_accounts, *unplaced(problems)]
    if wrong:  # a second defence: the role ends before it writes
        plan |= {"groups": [], "reports": [], "enable": [], "manifest_after": facts["entries"]}
    return {**as_data(wrong), **plan, "summary": restored(plan, chosen, facts["path"])}


def _choose(facts: dict[str, Any], entries: list[Entry]) -> tuple[list[Entry], list[Problem]]:
    """The selected entries, without those that are already undone."""
    if not entries:
        return [], [Problem(f"offboarding_manifest {facts['path']!r} is missing or empty, so there is nothing to undo")]
    if not isinstance(facts["accounts"], list):
        return [entry for entry in entries if not entry["undone"]], []
    chosen: dict[str, Entry] = {}
    problems = []
    for account in facts["accounts"]:
        found = [entry for entry in entries if finds(account, as_record(entry))]
        for entry in found:
            problems += contradictions(account, as_record(entry))
            chosen[entry["id"]] = entry
        if not found:
            missing = f"offboarding_manifest {facts['path']!r} has no account with {named(account)}"
            problems.append(Problem(missing, place(account)))
    return [entry for entry in chosen.values() if not entry["undone"]], problems


def _memberships(chosen: list[Entry], groups: list[Record]) -> tuple[list[Record], list[str]]:
    """Each group once, with all users to add again."""
    there = {group["id"]: group for group in groups}
    back: dict[str, Record] = {}
    notes = []
    for entry in chosen:
        for saved in entry["groups"]:
            group = there.get(saved["id"])
            if saved.get("is_dynamic"):
                continue
            if group is None or group.get("is_dynamic"):
                became = "is now dynamic" if group else "no longer exists"
                notes.append(
                    f"{entry['email']} was in the group {saved.get('name')} (id {saved['id']}), which {became}"
                )
            elif entry["id"] not in (group.get("members") or []):
                item = back.setdefault(group["id"], {"id": group["id"], "members": {"add": []}})
                item["members"]["add"].append(entry["id"])
    return list(back.values()), notes


def _reports(entries: list[Entry], chosen: list[Entry], users: dict[str, Record]) -> tuple[list[Record], list[str]]:
    """The users that get their previous manager back, even if they were handed over more than once since then."""
    managers = {identity: user.get("manager") or "" for identity, user in users.items()}
    notes = []
    for entry in chosen:
        for report in entry["reports"]:
            manager = managers.get(report["id"])
            if manager is None:
                notes.append(f"{report.get('email')} reported to {entry['email']}, but no longer exists")
            elif manager != entry["id"]:
                between = _between(entries, report, manager)
                if between is None:
                    notes.append(f"{report.get('email')} reported to {entry['email']}, but has another manager now")
                    continue
                managers[report["id"]] = entry["id"]
                for other in between:
                    other["reports"] = [item for item in other["reports"] if item["id"] != report["id"]]
    changed = [(users[identity], manager) for identity, manager in managers.items()]
    reports = [
        {"id": user["id"], "email": user.get("email"), "manager": manager}
        for user, manager in changed
        if manager != (user.get("manager") or "")
    ]
    return reports, notes


def _between(entries: list[Entry], report: Record, manager: str) -> list[Entry] | None:
    """The accounts that a person was handed to, left too, and handed them on, until ``manager``; None where it was
    somebody else who gave them this manager."""
    between: list[Entry] = []
    handed_to = report.get("handed_to")
    while handed_to != manager:
        other = next((entry for entry in entries if entry["id"] == handed_to and not entry["undone"]), None)
        handed_on = [item for item in other["reports"] if item["id"] == report["id"]] if other else []
        if other is None or not handed_on or other in between:
            return None
        between.append(other)
        handed_to = handed_on[0].get("handed_to")
    return between
