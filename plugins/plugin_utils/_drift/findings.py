# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The findings of a report of id360_directory, the most dangerous first, and how they differ from those of an earlier
report. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

FINDINGS = ("extra", "missing", "different", "failed")
# Fields that the server sets. They can't be declared.
_NOT_DECLARED = {"id", "is_domain_verified", "members_count", "primary_source", "when_created"}
_KEYS = {"kind", "key", "id", "before", "after", "error"}
_STATUS = {0: "disabled", 1: "enabled", "0": "disabled", "1": "enabled"}
# The ranks of danger, up from 0
_ENABLED_UNDECLARED, _ENABLED, _FAILED, _GROUP_WITH_MORE, _MISSING, _DIFFERENT, _DISABLED = range(7)


@dataclass
class Finding:
    """One record that is not as declared. ``declared``: the declaration has it, if only as absent. ``before`` and
    ``after`` have only what differs; ``status`` in them is ``enabled`` or ``disabled``."""

    finding: str
    kind: str
    key: str
    id: str | None = None
    declared: bool = True
    place: str = ""
    error: str = ""
    actions: tuple[str, ...] = ()
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    department: str = ""
    title: str = ""
    status: str = ""
    source: str = ""
    allowed: bool = False
    is_new: bool = False

    @property
    def fields(self) -> list[str]:
        """The fields that differ, for a record that is on both sides."""
        if self.finding not in ("different", "failed"):
            return []
        return list(dict.fromkeys([*self.before, *self.after]))

    @property
    def rank(self) -> int:
        """The danger of a finding, 0 is the highest: first the accounts that can sign in, but should not."""
        enabled = self.kind == "user" and self.status != "disabled"
        if self.finding == "extra" and self.kind == "user":
            if not enabled or self.allowed:
                return _DISABLED
            return _ENABLED if self.declared else _ENABLED_UNDECLARED
        if self.finding == "failed":
            return _FAILED
        if self.finding == "different" and enabled and self.after.get("status") == "disabled":
            return _ENABLED
        if self.kind == "group" and (self.finding == "extra" or only(self.before, self.after, "members")):
            return _GROUP_WITH_MORE
        return _MISSING if self.finding == "missing" else _DIFFERENT


def only(mine: Mapping[str, Any], other: Mapping[str, Any], name: str) -> list[Any]:
    """The values of a list that the same list of the other side does not have."""
    there = other.get(name) or []
    return [value for value in mine.get(name) or [] if value not in there]


def read_report(text: str) -> dict[str, Any]:
    """Raises ValueError for what is not a report of id360_directory."""
    try:
        report = json.loads(text)
        items, unlisted, users = report["items"], report["unlisted"], report.get("users") or {}
        counted = isinstance(report["summary"]["unchanged"], int) and isinstance(report["check"], bool)
        listed = isinstance(report.get("places") or [], list)
        people = [*unlisted, *(report.get("left_disabled") or [])]
        complete = all(item.keys() >= _KEYS for item in items) and all("id" in user for user in people)
        new_users = report.get("new_users") or {}
        counted = counted and all(isinstance(email, str) for email in new_users.values())
        kinds = report.get("unchanged") or {"users": 0, "groups": 0}
        counted = counted and isinstance(kinds["users"], int) and isinstance(kinds["groups"], int)
        sides = [item[side] or {} for item in items for side in ("before", "after")]
        shaped = counted and listed and complete and all(isinstance(of, dict) for of in [*sides, *users.values()])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        shaped = False
    if not shaped:
        raise ValueError("it is not a report of id360_directory")
    return dict(report)


def findings_of(report: Mapping[str, Any], *, allow_extra: bool = False) -> list[Finding]:
    """The findings, the most dangerous first, and by name. ``allow_extra``: undeclared users are no danger."""
    users: Mapping[str, Mapping[str, Any]] = report.get("users") or {}
    places = report.get("places") or []
    found = [
        _of_item(item, users, place) for item, place in zip_longest(report["items"], places[: len(report["items"])])
    ]
    found += [_of_unlisted(user, users, allow_extra) for user in report["unlisted"]]
    return sorted(found, key=lambda finding: (finding.rank, finding.key.casefold(), finding.id or ""))


def compare(findings: Iterable[Finding], earlier: Iterable[Finding]) -> list[Finding]:
    """Mark what is new since an earlier report, and return what is gone since then.

    A finding is new if the earlier report has none of its sort about the record, or if more fields differ now.
    """
    before = {_name(finding): finding for finding in earlier}
    for finding in findings:
        same = before.pop(_name(finding), None)
        finding.is_new = same is None or not set(same.fields).issuperset(finding.fields)
    return list(before.values())


def _name(finding: Finding) -> tuple[str, str, str]:
    """By what a finding is known again: the id, and where a record has none yet its key."""
    name = f"id {finding.id}" if finding.id else f"key {finding.key.casefold()}"
    return (finding.finding, finding.kind, name)


def _of_item(item: Mapping[str, Any], users: Mapping[str, Mapping[str, Any]], place: str | None) -> Finding:
    before, after = _declared(item["before"] or {}), _declared(item["after"] or {})
    if item["error"] is not None:
        sort = "failed"
    elif not item["before"]:
        sort = "missing"
    elif not item["after"]:
        sort = "extra"
    else:
        sort = "different"
    profile = users.get(str(item["id"])) or (before if sort != "missing" else after)
    same = [name for name in before if name in after and before[name] == after[name]]
    found = Finding(
        finding=sort,
        kind=str(item["kind"]),
        key=str(item["key"] if item["key"] is not None else item["id"] or ""),
        id=None if item["id"] is None else str(item["id"]),
        place=str(place or ""),
        error=str(item["error"] or ""),
        actions=tuple(item.get("actions") or ()),
        before={name: value for name, value in before.items() if name not in same},
        after={name: value for name, value in after.items() if name not in same},
    )
    return _with_profile(found, profile) if found.kind == "user" else found


def _of_unlisted(user: Mapping[str, Any], users: Mapping[str, Mapping[str, Any]], allowed: bool) -> Finding:
    key = str(user.get("email") or user["id"])
    found = Finding("extra", "user", key, str(user["id"]), declared=False, allowed=allowed)
    return _with_profile(found, users.get(str(user["id"])) or {})


def _with_profile(finding: Finding, profile: Mapping[str, Any]) -> Finding:
    names = (profile.get("first_name"), profile.get("last_name"))
    finding.name = str(profile.get("display_name") or " ".join(str(name) for name in names if name))
    finding.department = str(profile.get("department") or "")
    finding.title = str(profile.get("title") or "")
    finding.status = str(_status(profile.get("status")) or "")
    finding.source = str(profile.get("source") or "")
    return finding


def _declared(record: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in record.items() if name not in _NOT_DECLARED and value not in (None, "")}
    return {**values, "status": _status(values["status"])} if "status" in values else values


def _status(value: Any) -> Any:
    return _STATUS.get(value, value) if isinstance(value, (int, str)) else value
