# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls under /users."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from ..errors import ApiError, invalid
from ..state.schema import USERS, Record, all_names, project
from ..state.seed import primary_source
from ..state.tenant import now
from . import attributes
from . import query as q
from .call import Call, data, no_content
from .paging import cursor_listing
from .passwords import check_password, remember

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def list_users(call: Call) -> web.Response:
    """GET /users"""
    return cursor_listing(call, USERS, lambda user: user)


def create_user(call: Call) -> web.Response:
    """POST /users"""
    return _create(call)


def create_user_with_template(call: Call) -> web.Response:
    """POST /users/new/{template_id}"""
    if call.part("template_id") not in call.tenant.templates:
        raise ApiError("00010112")
    return _create(call)


def get_user(call: Call) -> web.Response:
    """GET /users/{id}"""
    q.allow(call.query, "fields")
    return _answer(call, _find(call), names=q.requested_fields(call.query, USERS, call.settings, single=True))


def update_user(call: Call) -> web.Response:
    """PATCH /users/{id}"""
    q.allow(call.query)
    user = _find(call, licensed=True)
    values = call.json_object()
    attributes.check(values, USERS, creating=False)
    _check(call, values, user)
    password = values.pop("password", None)
    attributes.apply(user, values)
    if password is not None:
        remember(call.tenant, user["id"], password)
    return _answer(call, user)


def delete_user(call: Call) -> web.Response:
    """DELETE /users/{id}"""
    q.allow(call.query)
    call.tenant.remove_user(_find(call, licensed=True)["id"])
    return no_content()


def enable_user(call: Call) -> web.Response:
    """POST /users/{id}/enable"""
    return _set_status(call, 1)


def disable_user(call: Call) -> web.Response:
    """POST /users/{id}/disable"""
    return _set_status(call, 0)


def _set_status(call: Call, status: int) -> web.Response:
    q.allow(call.query)
    _find(call, licensed=True)["status"] = status
    return no_content()


def _create(call: Call) -> web.Response:
    q.allow(call.query)
    tenant = call.tenant
    values = call.json_object()
    attributes.check(values, USERS, creating=True)
    _check(call, values, None)
    password = values.pop("password", None)
    source = primary_source()
    source["creationTime"] = source["modifiedTime"] = now()
    user: Record = {"id": tenant.new_id("users"), "status": 1, "isDomainVerified": False, "primarySource": source}
    attributes.apply(user, values)
    if call.settings.create_status is not None:
        user["status"] = call.settings.create_status
    tenant.users[user["id"]] = user
    tenant.add_creation("users", user["id"])
    if password is not None:
        remember(tenant, user["id"], password)
    return _answer(call, user, status=201)


def _check(call: Call, values: dict[str, Any], user: Record | None) -> None:
    if values.get("status", 1) not in (0, 1):
        raise invalid("status")
    if values.get("manager") and values["manager"] not in call.tenant.users:
        raise invalid("manager")
    if "email" in values:
        email = values["email"]
        if not _EMAIL.fullmatch(email):
            raise invalid("email")
        holder = call.tenant.user_by_email(email)
        if holder is not None and holder is not user:
            taken = f'An user with the Email id "{email}" already exists. Please use a different Email id.'
            raise ApiError("00000102", taken)
    if "password" in values:
        past = call.tenant.passwords.get(user["id"], []) if user is not None else []
        check_password(values["password"], past, call.settings.password_history)


def _find(call: Call, licensed: bool = False) -> Record:
    user = call.tenant.users.get(call.part("user_id"))
    if user is None:
        raise ApiError("00010105")
    if licensed and user["id"] in call.tenant.unlicensed:
        raise ApiError("00010109")
    return user


def _answer(call: Call, user: Record, status: int = 200, names: tuple[str, ...] | None = None) -> web.Response:
    return data(project(user, names or all_names(USERS, user), call.settings.null_fields), status)
