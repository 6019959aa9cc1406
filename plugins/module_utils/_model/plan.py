# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writes that bring a record into the desired state. Pure: a plan is a value, and only plans are written.

``changed``, ``diff``, ``actions`` and the requests all come from the plan, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._errors import Id360Error
from .._values import path_segment
from .desired import Desired
from .members_diff import MembersDiff, members_diff, with_members_by_email
from .resource import Existing, Resource, Toggle

SECRET_SET = "(set)"  # what a diff shows of a secret that is written
NEW_ID = "{id}"  # placeholder in a path for the id of the created record


@dataclass(frozen=True)
class Request:
    """One write. ``sets`` are the values that it gives a record that is there, in our spelling. ``when``: it is sent
    only if the record, as the last answer showed it, has these values; such a write is not predicted. ``is_secret``: it
    writes the secret alone."""

    action: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    sets: dict[str, Any] = field(default_factory=dict)
    when: dict[str, Any] = field(default_factory=dict)
    is_secret: bool = False


@dataclass(frozen=True)
class Plan:
    """The writes that make of ``record`` what it ``becomes``, in order; both in our spelling, without secrets.

    ``before`` and ``after`` are the same for people to read: a secret that is set shows as such, members by the email
    that they were given with. ``emails`` are those that other people in it were given with, by id.
    """

    record: dict[str, Any]
    becomes: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    requests: tuple[Request, ...] = ()
    warning: str = ""
    members_added: tuple[str, ...] = ()
    members_removed: tuple[str, ...] = ()
    emails: Mapping[str, str] = field(default_factory=dict)

    @property
    def actions(self) -> list[str]:
        """The operations that are predicted."""
        return [request.action for request in self.requests if not request.when]


def make_plan(resource: Resource, existing: Existing | None, desired: Desired) -> Plan:
    """The plan for one record; ``existing`` is None if there is none, and whole if its fields are compared.

    Raises Id360Error if it is impossible: members are incomplete, or chosen by the server.
    """
    if existing is None:
        return _create(resource, desired)
    if desired.state == "absent":
        delete = Request("delete", "DELETE", resource.item(existing.record["id"]))
        return _plan(resource, desired, existing.record, {}, [delete])
    return _update(resource, existing.record, desired)


def _create(resource: Resource, desired: Desired) -> Plan:
    if desired.state == "absent":
        return Plan({}, {}, {}, {})
    if desired.state == "disabled":
        warning = f"no {resource.kind} has {desired.identifier}; state disabled does not create one"
        return Plan({}, {}, {}, {}, warning=warning)
    unique = resource.keys[0]
    if unique not in desired.values:
        message = f"{unique} is required to create a {resource.kind}: none has {desired.identifier} yet"
        raise Id360Error(message, option=unique)
    becomes = {name: value for name, value in desired.values.items() if value != ""}
    becomes.update(desired.on_create)
    if resource.members and desired.members and desired.members.applied_to([]):
        becomes[resource.members.field] = desired.members.applied_to([])
    body = resource.write(becomes)
    if desired.secret is not None:
        body[resource.secret_name] = desired.secret
    path = (
        f"{resource.from_template}/{path_segment(desired.template, 'template')}" if desired.template else resource.path
    )
    requests = [Request("create", "POST", path, body)]
    if resource.toggle and desired.state == "enabled":
        off = {resource.toggle.field: resource.toggle.off}
        requests.append(_switch(f"{resource.path}/{NEW_ID}", resource.toggle, "enable", when=off))
    return _plan(resource, desired, {}, becomes, requests, secret_set=desired.secret is not None)


def differences(resource: Resource, record: dict[str, Any], desired: Desired) -> dict[str, Any]:
    """The values of the desired record that the record does not have yet."""
    if desired.values.items() <= record.items():  # at one look: there may be very many
        return {}
    return {
        name: value for name, value in desired.values.items() if not resource.field(name).same(record.get(name), value)
    }


def _update(resource: Resource, record: dict[str, Any], desired: Desired) -> Plan:
    item = resource.item(record["id"])
    different = differences(resource, record, desired)
    becomes = {name: value for name, value in {**record, **different}.items() if name not in different or value != ""}
    if resource.members and desired.members:
        members = _members_of(resource, record)
        planned = desired.members.applied_to(members)
        if set(planned) != set(members):
            different[resource.members.field] = becomes[resource.members.field] = planned
            becomes[resource.members.count] = len(planned)
    requests = []
    if different:
        requests.append(Request("patch", "PATCH", item, resource.write(different), sets=different))
    secret_set = desired.secret is not None and desired.update_secret
    if secret_set:
        requests.append(Request("password", "PATCH", item, {resource.secret_name: desired.secret}, is_secret=True))
    toggle = resource.toggle
    if toggle and desired.state == "enabled" and record.get(toggle.field) != toggle.on:
        requests.append(_switch(item, toggle, "enable"))
        becomes[toggle.field] = toggle.on
    if toggle and desired.state == "disabled" and record.get(toggle.field) != toggle.off:
        requests.insert(0, _switch(item, toggle, "disable"))
        becomes[toggle.field] = toggle.off
    return _plan(resource, desired, record, becomes, requests, secret_set=secret_set)


def _members_of(resource: Resource, record: dict[str, Any]) -> list[str]:
    """All members, as a PATCH with an incomplete list would remove the missing ones."""
    members = resource.members
    if members is None or record.get(members.managed_by_server):
        raise Id360Error(f"it is dynamic (id {record['id']}): the server chooses its members, which can't be managed")
    if not members.known(record):
        listed = record.get(members.field)
        there = f"{len(listed)} of {record[members.count]}" if isinstance(listed, list) else "no"
        raise Id360Error(
            f"the server returned {there} members (id {record['id']}); refusing to write an incomplete list"
        )
    return list(record[members.field])


def _switch(item: str, toggle: Toggle, action: str, when: dict[str, Any] | None = None) -> Request:
    sets = {toggle.field: toggle.on if action == "enable" else toggle.off}
    return Request(action, "POST", f"{item}/{action}", sets=sets, when=when or {})


def _plan(
    resource: Resource,
    desired: Desired,
    record: dict[str, Any],
    becomes: dict[str, Any],
    requests: list[Request],
    *,
    secret_set: bool = False,
) -> Plan:
    """The plan with what people read of it."""
    emails = desired.members.emails if desired.members else {}
    before, after = (with_members_by_email(resource, one, emails) for one in (record, becomes))
    members = members_diff(resource, record, becomes) if becomes else MembersDiff()
    return Plan(
        record,
        becomes,
        before,
        {**after, **({resource.secret_name: SECRET_SET} if secret_set else {})},
        tuple(requests),
        members_added=members.added,
        members_removed=members.removed,
        emails=desired.emails,
    )
