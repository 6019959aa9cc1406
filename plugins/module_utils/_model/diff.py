# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The diff of one record, as people approve it; the same from every module. Pure.

It contains the fields that identify the record and those that the task manages, but no others, such as those that the
server sets. For a deletion it contains all fields. Predicted and real diff are equal, as both come from the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from .._text import visible
from .desired import Desired
from .members_diff import with_members_by_email
from .resource import Resource

Diff = dict[str, Any]
MAX_NAMED = 100  # unchanged members known by id only; the emails of more are not looked up


def new_person(email: str) -> str:
    """How a user that the run creates is shown in place of an id."""
    return f"(new) {email}"


def not_there_yet(email: str) -> str:
    """How a user that an earlier task may create is shown in check mode in place of an id."""
    return f"(not there yet) {email}"


def diff(resource: Resource, desired: Desired, before: Mapping[str, Any], after: Mapping[str, Any]) -> Diff:
    """The diff of a record ``before`` and ``after``, as in a plan; either is empty if there is no record.

    Users are shown by id unless their email was given: see ``ids_without_email`` and ``with_emails``.
    """
    given = {name: value for name, value in desired.values.items() if value != ""}
    there = before or after or {**given, "id": desired.id}
    names = _deleted_fields(resource, before) if before and not after else managed_fields(resource, desired)
    shown_before, shown_after = (_fields_with_values(resource, names, record) for record in (before, after))
    if after and not before:
        if resource.toggle:
            shown_after.setdefault(resource.toggle.field, _status(resource, resource.toggle.on))
        if desired.template:
            shown_after["template"] = desired.template.strip()
    return {
        "before_header": header(resource, there),
        "after_header": header(resource, after or there),
        "before": shown_before,
        "after": shown_after,
    }


def header(resource: Resource, record: Mapping[str, Any]) -> str:
    """A record as people call it: ``user Ann Lee <ann.lee@example.com>``, ``group Sales``, ``job 12``."""
    key = str((resource.keys and record.get(resource.keys[0])) or "")
    titles = (" ".join(str(record.get(name) or "") for name in names).strip() for names in resource.titles)
    title = next((text for text in titles if text), "")
    called = f"{title} <{key}>" if title and key else key or title or str(record.get("id") or "")
    return visible(f"{resource.kind} {called}")


def managed_fields(resource: Resource, desired: Desired) -> list[str]:
    """The names of the fields that identify a record, or that the task manages."""
    toggle = [resource.toggle.field] if resource.toggle else []
    members = [resource.members.field] if resource.members and desired.members else []
    secret = [resource.secret_name] if resource.secret else []
    return list(
        dict.fromkeys(["id", *resource.keys[:1], *desired.match_by, *desired.values, *toggle, *members, *secret])
    )


def read_for_diff(resource: Resource, *, deletes: bool) -> list[str]:
    """The names of the fields that a diff has beside those that are managed."""
    titles = [name for names in resource.titles for name in names]
    return list(resource.by_name) if deletes else titles


def _deleted_fields(resource: Resource, record: Mapping[str, Any]) -> list[str]:
    toggle = [resource.toggle.field] if resource.toggle else []
    members = [resource.members.field] if resource.members else []
    return ["id", *resource.by_name, *toggle, *members] if resource.fields else list(record)


def _fields_with_values(resource: Resource, names: Iterable[str], record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record that have a value; of a boolean, none is false."""
    found = {name: record.get(name) for name in names if record}
    for name, value in found.items():
        if name in resource.by_name and resource.field(name).type == "bool":
            found[name] = bool(value)
        elif resource.toggle and name == resource.toggle.field:
            found[name] = _status(resource, value)
    return {name: value for name, value in found.items() if value is not None and value != ""}


def _status(resource: Resource, value: Any) -> Any:
    """``enabled`` or ``disabled``; any other value is returned unchanged."""
    words = {resource.toggle.on: "enabled", resource.toggle.off: "disabled"} if resource.toggle else {}
    return next((word for known, word in words.items() if value == known), value)


def ids_without_email(resource: Resource, diffs: Iterable[Diff], emails: Mapping[str, str]) -> list[str]:
    """The ids of users in diffs whose emails are not in ``emails`` (by id). Those of unchanged members are included
    only if one request can find all."""
    changed: dict[str, None] = {}
    staying: dict[str, None] = {}
    for shown in diffs:
        sides = [_people(resource, shown[side]) for side in ("before", "after")]
        common = set(sides[0]) & set(sides[1])
        for person in chain.from_iterable(sides):
            if person not in emails and "@" not in person:
                (staying if person in common else changed)[person] = None
    return [*changed, *(staying if len(changed) + len(staying) <= MAX_NAMED else ())]


def _people(resource: Resource, record: Mapping[str, Any]) -> list[str]:
    members = record.get(resource.members.field) if resource.members else None
    return [*(record[name] for name in resource.people if record.get(name)), *(members or ())]


def with_emails(resource: Resource, shown: Diff, emails: Mapping[str, str]) -> Diff:
    """The diff with known emails instead of ids; members are sorted, so that their order is not a difference."""

    def named(record: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: emails.get(v, v) if name in resource.people else v for name, v in record.items()}
        return with_members_by_email(resource, found, emails)

    return {**shown, "before": named(shown["before"]), "after": named(shown["after"])}
