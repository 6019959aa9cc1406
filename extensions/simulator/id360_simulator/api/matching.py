# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a CSV file, and finding the users that its rows mean."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from ..state.schema import USERS, Record

_API_NAMES = {name.casefold(): name for name in USERS.fields}
_USUAL_MATCH = ("email", "firstName", "lastName")


class CsvError(ValueError):
    """The file is not a table of people."""


def read_csv(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The header, and the rows by column; missing cells at the end of a row are empty."""
    try:
        text = content.decode("utf-8-sig")
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), strict=True) if line]
    except (UnicodeDecodeError, csv.Error) as error:
        raise CsvError(str(error)) from None
    header = [name.strip() for name in lines[0]] if lines else []
    if len(lines) < 2 or not all(header) or len(set(header)) != len(header):
        raise CsvError("no rows, or no proper header")
    if any(len(line) > len(header) for line in lines):
        raise CsvError("a row is longer than the header")
    return header, [dict(zip(header, line + [""] * (len(header) - len(line)), strict=True)) for line in lines[1:]]


def default_match_columns(header: Iterable[str]) -> list[str]:
    """Email and names in the order of the documentation, without missing ones."""
    columns = {_attribute(name): name for name in header}
    return [columns[name] for name in _USUAL_MATCH if name in columns]


def match(upload: Record, users: Mapping[str, Record]) -> None:
    """Give each row its user and its status, by the upload's match columns."""
    names = upload["match_columns"]
    known: dict[tuple[str, ...], list[str]] = {}
    for identity, user in users.items():
        key = tuple(_comparable(_attribute(name), str(user.get(_attribute(name), ""))) for name in names)
        known.setdefault(key, []).append(identity)
    taken: set[str] = set()
    for entity in upload["entities"]:
        key = tuple(_comparable(_attribute(name), entity["imported_data"][name]) for name in names)
        found = known.get(key, []) if any(key) else []
        entity["user_id"] = found[0] if len(found) == 1 else None
        if len(found) != 1:
            entity["status"] = "MULTIPLE_USERS_FOUND" if found else "USER_NOT_FOUND"
        else:
            entity["status"] = "DUPLICATE_USER" if found[0] in taken else "MAPPED"
            taken.add(found[0])


def _attribute(column: str) -> str:
    """The API's name for a column: first_name, First Name and firstName are one."""
    return _API_NAMES.get(re.sub(r"[\s_-]", "", column).casefold(), column)


def _comparable(name: str, value: str) -> str:
    return value.strip().casefold() if name == "email" else value.strip()
