# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The single comparisons of a SCIM filter, as functions on records."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

Predicate = Callable[[dict[str, Any]], bool]

_ORDER = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
_TEXT: dict[str, Callable[[str, str], bool]] = {"co": operator.contains, "sw": str.startswith, "ew": str.endswith}


class FilterError(ValueError):
    """The filter is broken, or names an attribute that there is none of."""


def compare(names: tuple[str, ...], verb: str, value: Any, case_sensitive: bool) -> Predicate:
    """A function that compares the attribute at this path with the value."""
    read = _reader(names)
    if verb == "pr":
        return lambda record: read(record) not in (None, "", [], {})
    fold = _same if case_sensitive else _folded
    if verb in ("eq", "ne"):
        test, wanted = _equal_to(value, fold), verb == "eq"
    elif verb in _ORDER and isinstance(value, (str, int, float)) and not isinstance(value, bool):
        test, wanted = _compared_with(value, _ORDER[verb], fold), True
    elif verb in _TEXT and isinstance(value, str):
        test, wanted = _compared_with(value, _TEXT[verb], fold), True
    else:
        raise FilterError(verb)
    return lambda record: _anywhere(read(record), test) is wanted


def _equal_to(value: Any, fold: Callable[[Any], Any]) -> Callable[[Any], bool]:
    if value is None:
        return lambda item: item in (None, "")
    return _compared_with(value, operator.eq, fold)


def _compared_with(
    value: Any, operation: Callable[[Any, Any], bool], fold: Callable[[Any], Any]
) -> Callable[[Any], bool]:
    folded = fold(value)
    return lambda item: _alike(item, folded) and operation(fold(item), folded)


def _alike(one: Any, other: Any) -> bool:
    """Whether two values can be compared: 1 is neither true nor "1"."""
    if isinstance(one, (str, bool)) or isinstance(other, (str, bool)):
        return type(one) is type(other)
    return isinstance(one, (int, float)) and isinstance(other, (int, float))


def _same(value: Any) -> Any:
    return value


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _anywhere(value: Any, test: Callable[[Any], bool]) -> bool:
    """An attribute with many values passes when one of them does."""
    return any(test(item) for item in value) if isinstance(value, list) else test(value)


def _reader(names: tuple[str, ...]) -> Callable[[dict[str, Any]], Any]:
    if len(names) == 1:
        return operator.methodcaller("get", names[0])

    def read(record: dict[str, Any]) -> Any:
        value: Any = record
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    return read
