# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems of input as values: what is wrong, and where. Sentences are formed here and nowhere parsed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_MAX_SHOWN = 100  # problems in a message


class Place(NamedTuple):
    """Where an entry of a list stands, or one of its options.

    ``file``: as messages name it, such as ``src 'users.csv'``; "" for an option of the task. ``position``: in words,
    such as ``line 3, column 2`` or ``users, entry 2``. ``entry``: the number of the entry, from 1; in a table, of its
    line; 0 for none. ``option``: "" for the entry as a whole.
    """

    file: str = ""
    position: str = ""
    entry: int = 0
    option: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.position) if part)


NOWHERE = Place()


class Problem(NamedTuple):
    """One problem. ``message`` is a complete sentence without the place; ``other`` is the place of another entry that
    it is about."""

    message: str
    place: Place = NOWHERE
    other: Place | None = None

    def __str__(self) -> str:
        return joined([self])

    def as_data(self) -> dict[str, Any]:
        """The problem for playbooks, as id360_directory returns it in ``problem_details``."""
        return {
            "message": self.message,
            "file": self.place.file or None,
            "entry": self.place.entry or None,
            "option": self.place.option or None,
            "other_entry": self.other.entry if self.other else None,
        }


def joined(problems: Sequence[Problem], see: str = "") -> str:
    """The first hundred problems as one text, with a file only where it is not the one that was named last. ``see`` is
    where all of them are."""
    file = ""
    parts = []
    for problem in problems[:_MAX_SHOWN]:
        text = problem.message
        place, file = _following(file, problem.place)
        if problem.other:
            other, file = _following(file, problem.other)
            text = f"{text} ({other})"
        parts.append(f"{place}: {text}" if place else text)
    more = [f"and {len(problems) - _MAX_SHOWN} more{see}"] if len(problems) > _MAX_SHOWN else []
    return "; ".join([*parts, *more])


def _following(file: str, place: Place) -> tuple[str, str]:
    """A place after another one in ``file``, and the file that was named last then."""
    text = place.position if place.position and place.file == file else str(place)
    return text, place.file or file


def refusal(problems: Sequence[Problem], see: str = "") -> str:
    """The message of a task that wrote nothing: the number of problems, and the first hundred of them."""
    count = "is 1 problem" if len(problems) == 1 else f"are {len(problems)} problems"
    return f"nothing was written, as there {count}: {joined(problems, see)}"


def unplaced(messages: Iterable[str]) -> list[Problem]:
    """Problems that are about no entry."""
    return [Problem(message) for message in messages]
