# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a write: reading again what its answer does not show, and seeing to it that it holds."""

from __future__ import annotations

import time
from typing import Any

from .._api.records import find_by_key, read_record, with_members
from .._errors import Id360Error
from .._model.plan import make_plan
from .._model.resource import Existing
from .apply import Applied, apply
from .target import Target

_LISTED_WITHIN = 10  # seconds
_PAUSE = 0.5  # seconds


def verify(target: Target, done: Applied) -> None:
    """Read a record with members after a write, into ``done``. Members that another writer removed in the meantime are
    written once more.

    Raises Id360Error if they are missing again.
    """
    _client, resource, desired, warn = target
    if resource.members is None or not done.actions:
        return
    try:
        if "create" in done.actions:
            key = resource.keys[0]
            name = str(done.record.get(key) or desired.values[key])
            done.record = _wait_until_listed(target, done.record, name)
        else:
            done.record = _read_again(target, done.record)
        if _members_hold(target, done.record):
            return
        again = apply(target, make_plan(resource, Existing(done.record), desired))
        done.actions += again.actions
        done.record = _read_again(target, again.record)
        if not _members_hold(target, done.record):
            raise Id360Error(
                "the members were written, but differ from the desired ones: another process writes them too"
            )
        warn(
            f"the members of {target.label} had to be written twice: another process writes them too,"
            " and each may undo changes of the other"
        )
    except Id360Error as error:
        context = f"{target.label}, after it was written"
        raise error.with_context(context).replace(actions=list(done.actions)) from None


def _wait_until_listed(target: Target, record: dict[str, Any], name: str) -> dict[str, Any]:
    """A created record as the listing shows it: before it is listed, another process could create a second one, and may
    have done so at the same time."""
    client, resource, _desired, warn = target
    key = resource.keys[0]
    deadline = time.monotonic() + _LISTED_WITHIN
    others: set[str] = set()
    while time.monotonic() < deadline:
        found = find_by_key(client, resource, key, [name], resource.all_fields)
        named = {listed["id"]: listed for listed in found.get(resource.field(key).canonical(name), ())}
        others = named.keys() - {record["id"]}
        if record["id"] in named:
            record = with_members(client, resource, named[record["id"]], listed=True)
            break
        time.sleep(_PAUSE)
    else:
        warn(f"the new {resource.kind} is not listed yet; until then, a second one with the same {key} can be created")
        record = _read_again(target, record)
    if others:
        ids = ", ".join(sorted([record["id"], *others]))
        warn(
            f"there are {len(others) + 1} {resource.kind}s with the {key} {name!r} (ids {ids}): while this task created"
            f" {record['id']}, another writer created one too. Delete all but one by id; until then, tasks with this"
            f" {key} fail"
        )
    return record


def _read_again(target: Target, record: dict[str, Any]) -> dict[str, Any]:
    client, resource = target.client, target.resource
    return with_members(client, resource, read_record(client, resource, record["id"]).record, listed=False)


def _members_hold(target: Target, record: dict[str, Any]) -> bool:
    resource, desired = target.resource, target.desired
    if resource.members is None or desired.members is None:
        return True
    if not resource.members.known(record):
        target.warn(f"the members of the {resource.kind} could not be read after they were written")
        return True
    members = record[resource.members.field]
    return set(desired.members.applied_to(members)) == set(members)
