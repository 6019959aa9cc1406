# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired record: the options of a module as a value, validated as far as possible without a server. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .._errors import Id360Error
from .._values import all_plain, path_segment
from .members import DesiredMembers, make_desired_members
from .resource import Resource


class Desired(NamedTuple):
    """The wanted record.

    ``values`` are the managed fields only ("" clears one); ``match_by`` the names of the keys that find the record,
    in order, each with a value. ``on_create`` are fields that are set when the record is created and not managed
    later. ``secret`` is set on creation, and with ``update_secret`` on an existing record too. ``template`` is an id
    or a name. ``members`` is None when they are not managed. ``emails`` has the email, as it was typed, of each person
    in ``values`` that was turned to an id. ``excluded`` are the ids of records that it is not, though they may still be
    seen with its keys: they give them up in the same run.
    """

    state: str
    values: dict[str, Any]
    id: str | None = None
    match_by: tuple[str, ...] = ()
    on_create: Mapping[str, Any] = MappingProxyType({})
    secret: str | None = None
    update_secret: bool = False
    template: str | None = None
    members: DesiredMembers | None = None
    emails: Mapping[str, str] = MappingProxyType({})
    excluded: frozenset[str] = frozenset()

    def __repr__(self) -> str:  # without the secret
        return f"Desired({self.state} {self.identifier})"

    @property
    def identifier(self) -> str:
        """The keys that identify the record, for messages such as "no user has …"."""
        if self.id:
            return f"id {self.id}"
        return " / ".join(f"{key} {self.values[key]}" for key in self.match_by)

    def label(self, resource: Resource) -> str:
        """The record for messages that are about it: ``user ann@example.com``, ``user employee_id 007``."""
        only = self.match_by == resource.keys[:1] and not self.id
        return f"{resource.kind} {self.values[self.match_by[0]] if only else self.identifier}"


def make_desired(resource: Resource, params: Mapping[str, Any]) -> Desired:
    """The desired record in the options of a module or in one entry of a list; raises Id360Error for what is not
    valid."""
    fields = resource.by_name
    values = {name: value for name, value in params.items() if value is not None and name in fields}
    _validate_values(resource, values, leaves=params["state"] in ("disabled", "absent"))
    if params.get("id") is not None:
        path_segment(params["id"], "id")
    keys = resource.keys[:1] if params.get("match_by") is None else params["match_by"]
    match_by = tuple([key for key in keys if values.get(key)])
    if not params.get("id") and not match_by:
        if not keys:
            raise Id360Error(f"match_by is empty: set id, or name the keys that identify the {resource.kind}")
        wanted = ["id", *keys]
        raise Id360Error(f"no identifier for the {resource.kind}: set {' or '.join(wanted)}")
    secret = params.get(resource.secret_name)
    if resource.secret and secret is not None:
        resource.secret.validate(secret)
    return Desired(
        state=params["state"],
        values=values,
        id=params.get("id"),
        match_by=match_by,
        on_create=_on_create(resource, params),
        secret=secret,
        update_secret=params.get(f"update_{resource.secret_name}") == "always",
        template=params.get("template"),
        members=make_desired_members(resource, params) if resource.members else None,
    )


def _validate_values(resource: Resource, values: Mapping[str, Any], *, leaves: bool = False) -> None:
    """Raise Id360Error for a value that its field can't have. ``leaves``: the record is to be disabled or deleted, and
    an invalid manager must not prevent that."""
    free = resource.free_texts
    if all_plain([value for name, value in values.items() if name in free]):  # at one look: there may be very many
        values = {name: value for name, value in values.items() if name not in free}
    for name, value in values.items():
        field = resource.field(name)
        if not (leaves and field.is_person):
            field.validate(value)


def _on_create(resource: Resource, params: Mapping[str, Any]) -> dict[str, Any]:
    if resource.toggle is None:
        return {}
    if params.get("create_disabled"):
        if params["state"] == "enabled":
            raise Id360Error(
                "create_disabled and state enabled are mutually exclusive",
                option="create_disabled",
            )
        return {resource.toggle.field: resource.toggle.off}
    return {resource.toggle.field: resource.toggle.on} if params["state"] == "enabled" else {}
