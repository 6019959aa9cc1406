# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of entries, with the places of the entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .._model.resource import Resource
from .._problems import Place, Problem


class Source(NamedTuple):
    """Entries in order, each as a mark and its options. ``where`` returns the place of an option for the mark of its
    entry ("" for the entry as a whole). Reading ``entries`` raises Id360Error for an unreadable source, and adds
    invalid values to ``problems``."""

    entries: Iterable[tuple[Any, Mapping[str, Any]]]
    where: Callable[[Any, str], Place]
    problems: list[Problem]


class KnownNames(NamedTuple):
    """Names in a file. Others than ``only`` are ignored, if it is not None. Values of ``ids`` may be whole numbers, and
    those of ``shown`` are no secrets."""

    only: Collection[str] | None = None
    ids: Collection[str] = ()
    shown: Collection[str] = ()

    def label(self, name: str, value: str) -> str:
        """The name, and the value if it may be shown, for messages."""
        return f"{name} {value}" if name in self.shown else name


ALL_NAMES = KnownNames()


def known_names(resource: Resource, options: Mapping[str, str], *, only: bool) -> KnownNames:
    """``options`` by the names that they have in a file. ``only``: other names are ignored."""
    ids = [name for name, option in options.items() if option == "id" or option in resource.people]
    shown = [name for name, option in options.items() if option != resource.secret_name]
    return KnownNames(options.keys() if only else None, ids, shown)


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
