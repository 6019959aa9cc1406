# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The query parameters that listings and reads share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..errors import invalid
from ..scim.comparisons import FilterError, Predicate
from ..scim.filters import compile_filter
from ..state.schema import Kind, Record
from ..state.settings import Settings

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def allow(query: Mapping[str, str], *names: str) -> None:
    """Refuse parameters that the call does not have, as the documents' example does with `select`."""
    for name in query:
        if name not in names:
            raise invalid(name)


def number(query: Mapping[str, str], name: str, default: int, minimum: int) -> int:
    """A number that is not below its minimum."""
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or int(text) < minimum:
        raise invalid(name)
    return int(text)


def page_size(query: Mapping[str, str], default: int, settings: Settings) -> int:
    """The page size. A requested size that is too large is lowered or, depending on the settings, refused."""
    limit = number(query, "limit", default, 1)
    if "limit" in query and settings.refuse_limit is not None and limit > settings.refuse_limit:
        raise invalid("limit")
    return min(limit, settings.maximum_limit)


def requested_fields(
    query: Mapping[str, str], kind: Kind, settings: Settings, *, single: bool = False
) -> tuple[str, ...] | None:
    """The requested fields, in the order of the schema; None if the usual ones are returned."""
    if "fields" not in query:
        return None
    if settings.refuse_fields:
        raise invalid("fields")
    if not settings.honour_fields or (single and not settings.honour_fields_on_get):
        return None
    requested = {name.strip() for name in query["fields"].split(",")}
    if not requested.issubset(kind.fields):
        raise invalid("fields")
    return tuple(name for name in kind.fields if name in requested)


def requested_filter(query: Mapping[str, str], attributes: Iterable[str], settings: Settings) -> Predicate | None:
    """The filter as a function; None when there is none."""
    if "filter" not in query or settings.ignore_filters:
        return None
    if _is_refused(query["filter"], settings):
        raise invalid("filter")
    try:
        return compile_filter(query["filter"], frozenset(attributes), settings.case_sensitive)
    except FilterError:
        raise invalid("filter") from None


def _is_refused(text: str, settings: Settings) -> bool:
    """Whether the settings refuse a filter that is valid otherwise."""
    if settings.longest_filter is not None and len(text) > settings.longest_filter:
        return True
    words = _QUOTED.sub('""', text).split()
    return (settings.refuse_or and "or" in words) or (settings.refuse_id_filter and "id" in words)


def sort_records(records: list[Record], text: str | None, fields: tuple[str, ...]) -> list[Record]:
    """By the fields named, records without one last; by id where nothing else decides."""
    records = sorted(records, key=lambda record: (len(record["id"]), record["id"]))
    for part in reversed(text.split(",") if text is not None else []):
        name = part.strip().removeprefix("-")
        if name not in fields:
            raise invalid("sort")
        having = [record for record in records if _sortable(record.get(name))]
        having.sort(key=lambda record: record[name], reverse=part.strip().startswith("-"))
        records = having + [record for record in records if not _sortable(record.get(name))]
    return records


def _sortable(value: object) -> bool:
    return isinstance(value, (str, int)) and value != ""
