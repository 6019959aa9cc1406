# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of text with a separator between the cells, as spreadsheets and HR systems write them; and writing CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from .._errors import Id360Error
from .._values import loose_key
from .encoding import AUTO

# What a header may have between its names, in the order in which ties are decided, as messages call them.
DELIMITERS = {",": "a comma", ";": "';'", "\t": "a tab", "|": "'|'"}

# The line in which Excel declares the separator
_SEP = re.compile(r'"?sep=(?P<delimiter>[^"\r\n]|\\t)"?[,;\t]*\r?\n?\Z', re.IGNORECASE)
_LITERAL = re.compile(r'="((?:[^"]|"")*)"\Z')

csv.field_size_limit(2**31 - 1)  # the module's own limit is 128 kB


def check_delimiter(text: str, option: str = "delimiter") -> str:
    """The delimiter in an option, or ``auto``; raises Id360Error, naming the option, for what can't be one."""
    delimiter = {"tab": "\t", "\\t": "\t", "": AUTO}.get(text, text)
    if delimiter != AUTO and (len(delimiter) != 1 or delimiter.isalnum() or delimiter in '"\r\n '):
        raise Id360Error(f"{option} {text!r} is not a single character such as ';', auto or tab")
    return delimiter


class CsvRows:
    """The ``header`` of a table, the ``line`` that it begins in, its ``delimiter``, and the ``rows`` below it, each
    with the number of its first line.

    ``plain`` is False if the text is not plain CSV with commas: another delimiter, lines before the header, a cell as
    ``="00123"``.
    """

    def __init__(
        self, lines: Iterable[str], named: str, *, delimiter: str, skip_lines: int, known: Container[str], tabs: bool
    ) -> None:
        """``known``: names of columns, normalized with ``loose_key``, to detect the delimiter. ``tabs``: prefer tabs.

        Raises Id360Error, as reading ``rows`` does, for an invalid table.
        """
        self._named = named
        rest = iter(lines)
        begin = next(rest, "")
        first = begin.lstrip("\ufeff")  # a second byte order mark
        separator = _SEP.match(first)
        skipped = max(skip_lines, 1 if separator else 0)
        if skipped == 0:
            rest = chain([first], rest)
        for _number in range(skipped - 1):
            next(rest, "")
        blank, rest = _skip_blank(rest)
        skipped += blank
        if separator and delimiter == AUTO:
            delimiter = "\t" if separator["delimiter"] == "\\t" else separator["delimiter"]
            delimiter = check_delimiter(delimiter, f"{named}, line 1: sep=")
        if delimiter == AUTO:
            order = ("\t", *(one for one in DELIMITERS if one != "\t")) if tabs else tuple(DELIMITERS)
            delimiter, rest = _detect_delimiter(rest, order, known)
        self.delimiter, self.plain = delimiter, delimiter == "," and not skipped and first == begin
        self._skipped = skipped
        self._reader = csv.reader(rest, delimiter=delimiter, strict=True)
        self.line, header = skipped + 1, self._next()
        self.header = header or []
        self.rows = self._rows()

    def _next(self) -> list[str] | None:
        before = self._reader.line_num
        try:
            return next(self._reader, None)
        except csv.Error:  # quotes are all that can be wrong
            line, last = self._skipped + before + 1, self._skipped + self._reader.line_num
            extent = f", and its quoted cell goes on to line {last}" if last > line else ""
            raise Id360Error(
                f"{self._named}, line {line}: it is not CSV: the quotes of this row do not match{extent}: remove a"
                " stray quote, or write one that is part of a text twice"
            ) from None

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        reader, skipped = self._reader, self._skipped + 1
        while True:
            line = reader.line_num + skipped
            row = self._next()
            if row is None:
                return
            if row:
                if "=" in "".join(row):
                    row = [self._unwrapped(cell) if cell[:1] == "=" else cell for cell in row]
                yield line, row

    def _unwrapped(self, cell: str) -> str:
        """``="00123"``, with which spreadsheets keep the zeros of a number, is the text 00123."""
        literal = _LITERAL.match(cell)
        if not literal:
            return cell
        self.plain = False
        return literal[1].replace('""', '"')


def _skip_blank(lines: Iterator[str]) -> tuple[int, Iterator[str]]:
    """How many lines before the first one with something in it are blank, and the lines from there."""
    for number, line in enumerate(lines):
        if line.strip():
            return number, chain([line], lines)
    return 0, iter(())


def _detect_delimiter(lines: Iterator[str], order: Sequence[str], known: Container[str]) -> tuple[str, Iterator[str]]:
    """The delimiter that finds the most known names in the header, of several the one that finds the most columns; and
    the lines with the header before them again."""
    header: list[str] = []
    quotes = 0
    for line in lines:
        header.append(line)
        quotes += line.count('"')
        if quotes % 2 == 0:
            break

    def found(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader(header, delimiter=delimiter), [])
        return sum(1 for name in names if loose_key(name) in known), len(names)

    return max(order, key=found), chain(header, lines)


def as_utf8(text: str, named: str) -> bytes:
    """The text as bytes; raises Id360Error for half of a character, which a wrong decoding left."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Id360Error(
            f"{named} contains half of a character at position {error.start}: it was decoded with a wrong encoding"
        ) from None


def write_rows(rows: Iterable[Sequence[str]], named: str) -> bytes:
    """A CSV file in UTF-8, with commas."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return as_utf8(text.getvalue(), named)


def write_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A CSV file with these columns; what a row lacks is empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return as_utf8(text.getvalue(), "the data")
