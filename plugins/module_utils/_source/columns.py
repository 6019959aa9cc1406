# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column of a file is which option. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .._text import name_list
from .._values import did_you_mean, loose_key

_MAX_SHOWN = 30  # names of a header in a message


def columns_problems(columns: Mapping[Any, Any], options: Collection[str], called: str, secret: str) -> list[str]:
    """What is wrong with the option ``called`` that maps names of columns to options, of which ``secret`` is never
    shown."""
    problems = []
    names: dict[str, Any] = {}
    named: dict[str, Any] = {}
    for name, option in columns.items():
        if not isinstance(name, str) or not isinstance(option, str):
            problems.append(f"{called}: {name!r} is mapped to {option!r}, but both must be texts: quote them")
            continue
        if option not in options:
            hint = did_you_mean(option, options) or f": the options are {name_list(options)}"
            problems.append(f"{called}: {name!r} is mapped to {option!r}, which is not an option for columns{hint}")
        if loose_key(name) == secret != option:
            problems.append(f"{called}: {name!r} is mapped to {option}, which is shown: map it to {secret}, or omit it")
        if loose_key(name) in names:
            problems.append(f"{called}: {name!r} and {names[loose_key(name)]!r} differ only in case and blanks")
        elif option in named:
            problems.append(f"{called}: {name!r} and {named[option]!r} are both mapped to {option}")
        names.setdefault(loose_key(name), name)
        named.setdefault(option, name)
    return problems


def map_header(
    header: Sequence[str], columns: Mapping[str, str], options: Mapping[str, str], called: str
) -> tuple[list[str], list[tuple[int, str]]]:
    """The option of each column, "" for an ignored one; and the problems, each with the number of its column, 0 for the
    header. Names are compared by ``loose_key``.

    ``columns`` maps names of columns to options. If it is empty, columns have the names in ``options``, which maps the
    names of options, and those of the API's fields, to options.
    """
    option_of = {loose_key(name): option for name, option in (columns or options).items()}
    titles = [loose_key(title) for title in header]
    found = [option_of.get(title, "") for title in titles]
    problems = [] if not columns else _missing(header, titles, columns, called)
    for number, (title, option) in enumerate(zip(header, found), 1):
        if option and option in found[: number - 1]:
            problems.append((number, f"another column is mapped to {option} too"))
        elif not columns and not title.strip():
            problems.append((number, "the column has no name"))
        elif not columns and not option:
            hint = did_you_mean(title, options) or f": map it in {called}, which ignores columns that it does not map"
            problems.append((number, f"there is no option {title.strip()!r}{hint}"))
    return found, problems


def _missing(
    header: Sequence[str], titles: Sequence[str], columns: Mapping[str, str], called: str
) -> list[tuple[int, str]]:
    missing = [name for name in columns if loose_key(name) not in titles]
    if not missing:
        return []
    named = " and no ".join(f"column {name!r}{did_you_mean(name, header)}" for name in missing)
    shown = [repr(name.strip()) for name in header if name.strip()]
    more = ", …" if len(shown) > _MAX_SHOWN else ""
    there = ", ".join(shown[:_MAX_SHOWN]) + more
    return [(0, f"there is no {named}, which {called} asks for; the header has {there}")]
