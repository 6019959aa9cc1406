# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the listed records a desired record is about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._errors import Id360Error
from .._text import as_text
from .._values import loose_key
from .desired import Desired
from .resource import Existing, Resource

MANY = 20  # records with the same value of a key, at most, that are looked for


def identify(resource: Resource, desired: Desired, listed: Iterable[Existing]) -> Existing | None:
    """The one listed record that the keys of the desired record find, or None.

    The first key that finds a record decides; raises Id360Error where a key finds two, or another key another one.
    """
    found: dict[str, Existing] = {}
    listed = _not_excluded(desired, listed)
    for key in desired.match_by:
        hits = records_with(resource, key, desired.values[key], listed)
        if len(hits) > 1:
            count = f"{MANY} or more" if len(hits) >= MANY else f"{len(hits)}"
            raise Id360Error(f"{count} {resource.kind}s have {key} {desired.values[key]!r}: ids {_ids(hits)}")
        if hits:
            (found[key],) = hits.values()
    if len({existing.record["id"] for existing in found.values()}) > 1:
        people = ", ".join(
            f"{key} {desired.values[key]!r} matches id {existing.record['id']}" for key, existing in found.items()
        )
        raise Id360Error(f"the keys match different {resource.kind}s: {people}")
    return next(iter(found.values()), None)


def validate_unique_keys(
    resource: Resource, desired: Desired, record: dict[str, Any] | None, listed: Iterable[Existing]
) -> None:
    """Raise when the record would get a unique key that another one has."""
    unique = resource.keys[0]
    value = desired.values.get(unique)
    if value is None or (record and resource.field(unique).same(record.get(unique), value)):
        return
    others = records_with(resource, unique, value, _not_excluded(desired, listed))
    others.pop(record["id"] if record else "", None)
    if others:
        raise Id360Error(f"{unique} {value!r} is already used by the {resource.kind} with id {_ids(others)}")


def shared_keys(
    resource: Resource, desired: Desired, record: dict[str, Any] | None, listed: Iterable[Existing]
) -> dict[str, str]:
    """Warnings by key for values that other records have, too; the server refuses duplicates of the first key only."""
    warnings = {}
    for key in resource.keys[1:]:
        value = desired.values.get(key)
        if not value or (record and resource.field(key).same(record.get(key), value)):
            continue
        others = records_with(resource, key, value, listed)
        others.pop(record["id"] if record else "", None)
        if others:
            warnings[key] = f"{key} {value!r} is also used by the {resource.kind} with id {_ids(others)}"
    return warnings


def by_likeness(resource: Resource, listed: Iterable[Existing]) -> dict[str, list[Existing]]:
    """Records by what is left of their first key without case and blanks."""
    found: dict[str, list[Existing]] = {}
    for existing in listed:
        found.setdefault(loose_key(as_text(existing.record.get(resource.keys[0]))), []).append(existing)
    return found


def lookalike_warning(resource: Resource, desired: Desired, likeness: Mapping[str, list[Existing]]) -> str:
    """The warning for a new record whose first key differs from another one only in case or blanks; "" for none."""
    key = resource.keys[0]
    name = desired.values[key]
    others = [
        existing.record
        for existing in likeness.get(loose_key(name), ())
        if not resource.field(key).same(existing.record.get(key), name)
    ]
    if not others:
        return ""
    named = ", ".join(f"{record[key]!r} (id {record['id']})" for record in others)
    return f"the name of the new {resource.kind} {name!r} differs from {named} only in case or blanks"


def records_with(resource: Resource, key: str, value: str, listed: Iterable[Existing]) -> dict[str, Existing]:
    """The listed records whose ``key`` is ``value``, by id."""
    field = resource.field(key)
    return {existing.record["id"]: existing for existing in listed if field.same(existing.record.get(key), value)}


def _not_excluded(desired: Desired, listed: Iterable[Existing]) -> Iterable[Existing]:
    if not desired.excluded:
        return listed
    return [existing for existing in listed if existing.record["id"] not in desired.excluded]


def _ids(records: Iterable[str]) -> str:
    ids = sorted(records)
    return ", ".join([*ids[:MANY], *["…"][: len(ids) >= MANY]])
