# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writes of a bulk run as values. Pure: nothing here reads or writes.

The server maps rows between the writes, so they can't all be planned at once: a run plans a step, performs it (see
``steps.carry_out``), and plans the next one from what is then known. A dry run does the same, and only notes the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.uploads import MAPPED, Row, count_rows
from .._errors import Id360Error
from .data import Data
from .options import BulkOptions, validate_columns_exist
from .rows import describe_rows


@dataclass(frozen=True)
class Step:
    """One write, with its part of the diff; one that changes nothing is only shown. ``content`` is what is uploaded,
    ``ids`` are those of the rows that are deleted, or of the users that an execution acts on."""

    action: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    content: bytes = field(default=b"", repr=False)
    ids: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        return self.before != self.after


def upload_step(table: Data) -> Step:
    return Step("upload", after={"rows": table.rows, "header": table.header}, content=table.content)


def columns_step(columns: Sequence[str], upload: dict[str, Any] | None) -> Step:
    """Set the match columns: always after a new upload (None), as check mode can't know its columns, otherwise if they
    differ. Raises Id360Error for columns that the upload does not have."""
    after = {"match_columns": sorted(columns)}
    if upload is None:
        return Step("match_columns", after=after)
    before = {"match_columns": sorted(upload.get("match_columns", []))}
    if before != after:
        validate_columns_exist(columns, [column["name"] for column in upload["header"]])
    return Step("match_columns", before, after)


def unmapped_in(rows: Sequence[Row]) -> list[Row]:
    """The rows that found no user, or not one of their own."""
    return [row for row in rows if row.get("status") != MAPPED]


def unmapped_step(unmapped_rows: str, rows: Sequence[Row], columns: Sequence[str]) -> Step | None:
    """What becomes of the rows that are not mapped; raises Id360Error where there may be none, with the first of them
    by their values in the match ``columns``."""
    unmapped = unmapped_in(rows)
    if unmapped and unmapped_rows == "fail":
        counts = ", ".join(f"{status} {count}" for status, count in count_rows(unmapped).items())
        raise Id360Error(
            f"{len(unmapped)} of {len(rows)} rows are not mapped ({counts}):"
            f" correct them, or set unmapped_rows to remove or ignore; {describe_rows(unmapped, 'status', columns)}"
        )
    return _deletion(unmapped) if unmapped_rows == "remove" else None


def removal_step(entity_ids: Sequence[str] | None, rows: Sequence[Row]) -> Step | None:
    """Delete the named rows, or all if none are named; ids of rows that do not exist are ignored."""
    named = None if entity_ids is None else frozenset(entity_ids)
    return _deletion([row for row in rows if named is None or row["id"] in named])


def _deletion(rows: Sequence[Row]) -> Step | None:
    ids = [row["id"] for row in rows]
    return Step("delete_rows", before={"rows_removed": sorted(ids)}, ids=tuple(ids)) if ids else None


def execution_step(options: BulkOptions, rows: Sequence[Row] | None) -> Step | None:
    """Act on the users that the rows found, or those that the options name; None where there are none. Without rows,
    as they can't be known yet, all of them count as mapped."""
    ids: Sequence[str] = options.user_ids or ()
    if options.user_ids is None:
        mapped = [str(row["user_id"]) for row in rows or () if row.get("status") == MAPPED and row.get("user_id")]
        ids = list(dict.fromkeys(mapped))
    if rows is not None and not ids:
        return None
    return Step("execute", after={"execution": {"action": options.action, **options.body}}, ids=tuple(ids))
