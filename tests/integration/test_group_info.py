# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_group_info's queries, and id360_template_info, over HTTP."""

from __future__ import annotations

import pytest
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._module.info import make_query, read_records
from playbooks import play, tasks

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
    assert warnings == ["group 90: the server shows 2 of its 3 members"]


def test_bad_queries_fail(info):
    for options, message in (
        ({"name": ""}, "name is empty"),
        ({"id": "a/b"}, "is not an id"),
        ({"filter": "a b"}, "00000107"),
    ):
        with pytest.raises(Id360Error, match=message):
            info(**options)


TEMPLATES = [
    {"id": "71", "name": "Newcomer ", "category": None, "createdTime": "-", "isDefault": True},
    {"id": "72", "name": "Newcomer"},
    {"id": "73", "name": "Guest", "directories": [{"id": "7", "name": "Berge", "isPrimary": True}]},
]


def test_templates(tmp_path):
    table = [
        ({}, ["71", "72", "73"]),
        ({"id": "73"}, ["73"]),
        ({"id": "99"}, []),
        ({"name": " Newcomer  "}, ["71", "72"]),
        ({"name": "newcomer"}, []),
        ({"name": ""}, "name is empty: leave it out to list every template"),
        ({"access_token": "wrong"}, "could not read templates: Unauthorized"),
    ]
    with Simulator({"templates": TEMPLATES}) as simulator:
        plays = tasks(*(options for options, _found in table), module="id360_template_info")
        played = play(tmp_path, plays, ID360_URL=simulator.url, ID360_ACCESS_TOKEN="simulator-token")
        simulator.settings.short_walk = 1
        short = play(tmp_path, plays[:1], ID360_URL=simulator.url, ID360_ACCESS_TOKEN="simulator-token").only[0]
    for (_options, found), result in zip(table, played.only, strict=True):
        if isinstance(found, str):
            assert found in result["msg"]
        else:
            assert [template["id"] for template in result["templates"]] == found
    newcomer, guest = played.only[0]["templates"][0], played.only[1]["templates"][0]
    assert (newcomer["name"], newcomer["category"]) == ("Newcomer ", None)
    assert (newcomer["created_time"], newcomer["is_default"]) == ("-", True)
    assert guest["directories"][0]["is_primary"] is True
    assert "the server counts 3 records and lists 2" in str(short["warnings"])
