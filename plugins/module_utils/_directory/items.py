# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Matches each entry of a list to a record, and plans its changes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .._errors import Id360Error
from .._model.desired import Desired
from .._model.match import identify, validate_unique_keys
from .._model.plan import Plan
from .._model.resource import Existing, Resource
from .._problems import NOWHERE, Place, Problem
from .entries import Entry
from .index import RecordIndex

Where = Callable[[Any, str], Place]


class Matched(NamedTuple):
    """An entry, and the record that it matches, or None."""

    entry: Entry
    existing: Existing | None


@dataclass
class WorkItem:
    """One record that a run brings into the desired state. ``desired`` is as declared. ``resolved`` has ids instead of
    names, and ``new_person`` for users that the run creates; their emails, in lower case, are the ``needs``. ``place``:
    where the record is declared, NOWHERE for an unlisted user."""

    resource: Resource
    desired: Desired
    resolved: Desired
    existing: Existing | None
    plan: Plan
    needs: frozenset[str] = frozenset()
    place: Place = NOWHERE

    @property
    def id(self) -> str | None:
        return self.existing.record["id"] if self.existing else None

    @property
    def key(self) -> str:
        """The email or name of the record, for messages and reports."""
        key = self.resource.keys[0]
        record = self.existing.record if self.existing else {}
        return str(record.get(key) or self.desired.values.get(key) or self.desired.identifier)

    @property
    def shard_key(self) -> str:
        return shard_key(self.resource, self.desired, self.existing)

    def missing(self, created: Container[str]) -> list[str]:
        """The emails of the users that the item depends on and that are not among the ``created``."""
        return sorted(email for email in self.needs if email not in created)

    @property
    def creates_a_person(self) -> bool:
        return self.resource.holds_people and "create" in self.plan.actions


def shard_key(resource: Resource, desired: Desired, existing: Existing | None) -> str:
    """What decides which shard a record belongs to: for users it must not change when they are renamed."""
    if resource.holds_people and existing:
        return str(existing.record["id"])
    key = resource.keys[0]
    name = desired.values.get(key) or (existing.record.get(key) if existing else "")
    return resource.field(key).canonical(name)


def find(
    resource: Resource, entries: Iterable[Entry], where: Where, index: RecordIndex
) -> tuple[list[Matched], list[Problem]]:
    """The record of each entry, and the problems: entries with ambiguous keys, or for the same record."""
    found: list[Matched] = []
    problems: list[Problem] = []
    claims: dict[tuple[str, str], tuple[Any, bool]] = {}
    entries = list(entries)
    released = _released_keys(resource, entries, index)
    for each in entries:
        entry = _excluding(resource, each, index, released) if released else each
        desired, mark = entry
        try:
            existing = _find_one(resource, desired, index)
        except Id360Error as error:
            problems.append(Problem(error.message, where(mark, resource.keys[0])))
            continue
        taken = None
        for key, name in _claims(resource, desired, existing):
            keeps = _keeps(resource, existing, key, name)
            other, other_keeps = claims.setdefault((key, name), (mark, keeps))
            if other is not mark and not (keeps and other_keeps):
                taken = taken or (key, other)
        if taken is None:
            found.append(Matched(entry, existing))
            continue
        key, other = taken
        if key in resource.keys[1:]:
            message = f"{key} {desired.values[key]!r} is also used by another entry"
        else:
            key = resource.keys[0]
            message = f"{desired.identifier} is the same {resource.kind} as another entry"
        problems.append(Problem(message, where(mark, key), where(other, key)))
    return found, problems


def _keeps(resource: Resource, existing: Existing | None, key: str, name: str) -> bool:
    """Whether the record already has this key, which several records may share."""
    return (
        existing is not None
        and key in resource.keys[1:]
        and resource.field(key).canonical(existing.record.get(key)) == name
    )


class _Released(NamedTuple):
    """The record that gives up its first key in the run, because the key changes or the record is deleted."""

    id: str
    deleted: bool


def _released_keys(resource: Resource, entries: Iterable[Entry], index: RecordIndex) -> dict[str, _Released]:
    """The records that give up their first key, by this key. None if the server accepts duplicates, as it would not
    refuse a key that is still in use."""
    first, released = resource.field(resource.keys[0]), {}
    for entry in entries if resource.key_is_unique else ():
        desired = entry.desired
        new, record_id = desired.values.get(first.name), _anchor(resource, desired, index)
        old = index.records[record_id].record.get(first.name) if record_id else None
        deleted = desired.state == "absent"
        # A deletion that is matched by this key would, in a second run, delete the record that takes the key now.
        stays = first.same(old, new) and not (deleted and (desired.id or first.name not in desired.match_by))
        if old and (new or deleted) and not stays:
            released[first.canonical(old)] = _Released(record_id, deleted)
    return released


def _anchor(resource: Resource, desired: Desired, index: RecordIndex) -> str:
    """The id of the record that matches by id or by a secondary key; "" if none does."""
    if desired.id:
        return desired.id if desired.id in index.records else ""
    for key in desired.match_by:
        ids = index.ids(key, desired.values[key]) if key != resource.keys[0] else ()
        if len(ids) == 1:
            return ids[0]
    return ""


def _excluding(resource: Resource, entry: Entry, index: RecordIndex, released: Mapping[str, _Released]) -> Entry:
    """The entry with the record excluded that gives up the entry's first key. An entry that only this key could
    identify is unchanged, as it may be about that record; so is one that disables a user whom no other key finds, and
    one that would create a record with the key of a deleted record."""
    desired, first = entry.desired, resource.field(resource.keys[0])
    holder = released.get(first.canonical(desired.values.get(first.name)))
    anchor = _anchor(resource, desired, index)
    if desired.state == "absent" or not holder or holder.id == anchor:
        return entry
    creates = desired.state != "disabled" and any(key != first.name for key in desired.match_by)
    if not anchor and (holder.deleted or not creates):
        return entry
    return entry._replace(desired=desired._replace(excluded=frozenset([holder.id])))


def _find_one(resource: Resource, desired: Desired, index: RecordIndex) -> Existing | None:
    certain = index.unambiguous(desired)
    if certain:
        return certain
    candidates = index.candidates(desired)
    existing = index.records.get(desired.id) if desired.id else identify(resource, desired, candidates)
    if desired.state == "absent":
        return existing
    if desired.id and not existing:
        raise Id360Error(f"no {resource.kind} has the id {desired.id}")
    if existing or desired.state != "disabled":
        validate_unique_keys(resource, desired, existing.record if existing else None, candidates)
    return existing


def _claims(resource: Resource, desired: Desired, existing: Existing | None) -> list[tuple[str, str]]:
    """What only one entry may have: the record, and each key that changes. A first key that the record has already is
    not included: another entry with it matches this record too, or another record with the same key."""
    claims = [("id", existing.record["id"] if existing else desired.id)]
    for key in resource.keys if desired.state != "absent" else desired.match_by:
        field, name = resource.field(key), desired.values.get(key)
        if key != resource.keys[0] or not (existing and field.same(existing.record.get(key), name)):
            claims.append((key, field.canonical(name)))
    return [(kind, name) for kind, name in claims if name]
