# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries from a file, by its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .._errors import Id360Error
from .._local.files import read_bytes
from .._local.table import TABLES, TableFormat, kind_of
from .._model.resource import Resource
from .columns import columns_problems
from .json_file import json_entries
from .source import Source, known_names
from .table_file import table_source

_KINDS = f"{', '.join(TABLES[:4])}, .json, .yml and .yaml"


def open_source(
    path: str,
    resource: Resource,
    options: Sequence[str],
    *,
    columns: Mapping[str, str],
    how: TableFormat,
    clear: bool,
) -> Source:
    """The entries of a file, with strings as values; raises Id360Error for a file that can't be read.

    ``options`` are the valid options of an entry, ``columns`` maps names in the file to options. ``clear``: a blank
    cell of a table clears its field.
    """
    problems = columns_problems(columns, options, "columns", resource.secret_name)
    if problems:
        raise Id360Error("; ".join(problems))
    source = _open(path, resource, options, columns=columns, how=how, clear=clear)
    return source._replace(entries=_trimmed(source.entries, resource))


def _trimmed(
    entries: Iterable[tuple[Any, Mapping[str, Any]]], resource: Resource
) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The entries with leading and trailing blanks of identifiers removed. Values of blanks only are kept, and refused
    later, as an empty value would clear the field."""
    names = ("id", "state", "template", *resource.keys, *resource.people)
    for mark, given in entries:
        padded = {name: given[name].strip() for name in names if name in given and given[name] != given[name].strip()}
        yield mark, {**given, **{name: value for name, value in padded.items() if value}} if padded else given


def _open(
    path: str, resource: Resource, options: Sequence[str], *, columns: Mapping[str, str], how: TableFormat, clear: bool
) -> Source:
    kind, named = kind_of(path), f"src {path!r}"
    if kind in TABLES:
        return table_source(path, resource, options, columns=columns, how=how, clear=clear)
    if kind not in (".json", ".yml", ".yaml"):
        raise Id360Error(f"{named} is not one of {_KINDS}: save it as one of them")
    how.validate_allowed(named)
    names = known_names(resource, columns or {option: option for option in options}, only=bool(columns))
    if kind == ".json":
        source = json_entries(read_bytes(path, "src"), named, names)
    else:
        from .yaml_file import yaml_entries  # PyYAML is loaded only if needed

        source = yaml_entries(read_bytes(path, "src"), named, names)
    return _renamed(source, columns) if columns else source


def _renamed(source: Source, columns: Mapping[str, str]) -> Source:
    """Entries with options for the names that they have in the file."""
    names = {option: name for name, option in columns.items()}
    return source._replace(
        entries=((mark, {columns[key]: value for key, value in given.items()}) for mark, given in source.entries),
        where=lambda mark, option: source.where(mark, names.get(option, option))._replace(option=option),
    )
