# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manager of each row, by the column ``manager`` or ``manager_employee_id``. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._values import alike

from .feed import Feed, Row

NOBODY = "nobody"  # a value that says so, while a blank cell may say nothing
_NUMBER = USER.field("employee_id")


def unlisted_managers(feed: Feed, rows: Iterable[Row], no_manager: Iterable[str]) -> set[str]:
    """The employee ids of managers of these ``rows`` who are not in the file, or have no email there."""
    if "manager_employee_id" not in feed.labels:
        return set()
    none = {alike(value) for value in no_manager}
    numbers = {row.cells.get("manager_employee_id", "") for row in rows}
    wanted = {_NUMBER.canonical(number) for number in numbers if number and alike(number) not in none}
    return wanted - {number for number, email in _emails(feed).items() if email}


def managers_of(
    feed: Feed, rows: Iterable[Row], no_manager: Iterable[str], accounts: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, str], list[str]]:
    """For each of these ``rows`` by its ``where`` the manager's email or id, "" for a blank cell, or ``NOBODY``; and
    what is wrong. A manager who is not in the file is looked up in the ``accounts``, with ``id`` and
    ``employee_id``."""
    rows = list(rows)
    none = {alike(value) for value in no_manager}
    option = "manager_employee_id" if "manager_employee_id" in feed.labels else "manager"
    ids = _ids(accounts, unlisted_managers(feed, rows, no_manager))
    emails = _emails(feed) if option == "manager_employee_id" else {}
    found, problems = {}, []
    for row in rows:
        value = row.cells.get(option)
        if value is None:
            continue
        if not value or alike(value) in none:
            found[row.where] = NOBODY if value else ""
        elif option == "manager":
            found[row.where] = value
        else:
            number = _NUMBER.canonical(value)
            known = [emails[number]] if emails.get(number) else ids.get(number, [])
            found[row.where] = known[0] if known else ""
            if len(known) != 1:
                who = (
                    f"{len(known)} users (ids {', '.join(known)}) have" if known else "nobody in the file or tenant has"
                )
                problems.append(f"{row.where}{feed.labels[option]}: {who} employee_id {value!r}")
    return found, problems


def _emails(feed: Feed) -> dict[str, str]:
    """The emails of the file by employee id."""
    return {_NUMBER.canonical(row.cells.get("employee_id")): row.cells.get("email", "") for row in feed.rows}


def _ids(accounts: Iterable[Mapping[str, Any]], numbers: set[str]) -> dict[str, list[str]]:
    """The ids of the accounts with these employee ids."""
    found: dict[str, list[str]] = {}
    for account in accounts if numbers else ():
        number = _NUMBER.canonical(account.get("employee_id"))
        if number in numbers:
            found.setdefault(number, []).append(account["id"])
    return found
