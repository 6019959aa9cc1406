# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users referenced in a plan: existing ones, and those that the run creates or deletes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from .._errors import Id360Error
from .._model.desired import Desired
from .._model.resource import Existing, Resource
from .._text import describe_matches
from .._values import folded
from .index import RecordIndex


@dataclass
class People:
    """The users of a tenant after the run. ``index`` has the existing ones. ``created`` and ``renamed`` are by new
    email, in lower case: what stands for a new user in the plan (``new_person``, later the id), and the id of a renamed
    one. ``deleted`` and ``moved`` are ids: of deleted users, and of those that lose the email that they are listed
    with."""

    index: RecordIndex
    created: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)

    def ids(self, email: str) -> list[str]:
        """The ids of the users that will have this email."""
        key = folded(email)
        found = [record_id for record_id in self.index.ids("email", email) if record_id not in self.moved]
        coming = self.renamed.get(key) or self.created.get(key)
        return [*found, coming] if coming else found

    def to_be_created(self, persons: Iterable[str]) -> frozenset[str]:
        """The emails of those that are created in the run, in lower case."""
        return frozenset(folded(person) for person in persons) & self.created.keys()

    def id_of(self, option: str, person: str, there: str = "") -> str:
        """The id of a user given by email or id; raises Id360Error for none, several, or a user that this run deletes.
        The current value ``there`` is accepted even if no user has this id."""
        known = [person] if person in self.index.records or person == there else []
        ids = self.ids(person) if "@" in person else known
        if len(ids) != 1:
            what = "email" if "@" in person else "id"
            raise Id360Error(f"{option} {person!r}: {describe_matches(ids, 'user', what)}", option=option)
        if ids[0] in self.deleted:
            raise Id360Error(f"{option} {person!r}: this user is deleted in the same run", option=option)
        return ids[0]

    @cached_property
    def emails(self) -> dict[str, str]:
        """The emails of the existing users, by id."""
        there = self.index.records.items()
        return {record_id: existing.record["email"] for record_id, existing in there if existing.record.get("email")}

    def email_or_id(self, person: str) -> str:
        """The email of the user with an id, for messages; the id if it is unknown."""
        existing = self.index.records.get(person)
        return str((existing and existing.record.get("email")) or person)


def with_managers(
    resource: Resource, desired: Desired, people: People, existing: Existing | None
) -> tuple[Desired, list[str]]:
    """The desired record with each person as an id; raises Id360Error for an unknown one.

    If the account is to be disabled, unknown persons are left out and returned as messages.
    """
    named = [name for name in resource.people if desired.values.get(name)]
    if not named:
        return desired, []
    record = existing.record if existing else {}
    values, unknown = dict(desired.values), []
    for name in named:
        try:
            values[name] = people.id_of(name, desired.values[name], str(record.get(name) or ""))
            if desired.state == "disabled" and record.get(name) != values[name] == record.get("id"):
                message = f"{name} {desired.values[name]!r}: a {resource.kind} can't be its own {name}"
                raise Id360Error(message, option=name)
        except Id360Error as error:
            if desired.state != "disabled":
                raise
            del values[name]
            unknown.append(error.message)
    return desired._replace(values=values), unknown
