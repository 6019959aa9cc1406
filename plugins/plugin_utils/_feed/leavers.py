# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the accounts of rows. The account of a leaver is identified by its id, so that only its state is changed. A
joiner has no account yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ansible_collections.manageengine.id360.plugins.module_utils._directory.entries import Entry
from ansible_collections.manageengine.id360.plugins.module_utils._directory.index import RecordIndex
from ansible_collections.manageengine.id360.plugins.module_utils._directory.items import Matched, find
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Existing
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._problems import Place, Problem

from .accounts import KEYS, Accounts, keys_of
from .feed import Row, cell_place


def accounts_of(
    leavers: Iterable[Row], accounts: Accounts, labels: Mapping[str, str], match_by: Sequence[str]
) -> tuple[dict[Place, str], list[Problem]]:
    """The id of each row's account, by the row's place, and the problems. Rows without an account are in neither."""
    entries, problems = _entries(leavers, match_by, "absent")
    found, wrong = _find(entries, accounts, labels)
    ids = {}
    for entry, existing in found:
        row = entry.mark
        if existing is None:
            continue
        number, theirs = row.cells.get("employee_id"), existing.record.get("employee_id")
        if "employee_id" in match_by and number and theirs and number != theirs:
            message = f"the account of {entry.desired.identifier} has employee_id {theirs!r}"
            problems.append(Problem(message, cell_place(row.place, "employee_id", labels)))
        else:
            ids[row.place] = existing.record["id"]
    return ids, problems + wrong


def joiners_of(rows: Iterable[Row], accounts: Accounts, match_by: Sequence[str]) -> set[Place]:
    """The places of the rows without an account, matched as the module does. The module reports invalid rows."""
    names = ("id", *match_by)
    joiners, unclear = set(), []
    for row in rows:
        if accounts.have_one(row.cells, names):
            continue
        if accounts.find(keys_of(row.cells, names)):
            unclear.append(row)  # such as a user that is renamed, and whose email a joiner gets
        else:
            joiners.add(row.place)
    entries, _problems = _entries(unclear, match_by, "present")
    found, _wrong = _find(entries, accounts, {})
    return joiners | {entry.mark.place for entry, existing in found if existing is None}


def _entries(rows: Iterable[Row], match_by: Sequence[str], state: str) -> tuple[list[Entry], list[Problem]]:
    """The rows as entries of the module with keys only, and the problems of the others."""
    entries, problems = [], []
    for row in rows:
        keys = {key: row.cells[key] for key in KEYS if row.cells.get(key)}
        try:
            entries.append(Entry(make_desired(USER, {**keys, "match_by": match_by, "state": state}), row))
        except Id360Error as error:
            problems.append(Problem(error.message, row.place))
    return entries, problems


def _find(
    entries: Sequence[Entry], accounts: Accounts, labels: Mapping[str, str]
) -> tuple[list[Matched], list[Problem]]:
    index = RecordIndex(USER, [entry.desired for entry in entries])
    for account in accounts.find(key for entry in entries for key in keys_of(entry.mark.cells)):
        index.add(Existing(dict(account)))
    return find(USER, entries, lambda row, option: cell_place(row.place, option, labels), index)
