# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of a personnel department: its rows with option names for column names, and the place of each."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.manageengine.id360.plugins.module_utils._directory.entries import ENTRY_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import (
    TABLES,
    WORKBOOKS,
    TableFormat,
    kind_of,
    read_table,
)
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._problems import Place, Problem, unplaced
from ansible_collections.manageengine.id360.plugins.module_utils._source.columns import columns_problems, map_header
from ansible_collections.manageengine.id360.plugins.module_utils._source.json_file import json_entries
from ansible_collections.manageengine.id360.plugins.module_utils._source.source import Source, known_names
from ansible_collections.manageengine.id360.plugins.module_utils._source.yaml_file import yaml_entries
from ansible_collections.manageengine.id360.plugins.module_utils._values import loose_key

# The options of columns: those of a user except the state, which the role sets, and those of the role.
OPTIONS = frozenset(ENTRY_OPTIONS["user"]) - {"state"} | {"start_date", "end_date", "status", "manager_employee_id"}

DIRECTORY_FORMAT = TableFormat(prefix="directory_")


class Row(NamedTuple):
    """One person: its place, and the text of each column by its option: "" where it is blank. A column that this row
    does not have, because it is cut short or its value is null, is not in it."""

    place: Place
    cells: dict[str, str]


class Feed(NamedTuple):
    """The rows of a file. ``labels`` have for each option its column, to be appended to the position of a row. With a
    wrong header there are ``problems`` and no rows. ``date_formats`` are those that the file itself has for dates."""

    rows: list[Row]
    labels: dict[str, str]
    problems: list[Problem]
    date_formats: tuple[str, ...] = ()

    def place(self, row: Row, option: str) -> Place:
        """The place of one cell."""
        return cell_place(row.place, option, self.labels)


def cell_place(row: Place, option: str, labels: Mapping[str, str]) -> Place:
    """The place of an option in a row, with the column where the ``labels`` have it."""
    return row._replace(position=row.position + labels.get(option, ""), option=option)


def read_feed(content: bytes, path: str, columns: Mapping[str, str], how: TableFormat = DIRECTORY_FORMAT) -> Feed:
    """The people in the content of a file. ``columns``: options by the names of columns; without any, the columns have
    the names of options. Raises Id360Error for what can't be read at all."""
    problems = columns_problems(columns, OPTIONS, "directory_columns", USER.secret_name)
    if problems:
        return Feed([], {}, unplaced(problems))
    named = f"directory_src {path!r}"
    kind = kind_of(path)
    if kind in TABLES:
        return _read_table(content, kind, named, columns, how)
    how.validate_allowed(named)
    names = columns or {**{option: option for option in OPTIONS}, **USER.by_api}
    known = known_names(USER, names, only=True)
    if kind == ".json":
        return _read_source(json_entries(content, named, known), _keys_of_json(content), named, columns, names)
    if kind in (".yml", ".yaml"):
        found: set[str] = set()
        source = yaml_entries(content, named, known)
        noted = source._replace(entries=_noting(source.entries, found))
        return _read_source(noted, lambda: found, named, columns, names)
    raise Id360Error(f"{named} is not one of {', '.join(TABLES[:4])}, .json, .yml and .yaml: save it as one of them")


def _read_table(content: bytes, kind: str, named: str, columns: Mapping[str, str], how: TableFormat) -> Feed:
    names = {**{option: option for option in OPTIONS}, **USER.by_api}
    table = read_table(io.BytesIO(content), kind, named, how, {loose_key(name) for name in columns or names})
    options, wrong = map_header(table.header, columns, names, "directory_columns")
    labels = {
        option: f", column {number} ({title.strip()})"
        for number, (title, option) in enumerate(zip(table.header, options), 1)
        if option
    }
    table.ignored.update(number for number, option in enumerate(options, 1) if not option)
    if wrong:
        return Feed([], {}, [Problem(problem, table.place(table.line, number)) for number, problem in wrong])
    people = [
        Row(table.place(line), {option: cell.strip() for option, cell in zip(options, row) if option})
        for line, row in table.rows
        if any(cell.strip() for cell in row)
    ]
    return Feed(people, labels, table.problems, ("%Y-%m-%d",) if kind in WORKBOOKS else ())


def _read_source(
    source: Source, keys: Callable[[], set[str]], named: str, columns: Mapping[str, str], names: Mapping[str, str]
) -> Feed:
    people = [
        Row(source.where(mark, ""), {names[key]: value.strip() for key, value in values.items()})
        for mark, values in source.entries
    ]
    there = keys()
    problems = [
        Problem(f"directory_columns contains {name!r}, which no entry of the file has", Place(named))
        for name in columns
        if name not in there
    ]
    labels = {names[key]: f", {key}" for key in there if key in names}
    return Feed(people, labels, source.problems + problems)


def _keys_of_json(content: bytes) -> Callable[[], set[str]]:
    """The keys of all entries, including those that are always null. To be called after the content was read."""

    def keys() -> set[str]:
        entries = json.loads(content.decode("utf-8-sig"), parse_int=str)  # one may be too long to be read
        return {key for item in entries if isinstance(item, dict) for key in item}

    return keys


def _noting(
    entries: Iterable[tuple[Any, Mapping[str, Any]]], found: set[str]
) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The entries of a YAML file; their keys are added to ``found``, including those with null."""
    for (number, positions), values in entries:
        found.update(positions)
        yield (number, positions), values
