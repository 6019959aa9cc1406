# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A user, and then the user's groups."""

from __future__ import annotations

from typing import Any

from .._errors import ApiError, Id360Error, TransportError
from .._http.client import Client
from .._model.desired import make_desired
from .._model.memberships import GroupsDesired, Memberships, make_groups_desired, names
from .._model.user import USER
from .._record.manage import Outcome
from .._record.memberships import change_memberships, read_memberships
from .record import manage_outcomes, result_of
from .shell import Shell


def manage_user(shell: Shell, client: Client) -> dict[str, Any]:
    """The logic of id360_user. Problems of the groups are found before the user is written."""
    desired = make_desired(USER, shell.params)
    groups = make_groups_desired(shell.params)
    try:
        memberships = _read(client, groups if desired.state != "absent" else None)
    except (ApiError, TransportError) as error:
        raise error.with_context(f"could not read the groups of {desired.label(USER)}") from None
    except Id360Error as error:
        raise error.with_context(desired.label(USER)) from None
    (outcome,) = manage_outcomes(shell, client, USER, [desired])
    result = {**result_of(shell, client, USER, desired, outcome), "groups_added": [], "groups_removed": []}
    if memberships and outcome.record:
        _manage_groups(shell, client, memberships, outcome, result)
    return result


def _read(client: Client, groups: GroupsDesired | None) -> Memberships | None:
    if groups is None:
        return None
    memberships = read_memberships(client, groups)
    memberships.plan(None)  # members that are not known are refused before any write
    return memberships


def _manage_groups(
    shell: Shell, client: Client, memberships: Memberships, outcome: Outcome, result: dict[str, Any]
) -> None:
    """Change the groups, and add them to ``result`` and its diff."""
    user_id = outcome.record.get("id")
    plan = memberships.plan(user_id)
    changes, actions = plan.changes, ["patch"] * len(plan.changes)
    if not shell.check_mode:
        try:
            changes, actions = change_memberships(client, str(user_id), plan.changes, shell.warn)
        except Id360Error as error:
            raise error.after(outcome.actions) from None
    result["actions"] = [*outcome.actions, *actions]
    result["changed"] = bool(result["actions"])
    result["groups_added"] = names(change.group for change in changes if change.joins)
    result["groups_removed"] = names(change.group for change in changes if not change.joins)
    if shell.diff:
        shown = result["diff"]
        before = {**shown["before"], "groups": plan.before} if outcome.before else {}
        result["diff"] = {**shown, "before": before, "after": {**shown["after"], "groups": plan.after}}
