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

from ._client import Client
from ._errors import Id360Error, NotFound
from ._identify import Seen, identify, refuse_taken
from ._pages import LARGEST_PAGE, Listing, take_all
from ._people import emails, find_people, with_people
from ._records import list_records, read_record, with_members
from ._resource import Resource
from ._scim import any_of, equals
from ._templates import template_id
from ._wish import Wish


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
            seen = identify(resource, wish, _walk(client, resource, wish))
    if wish.state == "absent" or (wish.state == "disabled" and seen is None):
        return seen, wish
    refuse_taken(resource, wish, seen.record if seen else None, listed)
    if seen and not seen.whole:
        seen = read_record(client, resource, seen.record["id"])
    if seen:
        seen = Seen(with_members(client, resource, seen.record, listed=not wish.id))
    wish = _with_member_ids(client, resource, wish)
    wish = with_people(client, resource, wish, seen.record if seen else None, listed)
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
    """Everything that is found by listing, in one filter: the keys, a unique key that may be taken, and people."""
    keys = [] if wish.id else list(wish.match_by)
    expressions: list[str] = []
    if wish.state != "absent":
        unique = resource.keys[0]
        renamed = seen is None or not resource.field(unique).same(seen.record.get(unique), wish.values.get(unique))
        keys += [unique] if renamed and wish.values.get(unique) else []
        if resource.holds_people:
            expressions = _expressions(resource, unique, emails(resource, wish))
    for key in keys:
        expressions = _expressions(resource, key, [wish.values[key]]) + expressions
    if not expressions:
        return []
    return list_records(client, resource, {"filter": any_of(expressions)}, {"fields": resource.all_fields})


def _expressions(resource: Resource, key: str, values: list[str]) -> list[str]:
    field = resource.field(key)
    return [equals(field.api_name, spelling) for value in values for spelling in field.likely_spellings(value)]


def _with_member_ids(client: Client, resource: Resource, wish: Wish) -> Wish:
    if wish.members is None:
        return wish
    found = find_people(client, wish.members.people)
    ids = {email: [record["id"] for record in records] for email, records in found.items()}
    return replace(wish, members=wish.members.resolved(ids))


def _walk(client: Client, resource: Resource, wish: Wish) -> list[Seen]:
    """Every record, as far as it takes to tell who has the keys of the wish."""
    fields = ",".join(["id", *(resource.field(key).api_name for key in wish.match_by)])
    optional = {"limit": str(LARGEST_PAGE), "fields": fields}
    everybody = take_all(lambda: Listing(client, resource.path, {}, optional).by_cursor())
    return [Seen(resource.read(raw), whole=False) for raw in everybody]
