# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_group_info's queries, over HTTP."""

from __future__ import annotations

import json

import pytest
from engine import performed

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._module.info import make_query, read_records
from ansible_collections.manageengine.id360.plugins.modules.id360_group_info import MODULE

NONE = dict.fromkeys(("id", "name", "filter", "sort", "fields", "limit"))
CONNECTION = {"data_center": "US", "validate_certs": True, "ca_path": None, "timeout": 5, "retries": 0}
USERS = [{"id": str(n), "email": f"u{n}@example.com"} for n in range(1, 5)]
GROUPS = [
    {"id": "90", "name": "Clerks", "members": ["1", "2", "3"]},
    {"id": "91", "name": "Twins", "is_dynamic": True, "members": ["4"]},
    {"id": "92", "name": "Twins"},
]


@pytest.fixture
def info(simulator):
    simulator.reset({"users": USERS, "groups": GROUPS})

    def read(warnings=None, **options):
        params = {**CONNECTION, "url": simulator.url, "access_token": "simulator-token", **NONE, **options}
        told = [] if warnings is None else warnings
        return read_records(connect(params, read_only=True), GROUP, make_query(GROUP, params), told.append, told.append)

    return read


SETTINGS = [
    {},
    {"honour_fields": False},
    {"refuse_fields": True},
    {"group_members_on_get": "never"},
    {"honour_fields": False, "group_members_on_get": "never"},
]


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, ["90", "91", "92"]),
        ({"id": "90"}, ["90"]),
        ({"id": "99"}, []),
        ({"name": "Twins"}, ["91", "92"]),
        ({"name": "twins"}, []),
        ({"filter": "is_dynamic eq true"}, ["91"]),
        ({"sort": ["-members_count"], "limit": 1}, ["90"]),
    ],
)
def test_groups_come_with_their_members(simulator, info, settings, options, ids):
    simulator.settings.update(settings)
    groups = info(**options)
    assert [group["id"] for group in groups] == ids
    expected = {group["id"]: group.get("members", []) for group in GROUPS}
    assert [group["members"] for group in groups] == [expected[group_id] for group_id in ids]


@pytest.mark.parametrize("settings", SETTINGS[:2] + SETTINGS[3:])
@pytest.mark.parametrize("query", [{"id": "90"}, {"name": "Clerks"}])
@pytest.mark.parametrize(
    ("fields", "group"),
    [
        (["members"], {"members": ["1", "2", "3"]}),
        (["name", "members"], {"name": "Clerks", "members": ["1", "2", "3"]}),
        (["name", "members_count"], {"name": "Clerks", "members_count": 3}),
    ],
)
def test_only_the_fields_asked_for_come_back(simulator, info, settings, query, fields, group):
    simulator.settings.update(settings)
    assert info(**query, fields=fields) == [group]


@pytest.mark.parametrize("settings", SETTINGS[:2] + SETTINGS[3:])
@pytest.mark.parametrize("query", [{"id": "90"}, {"name": "Clerks"}, {"filter": 'id eq "90"'}])
@pytest.mark.parametrize("fields", [["id", "description"], ["id", "description", "members"]])
def test_a_field_that_a_group_has_not_is_null(simulator, info, settings, query, fields):
    simulator.settings.update(settings)
    (group,) = info(**query, fields=fields)
    assert {**group, "members": []} == {"id": "90", "description": None, "members": []}


def test_members_that_the_server_does_not_show_are_not_told_as_none(simulator, info):
    bare = '{"id": "90", "name": "Clerks", "members_count": 3}'
    simulator.fault(method="GET", path="/groups/90", times=-1, body=f'{{"data": {bare}}}')
    simulator.fault(method="GET", path="/groups", times=-1, body=f'{{"data": [{bare}], "meta": {{"is_last": true}}}}')
    for query in ({"id": "90"}, {"name": "Clerks"}):
        assert info(**query, fields=["description", "members"]) == [{"description": None}]


@pytest.mark.parametrize("fields", [None, ["members"]])
@pytest.mark.parametrize("query", [{"id": "90"}, {"name": "Clerks"}])
def test_members_that_were_cut_are_warned_of(simulator, info, fields, query):
    simulator.settings.truncate_members = 2
    warnings: list[str] = []
    (group,) = info(warnings, **query, fields=fields)
    assert group["members"] == ["1", "2"]
    assert warnings == ["group 90: the server returned 2 of 3 members"]


def test_bad_queries_fail(info):
    for options, message in (
        ({"name": ""}, "name is empty"),
        ({"id": "a/b"}, "is not an id"),
        ({"filter": "a b"}, "00000107"),
    ):
        with pytest.raises(Id360Error, match=message):
            info(**options)


@pytest.mark.parametrize("settings", [*SETTINGS, {"truncate_members": 1}, {"case_sensitive": False}])
@pytest.mark.parametrize(
    ("options", "ids", "warning"),
    [
        ({"member": "2"}, ["90"], ""),
        ({"member": "U4@Example.com"}, ["91", "93"], ""),
        ({"member": "4", "sort": ["-name"], "limit": 1}, ["91"], ""),
        ({"member": "5"}, [], ""),
        ({"member": "u5@example.com"}, [], ""),
        ({"member": "99"}, [], "member '99': no user has this id"),
        ({"member": "zed@example.com"}, [], "member 'zed@example.com': no user has this email"),
    ],
)
def test_the_groups_of_a_user(simulator, settings, options, ids, warning):
    users = [*USERS, {"id": "5", "email": "u5@example.com"}]
    simulator.reset({"users": users, "groups": [*GROUPS, {"id": "93", "name": "Runners", "members": ["4", "1"]}]})
    simulator.settings.update(settings)
    cut = simulator.settings.truncate_members
    if cut:  # the listing alone cuts: a single group is shown whole
        shown = '{"data": {"id": "%s", "name": "x", "members_count": %d, "members": %s}}'
        for group_id, members in {"90": ["1", "2", "3"], "93": ["4", "1"]}.items():
            body = shown % (group_id, len(members), json.dumps(members))
            simulator.fault(method="GET", path=f"/groups/{group_id}", times=-1, body=body)
    result = performed(MODULE, simulator, **options)
    assert sorted(group["id"] for group in result["groups"]) == ids
    assert result["warnings"] == [warning] * bool(warning)
    listings = [request for request in simulator.requests if request.path == "/groups"]
    usual = simulator.settings.honour_fields and not simulator.settings.refuse_fields
    assert len(listings) == (0 if "zed" in options["member"] else 1) or not usual
    assert simulator.writes == []


def test_the_groups_of_a_user_with_some_fields_or_one_server_that_cuts_everywhere(simulator):
    simulator.reset({"users": USERS, "groups": GROUPS})
    for fields, group in ((["name"], {"name": "Clerks"}), (["members"], {"members": ["1", "2", "3"]})):
        assert performed(MODULE, simulator, member="3", fields=fields)["groups"] == [group]
    simulator.settings.truncate_members = 2
    result = performed(MODULE, simulator, member="3")
    assert (result["groups"], result["complete"]) == ([], False)
    assert "group 90: the server returned 2 of 3 members" in result["warnings"]


@pytest.mark.parametrize("other", [{"id": "90"}, {"name": "Clerks"}, {"filter": "is_dynamic eq true"}])
def test_a_member_excludes_other_queries(simulator, other):
    with pytest.raises(Id360Error, match="mutually exclusive"):
        performed(MODULE, simulator, member="1", **other)
    for member in ("", "not an id", "a@b"):
        assert "member" in performed(MODULE, simulator, member=member)["msg"]


@pytest.mark.parametrize(
    ("people", "members", "requests"),
    [
        pytest.param(3, 3, 1, id="one filter"),
        pytest.param(900, 700, 1, id="one page of everybody"),
        pytest.param(5200, 400, 4, id="the first page tells that filters are fewer"),
        pytest.param(2500, 2400, 3, id="a walk"),
    ],
)
def test_members_as_users_take_few_requests(simulator, people, members, requests):
    users = [{"id": str(2 * 10**12 + n), "email": f"u{n}@example.com", "displayName": f"U {n}"} for n in range(people)]
    wanted = users[-members:]
    simulator.reset({"users": users, "groups": [{"name": "Club", "members": [user["id"] for user in wanted]}]})
    (group,) = performed(MODULE, simulator, members_as="users")["groups"]
    assert group["members"] == [
        {"id": user["id"], "email": user["email"], "display_name": user["displayName"]} for user in wanted
    ]
    assert len([request for request in simulator.requests if request.path == "/users"]) == requests


@pytest.mark.parametrize("status", [400, 422, 200])
def test_members_as_users_where_no_filter_finds_ids(simulator, status):
    simulator.reset({"users": USERS, "groups": GROUPS})
    empty = '{"data": [], "meta": {"is_last": true}}' if status == 200 else None
    simulator.fault(method="GET", path="/users", status=status, **({"body": empty} if empty else {}))
    result = performed(MODULE, simulator, name="Clerks", members_as="users", fields=["members"])
    emails = [member["email"] for member in result["groups"][0]["members"]]
    assert emails == ["u1@example.com", "u2@example.com", "u3@example.com"]
