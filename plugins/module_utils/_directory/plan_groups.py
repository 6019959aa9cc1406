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
from .._model.members import DesiredMembers
from .._model.plan import Plan, make_plan
from .._model.resource import Existing
from .._problems import Problem
from .._values import folded
from .index import RecordIndex
from .items import Matched, Where, WorkItem
from .people import People
from .removals import Limit, too_many_members


def plan_groups(
    found: Sequence[Matched],
    index: RecordIndex,
    where: Where,
    people: People,
    unknown_ids: Container[str],
    limit: Limit | None = None,
) -> tuple[list[WorkItem], list[Problem]]:
    """The items, in the order of the list, and the problems. ``index`` has all groups; no user has one of the
    ``unknown_ids``. ``limit``: how many members a group may lose."""
    items: list[WorkItem] = []
    problems: list[Problem] = []
    likeness: dict[str, list[Existing]] = {}
    for entry, existing in found:
        desired, mark = entry
        if existing and existing.record["id"] in index.in_sync:
            continue
        try:
            resolved = desired
            if desired.members and desired.state != "absent":
                unknown = [person for person in new_ids(desired.members, existing) if person in unknown_ids]
                resolved = desired._replace(members=resolved_members(desired.members, people, unknown))
            existing = _without(existing, people.deleted)
            plan = make_plan(GROUP, existing, resolved)
            _validate_losses(plan, people, limit)
        except Id360Error as error:
            problems.append(Problem(f"{desired.label(GROUP)}: {error.message}", where(mark, "members")))
            continue
        if existing is None and plan.requests:
            likeness = likeness or by_likeness(GROUP, index.records.values())
            plan = replace(plan, warning=lookalike_warning(GROUP, desired, likeness))
        if plan.requests or plan.warning:
            members = desired.members.included if desired.members and desired.state != "absent" else ()
            items.append(
                WorkItem(GROUP, desired, resolved, existing, plan, people.to_be_created(members), where(mark, ""))
            )
    return items, problems


def _validate_losses(plan: Plan, people: People, limit: Limit | None) -> None:
    removed = sorted(people.email_or_id(member) for member in plan.members_removed)
    message = too_many_members(removed, limit, members=len(plan.record.get("members") or ()))
    if message:
        raise Id360Error(message)


def new_ids(desired: DesiredMembers, existing: Existing | None) -> list[str]:
    """The ids that would be added to the group. Current members are accepted even if no user has their id."""
    there = set((existing.record.get("members") if existing else None) or ())
    return [person for person in desired.included if "@" not in person and person not in there]


def resolved_members(desired: DesiredMembers, people: People, unknown_ids: Sequence[str] = ()) -> DesiredMembers:
    """The desired members as ids; raises Id360Error for users that do not exist, or that the run deletes."""
    ids = {folded(email): people.ids(email) for email in desired.people}
    going = [person for person in desired.included if set(ids.get(folded(person), [person])) & people.deleted]
    if going:
        raise Id360Error(f"members contains users that this run deletes: {', '.join(going)}")
    resolved = desired.resolved(ids, unknown_ids)
    new = {people.created[email] for email in ids if email in people.created}  # shown as new_person
    return replace(resolved, checked=True, emails={i: email for i, email in resolved.emails.items() if i not in new})


def _without(existing: Existing | None, deleted: set[str]) -> Existing | None:
    """The group after the deletions, as the server removes deleted users from it."""
    members = existing.record.get("members") if existing else None
    if existing is None or not isinstance(members, list) or not deleted.intersection(members):
        return existing
    staying = [member for member in members if member not in deleted]
    count = {"members_count": len(staying)} if "members_count" in existing.record else {}
    return Existing({**existing.record, "members": staying, **count}, existing.whole)
