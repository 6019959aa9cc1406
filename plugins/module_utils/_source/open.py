# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries from a file, by its kind."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._errors import Id360Error
from .._model.resource import Resource
from .csv_file import csv_source
from .json_file import json_source
from .source import Source


def open_source(path: str, resource: Resource, options: list[str], *, clear: bool) -> Source:
    """The entries of a file, every value of which is a text; raises Id360Error for one that can't be read.

    ``options`` are the names of what may stand in an entry. ``clear``: a blank cell of a CSV clears its field instead
    of leaving it alone.
    """
    source = _open(path, resource, options, clear=clear)
    return source._replace(entries=_trimmed(source.entries, resource))


def _trimmed(
    entries: Iterable[tuple[Any, Mapping[str, Any]]], resource: Resource
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The entries without the blanks around what is no free text, which nobody sees in a file. Blanks alone stay, to be
    refused: an empty text would clear the field."""
    names = ("id", "state", "template", *resource.keys, *resource.people)
    for place, given in entries:
        yield place, {**given, **{name: given[name].strip() or given[name] for name in names if name in given}}


def _open(path: str, resource: Resource, options: list[str], *, clear: bool) -> Source:
    kind = os.path.splitext(path)[1].lower()
    if kind == ".csv":
        return csv_source(path, resource, options, clear=clear)
    if kind == ".json":
        return json_source(path)
    if kind in (".yml", ".yaml"):
        from .yaml_file import yaml_source  # PyYAML is not loaded for those who don't need it

        return yaml_source(path)
    raise Id360Error(f"src {path!r} is none of .csv, .json, .yml and .yaml")
