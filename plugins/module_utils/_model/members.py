# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired members of a group as emails and ids, resolved to ids, and applied to the current members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .._errors import Id360Error
from .._values import BOOLEANS, folded, is_address, key_problem, path_segment, quoted, text_problem
from .members_diff import members_by_email
from .resource import Resource


@dataclass(frozen=True)
class DesiredMembers:
    """Either ``everybody`` (option set), or users to ``add`` and ``remove``: ids, or emails until they are resolved.

    ``emails`` has the email as given for each id that was resolved from one. ``checked``: the ids are known to exist.
    """

    everybody: tuple[str, ...] | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    emails: dict[str, str] = field(default_factory=dict)
    checked: bool = False

    @property
    def people(self) -> list[str]:
        """The emails that must be resolved to ids."""
        return [person for person in (*self.included, *self.remove) if "@" in person]

    @property
    def included(self) -> tuple[str, ...]:
        """The users that must be members."""
        return (*(self.everybody or ()), *self.add)

    def applied_to(self, members: Sequence[str]) -> list[str]:
        """The ids after the change, with ``members`` before it; the order of remaining ones is kept."""
        if self.everybody is not None:
            everybody = dict.fromkeys(self.everybody)
            return list(dict.fromkeys([*(member for member in members if member in everybody), *everybody]))
        going = frozenset(self.remove)
        return list(dict.fromkeys([*(member for member in members if member not in going), *self.add]))

    def resolved(self, ids: Mapping[str, Sequence[str]], unknown_ids: Sequence[str] = ()) -> DesiredMembers:
        """With ids for emails; ``ids`` are those of each email, folded.

        Raises Id360Error that names every email which no user has, or several have, and ``unknown_ids``, which no user
        has; to remove an email that no user has is fine.
        """
        unknown = [email for email in self.included if "@" in email and not ids.get(folded(email))]
        shared = [email for email in self.people if len(ids.get(folded(email), ())) > 1]
        if unknown or shared or unknown_ids:
            problems = [f"no user has the email {', '.join(unknown)}"] if unknown else []
            problems += [f"no user has the id {', '.join(unknown_ids)}"] if unknown_ids else []
            problems += [f"several users have the email {', '.join(shared)}"] if shared else []
            raise Id360Error(f"members: {'; '.join(problems)}")

        def as_ids(people: Sequence[str]) -> tuple[str, ...]:
            found = [ids.get(folded(p), ()) if "@" in p else (p,) for p in people]
            return tuple(dict.fromkeys(i for group in found for i in group))

        emails = {i: email for email in reversed(self.people) for i in ids.get(folded(email), ())}
        emails = {**self.emails, **emails}
        everybody = None if self.everybody is None else as_ids(self.everybody)
        resolved = replace(self, everybody=everybody, add=as_ids(self.add), remove=as_ids(self.remove), emails=emails)
        _validate_disjoint(members_by_email(set(resolved.add) & set(resolved.remove), emails))
        return resolved


def make_desired_members(resource: Resource, params: Mapping[str, Any]) -> DesiredMembers | None:
    """The desired record in the option ``members``, None when there is none; raises Id360Error for what is not
    valid."""
    given = {name: people for name, people in (params.get("members") or {}).items() if people is not None}
    if "set" not in given and not any(given.values()):
        return None
    if resource.members and params.get(resource.members.managed_by_server):
        raise Id360Error(
            f"members and {resource.members.managed_by_server} are mutually exclusive: the server chooses the members"
            " of a dynamic group"
        )
    for name, people in given.items():
        for person in people:
            validate_person(f"members.{name}", person)
    add, remove = given.get("add", ()), given.get("remove", ())
    _validate_disjoint(sorted({folded(p) for p in add} & {folded(p) for p in remove}))
    everybody = tuple(given["set"]) if "set" in given else None
    return DesiredMembers(everybody, tuple(add), tuple(remove))


def validate_person(option: str, person: str) -> None:
    """Raise Id360Error, naming ``option``, for a text that is neither an email address nor an id."""
    if person in BOOLEANS:
        raise Id360Error(f"{option} contains the boolean {person}: quote it (YAML reads NO and YES so)")
    problem = text_problem(person) or key_problem(person)
    if problem:
        raise Id360Error(f"{option} contains {quoted(person)}, which {problem}")
    if "@" not in person:
        path_segment(person, option)
    elif not is_address(person):
        raise Id360Error(f"{option} contains {quoted(person)}, which is not an email address")


def _validate_disjoint(people: Sequence[str]) -> None:
    if people:
        raise Id360Error(f"members.add and members.remove both contain {', '.join(people)}")
