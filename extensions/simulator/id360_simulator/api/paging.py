# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two kinds of listings: pages with a cursor, and pages with an offset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable

from aiohttp import web

from ..errors import invalid
from ..state.schema import Kind, Record, all_names, project
from ..state.tenant import Walk
from . import query as q
from .call import Call

_REMEMBERED_WALKS = 100


def cursor_listing(call: Call, kind: Kind, view: Callable[[Record], Record]) -> web.Response:
    """A page of users or groups, and how to get the next one."""
    q.allow(call.query, "limit", "fields", "filter", "sort", "cursor")
    settings = call.settings
    limit = q.page_size(call.query, 100, settings)
    names = q.requested_fields(call.query, kind, settings)
    cursor = call.query.get("cursor")
    number, offset = _begin(call, kind, view) if cursor is None else _decode(call, cursor)
    walk = call.tenant.walks[number]
    if walk.question != _question(call, kind):
        raise invalid("cursor")
    end = offset + limit
    is_last = end >= len(walk.ids)
    following = None if is_last else _encode(number, end)
    if cursor is not None and settings.repeat_cursor:
        is_last, following = False, cursor
    records = getattr(call.tenant, kind.name)
    page = [view(records[identity]) for identity in walk.ids[offset:end] if identity in records]
    meta = {
        "cursor": cursor,
        "next_cursor": following,
        "is_last": is_last,
        "limit": limit,
        "total_no_of_objects": walk.total,
    }
    if settings.no_totals:
        del meta["total_no_of_objects"]
    return web.json_response({"data": [_listed(record, kind, names, call) for record in page], "meta": meta})


def offset_listing(
    call: Call,
    records: Iterable[Record],
    attributes: Iterable[str] | None = None,
    view: Callable[[Record], Record] = lambda record: record,
) -> web.Response:
    """A page of anything else; `attributes` are those that a filter may name, `view` is how it sees a record."""
    q.allow(call.query, "limit", "from", *(["filter"] if attributes is not None else []))
    settings = call.settings
    limit = q.page_size(call.query, 200, settings)
    start = max(q.number(call.query, "from", settings.first_index, 0), settings.first_index)
    everything = list(records)
    passes = q.requested_filter(call.query, attributes or (), settings)
    found = everything if passes is None else [record for record in everything if passes(view(record))]
    total = len(everything if settings.total_counts_all else found)
    found = found[: max(len(found) - settings.short_walk, 0)]
    first = start - settings.first_index
    # The documents print this one number as a string.
    meta = {"start_index": str(start), "limit": limit, "total_no_of_objects": total}
    return web.json_response({"data": found[first : first + limit], "meta": meta})


def _begin(call: Call, kind: Kind, view: Callable[[Record], Record]) -> tuple[int, int]:
    tenant, settings = call.tenant, call.settings
    passes = q.requested_filter(call.query, kind.fields, settings)
    tenant.begin_listing(kind.name)
    listed = [
        view(record)
        for identity, record in getattr(tenant, kind.name).items()
        if tenant.is_listed(kind.name, identity, settings)
    ]
    found = listed if passes is None else [record for record in listed if passes(record)]
    ids = [record["id"] for record in q.sort_records(found, call.query.get("sort"), kind.fields)]
    total = len(listed if settings.total_counts_all else ids)
    number = next(tenant.walk_numbers)
    tenant.walks[number] = Walk(_question(call, kind), ids[: max(len(ids) - settings.short_walk, 0)], total)
    tenant.walks.pop(number - _REMEMBERED_WALKS, None)
    return number, 0


def _question(call: Call, kind: Kind) -> tuple[str, ...]:
    """A cursor belongs to the filter and the sort that it was given for."""
    return kind.name, call.query.get("filter", ""), call.query.get("sort", "")


def _listed(record: Record, kind: Kind, names: tuple[str, ...] | None, call: Call) -> Record:
    if names is None:
        names = tuple(name for name in all_names(kind, record) if name not in kind.unlisted)
    if not call.settings.group_members_on_list:
        names = tuple(name for name in names if name != "members")
    return project(record, names, call.settings.null_fields)


def _encode(number: int, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{number}:{offset}".encode()).decode()


def _decode(call: Call, cursor: str) -> tuple[int, int]:
    try:
        number, offset = map(int, base64.urlsafe_b64decode(cursor).decode().split(":"))
    except (ValueError, binascii.Error):
        raise invalid("cursor") from None
    if number not in call.tenant.walks or offset < 0 or _encode(number, offset) != cursor:
        raise invalid("cursor")
    return number, offset
