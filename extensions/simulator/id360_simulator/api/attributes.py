# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a POST or PATCH may carry."""

from __future__ import annotations

from typing import Any

from ..errors import invalid
from ..state.schema import Kind, Record


def check(body: dict[str, Any], kind: Kind, creating: bool) -> None:
    """Refuse unknown and read-only attributes, wrong types, and clearing what can't be cleared."""
    for name, value in body.items():
        expected = kind.writable.get(name)
        # In Python a boolean is an integer too; in JSON it is not.
        if expected is None or not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
            raise invalid(name)
        if name in kind.required and not str(value).strip():
            raise invalid(name)
    if creating:
        for name in kind.required:
            if name not in body:
                raise invalid(name)


def apply(record: Record, values: dict[str, Any]) -> None:
    """Set what is given; an empty string clears."""
    for name, value in values.items():
        if value == "":
            record.pop(name, None)
        else:
            record[name] = value
