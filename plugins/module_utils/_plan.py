# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be done so that a record becomes what is wished. Pure: a plan is a value, and nothing else writes.

``changed``, ``diff``, ``actions`` and the requests all come from the plan, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ._client import path_segment
from ._errors import Id360Error
from ._identify import Seen
from ._resource import Resource, Toggle
from ._wish import Wish

SECRET_SET = "(set)"  # what a diff shows of a secret that is written
NEW_ID = "{id}"  # stands in a path for the id that the create brings


@dataclass(frozen=True)
class Request:
    """One write. One without a body ``sets`` these values. ``when``: it is sent only if the record, as the last answer
    showed it, has these values; such a write is not predicted. ``is_secret``: it writes the secret alone."""

    action: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    sets: dict[str, Any] = field(default_factory=dict)
    when: dict[str, Any] = field(default_factory=dict)
    is_secret: bool = False


@dataclass(frozen=True)
class Plan:
    """The record before and after, in our spelling, and the writes between them, in order."""

    before: dict[str, Any]
    after: dict[str, Any]
    requests: tuple[Request, ...] = ()
    warning: str = ""

    @property
    def actions(self) -> list[str]:
        """The operations that are predicted."""
        return [request.action for request in self.requests if not request.when]


def plan(resource: Resource, seen: Seen | None, wish: Wish) -> Plan:
    """The plan for one record; ``seen`` is None when there is none, and whole where fields of it are compared."""
    if seen is None:
        return _create(resource, wish)
    if wish.state == "absent":
        return Plan(seen.record, {}, (Request("delete", "DELETE", resource.item(seen.record["id"])),))
    return _update(resource, seen.record, wish)


def _create(resource: Resource, wish: Wish) -> Plan:
    if wish.state == "absent":
        return Plan({}, {})
    if wish.state == "disabled":
        warning = f"there is no {resource.kind} with {wish.named}: to disable it creates none"
        return Plan({}, {}, warning=warning)
    unique = resource.keys[0]
    if unique not in wish.values:
        raise Id360Error(f"{unique} is needed to create a {resource.kind}: there is none with {wish.named} yet")
    after = {name: value for name, value in wish.values.items() if value}
    after.update(wish.on_create)
    body = resource.write(after)
    if wish.secret is not None:
        after[resource.secret or ""] = SECRET_SET
        body[resource.secret or ""] = wish.secret
    path = f"{resource.from_template}/{path_segment(wish.template, 'template')}" if wish.template else resource.path
    requests = [Request("create", "POST", path, body)]
    if resource.toggle and wish.state == "enabled":
        off = {resource.toggle.field: resource.toggle.off}
        requests.append(_switch(f"{resource.path}/{NEW_ID}", resource.toggle, "enable", when=off))
    return Plan({}, after, tuple(requests))


def _update(resource: Resource, record: dict[str, Any], wish: Wish) -> Plan:
    item = resource.item(record["id"])
    different = {
        name: value for name, value in wish.values.items() if not resource.field(name).same(record.get(name), value)
    }
    after = {name: value for name, value in {**record, **different}.items() if name not in different or value}
    requests = []
    if different:
        requests.append(Request("patch", "PATCH", item, resource.write(different)))
    if wish.secret is not None and wish.update_secret:
        body = {resource.secret or "": wish.secret}
        requests.append(Request("password", "PATCH", item, body, is_secret=True))
        after[resource.secret or ""] = SECRET_SET
    toggle = resource.toggle
    if toggle and wish.state == "enabled" and record.get(toggle.field) != toggle.on:
        requests.append(_switch(item, toggle, "enable"))
        after[toggle.field] = toggle.on
    if toggle and wish.state == "disabled" and record.get(toggle.field) != toggle.off:
        requests.insert(0, _switch(item, toggle, "disable"))
        after[toggle.field] = toggle.off
    return Plan(record, after, tuple(requests))


def _switch(item: str, toggle: Toggle, action: str, when: dict[str, Any] | None = None) -> Request:
    sets = {toggle.field: toggle.on if action == "enable" else toggle.off}
    return Request(action, "POST", f"{item}/{action}", sets=sets, when=when or {})
