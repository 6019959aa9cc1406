# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single records and short listings, as complete as the server returns them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .._errors import INVALID_PARAMETER, ApiError, UnreadableResponse
from .._http.chunks import chunks, send_in_chunks
from .._http.client import Client
from .._model.resource import Existing, Field, Resource
from .._text import Warn
from .filters import any_of, equals
from .listing import LARGEST_PAGE, Listing, read_all, read_some

_OR = " or "


def read_record(client: Client, resource: Resource, record_id: str) -> Existing:
    """One record by id. Members are requested explicitly, unless the server refuses the parameter."""
    path = resource.item(record_id)
    if resource.members is None:
        return _validated(resource, record_id, client.request("GET", path, envelope=resource.envelope))
    try:
        return _validated(resource, record_id, client.request("GET", path, params={"fields": resource.all_fields}))
    except ApiError as refused:
        if refused.response.code != INVALID_PARAMETER:
            raise
    return _validated(resource, record_id, client.request("GET", path))


def _validated(resource: Resource, record_id: str, raw: dict[str, Any]) -> Existing:
    record = resource.read(raw)
    if record["id"] != record_id:  # to write to it would change another one
        raise UnreadableResponse(f"the server returned the {resource.kind} with id {record['id']}")
    return Existing(record)


def list_records(
    client: Client, resource: Resource, params: dict[str, str], optional: dict[str, str]
) -> list[Existing]:
    """The records of a listing, in our spelling, each with whether it was read whole."""
    pages = Listing(client, resource.path, params, optional).by_cursor()
    return [Existing(resource.read(raw), resource.whole(raw)) for raw in read_some(pages)]


def list_matching(
    client: Client, resource: Resource, expressions: Iterable[str], optional: dict[str, str]
) -> list[Existing]:
    """The records that one of the filter expressions finds, in as few requests as URLs allow."""
    found: list[Existing] = []

    def send(chunk: Sequence[str]) -> None:
        found.extend(list_records(client, resource, {"filter": any_of(chunk)}, optional))

    send_in_chunks(list(dict.fromkeys(expressions)), _OR, send)
    return found


def list_keys(client: Client, resource: Resource, keys: Iterable[str], warn: Warn | None = None) -> list[Existing]:
    """Every record, with its id and these keys. A listing that is too short is a warning where ``warn`` is given."""
    fields = ",".join(["id", *(resource.api_name(key) for key in keys)])
    optional = {"limit": str(LARGEST_PAGE), "fields": fields}
    everything = read_all(lambda: Listing(client, resource.path, {}, optional).by_cursor(), warn)
    return [Existing(resource.read(raw), whole=False) for raw in everything]


def find_by_key(
    client: Client, resource: Resource, key: str, values: Iterable[str], fields: str, *, likely: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """The records whose ``key`` is one of ``values``, by its canonical form; in as few requests as URLs allow.

    ``likely``: also in other likely spellings than the given and the canonical one.
    """
    field = resource.field(key)
    found: dict[str, list[dict[str, Any]]] = {}
    optional = {"limit": str(LARGEST_PAGE), "fields": fields}
    for existing in list_matching(client, resource, _expressions(field, values, likely=likely), optional):
        records = found.setdefault(field.canonical(existing.record.get(key)), [])
        if existing.record not in records:
            records.append(existing.record)
    return found


def filters_for(field: Field, values: Iterable[str]) -> int:
    """How many requests it takes to find these values of a field."""
    return requests_for(_expressions(field, values, likely=False))


def requests_for(expressions: Iterable[str]) -> int:
    """How many requests ``list_matching`` makes."""
    return sum(1 for _chunk in chunks(list(expressions), _OR))


def _expressions(field: Field, values: Iterable[str], *, likely: bool) -> Iterator[str]:
    spell = field.case_variants if likely else field.spellings
    return (equals(field.api_name, spelling) for value in values for spelling in spell(value))


def with_members(client: Client, resource: Resource, record: dict[str, Any], *, listed: bool) -> dict[str, Any]:
    """A record with its members, if the server returns them: from GET by id if the record is ``listed``, otherwise from
    the listing."""
    if resource.members is None or resource.members.known(record):
        return record
    key = resource.keys[0]
    if listed:
        others = [read_record(client, resource, record["id"]).record]
    else:
        by_key = find_by_key(client, resource, key, [record[key]], resource.all_fields) if record.get(key) else {}
        others = [other for records in by_key.values() for other in records if other["id"] == record["id"]]
    taken = (resource.members.field, resource.members.count)
    for other in others:
        if resource.members.known(other):
            return {**record, **{name: other[name] for name in taken if name in other}}
    return record
