# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of people are gone through once, however long they are: texts that count what is done with them tell."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._directory.entries import Entry
from ansible_collections.manageengine.id360.plugins.module_utils._directory.index import RecordIndex
from ansible_collections.manageengine.id360.plugins.module_utils._directory.items import WorkItem, find
from ansible_collections.manageengine.id360.plugins.module_utils._directory.people import People
from ansible_collections.manageengine.id360.plugins.module_utils._directory.plan_groups import (
    plan_groups,
    resolved_members,
)
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import Desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.members import DesiredMembers
from ansible_collections.manageengine.id360.plugins.module_utils._model.plan import Plan, make_plan
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Existing
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._problems import NOWHERE


class Text(str):
    """A text that counts how often it is compared or hashed."""

    __slots__ = ()
    done = 0

    def __eq__(self, other):
        Text.done += 1
        return str.__eq__(self, other)

    def __ne__(self, other):
        Text.done += 1
        return str.__ne__(self, other)

    def __hash__(self):
        Text.done += 1
        return str.__hash__(self)


def texts(count, pattern="{}"):
    return tuple(Text(pattern.format(number)) for number in range(count))


def applied(count, **desired):
    members = texts(count)
    DesiredMembers(**{name: texts(count, "1{}") for name in desired}).applied_to(members)


def planned(count):
    desired = Desired(
        "present", {"name": "Clerks"}, match_by=("name",), members=DesiredMembers(everybody=texts(count, "1{}"))
    )
    make_plan(GROUP, Existing({"id": "9", "name": "Clerks", "members": list(texts(count))}), desired)


def planned_in_a_directory(count):
    """With ids that no user has, each of which is a problem."""
    desired = Desired("present", {"name": "Clerks"}, match_by=("name",), members=DesiredMembers(add=texts(count)))
    seen = Existing({"id": "9", "name": "Clerks", "members": list(texts(count, "1{}"))})
    people = People(RecordIndex(USER, ()), deleted=set(texts(count, "2{}")))
    plan_groups([(Entry(desired, 1), seen)], RecordIndex(GROUP, ()), lambda *_place: "", people, set(texts(count)))


def resolved(count):
    """Small groups of a run that creates many people."""
    created = {Text(f"u{number}@example.com"): Text(f"(new) {number}") for number in range(count)}
    people = People(RecordIndex(USER, ()), created=created)
    for email in list(created):
        resolved_members(DesiredMembers(add=(email,)), people)


def needed(count):
    """People whose managers are all created in the run."""
    created = dict.fromkeys(texts(count, "u{}@example.com"), "1")
    for email in list(created):
        desired = Desired("present", {"email": "x@example.com"})
        WorkItem(USER, desired, desired, None, Plan({}, {}, {}, {}), frozenset([email])).missing(created)


def shared(count):
    """A key that everybody shares, in the tenant and in the list: each entry is a problem."""
    same = Text("N/A")
    keys = ("employee_id", "email")
    desired_records = [
        Desired("present", {"email": email, "employee_id": same}, match_by=keys) for email in texts(count, "u{}@x.org")
    ]
    index = RecordIndex(USER, desired_records)
    for record_id in texts(count):
        index.add(Existing({"id": record_id, "email": Text(f"u{record_id}@x.org"), "employee_id": same}))
    found, problems = find(USER, [Entry(desired, 1) for desired in desired_records], lambda *_place: NOWHERE, index)
    assert not found
    assert len(problems) == count
    assert "20 or more users have employee_id 'N/A': ids 0, 1, 10" in problems[0].message
    assert len(problems[0]) < 250


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda count: applied(count, everybody=True), id="members.set"),
        pytest.param(lambda count: applied(count, add=True, remove=True), id="members.add and remove"),
        planned,
        planned_in_a_directory,
        resolved,
        needed,
        shared,
    ],
)
def test_twice_as_many_take_twice_as_much(work):
    cost = []
    for count in (500, 1000):
        Text.done = 0
        work(count)
        cost.append(Text.done)
    assert 0 < cost[0] <= cost[1] < 3 * cost[0]
