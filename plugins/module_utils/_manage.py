# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One record from wish to result: fetch, plan, apply, and once more where the answer to a create leaves it open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from ._apply import Done, Replan, apply
from ._client import Client
from ._errors import Id360Error
from ._fetch import fetch
from ._plan import Plan, plan
from ._resource import Resource
from ._wish import Wish

_LOOKS = 4  # at 0, 1, 2 and 3 s: a listing may lag behind a create


class Outcome(NamedTuple):
    """What was done, or in check mode what would be: ``before`` and ``after`` are the diff."""

    record: dict[str, Any]
    actions: list[str]
    before: dict[str, Any]
    after: dict[str, Any]


def manage(client: Client, resource: Resource, wish: Wish, warn: Callable[[str], None], *, check_mode: bool) -> Outcome:
    """Make one record what is wished, or say what that would take. Raises Id360Error."""
    try:
        seen, resolved = fetch(client, resource, wish, warn)
        wanted = plan(resource, seen, resolved)
    except Id360Error as error:
        error.context = error.context or f"{resource.kind} {wish.named}"
        raise
    if wanted.warning:
        warn(wanted.warning)
    if check_mode:
        record = wanted.before if wish.state == "absent" else {**wanted.after}
        record.pop(resource.secret or "", None)
        return Outcome(record, wanted.actions, wanted.before, wanted.after)
    try:
        outcome = _outcome(resource, wanted, apply(client, resource, wanted, wish.named), warn)
    except Replan as replan:
        outcome = _look_again(client, resource, wish, wanted, replan, warn)
    if outcome.actions and wish.state != "absent":
        _warn_of_other_values(resource, resolved, outcome.record, warn)
    return outcome


def _look_again(
    client: Client, resource: Resource, wish: Wish, first: Plan, replan: Replan, warn: Callable[[str], None]
) -> Outcome:
    """After a create that was answered "exists", or not at all: take up the record that is there, if there is one."""
    ours = ["create"] if replan.created else []
    if replan.created:  # the secret went with the create
        wish = replace(wish, update_secret=False)
    for look in range(_LOOKS):
        time.sleep(1 if look else 0)
        try:
            seen, resolved = fetch(client, resource, wish, warn, thorough=not (look or replan.created))
            if seen is None:
                continue
            wanted = plan(resource, seen, resolved)
            outcome = _outcome(resource, wanted, apply(client, resource, wanted, wish.named), warn)
        except Id360Error as error:
            error.context = error.context or f"{resource.kind} {wish.named}, after its create"
            error.actions = [*ours, *error.actions]
            raise
        if replan.created:
            return outcome._replace(actions=[*ours, *outcome.actions], before=first.before, after=first.after)
        return outcome
    replan.cause.context = f"could not create {resource.kind} {wish.named}"
    replan.cause.message += f"; looked for it {_LOOKS} times since, and it is not to be seen"
    raise replan.cause


def _outcome(resource: Resource, wanted: Plan, done: Done, warn: Callable[[str], None]) -> Outcome:
    if done.absence:
        warn(f"the {resource.kind} was listed, but is gone; the server says: {done.absence}")
        return Outcome(wanted.before, done.actions, {}, {})
    after = dict(wanted.after)
    if done.secret_was_set:
        after.pop(resource.secret or "", None)
    return Outcome(done.record, done.actions, wanted.before, after)


def _warn_of_other_values(resource: Resource, wish: Wish, record: dict[str, Any], warn: Callable[[str], None]) -> None:
    """A server that takes a value and shows another would be written to in each run: better said than found out."""
    other = [
        name
        for name, value in wish.values.items()
        if name in record and not resource.field(name).same(record[name], value)
    ]
    if other:
        warn(f"the server took the write, but shows another value than the one wanted for {', '.join(other)}")
