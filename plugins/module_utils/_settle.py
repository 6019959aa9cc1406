# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a write: reading again what its answer does not show, and seeing to it that it holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ._apply import Done, apply
from ._client import Client
from ._errors import Id360Error
from ._identify import Seen
from ._plan import plan
from ._records import find_by_key, read_record, with_members
from ._resource import Resource
from ._wish import Wish

_LISTED_WITHIN = 10  # seconds
_PAUSE = 0.5  # seconds


def settle(client: Client, resource: Resource, wish: Wish, done: Done, warn: Callable[[str], None]) -> None:
    """Read a record with members again after a write, into ``done``; members that somebody else dropped meanwhile are
    written once more.

    Raises Id360Error when they don't hold then either.
    """
    if resource.members is None or not done.actions:
        return
    try:
        if "create" in done.actions:
            done.record = _wait_until_listed(client, resource, done.record, warn)
        else:
            done.record = _read_again(client, resource, done.record)
        if _members_hold(resource, wish, done.record, warn):
            return
        again = apply(client, resource, plan(resource, Seen(done.record), wish), wish.named, warn)
        done.actions += again.actions
        done.record = _read_again(client, resource, again.record)
        if not _members_hold(resource, wish, done.record, warn):
            raise Id360Error("the members were written, and are not as wished: somebody else writes them as well")
    except Id360Error as error:
        error.context = error.context or f"{resource.kind} {wish.named}, after it was written"
        error.actions = list(done.actions)
        raise


def _wait_until_listed(
    client: Client, resource: Resource, record: dict[str, Any], warn: Callable[[str], None]
) -> dict[str, Any]:
    """A record just created, as the listing shows it: until it does, somebody who looks for it creates a second one."""
    key = resource.keys[0]
    deadline = time.monotonic() + _LISTED_WITHIN
    while time.monotonic() < deadline:
        found = find_by_key(client, resource, key, [record[key]], resource.all_fields)
        for listed in (listed for records in found.values() for listed in records):
            if listed["id"] == record["id"]:
                return with_members(client, resource, listed, listed=True)
        time.sleep(_PAUSE)
    warn(f"the new {resource.kind} is not listed yet, and while it is not, a second one with its {key} can be created")
    return _read_again(client, resource, record)


def _read_again(client: Client, resource: Resource, record: dict[str, Any]) -> dict[str, Any]:
    return with_members(client, resource, read_record(client, resource, record["id"]).record, listed=False)


def _members_hold(resource: Resource, wish: Wish, record: dict[str, Any], warn: Callable[[str], None]) -> bool:
    if resource.members is None or wish.members is None:
        return True
    if not resource.members.known(record):
        warn(f"the members of the {resource.kind} could not be read again after they were written")
        return True
    members = record[resource.members.field]
    return set(wish.members.applied_to(members)) == set(members)
