# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of entries, with the places of the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from .._problems import Place, Problem


class Source(NamedTuple):
    """Where entries come from: pairs of a mark and the options of one entry, in order. ``where`` turns a mark and the
    name of an option ("" for the entry as a whole) into a place. Reading ``entries`` raises Id360Error for what can't
    be read at all; what is wrong with a single value is among its ``problems`` afterwards."""

    entries: Iterable[tuple[Any, Mapping[str, Any]]]
    where: Callable[[Any, str], Place]
    problems: list[Problem]


def entries_of_option(option: str, entries: Iterable[Mapping[str, Any]]) -> Source:
    """The entries of an option of the task."""

    def where(number: int, name: str) -> Place:
        return Place("", f"{option}, entry {number}", number, name)

    return Source(enumerate(entries, 1), where, [])
