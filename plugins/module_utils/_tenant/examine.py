# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Examines a tenant with a few read requests. The result contains no personal data."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from .._api.filters import any_of, equals
from .._api_response import Response
from .._connect.servers import API
from .._errors import INVALID_PARAMETER
from .._http.chunks import chunks
from .._http.client import Client
from .._model.group import GROUP
from .._model.resource import Resource
from .._model.user import USER
from .._text import as_count, as_id, visible
from .._version import VERSION
from .probe import FirstPage, Prober, Reply, first_page
from .traits import TRAITS, UNKNOWN, Observation, as_data, finding

_MAX_PAGES = 5  # of a listing that is read to its end
_NEVER_USED = "nobody-{}@id360-doctor.invalid"


def examine(client: Client, retries: int) -> dict[str, Any]:
    """The tenant, and a finding for each trait; ``retries`` are those of the client.

    Raises Id360Error if there is no response, or none of an ID360 API.
    """
    prober = Prober(client, retries)
    users, groups = first_page(prober, USER), first_page(prober, GROUP)
    jobs = prober.get("/jobs", {"limit": "2"})
    templates = prober.get("/templates/users/creation", {"limit": "2"})
    uploads = prober.get(f"/management/actions/move-user/uploads/{_random_id()}", expects=dict)
    if prober.problem and not prober.signed_in and not prober.refusal:
        raise prober.problem
    emails = _emails(users.reply)
    by_id = _by_id(prober, users)
    lists = {"users": users.reply, "groups": groups.reply, "jobs": jobs, "templates": templates}
    seen = {
        "read_scopes": {**{name: _scope(reply) for name, reply in lists.items()}, "uploads": _upload_scope(uploads)},
        "fields_on_lists": _fields_on_lists(prober, users, groups),
        "fields_on_records": _fields_on_records(prober, users, groups),
        "filter_case": _filter_case(prober, users, emails),
        "filter_or": _filter_or(prober, users, emails),
        "filter_id": _filter_id(users, by_id),
        "largest_page": _largest_page(users) if users.reply.ok else _largest_page(groups),
        "totals": _totals(prober, [(USER, users), (GROUP, groups)], by_id),
        "members_on_lists": _members_on_lists(groups.reply),
        "not_found_user": _not_found(prober, USER),
        "not_found_group": _not_found(prober, GROUP),
        "start_index": _start_index(prober, {"/jobs": jobs, "/templates/users/creation": templates}),
        "clock_skew": UNKNOWN if prober.skew is None else round(prober.skew),
        "rate_limit_headers": ", ".join(sorted(map(visible, prober.rate_headers)))
        or ("none" if prober.sent else UNKNOWN),
    }
    found = [finding(name, seen[name]) for name in TRAITS]
    centers = [center for center, url in API.urls.items() if url == client.url]
    tenant = {
        "collection_version": VERSION,
        "url": client.url,
        "data_center": centers[0] if centers else None,
        "signed_in": prober.signed_in,
        "signs_with": client.signs_with,
        "sign_in_error": prober.refusal or None,
        "requests": prober.sent,
        "counts": {name: reply.total for name, reply in lists.items()},
        "traits": {name: as_data(seen[name]) for name in TRAITS},
    }
    return {"tenant": tenant, "findings": found}


def _random_id() -> str:
    return f"9{secrets.randbelow(10**17):017}"


def _scope(reply: Reply) -> str:
    if not reply.was_sent:
        return UNKNOWN
    return "yes" if reply.ok or reply.response.not_found else f"no (HTTP {reply.response.status})"


def _upload_scope(reply: Reply) -> str:
    """Reads an upload that does not exist; the error for an unknown action is not documented."""
    if reply.response.upload_not_found:
        return "yes"
    return _scope(reply) if reply.ok or reply.response.status in (401, 403) else UNKNOWN


def _emails(reply: Reply) -> dict[str, str]:
    """Emails without characters to escape, with the ids of their users."""
    pairs = ((record.get("email"), as_id(record.get("id"))) for record in reply.records)
    return {email: user_id for email, user_id in pairs if isinstance(email, str) and email.isascii() and user_id}


def _fields_on_lists(prober: Prober, users: FirstPage, groups: FirstPage) -> str | Observation:
    resource, listed = (USER, users) if users.reply.records else (GROUP, groups)
    if users.fields_refused or groups.fields_refused:
        return "refused"
    few = f"id,{resource.keys[0]}"
    limit = {"limit": "1"} if "limit" in listed.params else {}
    records = prober.get(resource.path, {"fields": few, **limit}).records if listed.reply.records else []
    if not records:
        return UNKNOWN
    if not set(records[0]) <= set(few.split(",")):
        return "ignored"
    if not any(map(resource.whole, listed.reply.records)):
        return "partly"
    return Observation("honoured", _empty_fields(resource, listed.reply.records))


def _fields_on_records(prober: Prober, users: FirstPage, groups: FirstPage) -> str | Observation:
    for resource, listed in ((USER, users), (GROUP, groups)):
        for record_id in listed.reply.ids[:1]:
            few = f"id,{resource.keys[0]}"
            some = prober.get(resource.item(record_id), {"fields": few}, dict)
            if some.response.code == INVALID_PARAMETER:
                return "refused"
            whole = prober.get(resource.item(record_id), expects=dict)
            if some.ok and whole.ok:
                honoured = set(some.data) <= set(few.split(","))
                return Observation("honoured" if honoured else "ignored", _empty_fields(resource, [whole.data]))
    return UNKNOWN


def _empty_fields(resource: Resource, records: Iterable[dict[str, Any]]) -> str:
    """How fields without a value are shown, where there are any."""
    names = {field.api_name for field in resource.fields}
    for record in records:
        if any(name in record and record[name] is None for name in names):
            return "empty fields are null"
        if not names <= set(record):
            return "empty fields are left out"
    return ""


def _find(prober: Prober, users: FirstPage, expression: str) -> Reply:
    few = {"limit": "10", "fields": "id,email"}
    return prober.get(USER.path, {"filter": expression, **{name: few[name] for name in few if name in users.params}})


def _filter_result(reply: Reply, expected: set[str]) -> str:
    if not reply.ok:
        return "refused" if reply.refused else UNKNOWN
    if expected <= set(reply.ids):
        return "works" if set(reply.ids) == expected else "ignored"
    return "ignored" if reply.ids else "finds nothing"


def _filter_case(prober: Prober, users: FirstPage, emails: Mapping[str, str]) -> str:
    """By an address that is there, in its own and in another case."""
    email = next(iter(emails), "")
    if not email or _filter_result(_find(prober, users, equals("email", email)), {emails[email]}) != "works":
        return UNKNOWN
    found = _filter_result(_find(prober, users, equals("email", email.swapcase())), {emails[email]})
    return {"works": "insensitive", "finds nothing": "sensitive"}.get(found, UNKNOWN)


def _filter_or(prober: Prober, users: FirstPage, emails: Mapping[str, str]) -> str:
    """With two users, and then as long as those of the modules, as a server may accept only short ones."""
    if not users.reply.ok:
        return UNKNOWN
    two = dict(list(emails.items())[:2])
    expected = set(two.values())
    there = [equals("email", email) for email in two]
    made_up = [equals("email", _NEVER_USED.format(number)) for number in range(1000)]
    reply = _find(prober, users, any_of([*there, *made_up][:2]))
    short = _filter_result(reply, expected) if expected or reply.refused else UNKNOWN
    if short != "works":
        return short
    longest = next(chunks([*there, *made_up], " or "))
    return "works" if _filter_result(_find(prober, users, any_of(longest)), expected) == "works" else "short only"


def _by_id(prober: Prober, users: FirstPage) -> Reply:
    ids = users.reply.ids[:1] if users.reply.ok else []
    return _find(prober, users, equals("id", ids[0] if ids else _random_id()))


def _filter_id(users: FirstPage, reply: Reply) -> str:
    ids = users.reply.ids[:1]
    return _filter_result(reply, set(ids)) if users.reply.ok and (ids or reply.refused) else UNKNOWN


def _largest_page(listed: FirstPage) -> int | str:
    """The largest page that the server returns, for the limit that the modules use."""
    reply = listed.reply
    granted = as_count(reply.meta.get("limit"))
    if reply.records and str(reply.meta.get("is_last")).lower() == "false":
        return len(reply.records)
    return UNKNOWN if granted is None else granted


def _totals(prober: Prober, listings: Iterable[tuple[Resource, FirstPage]], filtered: Reply) -> Observation:
    """Whether cursors work, and the number of records is the total."""
    seen = [_examine_listing(prober, resource, listed) for resource, listed in listings if listed.reply.ok]
    wrong = [what for what in seen if what in TRAITS["totals"].follows]
    known = [what for what in seen if what != UNKNOWN]
    counts_all = filtered.ok and len(filtered.records) < (filtered.total or 0) and len(filtered.records) < 10
    return Observation((wrong or known or [UNKNOWN])[0], "under a filter all records are counted" if counts_all else "")


def _examine_listing(prober: Prober, resource: Resource, listed: FirstPage) -> str:
    """What a listing is like, read to its end or, where it is long, for two pages."""
    reply, ids, used = listed.reply, set(listed.reply.ids), set[str]()
    total = reply.total
    if total is None:
        return "no total"
    pages = -(-total // max(1, len(ids)))
    for _page in range((pages if pages <= _MAX_PAGES else 2) - 1):
        cursor = str(reply.meta.get("next_cursor") or "")
        if not cursor or str(reply.meta.get("is_last")).lower() == "true":
            return "fewer records than counted"
        if cursor in used:
            return "the same cursor twice"
        used.add(cursor)
        reply = prober.get(resource.path, {**listed.params, "cursor": cursor})
        if not reply.ok:
            return UNKNOWN
        if set(reply.ids) <= ids:
            return "no new records"
        ids |= set(reply.ids)
    if pages > _MAX_PAGES:
        return f"consistent on 2 of {pages} pages"
    return "add up" if len(ids) >= total else "fewer records than counted"


def _members_on_lists(reply: Reply) -> str:
    members = GROUP.members
    if members is None:
        return UNKNOWN
    records_with = [
        record for record in reply.records if record.get(members.field) or as_count(record.get(members.count))
    ]
    if not records_with:
        return UNKNOWN
    if not any(isinstance(record.get(members.field), list) for record in records_with):
        return "none"
    return "whole" if all(members.known(record) for record in records_with) else "cut"


def _not_found(prober: Prober, resource: Resource) -> Response | str:
    reply = prober.get(resource.item(_random_id()), expects=dict)
    if not reply.was_sent or reply.response.status in (401, 403):
        return UNKNOWN
    return reply.response


def _start_index(prober: Prober, listings: Mapping[str, Reply]) -> int | str:
    for path, reply in listings.items():
        begin = as_count(reply.meta.get("start_index"))
        if begin is None or not reply.ok:
            continue
        if reply.total and reply.total > len(reply.records) > 0:
            following = prober.get(path, {"limit": "2", "from": str(begin + len(reply.records))})
            if following.ok and set(following.ids) & set(reply.ids):
                return f"repeats, from {begin}"
        return begin
    return UNKNOWN
