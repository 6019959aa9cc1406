# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What reading a record again shows of a write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.records import read_record, with_members
from .._api.uncertain_writes import ReadBack
from .._errors import NotFound
from .._model.plan import Request
from .._model.resource import Resource
from .target import Target


def read_back(target: Target, request: Request, before: dict[str, Any]) -> ReadBack:
    """Compare the current record with the one that a write should have resulted in; ``before`` is the previous one.

    Raises Id360Error if it can't be read. Secrets can't be read, and are not compared.
    """
    client, resource = target.client, target.resource
    if request.is_secret:
        return ReadBack(False, shows=f"a {resource.secret_name} can't be read back")
    try:
        now = read_record(client, resource, before["id"]).record
    except NotFound:
        return ReadBack(request.action == "delete", shows=f"the {resource.kind} no longer exists")
    if request.action == "delete":
        return ReadBack(False, shows=f"the {resource.kind} still exists")
    if resource.members and resource.members.field in request.sets:
        now = with_members(client, resource, now, listed=False)
    other = [name for name, value in request.sets.items() if not _has(resource, now, name, value)]
    begun = any(not _has(resource, now, name, before.get(name)) for name in request.sets)
    shows = f"reading the {resource.kind} shows other values for {', '.join(other)}"
    return ReadBack(not other, begun, shows, now)


def _has(resource: Resource, record: Mapping[str, Any], name: str, value: Any) -> bool:
    """Whether a record that was read by id has a value."""
    if resource.members and name == resource.members.field:
        return resource.members.known(record) and set(record[name]) == set(value or ())
    if name in resource.by_name:
        return resource.field(name).same(record.get(name), value)
    return bool(record.get(name) == value)
