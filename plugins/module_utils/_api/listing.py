# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listings, walked to their end: by cursor (users, groups) and by offset (jobs, templates, uploaded rows)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .._api_response import Response
from .._errors import INVALID_PARAMETER, ApiError, Id360Error, UnreadableResponse
from .._http.client import Client
from .._text import Warn, as_count, as_id
from .._threads import prefetched

LARGEST_PAGE = 1000  # records asked for; a server may give fewer
_MAX_READINGS = 4  # of a listing whose records are deleted while it is read
_MAX_SHORTFALLS = 2
_MAX_TIMES = 4  # as many records as are counted; a tenant that changes may show some of them twice
_NO_NEW_RECORDS = "returned a page without new records, but announces more"


class Page(NamedTuple):
    """Records in the API's spelling, and the total that the server returned; None if it did not."""

    records: list[dict[str, Any]]
    total: int | None


class Listing:
    """One listing: ``params`` as they are, ``optional`` ones given up, in order, when the server refuses them."""

    def __init__(self, client: Client, path: str, params: dict[str, str], optional: dict[str, str]) -> None:
        self._client, self._path = client, path
        self._params, self._optional = params, dict(optional)

    def by_cursor(self) -> Iterator[Page]:
        """Follow ``next_cursor`` until ``is_last``; a repeated cursor is an error."""
        cursor, used, walk = "", set(), _Walk(self._wrong)
        while True:
            page, meta = self._page({"cursor": cursor} if cursor else {})
            new = walk.new_records(page)
            yield Page(new, page.total)
            cursor = str(meta.get("next_cursor") or "")
            if str(meta.get("is_last", not cursor)).lower() == "true":
                return
            if not cursor or cursor in used:
                raise self._wrong(
                    "returned the same cursor twice" if cursor else "returned no cursor for the next page"
                )
            if not new:
                raise self._wrong(_NO_NEW_RECORDS)
            used.add(cursor)

    def by_offset(self) -> Iterator[Page]:
        """The next ``from`` is the start of the page plus its length, as servers count records from 0 or from 1."""
        start, count, walk = None, 0, _Walk(self._wrong)
        while True:
            page, meta = self._page({"from": str(start)} if start is not None else {})
            new = walk.new_records(page)
            yield Page(new, page.total)
            count += len(page.records)
            if not page.records or (page.total is not None and count >= page.total):
                return
            begin = as_count(meta.get("start_index"))
            if begin is None:
                raise self._wrong("returned no start_index")
            following = begin + len(page.records)
            if start is not None and following <= start:
                raise self._wrong("returned the same page twice")
            if not new:
                raise self._wrong(_NO_NEW_RECORDS)
            start = following

    def _page(self, position: dict[str, str]) -> tuple[Page, dict[str, Any]]:
        while True:
            try:
                response = self._client.request(
                    "GET", self._path, params={**self._params, **self._optional, **position}, expects=list
                )
                break
            except ApiError as refused:
                if refused.response.code != INVALID_PARAMETER or not self._optional:
                    raise
                del self._optional[next(iter(self._optional))]
        meta, records = response.get("meta"), response["data"]
        if not isinstance(meta, dict) or not all(isinstance(record, dict) for record in records):
            raise self._wrong("has no meta, or records that are not objects")
        return Page(records, as_count(meta.get("total_no_of_objects"))), meta

    def _wrong(self, what: str) -> UnreadableResponse:
        return UnreadableResponse(f"the listing of {self._path} {what}", Response("GET", self._path, 200))


class _Walk:
    """What a listing has returned so far. ``wrong`` makes the error if it returns too much."""

    def __init__(self, wrong: Callable[[str], UnreadableResponse]) -> None:
        self._wrong = wrong
        self._count, self._ids = 0, set[Any]()

    def new_records(self, page: Page) -> list[dict[str, Any]]:
        """The records of a page that none before it had: where one was added meanwhile, another one comes twice."""
        records = {as_id(record.get("id")) or (self._count, place): record for place, record in enumerate(page.records)}
        new = [record for identity, record in records.items() if identity not in self._ids]
        self._ids.update(records)
        self._count += len(page.records)
        if page.total is not None and self._count > _MAX_TIMES * page.total:
            raise self._wrong(f"returned {self._count} records, but the server counts {page.total}")
        return new


def read_some(pages: Iterator[Page], most: int | None = None) -> list[dict[str, Any]]:
    """The records of the pages, at most ``most``; no further page is requested once there are enough."""
    records: list[dict[str, Any]] = []
    for page in pages:
        records += page.records
        if most is not None and len(records) >= most:
            return records[:most]
    return records


def read_all(
    walk: Callable[[], Iterator[Page]], warn: Warn | None = None, *, read_again: bool = False
) -> list[dict[str, Any]]:
    """The records of an unfiltered listing; see ``each_page``."""
    records: list[dict[str, Any]] = []

    def start() -> Callable[[list[dict[str, Any]]], None]:
        records.clear()
        return records.extend

    each_page(walk, start, warn, read_again=read_again)
    return records


def each_page(
    walk: Callable[[], Iterator[Page]],
    start: Callable[[], Callable[[list[dict[str, Any]]], None]],
    warn: Warn | None = None,
    *,
    read_again: bool = False,
) -> None:
    """Give each page of an unfiltered walk to what ``start`` returns. It has to bring as many as the server counts.

    A walk that brings fewer is repeated once from a new ``start``, as the tenant may have changed meanwhile
    (docs/api.md 10). Then it is a warning where ``warn`` is given, else an error.

    ``read_again`` is for listings by offset to which records are added: where one is deleted between two pages and
    another one added, the total is the same, but a record moved up and was not listed. After several pages these are
    read again, until a walk has all records of the one before it. So these all existed when the last page of that was
    read, and as they are as many as its total, no others did.
    """
    message, shortfalls = "", 0
    earlier: set[object] | None = None  # the ids of a walk that was not short; the next one has to have them
    for _reading in range(_MAX_READINGS):
        add_page, total, pages = start(), None, 0
        ids: set[object] = set()  # one that comes twice, as the tenant changes, hides one that does not come
        for page in prefetched(walk()):
            add_page(page.records)
            ids.update(as_id(record.get("id")) or (len(ids), place) for place, record in enumerate(page.records))
            pages += 1
            if page.total is not None:  # where it falls, a record was deleted, and another one may have moved up
                total = max(page.total, total or 0)
        count = len(ids)
        if earlier is not None and earlier <= ids:
            return
        if total is not None and count < total:
            message = f"the server listed {count} of {total} records"
            shortfalls += 1
            if shortfalls == _MAX_SHORTFALLS:
                break
            earlier = None
            continue
        if not read_again or pages == 1:
            return
        if earlier is not None:
            message = f"{len(earlier - ids)} of {len(earlier)} records were no longer listed when they were read again"
        earlier = ids
    if warn is None:
        raise Id360Error(message)
    warn(message)
