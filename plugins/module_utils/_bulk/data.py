# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data of a bulk upload, validated before anything is sent. CSV in UTF-8 is sent, whatever the source."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .._errors import Id360Error
from .._local.csv_table import as_utf8, write_csv, write_rows
from .._local.encoding import AUTO
from .._local.files import read_bytes
from .._local.table import TABLES, Table, TableFormat, kind_of, make_format, read_table, separator_in
from .._model.user import USER
from .._problems import Problem, joined
from .._values import key_problem, loose_key, text_problem, type_problem

_KEYS = {loose_key(name) for field in USER.fields if field.is_key for name in (field.name, field.api_name)}


class Data(NamedTuple):
    """The content as it is uploaded, its header, how many rows it has, and how many blank ones were left out of it."""

    content: bytes
    header: list[str]
    rows: int
    blank: int


def make_data(params: Mapping[str, Any]) -> Data | None:
    """The data in a module's options, None where there are none; raises Id360Error for what is no table."""
    how = make_format(params)
    known = params["match_columns"] or ()
    if params["src"] is not None:
        named = f"src {params['src']!r}"
        # A file with any other extension is read as CSV.
        kind = kind_of(params["src"]) if kind_of(params["src"]) in TABLES else ".csv"
        return _read(read_bytes(params["src"], "src"), kind, named, how, known)
    if params["content"] is not None:
        how.validate_allowed("content", "delimiter", "skip_lines")
        return _read(as_utf8(params["content"], "content"), ".csv", "content", how, known, is_file=False)
    how.validate_allowed("records" if params["records"] is not None else "upload_id")
    if params["records"] is not None:
        content = _records_as_csv(params["records"])
        return _read(content, ".csv", "records", TableFormat(delimiter=","), known, trimmed=False)
    return None


def _read(
    content: bytes,
    kind: str,
    named: str,
    how: TableFormat,
    known: Sequence[str],
    *,
    trimmed: bool = True,
    is_file: bool = True,
) -> Data:
    """``trimmed``: leading and trailing blanks of values that identify users are removed, instead of refused.
    ``is_file``: whether a line break that is missing at the end may mean that more is missing."""
    table = read_table(
        io.BytesIO(content if is_file else content + b"\n"), kind, named, how, {loose_key(name) for name in known}
    )
    problems = _header_problems(table)
    if problems:
        raise Id360Error(joined(problems))
    identify = _KEYS | {loose_key(name) for name in known}
    keys = {number for number, name in enumerate(table.header, 1) if loose_key(name) in identify}
    kept, blank = [], 0
    for line, row in table.rows:
        if not any(cell.strip() for cell in row):
            blank += 1
            continue
        if trimmed and any(row[number - 1] != row[number - 1].strip() for number in keys if number <= len(row)):
            row = [cell.strip() if number in keys else cell for number, cell in enumerate(row, 1)]
            table.plain = False
        kept.append(row)
        for column, cell in enumerate(row, 1):
            problem = text_problem(cell) or (key_problem(cell) if column in keys else "")
            if problem:
                table.problems.append(Problem(f"it {problem}", table.place(line, column)))
    if table.problems:
        raise Id360Error(joined(table.problems))
    if not kept:
        raise Id360Error(f"{named}: the table has no rows" + (" that are not blank" if blank else ""))
    if how.delimiter == AUTO and len(table.header) > 1 and table.delimiter != "," and max(map(len, kept)) == 1:
        raise Id360Error(
            f"{table.place(table.line)}: the header contains {separator_in(table.delimiter)}, but no row does: set"
            " delimiter to the separator of the columns"
        )
    plain = table.plain and not blank
    return Data(content if plain else write_rows([table.header, *kept], named), table.header, len(kept), blank)


def _header_problems(table: Table) -> list[Problem]:
    problems = []
    for number, name in enumerate(table.header, 1):
        if not name.strip():
            problems.append(Problem("the column has no name", table.place(table.line, number)))
        elif name in table.header[: number - 1]:
            problems.append(Problem(f"the column {name!r} is not unique", table.place(table.line, number)))
    separator = separator_in(table.header[0]) if len(table.header) == 1 else ""
    if separator:
        message = f"the name of the only column contains {separator}: set delimiter, or rename the column"
        problems.append(Problem(message, table.place(table.line)))
    return problems


def _records_as_csv(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Records as a CSV file, with all their keys as columns; raises Id360Error for a value that is no text."""
    header = list(dict.fromkeys(str(name) for record in records for name in record))
    if not header:
        raise Id360Error("records is empty")
    for number, record in enumerate(records, 1):
        for name, value in record.items():
            if value is not None and not isinstance(value, str):
                raise Id360Error(f"records, item {number}: {name} {value!r} {type_problem(value)}")
    return write_csv(header, ({name: "" if v is None else v for name, v in record.items()} for record in records))
