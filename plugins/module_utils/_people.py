# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""People in a record: options take their ids or emails, the API takes ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ._client import Client
from ._errors import Id360Error, NotFound
from ._identify import Seen, having
from ._records import find_by_key
from ._resource import Resource
from ._user import USER
from ._wish import Wish


def emails(resource: Resource, wish: Wish) -> list[str]:
    """The people that the wish names by email."""
    named = [wish.values.get(name, "") for name in resource.people]
    return [value for value in named if "@" in value]


def with_people(
    client: Client, resource: Resource, wish: Wish, record: dict[str, Any] | None, listed: Iterable[Seen]
) -> Wish:
    """The wish with each person as an id.

    ``listed`` are the users that were looked up. An id that the record has already is not asked for again, a new one
    is (U3). Raises Id360Error for a person that nobody is.
    """
    ids = {}
    for field in resource.fields:
        value = wish.values.get(field.name)
        if not field.is_person or not value:
            continue
        if "@" in value:
            ids[field.name] = _id_of(field.name, value, listed)
        elif record is None or not field.same(record.get(field.name), value):
            _refuse_nobody(client, field.name, value)
    return replace(wish, values={**wish.values, **ids})


def _id_of(option: str, email: str, listed: Iterable[Seen]) -> str:
    hits = having(USER, "email", email, listed)
    if len(hits) != 1:
        count = f"{len(hits)} users have" if hits else "no user has"
        ids = f": ids {', '.join(sorted(hits))}" if hits else ""
        raise Id360Error(f"{option} {email!r}: {count} this email{ids}")
    return next(iter(hits))


def _refuse_nobody(client: Client, option: str, user_id: str) -> None:
    try:
        client.request("GET", USER.item(user_id))
    except NotFound as absence:
        raise Id360Error(f"{option} {user_id!r}: no user has this id", absence.answer) from None


def find_people(client: Client, addresses: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The users with these emails, by the email in lower case; in as few filters as URLs allow."""
    key = USER.field("email")
    found = find_by_key(client, USER, key.name, addresses, "id,email")
    unseen = [address for address in addresses if key.canonical(address) not in found]
    found.update(find_by_key(client, USER, key.name, unseen, "id,email", likely=True))
    return found
