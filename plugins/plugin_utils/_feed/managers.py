# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manager of each row, by the column ``manager`` or ``manager_employee_id``. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.manageengine.id360.plugins.module_utils._problems import Problem
from ansible_collections.manageengine.id360.plugins.module_utils._values import (
    folded,
    is_address,
    loose_key,
    normalized,
)

from .accounts import Accounts, keys_of
from .feed import Feed, Row


class Unwritten(NamedTuple):
    """A row whose email the run does not write: the id of its account, "" for none, and ``why`` it has none, "" where
    the row has a problem of its own."""

    row: Row
    account_id: str
    why: str


class Reports:
    """The ``rows`` of a feed that may have a manager. ``no_manager``: values that mean none."""

    def __init__(self, feed: Feed, rows: Iterable[Row], no_manager: Iterable[str]) -> None:
        self._feed, self._rows = feed, list(rows)
        self._by_number = "manager_employee_id" in feed.labels
        self.option = "manager_employee_id" if self._by_number else "manager"
        self._none = {loose_key(value) for value in no_manager}
        self._emails = _emails(feed) if self._by_number else {}
        self._new_numbers: dict[str, str] | None = None  # by email, made when an account has to be looked up

    def have_unlisted_managers(self) -> bool:
        """Whether the employee id of a manager is not in the file, or has no email there."""
        numbers = {row.cells.get(self.option, "") for row in self._rows} if self._by_number else set()
        return any(
            number and normalized(number) not in self._emails and loose_key(number) not in self._none
            for number in numbers
        )

    def managers(self, accounts: Accounts, unwritten: Mapping[str, Unwritten]) -> tuple[dict[str, str], list[Problem]]:
        """The manager's email or id by the value of the column, "" where the value means no manager; and the problems.
        A manager who is not in the file is looked up in the ``accounts``. A blank cell may mean that the manager is not
        managed, and is not in the result, nor is a value that has no manager. ``unwritten``: by email in lower case."""
        values = [row.cells.get(self.option) for row in self._rows]
        known = {value: self._candidates(value, accounts) for value in set(values) if value}
        managers = {value: found[0] for value, found in known.items() if found}
        unclear = {value: found for value, found in known.items() if found is not None and len(found) != 1}
        problems = [
            Problem(self._not_one(value, unclear[value], accounts), self._feed.place(row, self.option))
            for row, value in zip(self._rows, values)
            if value in unclear
        ]
        apart = {value: unwritten[folded(person)] for value, person in managers.items() if folded(person) in unwritten}
        for row, value in zip(self._rows, values):
            if value in apart and apart[value].why and not apart[value].account_id:
                message = f"manager {managers[value]!r} has no account{apart[value].why}"
                problems.append(Problem(message, self._feed.place(row, self.option), apart[value].row.place))
        managers.update({value: other.account_id for value, other in apart.items()})
        return {value: person for value, person in managers.items() if person or value not in apart}, problems

    def _candidates(self, value: str, accounts: Accounts) -> list[str] | None:
        """Those that a value may mean; None if the manager's own row is invalid, which the module reports: it is no
        problem of each report."""
        email = self._emails.get(normalized(value))
        if email and not is_address(email):
            return None
        if loose_key(value) in self._none:
            return [""]
        if not self._by_number:
            return [value]
        if email:
            return [email]
        accounts_found = accounts.find(keys_of({"employee_id": value}))
        return [account["id"] for account in accounts_found if not self._new_number(account)]

    def _new_number(self, account: Mapping[str, Any]) -> str:
        """The employee id that the file gives to an account with another one: a second run would not find the old
        one."""
        if self._new_numbers is None:
            numbers = ((row.cells.get("email"), row.cells.get("employee_id")) for row in self._rows)
            self._new_numbers = {folded(email): number for email, number in numbers if email and number}
        return self._new_numbers.get(folded(account.get("email") or ""), "")

    def _not_one(self, value: str, ids: list[str], accounts: Accounts) -> str:
        """Why an employee id is not that of one user."""
        if ids:
            return f"{len(ids)} users (ids {', '.join(ids)}) have employee_id {value!r}"
        for account in accounts.find(keys_of({"employee_id": value})):
            return f"employee_id {value!r} is that of {account['email']}, whose row has {self._new_number(account)!r}"
        return f"no user in the file or the tenant has employee_id {value!r}"


def _emails(feed: Feed) -> dict[str, str]:
    """The emails of the file by employee id."""
    rows = ((row.cells.get("employee_id"), row.cells.get("email")) for row in feed.rows)
    return {normalized(number): email for number, email in rows if number and email}
