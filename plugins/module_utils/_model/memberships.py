# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups of one user: the desired memberships, and the groups that change. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .._errors import Id360Error
from .._option_types import ID, MEMBERS, NAMES, NAMES_OR_EMPTY_LIST
from .._values import key_problem, normalized, quoted, text_problem
from .desired import Desired
from .group import GROUP
from .members import DesiredMembers

Group = dict[str, Any]
_NAMES: dict[str, Any] = {"type": NAMES, "elements": ID}

GROUPS_OPTION: dict[str, Any] = {
    "type": MEMBERS,
    "options": {"set": {**_NAMES, "type": NAMES_OR_EMPTY_LIST}, "add": _NAMES, "remove": _NAMES},
    "mutually_exclusive": [("set", "add"), ("set", "remove")],
}


@dataclass(frozen=True)
class GroupsDesired:
    """Names or ids of groups: either ``all`` that the user is to be in (option set), or some to ``add`` and
    ``remove``."""

    all: tuple[str, ...] | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class Change(NamedTuple):
    """A group that the user joins, or else leaves."""

    group: Group
    joins: bool

    def desired(self, user_id: str) -> Desired:
        """The same for the group."""
        people = (user_id,)
        members = (
            DesiredMembers(add=people, checked=True) if self.joins else DesiredMembers(remove=people, checked=True)
        )
        return Desired(state="present", values={}, id=self.group["id"], members=members)


class GroupsPlan(NamedTuple):
    """The names of the user's groups before and after, without dynamic ones, and what changes."""

    before: list[str]
    after: list[str]
    changes: list[Change]


def make_groups_desired(params: Mapping[str, Any]) -> GroupsDesired | None:
    """The option groups; None where it asks for nothing. Raises Id360Error."""
    given = {name: groups for name, groups in (params.get("groups") or {}).items() if groups is not None}
    for name, groups in given.items():
        for group in groups:
            problem = "is empty" if not group else text_problem(group) or key_problem(group)
            if problem:
                raise Id360Error(f"groups.{name} contains {quoted(group)}, which {problem}")
    if "set" in given:
        return GroupsDesired(all=tuple(given["set"]))
    desired = GroupsDesired(add=tuple(given.get("add", ())), remove=tuple(given.get("remove", ())))
    return desired if desired.add or desired.remove else None


@dataclass(frozen=True)
class Memberships:
    """Listed groups, and the ids of those that a user is to ``join`` and to ``leave``. With ``exactly``, the user
    leaves all others except dynamic ones."""

    groups: Sequence[Group]
    join: tuple[str, ...]
    leave: tuple[str, ...] = ()
    exactly: bool = False

    @property
    def needed(self) -> list[Group]:
        """The groups whose complete members are needed."""
        ids = {*self.join, *self.leave}
        return [group for group in self.groups if not _is_dynamic(group) and (self.exactly or group["id"] in ids)]

    def plan(self, user_id: str | None) -> GroupsPlan:
        """The plan for a user, or for one that does not exist yet (None). Raises Id360Error for incomplete members."""
        if GROUP.members is None:
            raise AssertionError("groups have members")
        for group in self.needed:
            if not GROUP.members.known(group):
                count, listed = group.get(GROUP.members.count), group.get(GROUP.members.field)
                some = f"{len(listed)} of {count}" if isinstance(listed, list) else "no"
                raise Id360Error(
                    f"groups: the server returned {some} members of group {group.get('name')!r} (id {group['id']});"
                    " refusing to write an incomplete list"
                )
        static = [group for group in self.groups if not _is_dynamic(group)]
        there = [group for group in static if user_id in (group.get(GROUP.members.field) or ())]
        ids = {group["id"] for group in there}
        leaving = (ids - set(self.join)) if self.exactly else ids & set(self.leave)
        joining = [group for group in static if group["id"] in self.join and group["id"] not in ids]
        left = [group for group in there if group["id"] in leaving]
        stays = [group for group in there if group["id"] not in leaving]
        changes = [*(Change(group, True) for group in joining), *(Change(group, False) for group in left)]
        return GroupsPlan(names(there), names([*stays, *joining]), changes)


def names(groups: Iterable[Group]) -> list[str]:
    """The names of groups, sorted."""
    return sorted(str(group.get("name") or group["id"]) for group in groups)


def memberships(desired: GroupsDesired, groups: Sequence[Group]) -> Memberships:
    """The desired groups among all groups.

    Raises Id360Error that names every one that does not exist, is there more than once, or is dynamic. To leave a group
    that does not exist is fine.
    """
    problems: list[str] = []

    def resolve(option: str, terms: Iterable[str], *, must_exist: bool) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for term in terms:
            hits = [group for group in groups if group["id"] == term]
            hits = hits or [group for group in groups if normalized(str(group.get("name") or "")) == normalized(term)]
            if len(hits) > 1:
                ids = ", ".join(sorted(group["id"] for group in hits))
                problems.append(f"groups.{option} {term!r}: {len(hits)} groups have this name: ids {ids}")
            elif hits and _is_dynamic(hits[0]):
                problems.append(f"groups.{option} {term!r}: the group is dynamic, so the server chooses its members")
            elif hits:
                found[hits[0]["id"]] = None
            elif must_exist:
                problems.append(f"groups.{option} {term!r}: no group has this name or id (id360_group creates groups)")
        return tuple(found)

    if desired.all is not None:
        resolved = Memberships(groups, resolve("set", desired.all, must_exist=True), exactly=True)
    else:
        add, remove = resolve("add", desired.add, must_exist=True), resolve("remove", desired.remove, must_exist=False)
        both = names(group for group in groups if group["id"] in {*add} & {*remove})
        if both:
            problems.append(f"groups.add and groups.remove both contain {', '.join(both)}")
        resolved = Memberships(groups, add, remove)
    if problems:
        raise Id360Error("; ".join(problems))
    return resolved


def _is_dynamic(group: Group) -> bool:
    return GROUP.members is not None and bool(group.get(GROUP.members.managed_by_server))
