# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries from a file of rows, read row by row: there may be a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .._local.files import open_regular
from .._local.table import Table, TableFormat, kind_of, read_table
from .._model.resource import Resource
from .._problems import Place, Problem
from .._values import loose_key
from .blank_cells import managed_cells
from .columns import map_header
from .source import Source

_REPEATED = 4096  # texts that are looked for in each row


def table_source(
    path: str, resource: Resource, options: Sequence[str], *, columns: Mapping[str, str], how: TableFormat, clear: bool
) -> Source:
    """The rows of a file. A column is named as in ``columns``, or else by an option or by the API. ``clear``: blank
    cells clear their fields."""
    named = f"src {path!r}"
    names = {**{option: option for option in options}, **resource.by_api}
    file = open_regular(path, "src")
    known = {loose_key(name) for name in columns or names}
    table = read_table(file, kind_of(path), named, how, known)
    found, problems = map_header(table.header, columns, names, "columns")
    table.problems += [Problem(problem, table.place(table.line, number)) for number, problem in problems]
    table.ignored.update(number for number, name in enumerate(found, 1) if not name)
    cleared = {field.name for field in resource.fields} if clear else set()

    def where(line: int, name: str) -> Place:
        return table.place(line, found.index(name) + 1 if name and name in found else 0)._replace(option=name)

    def entries() -> Iterator[tuple[int, dict[str, str]]]:
        with file:
            # With a wrong header, all rows would be wrong.
            yield from () if problems else _entries(table, found, cleared)

    return Source(entries(), where, table.problems)


def _entries(table: Table, names: Sequence[str], cleared: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    repeated: dict[str, str] = {}  # values of the first rows, which are likely to be repeated, are shared
    for line, row in table.rows:
        if len(repeated) < _REPEATED:
            repeated.update(zip(row, row))
        values = dict(zip(names, map(repeated.get, row, row)))
        if not any(map(str.strip, values.values())):
            continue  # spreadsheets leave blank rows below the last one
        values.pop("", None)  # of columns that are ignored
        yield line, values if all(map(str.strip, row)) else managed_cells(values, cleared)
