# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries from a CSV file, read row by row: there may be a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterator
from io import TextIOWrapper

from .._errors import Id360Error
from .._local.csv_table import not_utf8, read_rows
from .._local.files import open_regular, read_bytes
from .._model.resource import Resource
from .source import Source

_REPEATED = 4096  # texts that are looked for in each row


def csv_source(path: str, resource: Resource, options: list[str], *, clear: bool) -> Source:
    """The rows of a file. A column is named by an option or by the API; a blank cell is not managed, or, with
    ``clear``, clears a field."""
    named = f"src {path!r}"
    rows = _rows(path, named)
    _line, header = next(rows)
    names = [resource.by_api.get(title.strip(), title.strip()) for title in header]
    problems = []
    for number, name in enumerate(names, 1):
        column = f"{named}, line 1, column {number}"
        if name not in options:
            problems.append(f"{column}: there is no option {name!r}")
        elif name in names[: number - 1]:
            problems.append(f"{column}: there is another column for {name}")
    known = [name if name in options else "" for name in names]
    clears = {field.name for field in resource.fields} if clear else set()

    def where(line: int, name: str) -> str:
        return f"{named}, line {line}" + (f", column {names.index(name) + 1}" if name in names else "")

    return Source(_entries(rows, known, clears), where, problems)


def _entries(
    rows: Iterator[tuple[int, list[str]]], names: list[str], clears: set[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    repeated: dict[str, str] = {}  # what the first rows have will come again: it is kept once
    for line, row in rows:
        if len(repeated) < _REPEATED:
            repeated.update(zip(row, row))
        values = {name: repeated.get(cell, cell) for name, cell in zip(names, row) if cell and not cell.isspace()}
        if not values:
            continue  # spreadsheets leave such rows below the last one
        if clears and len(values) < len(row):
            blank = (name for name, _cell in zip(names, row) if name in clears and name not in values)
            values.update(dict.fromkeys(blank, ""))
        values.pop("", None)
        yield line, values


def _rows(path: str, named: str) -> Iterator[tuple[int, list[str]]]:
    try:
        with open_regular(path, "src") as file, TextIOWrapper(file, encoding="utf-8-sig", newline="") as lines:
            yield from read_rows(lines, named)
    except UnicodeDecodeError:
        raise not_utf8(read_bytes(path, "src"), named) from None
    except (OSError, ValueError) as error:
        raise Id360Error(f"{named} can't be read: {getattr(error, 'strerror', error)}") from None
