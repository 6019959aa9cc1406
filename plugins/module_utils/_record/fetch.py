# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what is there: the one record that a wish speaks of, and whatever else the wish names.

Unknown is not empty: a record that was not read whole is read again by id. An error is never absence: only NotFound
is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .._api.filters import equals
from .._api.records import list_keys, list_matching, read_record, with_members
from .._api.templates import template_id
from .._errors import Id360Error, NotFound
from .._http.client import Client
from .._model.desired import Wish
from .._model.match import identify, refuse_taken, shared_keys
from .._model.resource import Resource, Seen
from .people import emails, with_member_ids, with_people


def fetch(
    client: Client, resource: Resource, wish: Wish, warn: Callable[[str], None], *, thorough: bool = False
) -> tuple[Seen | None, Wish]:
    """The record that ``wish`` speaks of, None when there is none, and the wish with its names turned to ids.

    One request when the server honours ``fields``, else two; a template, and a person by id, one more each; members by
    email as many as their filters need. ``thorough`` walks the whole listing for a spelling that no filter finds.

    Raises Id360Error for an id of nobody (state absent: a warning), two matches, a key that another record has, and
    people and templates that don't exist.
    """
    seen = _by_id(client, resource, wish, warn) if wish.id else None
    listed = _lookup(client, resource, wish, seen)
    if not wish.id:
        seen = identify(resource, wish, listed)
        if seen is None and thorough:
            seen = identify(resource, wish, list_keys(client, resource, wish.match_by))
    if wish.state == "absent" or (wish.state == "disabled" and seen is None):
        return seen, wish
    refuse_taken(resource, wish, seen.record if seen else None, listed)
    for warning in shared_keys(resource, wish, seen.record if seen else None, listed).values():
        warn(warning)
    if seen and not seen.whole:
        seen = read_record(client, resource, seen.record["id"])
    if seen:
        seen = Seen(with_members(client, resource, seen.record, listed=not wish.id))
    record = seen.record if seen else None
    if resource.members and wish.members:
        there = (record or {}).get(resource.members.field) or ()
        wish = replace(wish, members=with_member_ids(client, wish.members, there, warn))
    wish = with_people(client, resource, wish, record, listed, warn)
    if wish.template and seen is None:
        wish = replace(wish, template=template_id(client, wish.template))
    return seen, wish


def _by_id(client: Client, resource: Resource, wish: Wish, warn: Callable[[str], None]) -> Seen | None:
    """The record with the id of the wish; that nobody has it is fine for state absent alone."""
    try:
        return read_record(client, resource, wish.id or "")
    except NotFound as absence:
        message = f"there is no {resource.kind} with id {wish.id}; the server says: {absence.answer.quote}"
        if wish.state != "absent":
            raise Id360Error(message, absence.answer) from None
        warn(message)
        return None


def _lookup(client: Client, resource: Resource, wish: Wish, seen: Seen | None) -> list[Seen]:
    """Everything that is found by listing, in one filter: the keys, those that another record may have, and people."""
    keys = [] if wish.id else list(wish.match_by)
    named = []
    if wish.state != "absent":
        record = seen.record if seen else {}
        keys += [key for key in resource.keys if not resource.field(key).same(record.get(key), wish.values.get(key))]
        named = [(resource.keys[0], email) for email in emails(resource, wish)] if resource.holds_people else []
    values = [(key, wish.values[key]) for key in dict.fromkeys(keys) if wish.values.get(key)] + named
    expressions = [
        equals(resource.field(key).api_name, spelling)
        for key, value in values
        for spelling in resource.field(key).likely_spellings(value)
    ]
    return list_matching(client, resource, expressions, {"fields": resource.all_fields})
