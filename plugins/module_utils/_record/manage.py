# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One record from options to result: fetch, plan, apply, and once more where the answer leaves open what is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .._api.records import list_keys
from .._errors import ApiError, Id360Error, TransportError
from .._local.locks import locked
from .._model.desired import Desired
from .._model.match import by_likeness, lookalike_warning
from .._model.plan import Plan, make_plan
from .._text import ignore_message
from .apply import Applied, CreateUncertain, apply
from .fetch import fetch
from .recover import resolve_lost_create
from .target import Target
from .verify import verify


class Outcome(NamedTuple):
    """What was done, or in check mode what would be: ``before``, ``after`` and ``emails`` as in a plan."""

    record: dict[str, Any]
    actions: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    members_added: tuple[str, ...] = ()
    members_removed: tuple[str, ...] = ()
    emails: Mapping[str, str] = {}


def predict(target: Target) -> Outcome:
    """What making one record in the desired state would take. Raises Id360Error."""
    return _predicted(target.desired, _prepare(target, compared=False)[0])


def manage(target: Target, *, compared: bool = False) -> Outcome:
    """Bring one record into the desired state. Raises Id360Error. ``compared``: its name was compared with all others.

    If the server accepts duplicate names, and replaces a list as a whole, a record is locked on this host from reading
    to writing. The lock is by name, so that concurrent creations are serialized as well. A record given by id is read
    first to get its name, and again if it was renamed in the meantime.
    """
    client, resource, desired, _warn = target
    if resource.key_is_unique:
        return apply_plan(target, *_prepare(target, compared=compared))
    key = resource.field(resource.keys[0])
    names = {key.canonical(desired.values.get(key.name))} - {""}
    while True:
        if desired.id:
            plan, _resolved = _prepare(target, compared=compared)
            if not plan.requests:
                return _predicted(desired, plan)
            names.add(key.canonical(plan.record.get(key.name)))
        with locked({name: f"{client.url.lower()} {resource.kind} {name}" for name in names}):
            plan, resolved = _prepare(target, compared=compared)
            if not plan.record or key.canonical(plan.record.get(key.name)) in names:
                return apply_plan(target, plan, resolved)


def _prepare(target: Target, *, compared: bool) -> tuple[Plan, Desired]:
    """The plan, and the desired record with its names turned to ids."""
    resource = target.resource
    try:
        seen, resolved = fetch(target)
        plan = make_plan(resource, seen, resolved)
        if seen is None and plan.requests and not (compared or resource.key_is_unique):
            _warn_of_lookalikes(target)
    except (ApiError, TransportError) as error:
        raise error.with_context(f"could not read {target.label}") from None
    except Id360Error as error:
        raise error.with_context(target.label) from None
    if plan.warning:
        target.warn(plan.warning)
    return plan, resolved


def _warn_of_lookalikes(target: Target) -> None:
    """If the server allows duplicate names, a misspelled one creates a second record."""
    client, resource, desired, warn = target
    everything = list_keys(client, resource, resource.keys[:1], ignore_message)  # one that is too short decides nothing
    message = lookalike_warning(resource, desired, by_likeness(resource, everything))
    if message:
        warn(message)


def _predicted(desired: Desired, plan: Plan) -> Outcome:
    record = plan.record if desired.state == "absent" else plan.becomes
    return _outcome_of(plan, record, plan.actions, plan.after)


def _outcome_of(plan: Plan, record: dict[str, Any], actions: list[str], after: dict[str, Any]) -> Outcome:
    added, removed = plan.members_added, plan.members_removed
    return Outcome(record, actions, plan.before, after, added, removed, plan.emails)


def apply_plan(target: Target, plan: Plan, resolved: Desired) -> Outcome:
    """Carry out a plan that was made for ``resolved``, which is what is desired with its names turned to ids."""
    try:
        done = apply(target, plan)
    except CreateUncertain as uncertain:
        try:
            found = resolve_lost_create(target, uncertain)
        except Id360Error as error:
            raise error.replace(may_be_created=uncertain.unknown) from None
        return _outcome(target._replace(desired=found.desired), plan if found.ours else found.plan, found.done)
    return _outcome(target._replace(desired=resolved), plan, done)


def _outcome(target: Target, plan: Plan, done: Applied) -> Outcome:
    """The outcome of applying a plan that was made for the target."""
    _client, resource, desired, warn = target
    if done.absence:
        warn(f"the {resource.kind} was listed, but no longer exists; the server says: {done.absence}")
        return Outcome(plan.record, done.actions, {}, {})
    if desired.state == "absent":
        return Outcome(plan.record, done.actions, plan.before, plan.after)
    verify(target, done)
    if done.actions:
        _warn_of_other_values(target, done.record)
    after = dict(plan.after)
    if done.secret_was_set:
        after.pop(resource.secret_name, None)
    return _outcome_of(plan, done.record, done.actions, after)


def _warn_of_other_values(target: Target, record: dict[str, Any]) -> None:
    """If the server stores another value than was sent, each run would write again: warn."""
    _client, resource, desired, warn = target
    other = [
        name
        for name, value in desired.values.items()
        if name in record and not resource.field(name).same(record[name], value)
    ]
    if other:
        warn(f"the server accepted the write, but returned other values for {', '.join(other)}")
