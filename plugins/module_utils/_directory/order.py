# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of the items of a plan, where one has to be done before another. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from .._problems import Problem
from .._values import folded
from .items import WorkItem


def stages(items: Sequence[WorkItem]) -> Iterator[list[WorkItem]]:
    """The items in stages that depend on the ones before: managers before their reports, a user that gives up an email
    before the one that gets it, deletions of users after changes but before items that depend on them, and groups
    last."""
    people = [item for item in items if item.resource.holds_people]
    before = _predecessors(people)
    depths = _depths(before)
    late = _after_deletions(people, before, depths)
    places = {id(item): (2 * one_late, depth or 0) for item, one_late, depth in zip(people, late, depths)}

    def stage(item: WorkItem) -> tuple[bool, int, int]:
        if item.desired.state == "absent":
            return not item.resource.holds_people, 1, 0
        return not item.resource.holds_people, *places.get(id(item), (0, 0))

    for _stage, following in groupby(sorted(items, key=stage), key=stage):
        yield list(following)


def swap_problems(items: Sequence[WorkItem]) -> list[Problem]:
    """Cycles of emails, in which each email is in use until another user of the cycle is changed."""
    people = [item for item in items if item.resource.holds_people]
    if not any(item.desired.excluded for item in people):
        return []
    before = _predecessors(people)
    rings = _rings(before, _depths(before))
    return [
        Problem(
            f"emails can't be exchanged in one run ({', '.join(_renaming(people[number]) for number in ring)}): give"
            " one of them another email first, and these in a second run",
            people[ring[0]].place,
        )
        for ring in rings
        if _has_email_swap(people, ring)
    ]


def _predecessors(people: Sequence[WorkItem]) -> list[list[int]]:
    """For each item the numbers of the items before it: at most the manager's, and that of the account whose email it
    gets. Deletions have none."""
    creators = {
        folded(item.desired.values["email"]): number for number, item in enumerate(people) if item.creates_a_person
    }
    numbers = {item.id: number for number, item in enumerate(people) if item.id}
    return [
        [
            *(creators[email] for email in item.needs if email in creators),
            *(numbers[record_id] for record_id in item.desired.excluded if record_id in numbers),
        ]
        for item in people
    ]


def _after_deletions(
    people: Sequence[WorkItem], before: Sequence[Sequence[int]], depths: Sequence[int | None]
) -> list[bool]:
    """For each item, whether it has to wait for a deletion, directly or through another item."""
    late = [False] * len(people)
    for number in sorted(range(len(people)), key=lambda number: depths[number] or 0):
        late[number] = any(late[other] or people[other].desired.state == "absent" for other in before[number])
    return late


def _depths(before: Sequence[Sequence[int]]) -> list[int | None]:
    """For each item, how many must be done before it, one after the other; None if it waits for a cycle."""
    after: list[list[int]] = [[] for _number in before]
    waiting = [len(numbers) for numbers in before]
    for number, numbers in enumerate(before):
        for other in numbers:
            after[other].append(number)
    depths: list[int | None] = [None] * len(before)
    ready = [number for number, count in enumerate(waiting) if not count]
    for depth in range(len(before)):
        if not ready:
            break
        following = []
        for number in ready:
            depths[number] = depth
            for other in after[number]:
                waiting[other] -= 1
                if not waiting[other]:
                    following.append(other)
        ready = following
    return depths


def _rings(before: Sequence[Sequence[int]], depths: Sequence[int | None]) -> list[list[int]]:
    """The cycles among the items without a depth, each of which waits for another one."""
    rings: list[list[int]] = []
    seen: set[int] = set()
    for start in (number for number, depth in enumerate(depths) if depth is None):
        chain: dict[int, None] = {}
        number = start
        while number not in chain and number not in seen:
            chain[number] = None
            number = next(other for other in before[number] if depths[other] is None)
        if number in chain:
            members = list(chain)
            rings.append(members[members.index(number) :])
        seen.update(chain)
    return rings


def _has_email_swap(people: Sequence[WorkItem], ring: Sequence[int]) -> bool:
    """Whether a cycle is one of emails; cycles of managers are reported by ``manager_problems``."""
    return any(people[number].desired.excluded for number in ring)


def _renaming(item: WorkItem) -> str:
    before = item.existing.record.get("email") if item.existing else "(new)"
    return f"{before} to {item.desired.values.get('email')}"
