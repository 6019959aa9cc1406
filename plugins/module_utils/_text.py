# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two spellings of names, and values as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any

# C0 and C1, DEL, what turns the direction of text, line separators, and halves of characters; tabs and line breaks are
# text.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

_LONGEST_COUNT = 18  # digits


def as_text(value: Any) -> str:
    """A value as it is compared and shown: missing is empty."""
    return "" if value is None else str(value)


def visible(text: str) -> str:
    """A text of whatever origin for people's eyes: what would act on a terminal or can't be seen is escaped, as in
    ``\\x1b`` and ``\\u202e``."""
    return UNSEEN.sub(lambda match: ascii(match.group())[1:-1], text)


def name_list(names: Iterable[str]) -> str:
    """Names for a message, sorted; "none" if there are none."""
    return ", ".join(sorted(names)) or "none"


def as_id(value: Any) -> str | None:
    """An id of a JSON answer as text; None for what is none, as it is neither text nor a whole number."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def json_type(value: Any) -> str:
    """The JSON type of a value, such as "a list", for messages that must not show the value."""
    types = ((dict, "an object"), (list, "a list"), (bool, "a boolean"), ((int, float), "a number"), (str, "a text"))
    return next((words for kind, words in types if isinstance(value, kind)), "null")


@cache
def snake_case(name: str) -> str:
    """employeeID → employee_id, primarySource → primary_source"""
    return _WORD.sub("_", name).lower()


def snake_case_keys(value: Any, key: str = "") -> Any:
    """A JSON value with the keys of its objects in snake_case, at any depth, and numbers that are ids as strings."""
    if isinstance(value, dict):
        return {
            snake_case(name): item if isinstance(item, str) else snake_case_keys(item, snake_case(name))
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [snake_case_keys(item, key) for item in value]
    if (key == "id" or key.endswith("_id")) and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def as_count(value: Any) -> int | None:
    """A count, which is a number in some answers and its digits in others; None for all else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_COUNT:
        return int(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < 10**_LONGEST_COUNT else None


def describe_matches(ids: Collection[str], kind: str, what: str) -> str:
    """Why ids are not that of one record: "no user has this email", or "2 users have this email: ids 1, 2"."""
    return f"{len(ids)} {kind}s have this {what}: ids {', '.join(sorted(ids))}" if ids else f"no {kind} has this {what}"


Warn = Callable[[str], None]


def ignore_message(_text: str) -> None:
    """A ``warn`` that drops its message."""
