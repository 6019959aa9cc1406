# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls under /groups."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from ..errors import ApiError, invalid
from ..state.schema import GROUPS, Record, all_names, project
from ..state.seed import group_source
from ..state.tenant import now
from . import attributes
from . import query as q
from .call import Call, data, no_content
from .paging import cursor_listing


def list_groups(call: Call) -> web.Response:
    """GET /groups"""
    return cursor_listing(call, GROUPS, lambda group: _view(call, group, listed=True))


def create_group(call: Call) -> web.Response:
    """POST /groups: two groups may have the same name (docs/api.md 6)."""
    q.allow(call.query)
    values = call.json_object()
    attributes.check(values, GROUPS, creating=True)
    _check_members(call, values, dynamic=values.get("is_dynamic", False))
    tenant = call.tenant
    group: Record = {"id": tenant.new_id("groups"), "when_created": now(), "is_dynamic": False, "members": []}
    group["primary_source"] = group_source()
    _apply(group, values)
    tenant.groups[group["id"]] = group
    tenant.add_creation("groups", group["id"])
    return _answer(call, group, status=201)


def get_group(call: Call) -> web.Response:
    """GET /groups/{id}: the vendor's example has no members."""
    q.allow(call.query, "fields")
    names = q.requested_fields(call.query, GROUPS, call.settings, single=True)
    shown = call.settings.group_members_on_get
    with_members = shown == "always" or (shown == "fields" and names is not None and "members" in names)
    return _answer(call, _find(call), names=names, with_members=with_members)


def update_group(call: Call) -> web.Response:
    """PATCH /groups/{id}: `members` is the whole list, replaced."""
    q.allow(call.query)
    group = _find(call)
    values = call.json_object()
    attributes.check(values, GROUPS, creating=False)
    _check_members(call, values, dynamic=values.get("is_dynamic", group.get("is_dynamic")))
    _apply(group, values)
    return _answer(call, group)


def delete_group(call: Call) -> web.Response:
    """DELETE /groups/{id}"""
    q.allow(call.query)
    del call.tenant.groups[_find(call)["id"]]
    return no_content()


def _apply(group: Record, values: dict[str, Any]) -> None:
    attributes.apply(group, values)
    if "members" in values:
        group["members"] = list(dict.fromkeys(values["members"]))
    group["members_count"] = len(group.get("members", []))


def _check_members(call: Call, values: dict[str, Any], dynamic: bool | None) -> None:
    if "members" not in values:
        return
    users = call.tenant.users
    if dynamic or not all(isinstance(member, str) and member in users for member in values["members"]):
        raise invalid("members")


def _find(call: Call) -> Record:
    group = call.tenant.groups.get(call.part("group_id"))
    if group is None:
        raise ApiError("*****", "This Group does not exist.")
    return group


def _view(call: Call, group: Record, *, listed: bool = False) -> Record:
    members, settings = group.get("members", []), call.settings
    view = {**group, "members_count": len(members), "members": members[: settings.truncate_members]}
    if listed:
        view["members"] = view["members"][: settings.truncate_listed_members]
    return view


def _answer(
    call: Call,
    group: Record,
    status: int = 200,
    names: tuple[str, ...] | None = None,
    with_members: bool = False,
) -> web.Response:
    names = tuple(name for name in names or all_names(GROUPS, group) if name != "members")
    if with_members:
        names += ("members",)
    return data(project(_view(call, group), names, call.settings.null_fields), status)
