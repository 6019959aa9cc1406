# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an offboarding is undone: a pure function of a manifest and of what is there."""

from __future__ import annotations

from typing import Any

from ._offboarding_manifest import Entry, hidden_members, other_account

Record = dict[str, Any]


def plan_undo(facts: dict[str, Any]) -> dict[str, Any]:
    """The writes that bring accounts back, the manifest after them, notes on what can't be as it was, and what forbids
    the run. ``facts`` are documented with the filter offboarding_undo_plan.
    """
    users = {user["id"]: user for user in facts["known"]}
    chosen, problems = _choose(facts)
    for entry in chosen:
        if entry["deleted"]:
            problems.append(
                f"{entry['email']} was deleted by {entry['deleted']}, and the API can't bring accounts back"
            )
        else:
            stranger = other_account(facts["path"], entry, users.get(entry["id"]))
            problems += [stranger] if stranger else []
    problems += hidden_members(facts["groups"])
    groups, group_notes = _memberships(chosen, facts["groups"])
    reports, report_notes = _reports(chosen, users)
    ids = {entry["id"] for entry in chosen}
    return {
        "problems": list(dict.fromkeys(problems)),
        "groups": groups,
        "reports": reports,
        "enable": [
            {"id": entry["id"], "email": entry["email"]}
            for entry in chosen
            if entry["enabled"] and str(users.get(entry["id"], {}).get("status")) == "0"
        ],
        "manifest_after": [
            {**entry, "undone": facts["now"]} if entry["id"] in ids else entry for entry in facts["entries"]
        ],
        "notes": group_notes + report_notes,
    }


def _choose(facts: dict[str, Any]) -> tuple[list[Entry], list[str]]:
    """The entries that are meant, less those that are undone already."""
    entries: list[Entry] = facts["entries"]
    if not entries:
        return [], [f"offboarding_manifest {facts['path']!r} is missing or empty: there is nothing to undo"]
    if not isinstance(facts["emails"], list):
        return [entry for entry in entries if not entry["undone"]], []
    wanted = {email.lower(): email for email in facts["emails"]}
    unknown = set(wanted) - {entry["email"].lower() for entry in entries}
    problems = [
        f"offboarding_accounts has {wanted[email]}, which offboarding_manifest {facts['path']!r} has not"
        for email in sorted(unknown)
    ]
    return [entry for entry in entries if entry["email"].lower() in wanted and not entry["undone"]], problems


def _memberships(chosen: list[Entry], groups: list[Record]) -> tuple[list[Record], list[str]]:
    """Each group once, with all who come back to it."""
    there = {group["id"]: group for group in groups}
    back: dict[str, Record] = {}
    notes = []
    for entry in chosen:
        for saved in entry["groups"]:
            group = there.get(saved["id"])
            if saved.get("is_dynamic"):
                continue
            if group is None or group.get("is_dynamic"):
                became = "is dynamic now" if group else "is there no more"
                notes.append(
                    f"{entry['email']} was in the group {saved.get('name')} (id {saved['id']}), which {became}"
                )
            elif entry["id"] not in (group.get("members") or []):
                item = back.setdefault(group["id"], {"id": group["id"], "members": {"add": []}})
                item["members"]["add"].append(entry["id"])
    return list(back.values()), notes


def _reports(chosen: list[Entry], users: dict[str, Record]) -> tuple[list[Record], list[str]]:
    """Who gets their manager back. The last to leave comes back first, as people may have been handed on."""
    managers = {identity: user.get("manager") or "" for identity, user in users.items()}
    notes = []
    last_first = sorted(chosen, key=lambda entry: str(entry["date"]))
    last_first.reverse()
    for entry in last_first:
        for report in entry["reports"]:
            manager = managers.get(report["id"])
            if manager is None:
                notes.append(f"{report.get('email')} reported to {entry['email']}, and is there no more")
            elif manager != entry["id"] and manager == report.get("handed_to"):
                managers[report["id"]] = entry["id"]
            elif manager != entry["id"]:
                notes.append(f"{report.get('email')} reported to {entry['email']}, and got another manager since")
    changed = [(users[identity], manager) for identity, manager in managers.items()]
    reports = [
        {"id": user["id"], "email": user.get("email"), "manager": manager}
        for user, manager in changed
        if manager != (user.get("manager") or "")
    ]
    return reports, notes
