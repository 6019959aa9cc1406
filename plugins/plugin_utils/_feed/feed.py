# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of a personnel department: its rows with option names for column names, and the place of each."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.manageengine.id360.plugins.module_utils._directory.entries import ENTRY_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.csv_table import not_utf8, read_rows
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._source.json_file import json_entries
from ansible_collections.manageengine.id360.plugins.module_utils._source.source import Source
from ansible_collections.manageengine.id360.plugins.module_utils._source.yaml_file import yaml_entries

# What a column can be: an option of a user, but for the state, which the role decides, or one of our own.
OPTIONS = frozenset(ENTRY_OPTIONS["user"]) - {"state"} | {"end_date", "manager_employee_id"}


class Row(NamedTuple):
    """One person: ``where`` it stands in words, and the text of each column by its option: "" where it is blank. A
    column that this row does not have, because it is cut short or its value is null, is not in it."""

    where: str
    cells: dict[str, str]


class Feed(NamedTuple):
    """``labels`` say for each option which column it is, as the end of a sentence that a ``where`` begins."""

    rows: list[Row]
    labels: dict[str, str]
    problems: list[str]


def read_feed(content: bytes, path: str, columns: Mapping[str, str]) -> Feed:
    """The people in the content of a file. ``columns``: options by the names of columns; without any, the columns have
    the names of options. Raises Id360Error for what can't be read at all."""
    problems = _problems_of(columns)
    if problems:
        return Feed([], {}, problems)
    named = f"directory_src {path!r}"
    kind = os.path.splitext(path)[1].lower()
    if kind == ".csv":
        return _read_csv(content, named, columns)
    names = columns or {**{option: option for option in OPTIONS}, **USER.by_api}
    if kind == ".json":
        return _read_source(json_entries(content, named, names), _keys_of_json(content), named, columns, names)
    if kind in (".yml", ".yaml"):
        found: set[str] = set()
        source = yaml_entries(content, named, names)
        noted = source._replace(entries=_noting(source.entries, found))
        return _read_source(noted, lambda: found, named, columns, names)
    raise Id360Error(f"{named} is none of .csv, .json, .yml and .yaml")


def _problems_of(columns: Mapping[str, str]) -> list[str]:
    problems = [
        f"directory_columns: {name!r} is {option!r}, which no column can be"
        for name, option in columns.items()
        if option not in OPTIONS
    ]
    options = list(columns.values())
    problems += [
        f"directory_columns: {name!r} is {option}, and so is another column"
        for at, (name, option) in enumerate(columns.items())
        if option in options[:at]
    ]
    return problems


def _read_csv(content: bytes, named: str, columns: Mapping[str, str]) -> Feed:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_utf8(content, named) from None
    rows = read_rows(io.StringIO(text, newline=""), named)
    line, titles = next(rows)
    header = [title.strip() for title in titles]
    problems = [
        f"{named}, line {line}: directory_columns has {name!r}, and there is no such column, but {', '.join(header)}"
        for name in columns
        if name.strip() not in header
    ]
    meant = {name.strip(): option for name, option in columns.items()}
    options = [meant.get(title, "") if meant else USER.by_api.get(title, title) for title in header]
    labels: dict[str, str] = {}
    for number, (title, option) in enumerate(zip(header, options), 1):
        label = f", column {number} ({title})"
        if option in labels:
            problems.append(f"{named}, line {line}{label}: there is another column for {option}")
        elif option and option not in OPTIONS:
            problems.append(
                f"{named}, line {line}{label}: no option has this name; say in directory_columns what it is"
            )
        elif option:
            labels[option] = label
    people = [
        Row(f"{named}, line {line}", {option: cell.strip() for option, cell in zip(options, row) if option})
        for line, row in rows
    ]
    return Feed(people, labels, problems)


def _read_source(
    source: Source, keys: Callable[[], set[str]], named: str, columns: Mapping[str, str], names: Mapping[str, str]
) -> Feed:
    people = [
        Row(source.where(place, ""), {names[key]: value.strip() for key, value in values.items()})
        for place, values in source.entries
    ]
    there = keys()
    problems = [
        f"{named}: directory_columns has {name!r}, and nobody in the file has it"
        for name in columns
        if name not in there
    ]
    labels = {names[key]: f", {key}" for key in there if key in names}
    return Feed(people, labels, source.problems + problems)


def _keys_of_json(content: bytes) -> Callable[[], set[str]]:
    """Those that are null everywhere among them. To be asked for when the content has been read without a problem."""
    return lambda: {key for item in json.loads(content.decode("utf-8-sig")) if isinstance(item, dict) for key in item}


def _noting(
    entries: Iterable[tuple[Any, Mapping[str, Any]]], found: set[str]
) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The entries, and in ``found`` the keys that they have."""
    for places, values in entries:
        found.update(places)
        yield places, values
