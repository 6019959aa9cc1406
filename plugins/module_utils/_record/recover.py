# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a create with an uncertain outcome, the response "exists" or none: the record is looked up again."""

from __future__ import annotations

import time
from typing import NamedTuple

from .._errors import Id360Error
from .._model.desired import Desired
from .._model.plan import Plan, make_plan
from .apply import Applied, CreateUncertain, apply
from .fetch import fetch
from .target import Target

# Seconds that a listing may lag behind a create, with a lookup in each; longer if the server accepts duplicates.
_LAG, _LAG_WITHOUT_UNIQUE_KEY = 3, 10


class Recovered(NamedTuple):
    """The record that is there after all, made in the desired state by ``plan`` (for ``desired`` with its names turned
    to ids).

    ``ours``: it is what we sent, so that the create is done; ``done`` then begins with it.
    """

    plan: Plan
    desired: Desired
    done: Applied
    ours: bool


def resolve_lost_create(target: Target, uncertain: CreateUncertain) -> Recovered:
    """Find the record after a create that was refused as "exists", or whose outcome is unknown, and manage it.

    Raises the error of the create, with the finding added, if there is no record, or the lookup fails.
    """
    resource, context = target.resource, f"could not create {target.label}"
    looks = 1 + (_LAG if resource.key_is_unique else _LAG_WITHOUT_UNIQUE_KEY)
    for look in range(looks):
        time.sleep(1 if look else 0)
        ours = False
        try:
            seen, resolved = fetch(target, thorough=not (look or uncertain.unknown))
            if seen is None:
                continue
            plan = make_plan(resource, seen, resolved)
            ours = uncertain.unknown and _as_sent(target.desired, plan)
            if ours:  # the secret went with the create
                plan = make_plan(resource, seen, resolved._replace(update_secret=False))
            elif uncertain.unknown:
                target.warn(
                    f"the response to the creation was lost, and the {resource.kind} that exists now differs from what"
                    " was sent: it was updated as a record of another writer, and options that apply only to"
                    " creation were not set"
                )
            done = apply(target, plan)
        except Id360Error as error:
            message = f"{uncertain.cause.message}; looking for it failed: {error.full_message}"
            failed = error.replace(message=message, context=context)
            raise failed.after(["create"] if ours else []) from None
        if ours:
            done.actions.insert(0, "create")
        return Recovered(plan, resolved, done, ours)
    unseen = f"it was looked for {looks} times and not found"
    raise uncertain.cause.adding(unseen).with_context(context)


def _as_sent(desired: Desired, plan: Plan) -> bool:
    """Whether the existing record needs no change; one that must be enabled may have been created disabled."""
    as_created = desired.state == "enabled" or desired.on_create.items() <= plan.record.items()
    return as_created and "patch" not in plan.actions
