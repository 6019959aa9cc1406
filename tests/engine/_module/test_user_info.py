# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_user_info's queries, over HTTP."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._module.info import make_query, read_records

NONE = dict.fromkeys(("id", "email", "filter", "sort", "fields", "limit"))
CONNECTION = {"data_center": "US", "validate_certs": True, "ca_path": None, "timeout": 5, "retries": 0}


@pytest.fixture
def info(simulator):
    simulator.reset(
        {
            "users": [
                {"id": "1", "email": "ann@example.com", "firstName": "Ann", "title": "Chief", "employeeID": "7"},
                {"id": "2", "email": "bob@example.com", "firstName": "Bob", "title": "Clerk", "employeeID": "8"},
                {"id": "3", "email": "eve@example.com", "firstName": "Eve", "title": "Clerk"},
            ]
        }
    )

    def read(warnings=None, **options):
        params = {**CONNECTION, "url": simulator.url, "access_token": "simulator-token", **NONE, **options}
        told = [] if warnings is None else warnings
        return read_records(connect(params, read_only=True), USER, make_query(USER, params), told.append, told.append)

    return read


@pytest.mark.parametrize("settings", [{}, {"honour_fields": False}, {"refuse_fields": True}, {"refuse_limit": 100}])
@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, ["1", "2", "3"]),
        ({"id": "2"}, ["2"]),
        ({"id": "9"}, []),
        ({"email": "ANN@example.com"}, ["1"]),
        ({"email": "zed@example.com"}, []),
        ({"filter": 'title eq "Clerk"'}, ["2", "3"]),
        ({"filter": 'first_name eq "Ann" and not (last_name eq "first_name eq")'}, ["1"]),
        ({"filter": 'employeeId eq "7" or employee_id eq "8"'}, ["1", "2"]),
        ({"sort": ["-first_name"]}, ["3", "2", "1"]),
        ({"sort": ["title", "-firstName"]}, ["1", "3", "2"]),
        ({"sort": ["-first_name"], "limit": 2}, ["3", "2"]),
        ({"filter": 'title eq "Clerk"', "limit": 1}, ["2"]),
        ({"limit": 9}, ["1", "2", "3"]),
    ],
)
def test_queries_return_whole_records(simulator, info, settings, options, ids):
    simulator.settings.update(settings)
    users = info(**options)
    assert [user["id"] for user in users] == ids
    assert all({"title", "primary_source", "status"} <= user.keys() for user in users)


@pytest.mark.parametrize("honour_fields", [True, False])
@pytest.mark.parametrize(
    ("fields", "record"),
    [
        (["email", "title"], {"email": "ann@example.com", "title": "Chief"}),
        (["employeeID", "id"], {"employee_id": "7", "id": "1"}),
        (["employee_id", "fax"], {"employee_id": "7", "fax": None}),
        (["manager", "zipPostal", "city"], {"manager": None, "zip_postal": None, "city": None}),
    ],
)
@pytest.mark.parametrize("query", [{"id": "1"}, {"email": "ann@example.com"}, {"filter": 'firstName eq "Ann"'}])
def test_only_the_fields_asked_for_come_back(simulator, info, honour_fields, fields, record, query):
    simulator.settings.honour_fields = honour_fields
    assert info(fields=fields, **query) == [record]


@pytest.mark.parametrize("settings", [{}, {"honour_fields": False}, {"null_fields": True}])
def test_a_field_that_a_user_has_not_is_null(simulator, info, settings):
    simulator.settings.update(settings)
    assert [user["employee_id"] for user in info(fields=["employee_id"])] == ["7", "8", None]


def test_a_field_of_a_sparse_record_is_not_taken_for_empty(simulator, info):
    simulator.settings.honour_fields = False
    fields = ["email", "employee_id", "first_name", "status", "is_domain_verified", "title"]
    assert info(filter='firstName eq "Ann"', fields=fields)[0]["title"] == "Chief"


@pytest.mark.bad_requests
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"email": "ann"}, "email 'ann' is not an email address"),
        ({"fields": ["password"]}, "fields contains password, which the API never returns"),
        ({"fields": ["a,b"]}, "fields contains 'a,b', which is not the name of a field"),
        ({"limit": 0}, "limit 0 is less than 1"),
        ({"email": ""}, "email is empty: omit it to list all users"),
        ({"id": "a/b"}, "id 'a/b' is not an id"),
        ({"fields": ["shoe_size"]}, "00000107"),
        ({"filter": "shoes are blue"}, "00000107"),
    ],
)
def test_bad_queries_fail(info, options, message):
    with pytest.raises(Id360Error, match=message):
        info(**options)


def test_a_listing_that_brings_too_few_is_warned_of(simulator, info):
    simulator.settings.short_walk = 1
    warnings: list[str] = []
    assert len(info(warnings)) == 2
    assert warnings == ["the server listed 2 of 3 records"]
    assert [request.path for request in simulator.requests] == ["/users", "/users"]


def test_pages_are_not_asked_for_beyond_the_limit(simulator, info):
    simulator.settings.maximum_limit = 1
    assert len(info(limit=2)) == 2
    assert len(simulator.requests) == 2


def test_an_id_of_nobody_warns_with_the_servers_words(info):
    warnings: list[str] = []
    assert info(warnings, id="9") == []
    assert "the server says: User Not Found" in warnings[0]
