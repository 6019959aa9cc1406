# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manager of each row, by the column ``manager`` or ``manager_employee_id``. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ansible_collections.manageengine.id360.plugins.module_utils._problems import Place, Problem
from ansible_collections.manageengine.id360.plugins.module_utils._values import is_address, loose_key, normalized

from .accounts import Accounts, keys_of
from .feed import Feed, Row

NOBODY = "nobody"  # from a value in no_manager, while a blank cell may mean that it is not managed


def unlisted_managers(feed: Feed, rows: Iterable[Row], no_manager: Iterable[str]) -> set[str]:
    """The employee ids of managers of these ``rows`` who are not in the file, or have no email there."""
    if "manager_employee_id" not in feed.labels:
        return set()
    none, emails = {loose_key(value) for value in no_manager}, _emails(feed)
    numbers = {row.cells.get("manager_employee_id", "") for row in rows}
    return {
        number for number in numbers if not (normalized(number) in emails or not number or loose_key(number) in none)
    }


def managers_of(
    feed: Feed, rows: Iterable[Row], no_manager: Iterable[str], accounts: Accounts
) -> tuple[dict[Place, str], list[Problem]]:
    """The manager's email or id for each of these ``rows``, by its place: "" for a blank cell, or ``NOBODY``; and the
    problems. A manager who is not in the file is looked up in the ``accounts``."""
    by_number = "manager_employee_id" in feed.labels
    option = "manager_employee_id" if by_number else "manager"
    none, emails = {loose_key(value) for value in no_manager}, _emails(feed) if by_number else {}
    known: dict[str, list[str]] = {}  # of each value in the column; many rows have the same
    found, problems = {}, []
    for row in rows:
        value = row.cells.get(option)
        if value is None:
            continue
        email = emails.get(normalized(value))
        if email and not is_address(email):
            continue  # a problem of the manager's own row, which the module has, and not of each report
        if value not in known:
            known[value] = (
                _candidates(value, none, emails, accounts) if by_number or loose_key(value) in none else [value]
            )
        found[row.place] = known[value][0] if known[value] else ""
        if len(known[value]) != 1:
            ids = ", ".join(known[value])
            who = f"{len(known[value])} users (ids {ids}) have" if ids else "no user in the file or the tenant has"
            problems.append(Problem(f"{who} employee_id {value!r}", feed.place(row, option)))
    return found, problems


def _candidates(number: str, none: set[str], emails: Mapping[str, str], accounts: Accounts) -> list[str]:
    if not number or loose_key(number) in none:
        return [NOBODY if number else ""]
    if normalized(number) in emails:
        return [emails[normalized(number)]]
    return [account["id"] for account in accounts.find(keys_of({"employee_id": number}))]


def _emails(feed: Feed) -> dict[str, str]:
    """The emails of the file by employee id."""
    rows = ((row.cells.get("employee_id"), row.cells.get("email")) for row in feed.rows)
    return {normalized(number): email for number, email in rows if number and email}
