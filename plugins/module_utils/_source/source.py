# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of entries, with the places of the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .._problems import Place, Problem


class Source(NamedTuple):
    """Entries in order, each as a mark and its options. ``where`` returns the place of an option for the mark of its
    entry ("" for the entry as a whole). Reading ``entries`` raises Id360Error for an unreadable source, and adds
    invalid values to ``problems``."""

    entries: Iterable[tuple[Any, Mapping[str, Any]]]
    where: Callable[[Any, str], Place]
    problems: list[Problem]


def with_places(source: Source, file: str, positions: Sequence[str], labels: Mapping[str, str]) -> Source:
    """The source with the places that its entries have in the ``file`` which they were made of. ``labels``: by option,
    what follows the position of an entry. Entries beyond the ``positions`` keep their places."""

    def where(mark: Any, option: str) -> Place:
        place = source.where(mark, option)
        if not 0 < place.entry <= len(positions):
            return place
        return place._replace(file=file, position=positions[place.entry - 1] + labels.get(option, ""))

    return source._replace(where=where)


def entries_of_option(option: str, entries: Iterable[Mapping[str, Any]]) -> Source:
    """The entries of an option of the task."""

    def where(number: int, name: str) -> Place:
        return Place("", f"{option}, entry {number}", number, name)

    return Source(enumerate(entries, 1), where, [])
