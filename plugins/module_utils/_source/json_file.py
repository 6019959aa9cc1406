# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries from a JSON file: a list of objects whose values are strings (null: not managed)."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from .._errors import Id360Error
from .._local.encoding import decode_utf8
from .._problems import Place, Problem
from .._text import as_id
from .source import ALL_NAMES, KnownNames, Source

_LONGEST = 100  # digits
_BLANK = re.compile(r"[ \t\r\n]*")
_KINDS = {bool: "a boolean", int: "a number", float: "a number", list: "a list", tuple: "an object"}
_Mark = tuple[int, int, int]  # the number of an object, and where it begins and ends in the text


def json_entries(content: bytes, named: str, names: KnownNames = ALL_NAMES) -> Source:
    """The entries in the content of a file; raises Id360Error, as reading them does, for what is no list."""
    text = decode_utf8(content, named)
    lines = [0, *(newline.end() for newline in re.finditer("\n", text))]  # where each begins

    def where(mark: _Mark, name: str) -> Place:
        number, begins, ends = mark
        key = re.compile(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:").search(text, begins, ends)
        at = key.start() if key else begins
        line = bisect_right(lines, at)
        return Place(named, f"line {line}, column {at - lines[line - 1] + 1}", number, name)

    problems: list[Problem] = []

    def entries() -> Iterator[tuple[_Mark, dict[str, str]]]:
        try:
            for mark, item in _objects(text):
                pairs = item
                if names.only is not None and isinstance(item, tuple):
                    pairs = tuple(pair for pair in item if pair[0] in names.only)
                wrong = _not_texts(pairs, names)
                problems.extend(Problem(message, where(mark, name)) for name, message in wrong.items())
                if not wrong:
                    yield mark, {name: str(value) for name, value in pairs or () if value is not None}
        except json.JSONDecodeError as error:
            where_it_is = f"{named}, line {error.lineno}, column {error.colno}"
            raise Id360Error(f"{where_it_is}: it is not a JSON list: {error.msg}") from None
        except RecursionError:
            raise Id360Error(f"{named} is nested too deeply") from None

    return Source(entries(), where, problems)


def _objects(text: str) -> Iterator[tuple[_Mark, Any]]:
    """The items of a list one by one, objects as pairs of name and value; raises JSONDecodeError."""
    decoder = json.JSONDecoder(object_pairs_hook=tuple, parse_int=_number)
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        raise json.JSONDecodeError("a list must begin here", text, at)
    at, number = _skip(text, at + 1), 0
    while text[at : at + 1] != "]":
        value, ends = decoder.raw_decode(text, at)
        number += 1
        yield (number, at, ends), value
        at = _skip(text, ends)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("a comma or the end of the list is missing", text, at)
    at = _skip(text, at + 1)
    if at != len(text):
        raise json.JSONDecodeError("there is text after the list", text, at)


def _number(digits: str) -> float:
    """An integer; one that Python refuses to read, as it is too long, as a number of the other kind."""
    return int(digits) if len(digits) <= _LONGEST else float(digits)


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _not_texts(pairs: Any, names: KnownNames) -> dict[str, str]:
    """What is wrong with an item, by name."""
    if not isinstance(pairs, tuple):
        return {"": "it is not an object"}
    wrong = {}
    given = [name for name, _value in pairs]
    for name, value in pairs:
        if isinstance(value, (list, tuple)):
            wrong[name] = f"{name} is {_KINDS[type(value)]}, not a text: set a single value, and quote it"
        elif not (value is None or isinstance(value, str) or (name in names.ids and as_id(value))):
            wrong[name] = f"{names.label(name, json.dumps(value))} is {_KINDS[type(value)]}: quote it"
        if given.count(name) > 1:
            wrong[name] = f"{name} is given more than once"
    return wrong
