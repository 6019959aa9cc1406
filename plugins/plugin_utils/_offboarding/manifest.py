# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest of an offboarding: the state of the accounts before it, to restore them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any, NamedTuple

VERSION = 1
_DATE = "%Y-%m-%dT%H:%M:%SZ"

Entry = dict[str, Any]
"""One account: ``id``, ``email``, the ``date`` from which days count, whether it was ``enabled``, the whole ``record``,
its ``groups`` (id, name, is_dynamic), its ``reports`` (id, email, and whom they were ``handed_to``: null is nobody yet,
"" is no manager), and the dates it was ``deleted`` and ``undone``, "" where it was not."""

_TYPES: dict[str, type] = {
    "id": str,
    "email": str,
    "date": str,
    "enabled": bool,
    "record": dict,
    "groups": list,
    "reports": list,
    "deleted": str,
    "undone": str,
}


def read_date(text: str) -> datetime:
    """A date of a manifest; raises ValueError for any other text."""
    return datetime.strptime(text, _DATE).replace(tzinfo=timezone.utc)


class Manifest(NamedTuple):
    """The content of a manifest: its accounts, the ``witnesses`` (id, email), users that identify the tenant when all
    accounts have been deleted, and the problems."""

    entries: list[Entry]
    witnesses: list[dict[str, Any]]
    problems: list[str]


def read_manifest(text: str, path: str) -> Manifest:
    """What a text has in it; no text is a manifest without accounts."""
    if not text:
        return Manifest([], [], [])
    name = f"offboarding_manifest {path!r}"
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return Manifest([], [], [f"{name} is not a manifest: it is not JSON"])
    if not isinstance(found, dict) or not isinstance(found.get("accounts"), list) or "version" not in found:
        return Manifest([], [], [f"{name} is not a manifest: version or accounts are missing"])
    if found["version"] != VERSION:
        return Manifest(
            [], [], [f"{name} has version {found['version']!r}, but this collection reads version {VERSION}"]
        )
    entries: list[Entry] = found["accounts"]
    problems = [
        f"{name} is damaged: {problem}" for number, entry in enumerate(entries, 1) for problem in _check(entry, number)
    ]
    if not problems and len({entry["id"] for entry in entries}) < len(entries):
        problems = [f"{name} is damaged: an account is given twice"]
    witnesses = found.get("witnesses", [])  # manifests of before have none
    if not isinstance(witnesses, list) or not all(isinstance(witness, dict) for witness in witnesses):
        problems.append(f"{name} is damaged: its witnesses are not valid")
    return Manifest(entries, witnesses, problems)


def _check(entry: Any, number: int) -> Iterable[str]:
    """The first problem of an account, if any."""
    if not isinstance(entry, dict):
        return [f"account {number} is not a dictionary"]
    for name, wanted in _TYPES.items():
        if not isinstance(entry.get(name), wanted):
            return [f"{name} of account {number} is not valid"]
    for name in ("groups", "reports"):
        if not all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in entry[name]):
            return [f"account {number} ({entry['email']}) has {name} without an id"]
    for name in ("date", "deleted", "undone"):
        try:
            if entry[name] or name == "date":
                read_date(entry[name])
        except ValueError:
            of_account = f"{name} {entry[name]!r} of account {number} ({entry['email']})"
            return [f"{of_account} is not a time such as 2026-11-30T08:00:00Z"]
    return []


def is_closed(entry: Entry) -> bool:
    """Whether it is done with: deleted, or brought back."""
    return bool(entry["deleted"] or entry["undone"])


def as_record(entry: Entry) -> dict[str, Any]:
    """What finds the account of an entry: its id, email and employee id."""
    return {"id": entry["id"], "email": entry["email"], "employee_id": entry["record"].get("employee_id")}


def copied(entry: Entry) -> Entry:
    """A copy that can be changed. (deepcopy would copy half of Ansible, which its containers hold on to.)"""
    return {**entry, "groups": list(entry["groups"]), "reports": [dict(report) for report in entry["reports"]]}


def is_there(person: dict[str, Any], users: dict[str, dict[str, Any]]) -> bool:
    """Whether this user exists. Ids alone are not sufficient, as those of two tenants may be equal."""
    record = users.get(str(person.get("id")), {})
    return bool(record) and str(record.get("email")).lower() == str(person.get("email")).lower()


def other_account(path: str, entry: Entry, record: dict[str, Any] | None) -> str | None:
    """What is wrong when the account of an entry is not what the tenant has under its id; None where it is."""
    named = f"offboarding_manifest {path!r} has the account {entry['email']} with id {entry['id']}"
    if record is None:
        return (
            f"{named}, which is not in this tenant: the manifest belongs to another tenant, or the account was deleted"
        )
    if str(record.get("email", "")).lower() != entry["email"].lower():
        return (
            f"{named}, which is {record.get('email')} in this tenant: the manifest belongs to another tenant, or the"
            " account was renamed, and its email in the manifest must be updated"
        )
    return None


def hidden_members(groups: list[dict[str, Any]]) -> list[str]:
    """The groups of which not all members were shown. Unknown is not empty."""
    return [
        f"group {group.get('name')!r} (id {group['id']}) was returned without all members"
        for group in groups
        if not group.get("is_dynamic")
        and (group.get("members") is None or len(group["members"]) < int(group.get("members_count") or 0))
    ]
