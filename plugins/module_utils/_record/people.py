# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users referenced by a record: options accept ids or emails, the API ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from .._api.people import find_delayed, find_people, unknown_ids
from .._errors import Id360Error, NotFound
from .._http.client import Client
from .._model.desired import Desired
from .._model.diff import not_there_yet
from .._model.match import records_with
from .._model.members import DesiredMembers
from .._model.resource import Existing, Field, Resource
from .._model.user import USER
from .._text import Warn, describe_matches
from .._values import folded
from .target import Target


def emails(resource: Resource, desired: Desired) -> list[str]:
    """The people that the desired record names by email."""
    named = [desired.values.get(name, "") for name in resource.people]
    return [value for value in named if "@" in value]


def with_people(target: Target, desired: Desired, record: dict[str, Any] | None, listed: Iterable[Existing]) -> Desired:
    """``desired``, the partly resolved desired record of the target, with each person as an id.

    ``listed`` are the users that were looked up. An id that the record does not have yet is verified
    (GET /users/{id}). Raises Id360Error for an unknown person, but if the record is to be disabled, the person is left
    out with a warning.
    """
    client, resource, warn = target.client, target.resource, target.warn
    values = dict(desired.values)
    known: dict[str, str] = {}
    for field in resource.fields:
        value = values.get(field.name)
        if not field.is_person or not value:
            continue
        try:
            _validate_person(resource, field, value, desired, record)
            if "@" in value:
                user_id = _id_of(client, field.name, value, listed, warn, wait=desired.state != "disabled")
                values[field.name] = user_id or not_there_yet(value)
                if user_id:
                    known[user_id] = value
            elif record is None or not field.same(record.get(field.name), value):
                _validate_person_id(client, field.name, value)
        except _Unusable as unusable:
            if desired.state != "disabled":
                raise
            del values[field.name]
            warn(f"{unusable.message}: {field.name} is not changed")
    return desired._replace(values=values, emails=known)


class _Unusable(Id360Error):
    """A reference to a user that matches none, several, or an invalid one."""


def _validate_person(
    resource: Resource, field: Field, value: str, desired: Desired, record: dict[str, Any] | None
) -> None:
    try:
        field.validate(value)
    except Id360Error as refused:
        raise _Unusable(refused.message) from None
    unique = resource.field(resource.keys[0])
    mine = [desired.values.get(unique.name), record.get(unique.name) if record else None]
    is_id = record is not None and value == record["id"]
    if record is not None and record.get(field.name) == record["id"]:
        return  # it is the case already
    if is_id or any(own and unique.same(own, value) for own in mine):
        raise _Unusable(f"{field.name} {value!r}: a {resource.kind} can't be its own {field.name}")


def _id_of(
    client: Client, option: str, email: str, listed: Iterable[Existing], warn: Warn, *, wait: bool
) -> str | None:
    """The id of the user with an email; None, with a warning, for one that an earlier task may create (check mode)."""
    hits: Collection[str] = records_with(USER, "email", email, listed)
    if not hits and wait and not client.read_only:
        hits = [record["id"] for records in find_delayed(client, [email]).values() for record in records]
    if not hits and wait and client.read_only:
        warn(f"{option} {email!r}: no user has this email yet; the real run fails if this is still so")
        return None
    if len(hits) != 1:
        raise _Unusable(f"{option} {email!r}: {describe_matches(hits, 'user', 'email')}")
    return next(iter(hits))


def _validate_person_id(client: Client, option: str, user_id: str) -> None:
    try:
        client.request("GET", USER.item(user_id))
    except NotFound as absence:
        raise _Unusable(f"{option} {user_id!r}: no user has this id", absence.response) from None


def with_member_ids(client: Client, desired: DesiredMembers, members: Iterable[str], warn: Warn) -> DesiredMembers:
    """The desired members as ids; ``members`` are the ids of the current ones.

    Raises Id360Error that names all unknown users. In check mode an unknown email is a warning.
    """
    found = find_people(client, desired.people)
    included = [person for person in desired.included if "@" in person]
    unseen = [email for email in included if folded(email) not in found]
    if unseen and not client.read_only:
        found.update(find_delayed(client, unseen))
    ids = {email: [record["id"] for record in records] for email, records in found.items()}
    new = set()
    if unseen and client.read_only:
        warn(f"members: no user has the email {', '.join(unseen)} yet; the real run fails if this is still so")
        new = {not_there_yet(email) for email in unseen}
        ids.update((folded(email), [not_there_yet(email)]) for email in unseen)
    unknown: list[str] = []
    if not desired.checked:
        there = set(members)
        given = [person for person in desired.included if "@" not in person and person not in there]
        unknown = unknown_ids(client, given)
    resolved = desired.resolved(ids, unknown)
    return replace(resolved, emails={i: email for i, email in resolved.emails.items() if i not in new})
