# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose account a row is about. Of a leaver's nothing but the state is to be written, so it is named by its id. A
joiner has none yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._directory.entries import Entry
from ansible_collections.manageengine.id360.plugins.module_utils._directory.index import RecordIndex
from ansible_collections.manageengine.id360.plugins.module_utils._directory.items import find
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Existing
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER

from .feed import Row


def accounts_of(
    leavers: Iterable[Row], accounts: Iterable[Mapping[str, Any]], labels: Mapping[str, str], match_by: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """For each row by its ``where`` the id of its account, and what is wrong. Who has no account is in neither.

    ``accounts`` are all users, with ``id``, ``email`` and ``employee_id``.
    """
    entries, problems = [], []
    for row in leavers:
        keys = {key: row.cells[key] for key in ("id", "email", "employee_id") if row.cells.get(key)}
        try:
            entries.append(Entry(make_desired(USER, {**keys, "match_by": match_by, "state": "absent"}), row))
        except Id360Error as error:
            problems.append(f"{row.where}: {error.message}")
    index = RecordIndex(USER, [entry.desired for entry in entries])
    for account in accounts:
        index.add(Existing(dict(account)))
    found, wrong = find(USER, entries, lambda row, option: row.where + labels.get(option, ""), index)
    ids = {}
    for entry, existing in found:
        row = entry.place
        if existing is None:
            continue
        number, theirs = row.cells.get("employee_id"), existing.record.get("employee_id")
        if "employee_id" in match_by and number and theirs and number != theirs:
            problems.append(
                f"{row.where}{labels['employee_id']}: the account of {entry.desired.named} has employee_id {theirs!r}"
            )
        else:
            ids[row.where] = existing.record["id"]
    return ids, problems + wrong


def joiners_of(rows: Iterable[Row], accounts: Iterable[Mapping[str, Any]], match_by: Sequence[str]) -> set[str]:
    """The ``where`` of those rows that no account is found for, as the module will find it. What is wrong with a row is
    for the module to tell."""
    entries = []
    for row in rows:
        keys = {key: row.cells[key] for key in ("id", "email", "employee_id") if row.cells.get(key)}
        with suppress(Id360Error):
            entries.append(Entry(make_desired(USER, {**keys, "match_by": match_by, "state": "present"}), row))
    index = RecordIndex(USER, [entry.desired for entry in entries])
    for account in accounts:
        index.add(Existing(dict(account)))
    found, _wrong = find(USER, entries, lambda row, option: "", index)
    return {entry.place.where for entry, existing in found if existing is None}
