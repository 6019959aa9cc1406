# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV as people write it, checked before it goes anywhere; problems are named by line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .._errors import Id360Error
from .._values import not_a_text, text_problem


class Table(NamedTuple):
    """The content as it is uploaded, its header, how many rows it has, and how many blank ones were left out of it."""

    content: bytes
    header: list[str]
    rows: int
    blank: int


_SEPARATORS = {";": "';'", "\t": "a tab", "|": "'|'"}  # that spreadsheets put instead of commas, as messages call them


csv.field_size_limit(2**31 - 1)  # the module's own limit is 128 kB


def as_utf8(text: str, named: str) -> bytes:
    """The text as bytes; raises Id360Error for half of a character, which a wrong decoding left."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Id360Error(f"{named} has half of a character in it, at {error.start}: it was decoded wrongly") from None


def check_csv(content: bytes, named: str) -> Table:
    """The table in ``content``, UTF-8 with or without a byte order mark, less its blank rows.

    Raises Id360Error, naming line and column, for what no server could make sense of. ``named`` is for the messages.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_utf8(content, named) from None
    rows = read_rows(io.StringIO(text, newline=""), named)
    _line, header = next(rows)
    kept, blank = [], 0
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            blank += 1
            continue
        kept.append(row)
        for column, cell in enumerate(row, 1):
            problem = text_problem(cell)
            if problem:
                raise Id360Error(f"{named}, line {line}, column {column}: it {problem}")
    if not kept:
        raise Id360Error(f"{named}: there are no rows below the header" + (" that are not blank" if blank else ""))
    if blank or '="' in text:  # else it is sent byte for byte
        written = io.StringIO(newline="")
        csv.writer(written).writerows([header, *kept])
        content = as_utf8(written.getvalue(), named)
    return Table(content, header, len(kept), blank)


def read_rows(lines: Iterable[str], named: str) -> Iterator[tuple[int, list[str]]]:
    """The header, and then the rows, each with the number of its first line; blank lines are passed over.

    Raises Id360Error for what is no table, for a row that is longer than the header, and when there is no header.
    """
    reader = csv.reader(_without_nul(lines, named), strict=True)
    header: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Id360Error(f"{named}, line {reader.line_num}: it is not CSV: {error}") from None
        if not header:
            header = row or []
            _check_header(header, named)
        if row is None:
            return
        if len(row) > len(header):
            where = f"{named}, line {line}, column {len(header) + 1}"
            raise Id360Error(f"{where}: the row has {len(row)} columns, the header {len(header)}")
        if row:
            yield line, [_unwrapped(cell) if cell[:1] == "=" else cell for cell in row]


_LITERAL = re.compile(r'="((?:[^"]|"")*)"\Z')


def _unwrapped(cell: str) -> str:
    """``="00123"``, with which spreadsheets keep the zeros of a number, is the text 00123."""
    literal = _LITERAL.match(cell)
    return literal[1].replace('""', '"') if literal else cell


def _without_nul(lines: Iterable[str], named: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise Id360Error(f"{named}, line {number}: there is a NUL byte in it")
        yield line


def not_utf8(content: bytes, named: str) -> Id360Error:
    """Where it is that ``content`` is not UTF-8."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        return Id360Error(f"{named}, line {line}, byte {column}: it is not UTF-8")
    return Id360Error(f"{named} was written to while it was read")


def _check_header(header: Sequence[str], named: str) -> None:
    if not any(name.strip() for name in header):
        raise Id360Error(f"{named}, line 1: there is no header")
    used = max(_SEPARATORS, key=header[0].count)
    if len(header) == 1 and used in header[0]:
        raise Id360Error(
            f"{named}, line 1: the columns are separated by {_SEPARATORS[used]}: save it with commas between them"
        )
    for column, name in enumerate(header, 1):
        if not name.strip():
            raise Id360Error(f"{named}, line 1, column {column}: it has no name")
        if name in header[: column - 1]:
            raise Id360Error(f"{named}, line 1, column {column}: there is another column {name!r}")


def write_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A CSV file with these columns; what a row lacks is empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return as_utf8(text.getvalue(), "the data")


def records_as_csv(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Records as a CSV file, with all their keys as columns; raises Id360Error for a value that is no text."""
    header = list(dict.fromkeys(str(name) for record in records for name in record))
    if not header:
        raise Id360Error("records has no rows in it")
    for number, record in enumerate(records, 1):
        for name, value in record.items():
            if value is not None and not isinstance(value, str):
                raise Id360Error(f"records, item {number}: {name} {value!r} {not_a_text(value)}")
    return write_csv(header, ({name: "" if v is None else v for name, v in record.items()} for record in records))
