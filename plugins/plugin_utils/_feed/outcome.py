# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the joiners a run created, by the result of id360_directory. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._values import folded


def outcome_of(joiners: Iterable[str], result: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The emails of the users that were created, and of those that certainly were not. The outcome of the others is
    unknown; of all, if the task ended without a result of the module."""
    if "actions" not in result:
        return [], []
    changes = {folded(change["key"]): change for change in result.get("changes", ()) if change["kind"] == "user"}
    uncertain = {folded(email) for email in result.get("uncertain", ())}
    created, dropped = [], []
    for email in joiners:
        change = changes.get(folded(email))
        if change and "create" in change["actions"]:
            created.append(email)
        # An account that was changed instead may be the one that an earlier, lost request created.
        elif folded(email) not in uncertain and not (change and change["actions"]):
            dropped.append(email)
    return created, dropped
