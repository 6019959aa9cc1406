# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of a tenant by id, employee id and email, compared as the module does. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._values import folded, normalized

KEYS = ("id", "employee_id", "email")
Key = tuple[str, str]
_Account = Mapping[str, Any]
_FORMS: Mapping[str, Callable[[str], str]] = {"id": str, "employee_id": normalized, "email": folded}


def keys_of(values: Mapping[str, Any], names: Iterable[str] = KEYS) -> list[Key]:
    """Each key with its value, in the form in which two are compared."""
    return [(name, _FORMS[name](values[name])) for name in names if values.get(name)]


class Accounts:
    """Accounts with ``id``, ``email`` and ``employee_id``, indexed by a key when it is first looked up."""

    def __init__(self, accounts: Iterable[_Account]) -> None:
        self._accounts = list(accounts)
        self._by_key: dict[str, dict[str, tuple[_Account, ...]]] = {}

    def find(self, keys: Iterable[Key]) -> list[_Account]:
        """The accounts with one of the keys, each once."""
        return list({one["id"]: one for name, value in keys for one in self._by(name).get(value, ())}.values())

    def have_one(self, values: Mapping[str, Any], names: Iterable[str]) -> bool:
        """Whether the keys with these names, where there are values, are those of one account, and of no other."""
        found = [self._by(name).get(_FORMS[name](value), ()) for name in names if (value := values.get(name))]
        return not found or (len(found[0]) == 1 and found.count(found[0]) == len(found))

    def _by(self, name: str) -> dict[str, tuple[_Account, ...]]:
        if name not in self._by_key:
            form = _FORMS[name]
            accounts = [account for account in self._accounts if account.get(name)]
            values = [form(account[name]) for account in accounts]
            found: dict[str, tuple[_Account, ...]] = dict(zip(values, zip(accounts)))
            if len(found) < len(values):  # several accounts share a value
                found = {}
                for value, account in zip(values, accounts):
                    found[value] = (*found.get(value, ()), account)
            self._by_key[name] = found
        return self._by_key[name]
