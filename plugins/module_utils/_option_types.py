# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types of options, where Ansible's own believe too much: its ``str`` makes ``['a@example.com']`` of a list, and
``515`` of an employee id that YAML read as an octal number."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from ansible.module_utils.common.validation import (
    check_type_bool,
    check_type_dict,
    check_type_float,
    check_type_int,
    check_type_str,
)

from ._text import json_type
from ._values import quoted, text_problem, type_problem

_SEPARATORS = re.compile(r"[\r\n,;]")
_LINES = re.compile(r"[\r\n]")


class OptionType(str):
    """A type that is a function, which sees the value as it was given, and raises TypeError or ValueError.

    It equals the name of the type that the documentation gives, as ``ansible-test sanity`` compares the two.
    """

    __name__: str
    convert: Callable[[Any], Any]

    def __call__(self, value: Any) -> Any:
        return self.convert(value)


def _option_type(documented: str, called: str, convert: Callable[[Any], Any]) -> OptionType:
    """``called`` is the type that Ansible names in its message."""
    kind = OptionType(documented)
    kind.__name__, kind.convert = called, convert
    return kind


def _text(value: Any, *, secret: bool = False, numbers: bool = False) -> str:
    if numbers and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    shown = "it" if secret else quoted(value) if isinstance(value, str) else repr(value)
    if not isinstance(value, str):
        raise TypeError(f"{shown} {type_problem(value)}")
    problem = text_problem(value)
    if problem:
        raise ValueError(f"{shown} {problem}")
    return value


def _path(value: Any) -> str:
    text = _text(value)
    return os.path.expanduser(os.path.expandvars(text))


def _items(value: Any, *, separators: re.Pattern[str], blank: bool = True) -> list[Any]:
    """A list as it is; a text split, such as that of a survey's text area, without its blank items."""
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a list or a text: write a list of texts")
    items = [item.strip() for item in separators.split(value)]
    items = [item for item in items if item]
    if not items and not blank:
        raise ValueError("it is blank: write [] for an empty list, or omit the option")
    return items


def _names(value: Any, *, blank: bool = True) -> list[Any]:
    """Names may have commas in them: a text of several lines is split at these alone."""
    several = isinstance(value, str) and _LINES.search(value)
    return _items(value, separators=_LINES if several else re.compile(","), blank=blank)


def _limit(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is neither a whole number nor a percentage such as 10%")
    return _text(value)


def _document(value: Any) -> str:
    """A text of many lines, which is checked where it is read: it may be full of people."""
    if not isinstance(value, str):
        raise TypeError(f"it {type_problem(value)}")
    return value


def naming(variable: str, kind: str, choices: Sequence[str] | None = None) -> OptionType:
    """A type whose message names the environment variable that an invalid value comes from."""
    check = kind.convert if isinstance(kind, OptionType) else _CHECKS[kind]

    def convert(value: Any) -> Any:
        from_there = isinstance(value, str) and os.environ.get(variable) == value
        try:
            converted = check(value)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{variable}: {error}" if from_there else str(error)) from None
        if choices and from_there and value not in choices:
            raise ValueError(f"{variable} is {quoted(value)}, which is not one of {', '.join(choices)}")
        return converted

    return _option_type(str(kind), getattr(kind, "__name__", kind), convert)


_CHECKS: dict[str, Callable[[Any], Any]] = {"bool": check_type_bool, "float": check_type_float, "int": check_type_int}


class NotADictionary(dict[str, Any]):
    """Replaces a value that is not a dictionary, as Ansible looks into it, and would fail on a number. ``problem`` says
    what is wrong with the value."""

    problem = ""


def _dictionary(value: Any, cure: str = ", not a dictionary") -> dict[str, Any]:
    found: dict[str, Any]
    if isinstance(value, NotADictionary):
        return value
    try:
        if isinstance(value, (dict, str)):
            found = check_type_dict(value)
            return found
        problem = f"it is {json_type(list(value) if isinstance(value, tuple) else value)}"
    except TypeError as error:
        problem = str(error)
    found = NotADictionary()
    found.problem = f"{problem}{cure}"
    return found


def dictionary_problem(spec: Mapping[str, Mapping[str, Any]], params: Mapping[str, Any]) -> str:
    """Why the value of an option that must be a dictionary can't be used; "" if all can. Ansible's own message names
    neither the option nor the cure."""
    for name, option in spec.items():
        kind, value = option.get("type"), params.get(name)
        if isinstance(kind, OptionType) and kind == "dict" and value is not None:
            found = kind(value)
            if isinstance(found, NotADictionary):
                return f"{name} can't be used: {found.problem}"
    return ""


def _records(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, dict):
        raise TypeError("it is a dictionary: write a list of dictionaries, one per record")
    cure = "use the from_yaml filter for YAML or JSON, or src for the path of a file"
    kind = "a text" if isinstance(value, str) else type(value).__name__
    raise TypeError(f"it is {kind}, not a list of dictionaries: {cure}")


TEXT = _option_type("str", "text", _text)
# An option with choices. Any value is converted to a text, and then compared with the choices. If the type refused a
# list, ansible-core before 2.17 would fail when it compares.
CHOICE = _option_type("str", "text", check_type_str)
DOCUMENT = _option_type("str", "text", _document)
SECRET = _option_type("str", "text", partial(_text, secret=True))
PATH = _option_type("path", "path", _path)
# A number, or a percentage.
LIMIT = _option_type("str", "limit", _limit)
# An id is a text, or a whole number.
ID = _option_type("str", "id", partial(_text, numbers=True))
# Addresses and ids: they have none of the separators in them.
PEOPLE = _option_type("list", "list of people", partial(_items, separators=_SEPARATORS))
PEOPLE_OR_EMPTY_LIST = _option_type("list", "list of people", partial(_items, separators=_SEPARATORS, blank=False))
NAMES = _option_type("list", "list of names", _names)
NAMES_OR_EMPTY_LIST = _option_type("list", "list of names", partial(_names, blank=False))
# A dictionary with the options set, add and remove.
MEMBERS = _option_type(
    "dict",
    "dictionary of lists",
    partial(_dictionary, cure=": write set: [...] below it for all members, or add: [...] and remove: [...]"),
)
# A dictionary with options of its own.
DICTIONARY = _option_type("dict", "dictionary", _dictionary)
RECORDS = _option_type("list", "list of dictionaries", _records)
