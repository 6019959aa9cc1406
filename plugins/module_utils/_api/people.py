# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users by email or id, where something else refers to them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from .._errors import Id360Error, InvalidRequest, NotFound
from .._http.client import Client
from .._model.user import USER
from .._values import folded
from .filters import equals
from .listing import LARGEST_PAGE, Listing, Page
from .records import find_by_key, list_matching, requests_for

_LAG = 3  # seconds, a look in each, that a listing may lag behind the creation of a user


def find_people(client: Client, addresses: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The users with these emails, by the folded email; in as few filters as URLs allow."""
    found = find_by_key(client, USER, "email", addresses, "id,email")
    unseen = [address for address in addresses if folded(address) not in found]
    found.update(_find_with_variants(client, unseen))
    return found


def _find_with_variants(client: Client, addresses: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    return find_by_key(client, USER, "email", addresses, "id,email", likely=True)


def find_delayed(client: Client, addresses: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Users that were not listed: they are looked up again, as listings may be delayed."""
    found: dict[str, list[dict[str, Any]]] = {}
    unseen = list(addresses)
    for _look in range(_LAG):
        time.sleep(1)
        found.update(_find_with_variants(client, unseen))
        unseen = [address for address in unseen if folded(address) not in found]
        if not unseen:
            break
    return found


def unknown_ids(client: Client, ids: Iterable[str]) -> list[str]:
    """Those of the ids that no user has: by one filter, and by GET what that does not find, or where it is refused."""
    requested = list(dict.fromkeys(ids))
    optional = {"limit": str(LARGEST_PAGE), "fields": "id,email"}
    known = _users_matching(client, [equals("id", user_id) for user_id in requested], optional)
    return [user_id for user_id in requested if user_id not in known and not _is_there(client, user_id)]


def _is_there(client: Client, user_id: str) -> bool:
    try:
        client.request("GET", USER.item(user_id))
    except NotFound:
        return False
    return True


def users_with_ids(client: Client, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The users with these ids, by id, with email and display name; read with filters or a listing of all users,
    whichever takes fewer requests. Unknown ids are missing."""
    requested = list(dict.fromkeys(ids))
    found: dict[str, dict[str, Any]] = {}
    optional = {"limit": str(LARGEST_PAGE), "fields": "id,email,displayName"}
    pages = Listing(client, USER.path, {}, optional).by_cursor()

    def unseen() -> list[str]:
        return [equals("id", user_id) for user_id in requested if user_id not in found]

    def add_page(page: Page) -> None:
        found.update((user["id"], user) for user in map(USER.read, page.records))

    filters_are_fewer = True
    if requests_for(unseen()) > 1:  # the first page has the total, and so the number of requests
        first = next(pages)
        add_page(first)
        filters_are_fewer = first.total is None or requests_for(unseen()) < first.total / max(1, len(first.records)) - 1
    found_by_filter = _users_matching(client, unseen(), optional) if filters_are_fewer else {}
    found.update(found_by_filter)
    if unseen() and not found_by_filter:  # or the server compares no ids
        for page in pages:
            add_page(page)
    return found


def emails_of(client: Client, ids: Iterable[str]) -> dict[str, str]:
    """The emails of the users with these ids, by id, as far as they can be read, for display only."""
    expressions = [equals("id", user_id) for user_id in dict.fromkeys(ids)]
    try:
        found = _users_matching(client, expressions, {"limit": str(LARGEST_PAGE), "fields": "id,email"})
    except Id360Error:  # the result is reported without emails
        return {}
    return {user_id: user["email"] for user_id, user in found.items() if user.get("email")}


def _users_matching(client: Client, expressions: list[str], optional: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The users that the expressions find; none where the server refuses them."""
    try:
        return {seen.record["id"]: seen.record for seen in list_matching(client, USER, expressions, optional)}
    except InvalidRequest:
        return {}
