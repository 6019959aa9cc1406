# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The new managers of users that report to leavers: a given heir, or the first remaining manager above."""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.manageengine.id360.plugins.module_utils._model.managers import cycles

Record = dict[str, Any]


class Handover(NamedTuple):
    """New managers as {id, email, manager}; an empty manager is none. And what forbids it."""

    handovers: list[Record]
    problems: list[str]


class Heirs:
    """``leaving`` are the ids of all who leave or have left; ``there`` are all users by id."""

    def __init__(self, facts: dict[str, Any], there: dict[str, Record], leaving: set[str]) -> None:
        self._there = there
        self._leaving = leaving
        self._heir: Record | None = None
        self.problems: list[str] = []
        if not facts["heir"]:
            return
        found = facts["heirs"]
        named = f"offboarding_heir {facts['heir']!r}"
        if len(found) != 1:
            self.problems = [f"{named}: {'several users have' if found else 'no user has'} this email or id"]
        elif found[0]["id"] in leaving:
            self.problems = [f"{named} is offboarded too: set another user"]
        elif str(found[0].get("status")) == "0":
            self.problems = [f"{named} is disabled: set another user"]
        else:
            self._heir = found[0]

    def hand_over(self, leaver: Record, reports: list[Record]) -> Handover:
        """New managers for the users that report to ``leaver``."""
        if not reports or self.problems:
            return Handover([], [])
        above = self._above(leaver)
        if self._heir is None and above is None:
            return Handover([], [self._no_manager_left(leaver, len(reports))])
        handovers = []
        for report in reports:
            manager = self._heir["id"] if self._heir else above
            if manager == report["id"]:  # the heir can't report to itself, and gets the manager above
                manager = above if above != report["id"] else None
            handovers.append({"id": report["id"], "email": report.get("email"), "manager": manager or ""})
        targets = {str(item["manager"]) for item in handovers if item["manager"]}
        problems = [
            self._invalid_manager(leaver, target) for target in sorted(targets) if self._is_invalid_manager(target)
        ]
        return Handover(handovers, problems)

    def _above(self, leaver: Record) -> str | None:
        """The first remaining manager above."""
        seen = {leaver["id"]}
        manager = leaver.get("manager")
        while manager and manager in self._leaving and manager not in seen:
            seen.add(manager)
            manager = self._there.get(manager, {}).get("manager")
        return None if not manager or manager in seen else str(manager)

    def _is_invalid_manager(self, manager: str) -> bool:
        if self._heir and manager == self._heir["id"]:
            return False
        return manager not in self._there or str(self._there[manager].get("status")) == "0"

    def _invalid_manager(self, leaver: Record, manager: str) -> str:
        record = self._there.get(manager)
        what = f"{record.get('email')}, whose account is disabled" if record else f"id {manager}, which no user has"
        return f"the reports of {leaver.get('email')} would be assigned to {what}: set offboarding_heir"

    def _no_manager_left(self, leaver: Record, count: int) -> str:
        people = "1 user reports" if count == 1 else f"{count} users report"
        return f"{people} to {leaver.get('email')}, but no manager above remains: set offboarding_heir"


def rings(users: dict[str, Record], handovers: list[Record]) -> list[str]:
    """The rings of managers that new managers would make, each once, as the beginning of a sentence."""
    managers = {identity: str(user.get("manager") or "") for identity, user in users.items()}
    managers.update({item["id"]: item["manager"] for item in handovers})
    found = []
    for ring in cycles(managers, [item["id"] for item in handovers]):
        first, second, *others = [str(users[identity].get("email")) for identity in ring]
        found.append(f"{first} would report to {second}" + "".join(f", who reports to {other}" for other in others))
    return found
