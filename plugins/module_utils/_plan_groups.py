# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for a list of groups, checked as a whole. Pure."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from ._errors import Id360Error
from ._group import GROUP
from ._identify import Seen
from ._items import Found, Item, Where
from ._managers import People
from ._members import MembersWish
from ._plan import plan


def plan_groups(
    found: Sequence[Found], as_wished: Container[str], where: Where, people: People, *, all_users: bool
) -> tuple[list[Item], list[str]]:
    """What is to be done, in the order of the list, and what is wrong with it. The ids of groups that need nothing are
    in ``as_wished``. ``all_users``: everybody is in the roll of ``people``; an id that is not there is nobody's."""
    items: list[Item] = []
    problems: list[str] = []
    for entry, seen in found:
        wish, place = entry
        if seen and seen.record["id"] in as_wished:
            continue
        try:
            resolved = wish
            if wish.members and wish.state != "absent":
                resolved = replace(wish, members=_resolved(wish.members, seen, people, all_users=all_users))
            seen = _without(seen, people.deleted)
            wanted = plan(GROUP, seen, resolved)
        except Id360Error as error:
            problems.append(f"{where(place, 'members')}: group {wish.named}: {error.message}")
            continue
        if wanted.requests or wanted.warning:
            members = wish.members.wanted if wish.members and wish.state != "absent" else ()
            items.append(Item(GROUP, wish, resolved, seen, wanted, people.to_be_created(members)))
    return items, problems


def _resolved(wish: MembersWish, seen: Seen | None, people: People, *, all_users: bool) -> MembersWish:
    """The same, for a plan. An id that is in the group already may stay, though nobody has it any more."""
    there = (seen.record.get("members") if seen else None) or ()
    ids = [person for person in wish.wanted if "@" not in person] if all_users else []
    nobody = [record_id for record_id in ids if record_id not in people.roll.records and record_id not in there]
    if nobody:
        raise Id360Error(f"members: no user has the id {', '.join(nobody)}")
    return resolved_members(wish, people)


def resolved_members(wish: MembersWish, people: People) -> MembersWish:
    """The wish with each member as an id; raises Id360Error for those who can't be meant."""
    ids = {email.lower(): people.ids(email) for email in wish.people}
    going = [person for person in wish.wanted if set(ids.get(person.lower(), [person])) & people.deleted]
    if going:
        raise Id360Error(f"members: deleted in the same run: {', '.join(going)}")
    resolved = wish.resolved(ids)
    new = set(people.created.values())  # they are shown as they stand
    return replace(resolved, emails={i: email for i, email in resolved.emails.items() if i not in new})


def _without(seen: Seen | None, deleted: set[str]) -> Seen | None:
    """The group as it is once the users who go are gone: the server drops them from it."""
    members = seen.record.get("members") if seen else None
    if seen is None or not isinstance(members, list) or not deleted.intersection(members):
        return seen
    staying = [member for member in members if member not in deleted]
    count = {"members_count": len(staying)} if "members_count" in seen.record else {}
    return Seen({**seen.record, "members": staying, **count}, seen.whole)
