# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the tenant once, with the fields that a list of desired records needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from .._api.listing import LARGEST_PAGE, Listing, each_page, read_all, read_some
from .._api.people import find_people
from .._api.records import filters_for, read_record, with_members
from .._errors import Id360Error, InvalidRequest
from .._http.client import Client
from .._model.desired import Desired
from .._model.group import GROUP
from .._model.query_names import api_filter, explain
from .._model.resource import Existing, Resource
from .._model.user import USER
from .._text import Warn
from .._threads import in_threads
from .index import RecordIndex
from .items import Matched


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Errors in this context get the context "could not read ``what``", unless they have a more specific one."""
    try:
        yield
    except Id360Error as error:
        raise error.with_context(f"could not read {what}") from None


def read_users(
    client: Client, desired_records: Sequence[Desired], shown: Sequence[str] = (), sources: dict[str, str] | None = None
) -> RecordIndex:
    """All users, in one listing with the managed fields and those ``shown`` in a diff. The names of their primary
    sources are stored in ``sources`` by id, if the listing contains them."""
    status = (USER.toggle.field,) if USER.toggle else ()
    return _read_index(client, USER, desired_records, (*status, USER.probe_field), shown, sources)


def read_groups(client: Client, desired_records: Sequence[Desired]) -> RecordIndex:
    """All groups, in one listing; with their members, which may be many, only if they are managed."""
    members = GROUP.members
    managed = any(desired.members for desired in desired_records)
    more = (members.field, members.count, members.managed_by_server) if managed and members else ()
    return _read_index(client, GROUP, desired_records, more, ())


def _read_index(
    client: Client,
    resource: Resource,
    desired_records: Sequence[Desired],
    more: Iterable[str],
    shown: Sequence[str],
    sources: dict[str, str] | None = None,
) -> RecordIndex:
    names = dict.fromkeys(("id", resource.keys[0], *shown))
    for desired in desired_records:  # the keys that find a record are among its values
        names.update(dict.fromkeys(desired.values))
    fields = ",".join([*(resource.api_name(name) for name in names), *more])
    index = RecordIndex(resource, desired_records, shown)

    def start() -> Callable[[list[dict[str, Any]]], None]:
        index.clear()
        if sources is not None:
            sources.clear()
        return add_page

    def add_page(api_records: list[dict[str, Any]]) -> None:
        for api_record in api_records:
            whole = resource.whole(api_record)
            # requested only to see whether the server honours fields
            source = api_record.pop(resource.probe_field, None)
            record = resource.read(api_record)
            if sources is not None and whole:
                sources[record["id"]] = source_name(source)
            index.add(Existing(record, whole))

    optional = {"limit": str(LARGEST_PAGE), "fields": fields}
    with reading(f"{resource.kind}s"):
        each_page(lambda: Listing(client, resource.path, {}, optional).by_cursor(), start)
    return index


def source_name(source: Any) -> str:
    """The name of the application in a primary source, in either spelling; "" where there is none."""
    if not isinstance(source, dict):
        return ""
    return str(source.get("applicationName") or source.get("application_name") or "")


def read_sources(client: Client, index: RecordIndex, sources: dict[str, str], threads: int, warn: Warn) -> None:
    """Read the users whose primary source was not listed, by id."""
    unknown = [record_id for record_id in index.records if record_id not in sources]
    if unknown:
        warn(f"the server does not list primary sources; {len(unknown)} users are read by id")
    reread = in_threads(lambda record_id: _by_id(client, USER, record_id), unknown, threads)
    sources.update((existing.record["id"], source_name(existing.record.get("primary_source"))) for existing in reread)


def _by_id(client: Client, resource: Resource, record_id: str) -> Existing:
    with reading(f"{resource.kind} {record_id}"):
        return read_record(client, resource, record_id)


@reading("users")
def read_members(client: Client, emails: Sequence[str]) -> RecordIndex:
    """The users with these emails, with filters or a listing of all users, whichever takes fewer requests."""
    index = RecordIndex(USER, ())
    if not emails:
        return index
    optional = {"limit": str(LARGEST_PAGE), "fields": "id,email"}
    filters = filters_for(USER.field("email"), emails)
    pages = Listing(client, USER.path, {}, optional).by_cursor() if filters > 1 else iter(())
    first = next(pages, None)
    if first and (not first.total or filters >= first.total / max(1, len(first.records)) - 1):
        begun = iter([chain([first], pages)])
        for api_record in read_all(lambda: next(begun, None) or Listing(client, USER.path, {}, optional).by_cursor()):
            index.add(Existing(USER.read(api_record)))
        return index
    for records in find_people(client, list(emails)).values():
        for record in records:
            index.add(Existing(record))
    return index


def read_scope(client: Client, scope: str) -> set[str]:
    """The ids of the users that a filter finds; raises Id360Error where the server refuses it."""
    optional = {"limit": str(LARGEST_PAGE), "fields": "id,email,status"}
    params = {"filter": api_filter(USER, scope)}
    try:
        listed = read_some(Listing(client, USER.path, params, optional).by_cursor())
    except Id360Error as error:
        error = error.with_context(f"scope {scope!r}")
        refused = isinstance(error, InvalidRequest)
        raise (error.adding(explain(USER, scope, option="scope")) if refused else error) from None
    return {USER.read(api_record)["id"] for api_record in listed}


def read_whole(client: Client, index: RecordIndex, found: Sequence[Matched], threads: int, warn: Warn) -> list[Matched]:
    """Read the records that were listed without all compared fields, by id."""
    resource = index.resource
    unknown = [existing for entry, existing in found if existing and index.unknown(existing, entry.desired)]
    partial = [existing for entry, existing in found if existing and _lacks_members(resource, existing, entry.desired)]
    if unknown:
        warn(f"the server does not list all requested fields; {len(unknown)} {resource.kind}s are read by id")

    def members_of(existing: Existing) -> Existing:
        with reading(f"the members of {resource.kind} {existing.record.get(resource.keys[0])}"):
            return Existing(with_members(client, resource, existing.record, listed=True))

    reread = in_threads(lambda existing: _by_id(client, resource, existing.record["id"]), unknown, threads)
    reread += in_threads(members_of, partial, threads)
    if not reread:
        return list(found)
    for existing in reread:
        index.replace(existing)
    return [Matched(entry, index.records[existing.record["id"]] if existing else None) for entry, existing in found]


def _lacks_members(resource: Resource, existing: Existing, desired: Desired) -> bool:
    if resource.members is None or desired.members is None or desired.state == "absent":
        return False
    return not resource.members.known(existing.record)
