# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for a whole directory, as the pure function that it is: no server, no Ansible."""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._directory.entries import Entry
from ansible_collections.manageengine.id360.plugins.module_utils._directory.index import RecordIndex
from ansible_collections.manageengine.id360.plugins.module_utils._directory.items import find
from ansible_collections.manageengine.id360.plugins.module_utils._directory.order import stages
from ansible_collections.manageengine.id360.plugins.module_utils._directory.people import People
from ansible_collections.manageengine.id360.plugins.module_utils._directory.plan_users import (
    add_planned_changes,
    plan_users,
)
from ansible_collections.manageengine.id360.plugins.module_utils._directory.removals import make_limit
from ansible_collections.manageengine.id360.plugins.module_utils._directory.shard import Shard
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.managers import cycles
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Existing
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER


def where(place, _name):
    return f"entry {place}"


def planned(entries, *records):
    """The items for entries, and what is wrong with them, where the tenant has these records."""
    desired_records = [make_desired(USER, {"state": "present", **entry}) for entry in entries]
    index = RecordIndex(USER, desired_records)
    for record in records:
        index.add(Existing(record))
    found, problems = find(
        USER, [Entry(desired, place) for place, desired in enumerate(desired_records, 1)], where, index
    )
    people = People(index)
    add_planned_changes(found, people, [], "ignore")
    items, more = plan_users(found, where, people, frozenset(), [])
    return items, problems + more, index


def email(name):
    return f"{name}@example.com"


def test_who_is_as_wished_is_no_item_and_only_an_outline_is_kept():
    record = {"id": "1", "email": email("ann"), "title": "Clerk", "city": "Oslo", "status": 1}
    items, problems, index = planned([{"email": email("ANN"), "title": "Clerk"}], record)
    assert (items, problems, index.in_sync) == ([], [], {"1"})
    assert set(index.records["1"].record) == {"id", "email", "status"}


def test_what_a_record_lacks_is_unknown_where_it_is_not_whole():
    desired = make_desired(USER, {"state": "present", "email": email("ann"), "title": ""})
    for whole in (True, False):
        index = RecordIndex(USER, [desired])
        index.add(Existing({"id": "1", "email": email("ann")}, whole))
        assert index.unknown(index.records["1"], desired) is not whole
        assert (index.in_sync == {"1"}) is whole


def test_managers_come_before_their_people():
    chain = [{"email": email(n), "manager": email(n + 1)} for n in range(5)] + [{"email": email(5)}]
    items, problems, _roll = planned(chain)
    assert problems == []
    assert [[item.key for item in stage] for stage in stages(items)] == [[email(n)] for n in range(5, -1, -1)]


@pytest.mark.parametrize(
    ("manager_of", "changed", "rings"),
    [
        ({"a": "b", "b": "c"}, "ab", []),
        ({"a": "a"}, "a", ["aa"]),
        ({"a": "b", "b": "a"}, "ab", ["aba"]),
        ({"a": "b", "b": "c", "c": "b"}, "a", []),  # a ring that was there before
        ({"a": "b", "b": "c", "c": "b"}, "ac", ["bcb"]),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, "a", ["aba"]),  # the other ring is not of this run
        ({"a": "x"}, "a", []),
        ({}, "a", []),
    ],
)
def test_rings_of_managers(manager_of, changed, rings):
    assert ["".join(ring) for ring in cycles(manager_of, changed)] == rings


def test_a_long_chain_of_managers_is_no_ring():
    assert cycles({str(n): str(n + 1) for n in range(50_000)}, map(str, range(50_000))) == []


@pytest.mark.parametrize(
    ("text", "total", "allowed"),
    [("10%", 99, 9), ("0%", 99, 0), ("100%", 99, 99), ("0", 99, 0), (" 5 ", 3, 5), ("7 %", 100, 7), ("33%", 10, 3)],
)
def test_limits_are_rounded_down(text, total, allowed):
    assert make_limit(text).of(total) == allowed


def test_shards_are_disjoint_and_complete_and_of_like_size():
    keys = [email(n) for n in range(4_000)]
    taken = Counter(index for key in keys for index in range(4) if Shard(index, 4).takes(key))
    assert sum(taken.values()) == len(keys)
    assert all(900 < count < 1_100 for count in taken.values())


def test_shards_are_the_same_for_ever():
    """Several machines share a plan, and a run may be of a newer version than the one before."""
    keys = ("1", "2000000000001", email("ann"))
    assert [next(index for index in range(8) if Shard(index, 8).takes(key)) for key in keys] == [1, 1, 5]
