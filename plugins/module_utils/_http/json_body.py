# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON as the API sends it. Any other shape is an error of the server, and must not cause one here."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from .._text import as_count, as_id, json_type

_IDS = ("id", "user_id", "manager")
_ID_LISTS = ("members",)
_COUNTS = ("members_count", "total_no_of_objects", "start_index")
_LOOKED_AT = (*_IDS, *_ID_LISTS, *_COUNTS)
_DEEPEST = 32  # levels; the API's own answers have six


def parse_json(body: bytes) -> Any:
    """A body as JSON; None when it is none, or has numbers in it that JSON does not have."""
    try:
        return json.loads(body, parse_constant=_reject, parse_float=_finite)
    except (ValueError, RecursionError):
        return None


def _reject(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _reject(text)


def json_problem(value: Any) -> str:
    """What the API never sends, as the rest of a sentence that begins with "the server sent"; "" if there is nothing.

    Ids are texts or whole numbers, counts are plain numbers, at any depth; each may be missing, or null.
    """
    level = [value]
    for _level in range(_DEEPEST):
        below: list[Any] = []
        for container in level:
            if not isinstance(container, dict):
                below += [item for item in container if isinstance(item, (dict, list))]
                continue
            for name in _LOOKED_AT:
                if name in container and (problem := _field_problem(name, container[name])):
                    return problem
            below += [item for item in container.values() if isinstance(item, (dict, list))]
        level = below
        if not level:
            return ""
    return f"JSON that is nested deeper than {_DEEPEST} levels"


def _field_problem(name: str, value: Any) -> str:
    if name in _IDS:
        return f'{json_type(value)} as "{name}"' if value is not None and as_id(value) is None else ""
    if name in _ID_LISTS:
        wrong = (item for item in (value if isinstance(value, list) else ()) if as_id(item) is None)
        return next((f'{json_type(item)} as an id among "{name}"' for item in wrong), "")
    return "" if value in (None, "") or as_count(value) is not None else f'no plain number as "{name}"'
