# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules that manage records: options to a result."""

from __future__ import annotations

from typing import Any

from .._api.people import emails_of
from .._errors import Id360Error
from .._http.client import Client
from .._model.desired import Desired, make_desired
from .._model.diff import Diff, diff, ids_without_email, with_emails
from .._model.resource import Resource
from .._record.manage import Outcome, manage, predict
from .._record.target import Target
from .shell import Shell


def manage_record(shell: Shell, client: Client, resource: Resource) -> dict[str, Any]:
    """The logic of a module that manages one record."""
    desired = make_desired(resource, shell.params)
    (outcome,) = manage_outcomes(shell, client, resource, [desired])
    return result_of(shell, client, resource, desired, outcome)


def manage_outcomes(shell: Shell, client: Client, resource: Resource, desired_records: list[Desired]) -> list[Outcome]:
    """Manage records one by one, or predict it in check mode; an error has the actions that were done before."""
    act = predict if shell.check_mode else manage
    outcomes: list[Outcome] = []
    for desired in desired_records:
        try:
            outcomes.append(act(Target(client, resource, desired, shell.warn)))
        except Id360Error as error:
            raise error.after(action for outcome in outcomes for action in outcome.actions) from None
    return outcomes


def result_of(shell: Shell, client: Client, resource: Resource, desired: Desired, outcome: Outcome) -> dict[str, Any]:
    """An outcome as a module returns it."""
    result: dict[str, Any] = {
        "changed": bool(outcome.actions),
        resource.kind: outcome.record,
        "actions": outcome.actions,
    }
    if resource.members:
        result["members_added"] = list(outcome.members_added)
        result["members_removed"] = list(outcome.members_removed)
    if shell.diff:
        result["diff"] = diff_of(client, resource, desired, outcome)
    return result


def diff_of(client: Client, resource: Resource, desired: Desired, outcome: Outcome) -> Diff:
    """The diff of an outcome; users whose email is not known take one request."""
    shown = diff(resource, desired, outcome.before, outcome.after)
    emails = {**_own_email(resource, outcome), **outcome.emails}
    people = ids_without_email(resource, [shown], emails)
    return with_emails(resource, shown, {**(emails_of(client, people) if people else {}), **emails})


def _own_email(resource: Resource, outcome: Outcome) -> dict[str, str]:
    """The email of a user by its id. A user can be their own manager, and is not found after a deletion."""
    record = outcome.after or outcome.before
    return {record["id"]: record["email"]} if resource.holds_people and record.get("id") and record.get("email") else {}
