# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One record from wish to result: fetch, plan, apply, and once more where the answer leaves open what is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from ._apply import Done, Replan, apply
from ._client import Client
from ._errors import Id360Error
from ._fetch import fetch
from ._lock import locked
from ._plan import Plan, plan
from ._resource import Resource
from ._settle import settle
from ._wish import Wish

_LOOKS = 4  # at 0, 1, 2 and 3 s: a listing may lag behind a create
Warn = Callable[[str], None]


class Outcome(NamedTuple):
    """What was done, or in check mode what would be: ``before`` and ``after`` are the diff."""

    record: dict[str, Any]
    actions: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    members_added: tuple[str, ...] = ()
    members_removed: tuple[str, ...] = ()


def predict(client: Client, resource: Resource, wish: Wish, warn: Warn) -> Outcome:
    """What making one record as wished would take. Raises Id360Error."""
    return _predicted(wish, _prepare(client, resource, wish, warn)[0])


def manage(client: Client, resource: Resource, wish: Wish, warn: Warn) -> Outcome:
    """Make one record what is wished. Raises Id360Error.

    Where the server takes twins, and replaces a list as a whole, the processes of this machine take turns at a record,
    from reading to writing. A record that is given by id is read first, to know the name to take turns by.
    """
    if resource.refuses_twins:
        return _carry_out(client, resource, wish, warn)
    key = resource.keys[0]
    names = [wish.values.get(key)]
    if wish.id:
        wanted, _resolved = _prepare(client, resource, wish, warn)
        if not wanted.requests:
            return _predicted(wish, wanted)
        names.append(wanted.record.get(key))
    with locked(f"{client.url} {resource.kind} {name}" for name in names if name):
        return _carry_out(client, resource, wish, warn)


def _prepare(client: Client, resource: Resource, wish: Wish, warn: Warn) -> tuple[Plan, Wish]:
    """The plan, and the wish with its names turned to ids."""
    try:
        seen, resolved = fetch(client, resource, wish, warn)
        wanted = plan(resource, seen, resolved)
    except Id360Error as error:
        error.context = error.context or f"{resource.kind} {wish.named}"
        raise
    if wanted.warning:
        warn(wanted.warning)
    return wanted, resolved


def _predicted(wish: Wish, wanted: Plan) -> Outcome:
    record = wanted.record if wish.state == "absent" else wanted.becomes
    return Outcome(record, wanted.actions, wanted.before, wanted.after, wanted.members_added, wanted.members_removed)


def _carry_out(client: Client, resource: Resource, wish: Wish, warn: Warn) -> Outcome:
    wanted, resolved = _prepare(client, resource, wish, warn)
    try:
        done = apply(client, resource, wanted, wish.named)
    except Replan as replan:
        return _look_again(client, resource, wish, wanted, replan, warn)
    return _outcome(client, resource, resolved, wanted, done, warn)


def _look_again(client: Client, resource: Resource, wish: Wish, first: Plan, replan: Replan, warn: Warn) -> Outcome:
    """After a create that was answered "exists", or not at all: take up the record that is there, if there is one.

    After a lost answer it is our own if it is as we sent it; then the create is done, and its secret went with it.
    """
    ours = False
    for look in range(_LOOKS):
        time.sleep(1 if look else 0)
        try:
            seen, resolved = fetch(client, resource, wish, warn, thorough=not (look or replan.created))
            if seen is None:
                continue
            wanted = plan(resource, seen, resolved)
            ours = replan.created and _as_sent(wish, wanted)
            if ours:
                wanted = plan(resource, seen, replace(resolved, update_secret=False))
            elif replan.created:
                warn(
                    f"the answer to the create was lost, and the {resource.kind} that is there now differs from what"
                    " was sent: it was taken up as somebody else's, and what is set on creation only was not set"
                )
            done = apply(client, resource, wanted, wish.named)
        except Id360Error as error:
            then = f"{error.context}: {error.message}" if error.context else error.message
            error.message = f"{replan.cause.message}; then, on looking for it: {then}"
            error.context = f"could not create {resource.kind} {wish.named}"
            error.actions = [*(["create"] if ours else []), *error.actions]
            raise
        if ours:
            done.actions.insert(0, "create")
        return _outcome(client, resource, resolved, first if ours else wanted, done, warn)
    replan.cause.context = f"could not create {resource.kind} {wish.named}"
    replan.cause.message += f"; looked for it {_LOOKS} times since, and it is not to be seen"
    raise replan.cause


def _as_sent(wish: Wish, wanted: Plan) -> bool:
    """Whether the record that is there needs no change; one that is to be enabled may have been created disabled."""
    as_created = wish.state == "enabled" or wish.on_create.items() <= wanted.record.items()
    return as_created and "patch" not in wanted.actions


def _outcome(client: Client, resource: Resource, wish: Wish, wanted: Plan, done: Done, warn: Warn) -> Outcome:
    """What came of a plan, which ``wish`` was resolved for."""
    if done.absence:
        warn(f"the {resource.kind} was listed, but is gone; the server says: {done.absence}")
        return Outcome(wanted.record, done.actions, {}, {})
    if wish.state == "absent":
        return Outcome(wanted.record, done.actions, wanted.before, wanted.after)
    settle(client, resource, wish, done, warn)
    if done.actions:
        _warn_of_other_values(resource, wish, done.record, warn)
    after = dict(wanted.after)
    if done.secret_was_set:
        after.pop(resource.secret_name, None)
    return Outcome(done.record, done.actions, wanted.before, after, wanted.members_added, wanted.members_removed)


def _warn_of_other_values(resource: Resource, wish: Wish, record: dict[str, Any], warn: Warn) -> None:
    """A server that takes a value and shows another would be written to in each run: better said than found out."""
    other = [
        name
        for name, value in wish.values.items()
        if name in record and not resource.field(name).same(record[name], value)
    ]
    if other:
        warn(f"the server took the write, but shows another value than the one wanted for {', '.join(other)}")
