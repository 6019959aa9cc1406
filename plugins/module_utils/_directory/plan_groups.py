# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for a list of groups, checked as a whole. Pure."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from .._errors import Id360Error
from .._model.group import GROUP
from .._model.match import by_likeness, lookalike_warning
from .._model.members import MembersWish
from .._model.plan import plan
from .._model.resource import Seen
from .._values import folded
from .index import Roll
from .items import Found, Item, Where
from .people import People


def plan_groups(
    found: Sequence[Found], roll: Roll, where: Where, people: People, unknown_ids: Container[str]
) -> tuple[list[Item], list[str]]:
    """What is to be done, in the order of the list, and what is wrong with it. ``roll`` has all groups, and no
    user has one of the ``unknown_ids``."""
    items: list[Item] = []
    problems: list[str] = []
    likeness: dict[str, list[Seen]] = {}
    for entry, seen in found:
        wish, place = entry
        if seen and seen.record["id"] in roll.as_wished:
            continue
        try:
            resolved = wish
            if wish.members and wish.state != "absent":
                unknown = [person for person in new_ids(wish.members, seen) if person in unknown_ids]
                resolved = replace(wish, members=resolved_members(wish.members, people, unknown))
            seen = _without(seen, people.deleted)
            wanted = plan(GROUP, seen, resolved)
        except Id360Error as error:
            problems.append(f"{where(place, 'members')}: group {wish.named}: {error.message}")
            continue
        if seen is None and wanted.requests:
            likeness = likeness or by_likeness(GROUP, roll.records.values())
            wanted = replace(wanted, warning=lookalike_warning(GROUP, wish, likeness))
        if wanted.requests or wanted.warning:
            members = wish.members.wanted if wish.members and wish.state != "absent" else ()
            items.append(Item(GROUP, wish, resolved, seen, wanted, people.to_be_created(members), where(place, "")))
    return items, problems


def new_ids(wish: MembersWish, seen: Seen | None) -> list[str]:
    """The ids that would be new in the group. One that is in it already may stay, though no user has it any more."""
    there = set((seen.record.get("members") if seen else None) or ())
    return [person for person in wish.wanted if "@" not in person and person not in there]


def resolved_members(wish: MembersWish, people: People, unknown_ids: Sequence[str] = ()) -> MembersWish:
    """The wish with each member as an id; raises Id360Error for those that no user is, or that are deleted."""
    ids = {folded(email): people.ids(email) for email in wish.people}
    going = [person for person in wish.wanted if set(ids.get(folded(person), [person])) & people.deleted]
    if going:
        raise Id360Error(f"members: deleted in the same run: {', '.join(going)}")
    resolved = wish.resolved(ids, unknown_ids)
    new = {people.created[email] for email in ids if email in people.created}  # they are shown as they stand
    return replace(resolved, checked=True, emails={i: email for i, email in resolved.emails.items() if i not in new})


def _without(seen: Seen | None, deleted: set[str]) -> Seen | None:
    """The group as it is once the users who go are gone: the server drops them from it."""
    members = seen.record.get("members") if seen else None
    if seen is None or not isinstance(members, list) or not deleted.intersection(members):
        return seen
    staying = [member for member in members if member not in deleted]
    count = {"members_count": len(staying)} if "members_count" in seen.record else {}
    return Seen({**seen.record, "members": staying, **count}, seen.whole)
