# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the record that a desired record identifies, and the users and templates that the desired record refers to.

Unknown is not empty: a record without all fields is read again by id. An error is not absence: only NotFound is.
"""

from __future__ import annotations

from .._api.filters import equals
from .._api.records import list_keys, list_matching, read_record, with_members
from .._api.templates import template_id
from .._errors import Id360Error, NotFound
from .._model.desired import Desired
from .._model.match import identify, shared_keys, validate_unique_keys
from .._model.resource import Existing
from .people import emails, with_member_ids, with_people
from .target import Target


def fetch(target: Target, *, thorough: bool = False) -> tuple[Existing | None, Desired]:
    """The existing record, or None, and the desired record with names resolved to ids.

    One request if the server honours ``fields``, otherwise two; one more for a template and for each person by id;
    members by email take as many as their filters need. ``thorough`` reads the whole listing to find a record whose
    key is spelled in a way that no filter finds.

    Raises Id360Error for an id of nobody (state absent: a warning), two matches, a key that another record has, and
    people and templates that don't exist.
    """
    client, resource, desired, warn = target
    existing = _by_id(target) if desired.id else None
    listed = _lookup(target, existing)
    if not desired.id:
        existing = identify(resource, desired, listed)
        if existing is None and thorough:
            existing = identify(resource, desired, list_keys(client, resource, desired.match_by))
    if desired.state == "absent" or (desired.state == "disabled" and existing is None):
        return existing, desired
    validate_unique_keys(resource, desired, existing.record if existing else None, listed)
    for warning in shared_keys(resource, desired, existing.record if existing else None, listed).values():
        warn(warning)
    if existing and not existing.whole:
        existing = read_record(client, resource, existing.record["id"])
    if existing:
        existing = Existing(with_members(client, resource, existing.record, listed=not desired.id))
    record = existing.record if existing else None
    if resource.members and desired.members:
        there = (record or {}).get(resource.members.field) or ()
        desired = desired._replace(members=with_member_ids(client, desired.members, there, warn))
    desired = with_people(target, desired, record, listed)
    if desired.template and existing is None:
        desired = desired._replace(template=template_id(client, desired.template))
    return existing, desired


def _by_id(target: Target) -> Existing | None:
    """The record with the id of the desired record; None if it does not exist and the state is absent."""
    client, resource, desired, warn = target
    try:
        return read_record(client, resource, desired.id or "")
    except NotFound as absence:
        message = f"no {resource.kind} has the id {desired.id}; the server says: {absence.response.summary}"
        if desired.state != "absent":
            raise Id360Error(message, absence.response) from None
        warn(message)
        return None


def _lookup(target: Target, existing: Existing | None) -> list[Existing]:
    """Everything that is found by listing, in one filter: the keys, those that another record may have, and people."""
    client, resource, desired, _warn = target
    keys = [] if desired.id else list(desired.match_by)
    named = []
    if desired.state != "absent":
        record = existing.record if existing else {}
        keys += [key for key in resource.keys if not resource.field(key).same(record.get(key), desired.values.get(key))]
        named = [(resource.keys[0], email) for email in emails(resource, desired)] if resource.holds_people else []
    values = [(key, desired.values[key]) for key in dict.fromkeys(keys) if desired.values.get(key)] + named
    expressions = [
        equals(resource.field(key).api_name, spelling)
        for key, value in values
        for spelling in resource.field(key).case_variants(value)
    ]
    return list_matching(client, resource, expressions, {"fields": resource.all_fields})
