# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All the records of a kind, as far as a list of wishes needs them: there may be a hundred thousand on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any

from .._model.desired import Wish
from .._model.match import MANY
from .._model.plan import differences
from .._model.resource import Resource, Seen


class Roll:
    """Records by id. Of those that no wish is about, or that are as wished already, only an outline is kept, with
    the fields ``kept``.

    ``as_wished`` are the ids of the latter. Where a record that is kept is not whole, a field that it lacks is unknown.
    """

    def __init__(self, resource: Resource, wishes: Iterable[Wish], kept: Iterable[str] = ()) -> None:
        self.resource = resource
        managed = {key for wish in wishes for key in resource.keys if key in wish.match_by or wish.values.get(key)}
        self._keys = tuple(key for key in resource.keys if key == resource.keys[0] or key in managed)
        toggle = (resource.toggle.field,) if resource.toggle else ()
        self._outline = tuple(dict.fromkeys(["id", *self._keys, *toggle, *resource.people, *kept]))
        self._wishes: dict[tuple[str, str], list[Wish]] = {}
        for wish in wishes:
            for name in self._names(wish):
                self._wishes.setdefault(name, []).append(wish)
        self.clear()

    def clear(self) -> None:
        """Forget the records, as before the first."""
        self.records: dict[str, Seen] = {}
        self.as_wished: set[str] = set()
        self._ids: dict[str, dict[str, list[str]]] = {key: {} for key in self._keys}

    def _names(self, wish: Wish) -> list[tuple[str, str]]:
        if wish.id:
            return [("id", wish.id)]
        return [(key, self.resource.field(key).canonical(wish.values[key])) for key in wish.match_by]

    def replace(self, seen: Seen) -> None:
        """Take in a record that was read again, and whole."""
        self.records[seen.record["id"]] = seen

    def add(self, seen: Seen) -> None:
        """Take in a record."""
        record = seen.record
        names = [("id", record["id"])]
        for key in self._keys:
            value = self.resource.field(key).canonical(record.get(key))
            if value:
                names.append((key, value))
                self._ids[key].setdefault(value, []).append(record["id"])
        self.as_wished.discard(record["id"])
        for wish in chain.from_iterable(self._wishes.get(name, ()) for name in names):
            if not _holds(self.resource, seen, wish):
                self.as_wished.discard(record["id"])
                self.records[record["id"]] = seen
                return
            self.as_wished.add(record["id"])
        outline = {name: record[name] for name in self._outline if name in record}
        self.records[record["id"]] = Seen(outline, whole=False)

    def ids(self, key: str, value: Any) -> tuple[str, ...]:
        """The ids of the records whose ``key`` is ``value``, of ``MANY`` or more the first ones."""
        found = self._ids[key].get(self.resource.field(key).canonical(value), ())
        if len(found) < 2:
            return tuple(found)
        return tuple(islice(dict.fromkeys(islice(found, 2 * MANY)), MANY))  # one that was listed twice is in it twice

    def candidates(self, wish: Wish) -> list[Seen]:
        """The records that a wish may be about, or that have what it wants to be its own."""
        found = [wish.id] if wish.id in self.records else []
        for key in self._keys:
            if wish.values.get(key):
                found += self.ids(key, wish.values[key])
        return [self.records[record_id] for record_id in dict.fromkeys(found) if record_id]

    def unknown(self, seen: Seen, wish: Wish) -> bool:
        """Whether the record has to be read again, to tell what of the wish it lacks."""
        if seen.whole or seen.record["id"] in self.as_wished or wish.state == "absent":
            return False
        return any(name not in seen.record for name in wish.values)


def _holds(resource: Resource, seen: Seen, wish: Wish) -> bool:
    """Whether a record is certainly as wished. People by email, secrets and members are left to the plan."""
    if wish.state == "absent" or wish.members is not None or (wish.secret is not None and wish.update_secret):
        return False
    toggle = resource.toggle
    status: Mapping[str, Any] = {"enabled": toggle.on, "disabled": toggle.off} if toggle else {}
    if toggle and wish.state in status and seen.record.get(toggle.field) != status[wish.state]:
        return False
    if not seen.whole and any(name not in seen.record for name in wish.values):
        return False
    return not differences(resource, seen.record, wish)
