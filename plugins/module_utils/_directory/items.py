# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which record each entry of a list is about, and what is to be done to it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from .._errors import Id360Error
from .._model.desired import Wish
from .._model.match import identify, refuse_taken
from .._model.plan import Plan
from .._model.resource import Resource, Seen
from .entries import Entry
from .index import Roll

Where = Callable[[Any, str], str]


class Found(NamedTuple):
    """An entry, and the record that it is about; None when there is none."""

    entry: Entry
    seen: Seen | None


@dataclass
class Item:
    """One record that a run is to make as wished. ``wish`` is as it was typed, ``resolved`` the same with names turned
    to ids, where those who are created in the run stand as ``new_person``; their emails, in lower case, are the
    ``needs``. ``place``: where it was declared, in words; "" for a user who is not."""

    resource: Resource
    wish: Wish
    resolved: Wish
    seen: Seen | None
    plan: Plan
    needs: frozenset[str] = frozenset()
    place: str = ""

    @property
    def id(self) -> str | None:
        return self.seen.record["id"] if self.seen else None

    @property
    def key(self) -> str:
        """What people call the record."""
        key = self.resource.keys[0]
        record = self.seen.record if self.seen else {}
        return str(record.get(key) or self.wish.values.get(key) or self.wish.named)

    @property
    def shard_key(self) -> str:
        return shard_key(self.resource, self.wish, self.seen)

    def missing(self, created: Container[str]) -> list[str]:
        """Those whom it needs and who are not among the ``created``, by their emails."""
        return sorted(email for email in self.needs if email not in created)

    @property
    def creates_a_person(self) -> bool:
        return self.resource.holds_people and "create" in self.plan.actions


def shard_key(resource: Resource, wish: Wish, seen: Seen | None) -> str:
    """What decides which shard takes a record: for people it must not change when they are renamed."""
    if resource.holds_people and seen:
        return str(seen.record["id"])
    key = resource.keys[0]
    name = wish.values.get(key) or (seen.record.get(key) if seen else "")
    return resource.field(key).canonical(name)


def new_person(email: str) -> str:
    """How somebody who is created in the run stands where an id will be."""
    return f"(new) {email}"


def find(resource: Resource, entries: Iterable[Entry], where: Where, roll: Roll) -> tuple[list[Found], list[str]]:
    """The record of each entry, and what keeps an entry from having one of its own."""
    found: list[Found] = []
    problems: list[str] = []
    claims: dict[tuple[str, str], tuple[Any, bool]] = {}
    for entry in entries:
        wish, place = entry
        try:
            seen = _find_one(resource, wish, roll)
        except Id360Error as error:
            problems.append(f"{where(place, resource.keys[0])}: {error.message}")
            continue
        taken = None
        for key, name in _claims(resource, wish, seen):
            keeps = _keeps(resource, seen, key, name)
            other, other_keeps = claims.setdefault((key, name), (place, keeps))
            if other is not place and not (keeps and other_keeps):
                taken = taken or (key, other)
        if taken is None:
            found.append(Found(entry, seen))
            continue
        key, other = taken
        if key in resource.keys[1:]:
            theirs = where(other, key)
            problems.append(f"{where(place, key)}: {key} {wish.values[key]!r} is that of {theirs} too")
        else:
            mine, theirs = where(place, resource.keys[0]), where(other, resource.keys[0])
            problems.append(f"{mine}: {wish.named} is the same {resource.kind} as that of {theirs}")
    return found, problems


def _keeps(resource: Resource, seen: Seen | None, key: str, name: str) -> bool:
    """Whether a record has a key already that several may share: none of them gets it then."""
    return seen is not None and key in resource.keys[1:] and resource.field(key).canonical(seen.record.get(key)) == name


def _find_one(resource: Resource, wish: Wish, roll: Roll) -> Seen | None:
    candidates = roll.candidates(wish)
    seen = roll.records.get(wish.id) if wish.id else identify(resource, wish, candidates)
    if wish.state == "absent":
        return seen
    if wish.id and not seen:
        raise Id360Error(f"there is no {resource.kind} with id {wish.id}")
    if seen or wish.state != "disabled":
        refuse_taken(resource, wish, seen.record if seen else None, candidates)
    return seen


def _claims(resource: Resource, wish: Wish, seen: Seen | None) -> list[tuple[str, str]]:
    """What only one entry may be about: the record, and each key that it is to get. A first key that it has already is
    no claim: another entry with it is about this record too, or about one of its own that shares the key."""
    claims = [("id", seen.record["id"] if seen else wish.id)]
    for key in resource.keys if wish.state != "absent" else wish.match_by:
        field, name = resource.field(key), wish.values.get(key)
        if key != resource.keys[0] or not (seen and field.same(seen.record.get(key), name)):
            claims.append((key, field.canonical(name)))
    return [(kind, name) for kind, name in claims if name]
