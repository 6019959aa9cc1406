# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records for the info modules: one by id or key, or a listing, each read whole or with the fields asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._api.filters import any_of, equals
from .._api.listing import LARGEST_PAGE, Listing, Page, read_all, read_some
from .._api.people import find_people, unknown_ids, users_with_ids
from .._api.records import read_record, with_members
from .._errors import Id360Error, InvalidRequest, NotFound
from .._http.client import Client
from .._model.members import validate_person
from .._model.query_names import api_filter, explain, query_names, validate_filter
from .._model.resource import Resource
from .._option_types import ID, NAMES, TEXT
from .._text import Warn, snake_case
from .._values import folded, path_segment
from .shell import Module, Shell


@dataclass(frozen=True)
class Query:
    """What to list. ``fields`` are API names, none for whole records; ``limit`` counts records. ``member`` is the id or
    the email of a user: only records with this member."""

    id: str | None = None
    key: str | None = None
    filter: str | None = None
    sort: str | None = None
    fields: tuple[str, ...] = ()
    limit: int | None = None
    member: str | None = None


def query_options(resource: Resource) -> dict[str, dict[str, Any]]:
    """The options of an info module."""
    texts = {name: {"type": TEXT} for name in (resource.keys[0], "filter")}
    lists = {name: {"type": NAMES, "elements": TEXT} for name in ("sort", "fields")}
    member = {"member": {"type": ID}} if resource.members else {}
    return {"id": {"type": ID}, **texts, **member, **lists, "limit": {"type": "int"}}


def make_query(resource: Resource, params: Mapping[str, Any]) -> Query:
    """The query in a module's options; raises Id360Error for what is not valid."""
    key = resource.keys[0]
    fields = tuple(resource.api_name(name.strip()) for name in params["fields"] or ())
    if resource.secret_name in fields:
        raise Id360Error(f"fields contains {resource.secret_name}, which the API never returns")
    for name in fields:
        if not name.isidentifier():
            raise Id360Error(f"fields contains {name!r}, which is not the name of a field")
    if params["limit"] is not None and params["limit"] < 1:
        raise Id360Error(f"limit {params['limit']} is less than 1")
    for name in ("id", key, "filter", "member"):
        if params.get(name) == "":
            raise Id360Error(f"{name} is empty: omit it to list all {resource.kind}s")
    if params["id"]:
        path_segment(params["id"], "id")
    if params[key]:
        resource.field(key).validate(params[key])
    if params.get("member"):
        validate_person("member", params["member"])
    sort = ",".join(_sorted_by(resource, name.strip()) for name in params["sort"] or ())
    limit, member = params["limit"], params.get("member")
    validate_filter(resource, params["filter"] or "")
    expression = params["filter"] and api_filter(resource, params["filter"])
    return Query(params["id"], params[key], expression, sort or None, fields, limit, member)


def _sorted_by(resource: Resource, name: str) -> str:
    """``-last_name`` → ``-lastName``"""
    return f"-{resource.api_name(name[1:])}" if name.startswith("-") else resource.api_name(name)


def read_records(
    client: Client, resource: Resource, query: Query, warn: Warn, warn_incomplete: Warn
) -> list[dict[str, Any]]:
    """The records of a query, with snake_case keys. If the server does not honour ``fields``, each takes a GET by id.

    ``warn_incomplete`` is for messages that the server returned fewer records than it counts, ``warn`` for others.
    """
    if resource.members and resource.members.field in query.fields:  # members are read as for whole records
        names = [snake_case(name) for name in query.fields]
        whole = read_records(client, resource, replace(query, fields=()), warn, warn_incomplete)
        unknown = resource.members.field  # if it is missing; other missing fields are empty
        return [{name: record.get(name) for name in names if name in record or name != unknown} for record in whole]
    if query.member:
        return _records_of_member(client, resource, query, query.member, warn, warn_incomplete)
    if not query.id:
        return [
            _complete(client, resource, raw, query, warn_incomplete)
            for raw in _listed(client, resource, query, warn_incomplete)
        ]
    try:
        if not query.fields:
            found = read_record(client, resource, query.id).record
            return [_with_members(client, resource, found, warn_incomplete, listed=False)]
        asked = {"fields": ",".join(query.fields)}
        return [_only(resource, client.request("GET", resource.item(query.id), params=asked), query.fields)]
    except NotFound as absence:
        warn(f"there is no {resource.kind} with id {query.id}; the server says: {absence.response.summary}")
        return []


def _records_of_member(
    client: Client, resource: Resource, query: Query, member: str, warn: Warn, warn_incomplete: Warn
) -> list[dict[str, Any]]:
    """The records that a user is a member of: one listing, and a GET by id for each record that is listed without all
    its members. A user that does not exist is a member of none, with a warning."""
    ids = [member]
    if "@" in member:
        found = find_people(client, [member]).get(folded(member), [])
        ids = [person["id"] for person in found]
        if len(ids) > 1:
            raise Id360Error(f"member {member!r}: {len(ids)} users have this email: ids {', '.join(sorted(ids))}")
    everything: list[dict[str, Any]] = []
    if ids:
        whole = replace(query, fields=(), limit=None, member=None)
        everything = read_records(client, resource, whole, warn, warn_incomplete)
    name = resource.members.field if resource.members else ""
    records = [record for record in everything if ids[0] in (record.get(name) or ())][: query.limit]
    if not ids or (not records and "@" not in member and unknown_ids(client, ids)):
        warn(f"member {member!r}: no user has this {'email' if '@' in member else 'id'}")
    names = [snake_case(field) for field in query.fields]
    return [{name: record.get(name) for name in names} for record in records] if names else records


def _listed(client: Client, resource: Resource, query: Query, warn_incomplete: Warn) -> list[dict[str, Any]]:
    params = {"sort": query.sort} if query.sort else {}
    optional = {"limit": str(min(query.limit or LARGEST_PAGE, LARGEST_PAGE))}
    if query.fields:
        probe_field = [resource.probe_field] if resource.probe_field else []
        params["fields"] = ",".join(dict.fromkeys(["id", *probe_field, *query.fields]))
    else:
        optional["fields"] = resource.all_fields

    def walk() -> Iterator[Page]:
        return Listing(client, resource.path, params, optional).by_cursor()

    if query.key:
        field = resource.field(resource.keys[0])
        params["filter"] = any_of(equals(field.api_name, spelling) for spelling in field.case_variants(query.key))
        del optional["limit"]
        found = ((raw, resource.read(raw).get(field.name, query.key)) for raw in read_some(walk()))
        return [raw for raw, value in found if field.same(value, query.key)][: query.limit]
    if query.filter:
        params["filter"] = query.filter
    if query.filter or query.limit:
        return read_some(walk(), query.limit)
    return read_all(walk, warn_incomplete)


def _complete(
    client: Client, resource: Resource, raw: dict[str, Any], query: Query, warn_incomplete: Warn
) -> dict[str, Any]:
    """A listed record as it was asked for; it is read by id where the listing left something out."""
    record = resource.read(raw)
    if not query.fields:
        if not resource.whole(raw):
            return read_record(client, resource, record["id"]).record
        return _with_members(client, resource, record, warn_incomplete, listed=True)
    if not resource.whole(raw) and not set(query.fields) <= set(raw):  # what is missing is unknown
        raw = client.request("GET", resource.item(record["id"]))
    return _only(resource, raw, query.fields)


def _with_members(
    client: Client, resource: Resource, record: dict[str, Any], warn_incomplete: Warn, *, listed: bool
) -> dict[str, Any]:
    record = with_members(client, resource, record, listed=listed)
    if resource.members and not resource.members.known(record):
        shown = len(record.get(resource.members.field) or ())
        count = record.get(resource.members.count)
        warn_incomplete(f"{resource.kind} {record['id']}: the server returned {shown} of {count} members")
    return record


def _only(resource: Resource, raw: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Some fields of a record that contains all of these that have a value; the others are None."""
    return resource.translate({name: raw.get(name) for name in fields})


def info_module(resource: Resource) -> Module:
    """A module that reads records."""

    def read(shell: Shell, client: Client) -> dict[str, Any]:
        query = make_query(resource, shell.params)
        incomplete: list[str] = []
        try:
            records = read_records(client, resource, query, shell.warn, incomplete.append)
            if resource.members and shell.params["members_as"] == "users":
                records = _with_users(client, resource.members.field, records)
        except Id360Error as error:
            error = error.with_context(f"could not read {resource.kind}s")
            names = query_names(shell.params)
            if (query.filter or names) and isinstance(error, InvalidRequest):
                error = error.adding(explain(resource, query.filter or "", names))
            raise error from None
        for message in incomplete:
            shell.warn(message)
        return {"changed": False, f"{resource.kind}s": records, "complete": not incomplete}

    options, exclusive = query_options(resource), ["id", resource.keys[0], "filter"]
    if resource.members:
        options["members_as"] = {"type": "str", "choices": ["ids", "users"], "default": "ids"}
        exclusive.append("member")
    return Module(options, read, rules={"mutually_exclusive": [tuple(exclusive)]})


def _with_users(client: Client, name: str, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records with users in place of the ids in the list ``name``, where they have it."""
    users = users_with_ids(client, (user_id for record in records for user_id in record.get(name) or ()))

    def as_user(user_id: str) -> dict[str, Any]:
        user = users.get(user_id, {})
        return {"id": user_id, "email": user.get("email"), "display_name": user.get("display_name")}

    return [
        {**record, name: [as_user(user_id) for user_id in record[name]]} if record.get(name) else record
        for record in records
    ]
