# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shards: each record is of one of them."""

from __future__ import annotations

from directories import ANN, NEW

from ansible_collections.manageengine.id360.plugins.module_utils._directory.shard import Shard
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def test_shards_take_people_by_id_and_groups_by_name(simulator, directory):
    groups = [{"id": "8", "name": "Renamed"}, {"name": "Clerks", "description": "x"}]
    users = [{"id": "1", "email": "ann.lee@example.com"}]
    for index in range(4):
        shard = Shard(index, 4)
        done = directory(check_mode=True, users=users, groups=groups, shard={"index": index, "count": 4})
        expected = [*(["ann@example.com"] if shard.takes("1") else [])]
        expected += [name for name, key in (("Empty", "Renamed"), ("Clerks", "Clerks")) if shard.takes(key)]
        assert [change["key"] for change in done["changes"]] == expected


def test_shards_share_the_work(simulator, directory):
    users = [{"email": f"user{number}@example.com"} for number in range(40)]
    users += [{**ANN, "title": "Head"}, {"id": "3", "email": "eve.lee@example.com"}]
    groups = [{"name": f"Group {number}"} for number in range(10)]
    options = {"users": users, "groups": groups, "unlisted_users": "disable", "max_removals": "100%"}
    whole = directory(check_mode=True, **options)
    parts = [directory(**options, shard={"index": index, "count": 3}) for index in range(3)]
    keys = [change["key"] for part in parts for change in part["changes"]]
    assert sorted(keys) == sorted(change["key"] for change in whole["changes"])
    assert all(len(part["changes"]) > 8 for part in parts)
    assert sum(part["summary"]["create"] for part in parts) == 50
    assert [user for part in parts for user in part["unlisted"]] == whole["unlisted"]
    assert directory(**options)["changed"] is False


def test_somebody_whom_another_shard_creates_is_named(simulator, directory):
    users = [{**ANN, "manager": NEW["email"]}, NEW]
    groups = [{"name": "Fresh", "members": {"add": [NEW["email"]]}}]
    told = []
    for index in range(3):
        try:
            directory(check_mode=True, users=users, groups=groups, shard={"index": index, "count": 3})
        except Id360Error as error:
            told += error.result["problems"]
    assert all("requires new@example.com, created by another shard" in problem for problem in told)
    assert 0 < len(told) <= 2
    directory(users=[NEW])  # as its shard does; the others can then be run again
    for index in range(3):
        directory(users=users, groups=groups, shard={"index": index, "count": 3})
    assert directory(users=users, groups=groups)["changed"] is False
