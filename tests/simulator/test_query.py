# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parameters of listings and reads: fields, sort, and those refused."""

from __future__ import annotations

import pytest

USERS = [
    {"id": str(number), "email": f"user{number}@example.com", "city": city, "title": "Clerk"}
    for number, city in enumerate(["Oslo", "Bergen", "", "Oslo", "Alta"], start=1)
]
SEED = {"users": USERS, "groups": [{"id": "10", "name": "All", "members": ["1"]}]}


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("email", "12345"),
        ("-email", "54321"),
        ("city", "52143"),
        ("city,-email", "52413"),
        ("-city", "14253"),
        ("-status,-id", "54321"),
    ],
)
def test_records_are_sorted_and_those_without_the_field_come_last(serve, sort, ids):
    assert "".join(user["id"] for user in serve(SEED).data("/users", sort=sort, fields="id")) == ids


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "nix"},
        {"sort": ""},
        {"fields": "id,nix"},
        {"fields": ""},
        {"fields": "password"},
        {"filter": "nix pr"},
        {"filter": ""},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "x"},
        {"cursor": "x"},
        {"cursor": "OTk6MA=="},
        {"from": "1"},
        {"offset": "1"},
    ],
    ids=str,
)
def test_a_refused_parameter_is_named(serve, query):
    answer = serve(SEED)("GET", "/users", params=query)
    assert answer.status_code == 400
    assert answer.json()["error"]["detail"] == f"The parameter {next(iter(query))} is invalid."


def test_fields_narrow_the_answer(serve):
    api = serve(SEED)
    assert api.data("/users", fields="title,id", limit=1) == [{"id": "1", "title": "Clerk"}]
    assert api.data("/users/1", fields="title,id") == {"id": "1", "title": "Clerk"}
    assert api.data("/users/3", fields="city,email") == {"email": "user3@example.com"}
    assert "title" not in api.data("/users")[0]
    assert "title" in api.data("/users/1")
    assert api.get("/users/1", fields="nix").status_code == 400


def test_fields_can_be_ignored(serve):
    api = serve(SEED, honour_fields=False)
    assert api.data("/users", fields="title")[0].keys() == api.data("/users")[0].keys()
    assert api.data("/users/1", fields="title") == api.data("/users/1")


def test_fields_can_be_refused(serve):
    api = serve(SEED, refuse_fields=True)
    assert api.get("/users", fields="id").json()["error"]["detail"] == "The parameter fields is invalid."
    assert api.get("/users/1", fields="id").status_code == 400


def test_unset_fields_can_be_null(serve):
    api = serve(SEED, null_fields=True)
    assert api.data("/users/1", fields="id,fax,title") == {"id": "1", "fax": None, "title": "Clerk"}
    assert api.data("/users/1")["manager"] is None
    assert "manager" not in api.data("/users")[0]
    assert api.data("/groups")[0]["description"] is None
