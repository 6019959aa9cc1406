# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One reader for all files of rows: text with separators, and workbooks. Its rows are texts with their places."""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from .._errors import Id360Error
from .._option_types import TEXT
from .._problems import Place, Problem
from .csv_table import DELIMITERS, CsvRows, check_delimiter
from .encoding import AUTO, check_encoding, open_text, undecodable
from .formats import check_format
from .workbook import WorkbookRows

WORKBOOKS = (".xlsx", ".xlsm")
TABLES = (".csv", ".tsv", ".txt", *WORKBOOKS)
# The options for the format of a table, for all modules that read one.
FORMAT_OPTIONS: dict[str, dict[str, Any]] = {
    "delimiter": {"type": TEXT, "default": AUTO},
    "encoding": {"type": TEXT, "default": AUTO},
    "sheet": {"type": TEXT},
    "skip_lines": {"type": "int", "default": 0},
}


@dataclass(frozen=True)
class TableFormat:
    """The format of a table, as set by options; the rest is detected. ``prefix``: of a role's variables with the names
    of these options."""

    delimiter: str = AUTO
    encoding: str = AUTO
    sheet: str | None = None
    skip_lines: int = 0
    prefix: str = ""

    def given(self) -> list[str]:
        """The options that are set."""
        return [name for name in FORMAT_OPTIONS if getattr(self, name) not in (AUTO, None, 0)]

    def validate_allowed(self, named: str, *allowed: str) -> None:
        """Raise Id360Error for an option that is of no use for a file."""
        useless = [name for name in self.given() if name not in allowed]
        if useless:
            raise Id360Error(f"{self.prefix}{useless[0]} can't be used with {named}")


AS_FOUND = TableFormat()


def make_format(params: Mapping[str, Any], prefix: str = "") -> TableFormat:
    """The format in options; raises Id360Error, naming the option, with the prefix of variables, for a wrong one."""
    skip_lines = params["skip_lines"]
    if skip_lines < 0:
        raise Id360Error(f"{prefix}skip_lines {skip_lines} is less than 0")
    return TableFormat(
        check_delimiter(params["delimiter"], f"{prefix}delimiter"),
        check_encoding(params["encoding"], f"{prefix}encoding"),
        params["sheet"],
        skip_lines,
        prefix,
    )


@dataclass
class Table:
    """The ``header`` in ``line``, without trailing blank names, and the ``rows`` below it, each with its line number.
    No row is longer than the header.

    ``where`` returns the position of a row, or of a cell, in the file. Reading the rows leaves out invalid ones and
    adds them to ``problems``. ``plain``: whether the content is CSV in UTF-8 with commas and exactly these rows, known
    when all rows are read. ``delimiter``: of a text. ``ignored``: numbers of columns that are not validated.
    """

    named: str
    header: list[str]
    line: int
    rows: Iterator[tuple[int, list[str]]]
    where: Callable[[int, int], str]
    problems: list[Problem] = field(default_factory=list)
    delimiter: str = ""
    plain: bool = True
    ignored: set[int] = field(default_factory=set)

    def place(self, line: int, column: int = 0) -> Place:
        """The place of a row, or of a cell of it."""
        return Place(self.named, self.where(line, column), line)


def read_table(file: BinaryIO, kind: str, named: str, how: TableFormat = AS_FOUND, known: Container[str] = ()) -> Table:
    """The table in a file of a ``kind``, such as ``.csv``. ``named``: for messages. ``known`` as in ``CsvRows``.

    Raises Id360Error, as reading the rows does, for an invalid table.
    """
    if kind in WORKBOOKS:
        how.validate_allowed(named, "sheet", "skip_lines")
        check_format(file, named, workbook=True)
        book = WorkbookRows(file, named, how.sheet, how.skip_lines)
        table = Table(
            named, book.header, book.line, book.rows, book.where, book.problems, plain=False, ignored=book.ignored
        )
    else:
        how.validate_allowed(named, "delimiter", "encoding", "skip_lines")
        table = _read_text(file, kind, named, how, known)
    if not any(name.strip() for name in table.header) and not table.problems:
        option, cure = f"{how.prefix}skip_lines", ""
        if table.header:
            cure = f"; if it is below this line, set {option}"
        elif how.skip_lines:
            cure = f", as the file ends before it: {option} is {how.skip_lines}"
        raise Id360Error(f"{table.place(table.line)}: there is no header{cure}")
    while table.header and not table.header[-1].strip():
        table.header.pop()
        table.plain = False
    table.rows = _no_longer_than_header(table, table.rows)
    return table


def _read_text(file: BinaryIO, kind: str, named: str, how: TableFormat, known: Container[str]) -> Table:
    option = f"{how.prefix}encoding"
    text = open_text(file, named, how.encoding, option)

    def parsed(lines: Iterable[str]) -> CsvRows:
        tabs = kind == ".tsv"
        without_nul = _without_nul(lines, named, option)
        return CsvRows(without_nul, named, delimiter=how.delimiter, skip_lines=how.skip_lines, known=known, tabs=tabs)

    def column_of(before: str) -> int:
        closed = before + '"' * (before.count('"') % 2)
        table = parsed(io.StringIO(closed, newline=""))
        return len(next(iter(deque(table.rows, 1)), (0, table.header))[1])

    @contextmanager
    def reading() -> Iterator[None]:
        try:
            yield
        except UnicodeDecodeError:
            file.seek(0)
            cure = f"save the file as CSV UTF-8, or set {option}, e.g. cp1252"
            raise undecodable(file.read(), text.encoding, named, cure, column_of) from None
        except OSError as error:
            raise Id360Error(f"{named} can't be read: {error.strerror}") from None

    last = ""

    def remembered() -> Iterator[str]:
        nonlocal last
        for line in text:
            last = line
            yield line

    with reading():
        source = parsed(remembered())

    def rows() -> Iterator[tuple[int, list[str]]]:
        with reading():
            yield from _not_cut_off(table, source.rows, lambda: last.endswith(("\n", "\r")))
        table.plain = table.plain and source.plain and text.encoding == "utf-8-sig"

    table = Table(named, source.header, source.line, rows(), _in_text, delimiter=source.delimiter)
    return table


def _without_nul(lines: Iterable[str], named: str, option: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise Id360Error(
                f"{named}, line {number}: the line contains a NUL byte: remove it, or, if the file is in UTF-16, set"
                f" {option} to utf-16-le or utf-16-be"
            )
        yield line


def _not_cut_off(
    table: Table, rows: Iterator[tuple[int, list[str]]], ended: Callable[[], bool]
) -> Iterator[tuple[int, list[str]]]:
    """The rows, without a last one that is shorter than all others and has no line break, as where a copy stopped.
    ``ended``: whether the last line that was read has one."""
    shortest, held = len(table.header), next(rows, None)
    if held is None:
        return
    for row in rows:
        yield held
        shortest, held = min(shortest, len(held[1])), row
    line, cells = held
    if len(cells) < shortest and any(map(str.strip, cells)) and not ended():
        message = (
            f"the row has {len(cells)} of {shortest} columns, and no line break at its end: the file may be cut off:"
            " export it again, or add the line break"
        )
        table.problems.append(Problem(message, table.place(line)))
        return
    yield held


def _in_text(line: int, column: int = 0) -> str:
    return f"line {line}, column {column}" if column else f"line {line}"


def _no_longer_than_header(table: Table, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    width = len(table.header)
    for line, row in rows:
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                message = f"the row has {len(row)} columns, the header {width}"
                table.problems.append(Problem(message, table.place(line, width + 1)))
                continue
            table.plain = False
            row = row[:width]
        yield line, row


def kind_of(path: str) -> str:
    """How the name of a file ends, in lower case."""
    return os.path.splitext(path)[1].lower()


def separator_in(name: str) -> str:
    """The separator in a text, such as the name of a column, as messages call it; "" for none."""
    used = max(DELIMITERS, key=name.count)
    return DELIMITERS[used] if used in name else ""
