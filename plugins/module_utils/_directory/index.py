# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An index of all records of a kind, with as much of each as a list of desired records needs. There may be a hundred
thousand of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any

from .._model.desired import Desired
from .._model.match import MANY
from .._model.plan import differences
from .._model.resource import Existing, Resource


class RecordIndex:
    """Records by id. Of a record that no desired record matches, or that is in the desired state already, only an
    outline is stored, with the fields ``kept``.

    ``in_sync``: the ids of the records in the desired state. A field that a stored record lacks is unknown, unless the
    record is whole.
    """

    def __init__(self, resource: Resource, desired_records: Iterable[Desired], kept: Iterable[str] = ()) -> None:
        self.resource = resource
        managed = {
            key
            for desired in desired_records
            for key in resource.keys
            if key in desired.match_by or desired.values.get(key)
        }
        keys = [key for key in resource.keys if key == resource.keys[0] or key in managed]
        self._canonical = {key: resource.field(key).canonical for key in keys}
        toggle = (resource.toggle.field,) if resource.toggle else ()
        self._outline = tuple(dict.fromkeys(["id", *keys, *toggle, *resource.people, *kept]))
        self._desired_by_key: dict[tuple[str, str], list[Desired]] = {}
        for desired in desired_records:
            for name in self._names(desired):
                self._desired_by_key.setdefault(name, []).append(desired)
        self.clear()

    def clear(self) -> None:
        """Remove all records, as before the first listing."""
        self.records: dict[str, Existing] = {}
        self.in_sync: set[str] = set()
        self._ids: dict[str, dict[str, list[str]]] = {key: {} for key in self._canonical}

    def _names(self, desired: Desired) -> list[tuple[str, str]]:
        if desired.id:
            return [("id", desired.id)]
        return [(key, self.resource.field(key).canonical(desired.values[key])) for key in desired.match_by]

    def replace(self, existing: Existing) -> None:
        """Replace a record that was read again completely."""
        self.records[existing.record["id"]] = existing

    def add(self, existing: Existing) -> None:
        """Add a listed record."""
        record = existing.record
        record_id = record["id"]
        names = [("id", record_id)]
        for key, canonical in self._canonical.items():
            value = canonical(record.get(key))
            if value:
                names.append((key, value))
                self._ids[key].setdefault(value, []).append(record_id)
        self.in_sync.discard(record_id)
        for desired in chain.from_iterable(self._desired_by_key.get(name, ()) for name in names):
            if not _is_in_sync(self.resource, existing, desired):
                self.in_sync.discard(record_id)
                self.records[record_id] = existing
                return
            self.in_sync.add(record_id)
        outline = {name: record[name] for name in self._outline if name in record}
        self.records[record_id] = Existing(outline, whole=False)

    def ids(self, key: str, value: Any) -> tuple[str, ...]:
        """The ids of the records whose ``key`` is ``value``, at most ``MANY``."""
        found = self._ids[key].get(self._canonical[key](value), ())
        if len(found) < 2:
            return tuple(found)
        return tuple(islice(dict.fromkeys(islice(found, 2 * MANY)), MANY))  # one that was listed twice is in it twice

    def unambiguous(self, desired: Desired) -> Existing | None:
        """The record if every key of a desired record finds it and no other; otherwise None, see ``candidates``."""
        if desired.id or desired.excluded:
            return None
        found = ""
        for key, canonical in self._canonical.items():
            value = desired.values.get(key)
            if value:
                ids = self._ids[key].get(canonical(value), ())
                if len(ids) != 1 or ids[0] != (found or ids[0]):
                    return None
                found = ids[0]
        return self.records.get(found)

    def candidates(self, desired: Desired) -> list[Existing]:
        """The records that a desired record may match, or that have a key that it would get."""
        found = [desired.id] if desired.id in self.records else []
        for key in self._canonical:
            if desired.values.get(key):
                found += self.ids(key, desired.values[key])
        return [self.records[record_id] for record_id in dict.fromkeys(found) if record_id]

    def unknown(self, existing: Existing, desired: Desired) -> bool:
        """Whether the record must be read again to compare it with the desired one."""
        if existing.whole or existing.record["id"] in self.in_sync or desired.state == "absent":
            return False
        return any(name not in existing.record for name in desired.values)


def _is_in_sync(resource: Resource, existing: Existing, desired: Desired) -> bool:
    """Whether a record is certainly in the desired state. People by email, secrets and members are left to the plan."""
    if (
        desired.state == "absent"
        or desired.members is not None
        or (desired.secret is not None and desired.update_secret)
    ):
        return False
    toggle = resource.toggle
    status: Mapping[str, Any] = {"enabled": toggle.on, "disabled": toggle.off} if toggle else {}
    if toggle and desired.state in status and existing.record.get(toggle.field) != status[desired.state]:
        return False
    if not existing.whole and any(name not in existing.record for name in desired.values):
        return False
    return not differences(resource, existing.record, desired)
