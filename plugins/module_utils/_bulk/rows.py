# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a message calls a row of an upload: by what finds its user, as nobody knows its id. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._values import is_address

_MAX_NAMED = 3  # rows in a message
_LONGEST = 100  # characters of a value in a message


def describe_rows(rows: Sequence[Mapping[str, Any]], reason: str, columns: Sequence[str]) -> str:
    """The first few rows, each with its ``reason``, the name of a key. ``columns`` match rows to users."""
    shown = "; ".join(f"{row_name(row, columns)}: {row.get(reason)}" for row in rows[:_MAX_NAMED])
    return f"{shown}; …" if len(rows) > _MAX_NAMED else shown


def row_name(row: Mapping[str, Any], columns: Sequence[str]) -> str:
    """The value of a match column, else an email that the row has, else its id."""
    data = row.get("imported_data")
    texts = {name: str(value).strip() for name, value in data.items()} if isinstance(data, dict) else {}
    values = [texts.get(name, "") for name in columns] + [text for text in texts.values() if is_address(text)]
    return next((value for value in values if value), f"id {row.get('id')}")[:_LONGEST]
