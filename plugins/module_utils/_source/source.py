# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of entries, with the places of the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple


class Source(NamedTuple):
    """Where entries come from: pairs of a place and the options that stand there, in order; and ``where``, which says
    a place, and the place of one of its options, in words. Reading ``entries`` raises Id360Error for what can't be
    read at all; what is wrong with a single value is among its ``problems`` afterwards. ``named`` is the file that
    the places begin with; "" for none."""

    entries: Iterable[tuple[Any, Mapping[str, Any]]]
    where: Callable[[Any, str], str]
    problems: list[str]
    named: str = ""


def entries_of_option(option: str, entries: Iterable[Mapping[str, Any]]) -> Source:
    """The entries of an option of the task."""
    return Source(enumerate(entries, 1), lambda number, _name: f"{option}, entry {number}", [])
