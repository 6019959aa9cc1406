# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing groups, and seeing their members."""

from __future__ import annotations

import pytest

SEED = {
    "users": [{"id": str(number), "email": f"user{number}@example.com"} for number in range(1, 6)],
    "groups": [
        {"id": "10", "name": "Static", "description": "One", "members": ["1", "user2@example.com", "3"]},
        {"id": "11", "name": "Dynamic", "is_dynamic": True, "members": ["1", "2"]},
    ],
}


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/groups/10", {"members": ["4"]}, {"members": ["4"], "members_count": 1}),
        ("/groups/10", {"members": []}, {"members": [], "members_count": 0}),
        ("/groups/10", {"members": ["5", "4", "5"]}, {"members": ["5", "4"], "members_count": 2}),
        ("/groups/10", {"name": "Dynamic"}, {"name": "Dynamic", "members": ["1", "2", "3"]}),
        ("/groups/10", {"description": ""}, {"description": None}),
        ("/groups/10", {"is_dynamic": True}, {"is_dynamic": True}),
        ("/groups/11", {"is_dynamic": False, "members": ["3"]}, {"is_dynamic": False, "members": ["3"]}),
    ],
)
def test_an_update_changes_what_it_names(serve, path, body, expected):
    api = serve(SEED)
    assert api.code("PATCH", path, json=body) == (200, None)
    record = api.simulator.tenant.groups[path.rpartition("/")[2]]
    assert {name: record.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/groups/10", {"members": ["77"]}),
        ("/groups/10", {"members": [1]}),
        ("/groups/10", {"members": "1"}),
        ("/groups/10", {"members": ["4"], "is_dynamic": True}),
        ("/groups/11", {"members": ["1", "2"]}),
        ("/groups/10", {"name": ""}),
        ("/groups/10", {"members_count": 1}),
        ("/groups/10", {"is_dynamic": "no"}),
    ],
)
def test_a_refused_body_is_named_as_a_parameter_error(serve, path, body):
    api = serve(SEED)
    assert api.code("PATCH", path, json=body) == (400, "00000107")
    assert api.code("POST", "/groups", json={"name": "New", "is_dynamic": path == "/groups/11", **body})[0] == 400


def test_groups_are_created_beside_others_of_their_name_and_deleted(serve):
    api = serve(SEED)
    assert api.code("POST", "/groups", json={"description": "no name"}) == (400, "00000107")
    first = api("POST", "/groups", json={"name": "Static", "members": ["1"]})
    assert first.status_code == 201
    identity = first.json()["data"]["id"]
    assert api.data("/groups", filter='name eq "Static"', fields="id,members") == [
        {"id": "10", "members": ["1", "2", "3"]},
        {"id": identity, "members": ["1"]},
    ]
    assert api("DELETE", f"/groups/{identity}").status_code == 204
    assert api.code("DELETE", f"/groups/{identity}") == (404, "*****")


@pytest.mark.parametrize(
    ("shown", "plain", "asked"), [("fields", False, True), ("never", False, False), ("always", True, True)]
)
def test_a_single_group_shows_its_members_as_set(serve, shown, plain, asked):
    api = serve(SEED, group_members_on_get=shown)
    assert ("members" in api.data("/groups/10")) is plain
    assert ("members" in api.data("/groups/10", fields="id,members")) is asked
    assert "members" in api.data("/groups")[0]


def test_truncated_members_are_counted_in_full(serve):
    api = serve(SEED, truncate_members=2)
    for group in (api.data("/groups")[0], api.data("/groups/10", fields="members,members_count")):
        assert (len(group["members"]), group["members_count"]) == (2, 3)
