# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the records that were read is meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ._errors import Id360Error
from ._resource import Resource
from ._wish import Wish


class Seen(NamedTuple):
    """A record as it was read, in our spelling. Where it is not ``whole``, a field that it lacks is unknown."""

    record: dict[str, Any]
    whole: bool = True


def identify(resource: Resource, wish: Wish, listed: Iterable[Seen]) -> Seen | None:
    """The one listed record that the keys of the wish find, or None.

    The first key that finds a record decides; raises Id360Error where a key finds two, or another key another one.
    """
    found: dict[str, Seen] = {}
    for key in wish.match_by:
        hits = having(resource, key, wish.values[key], listed)
        if len(hits) > 1:
            raise Id360Error(f"{len(hits)} {resource.kind}s have {key} {wish.values[key]!r}: ids {_ids(hits)}")
        if hits:
            (found[key],) = hits.values()
    if len({seen.record["id"] for seen in found.values()}) > 1:
        people = ", ".join(f"{key} {wish.values[key]!r} finds id {seen.record['id']}" for key, seen in found.items())
        raise Id360Error(f"the keys find different {resource.kind}s: {people}")
    return next(iter(found.values()), None)


def refuse_taken(resource: Resource, wish: Wish, record: dict[str, Any] | None, listed: Iterable[Seen]) -> None:
    """Raise when the record would get a unique key that another one has."""
    unique = resource.keys[0]
    value = wish.values.get(unique)
    if value is None or (record and resource.field(unique).same(record.get(unique), value)):
        return
    others = having(resource, unique, value, listed)
    others.pop(record["id"] if record else "", None)
    if others:
        raise Id360Error(f"{unique} {value!r} is taken: the {resource.kind} with id {_ids(others)} has it")


def having(resource: Resource, key: str, value: str, listed: Iterable[Seen]) -> dict[str, Seen]:
    """The listed records whose ``key`` is ``value``, by id."""
    field = resource.field(key)
    return {seen.record["id"]: seen for seen in listed if field.same(seen.record.get(key), value)}


def _ids(records: Iterable[str]) -> str:
    return ", ".join(sorted(records))
