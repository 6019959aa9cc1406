# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads: reading and matching CSV, and taking rows out again."""

from __future__ import annotations

import pytest

UPLOADS = "/management/actions/move-users/uploads"
USERS = [
    {"id": "1", "email": "ann@example.com", "firstName": "Ann", "lastName": "Lee", "employeeID": "007"},
    {"id": "2", "email": "ben@example.com", "firstName": "Ben", "lastName": "Lee"},
]
CSV = "email,employee_id\nann@example.com,7\nANN@example.com,8\nzoe@example.com,9\nben@example.com,\n"


def entities(api, identity, **query):
    rows = api.data(f"{UPLOADS}/{identity}/data", **query)
    return [(row["user_id"], row["status"]) for row in rows]


def test_an_upload_is_answered_with_its_columns_and_rows(serve):
    api = serve({"users": USERS})
    answer = api.upload("\ufefffirst_name,last_name,email,employee_id\r\nAnn,Lee,Ann@example.com,7\r\n")
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert isinstance(data["id"], int)
    assert data["match_columns"] == ["email", "first_name", "last_name"]
    assert data["header"][0] == {"name": "first_name", "is_match_column": True}
    assert data["header"][3] == {"name": "employee_id", "is_match_column": False}
    assert api.data(f"{UPLOADS}/{data['id']}") == data
    page = api.get(f"{UPLOADS}/{data['id']}/data").json()
    assert page["meta"] == {"start_index": "1", "limit": 200, "total_no_of_objects": 1}
    row = page["data"][0]
    assert row.keys() == {"id", "user_id", "status", "imported_data"}
    assert (row["user_id"], row["status"]) == ("1", "MAPPED")
    assert row["imported_data"] == {
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "Ann@example.com",
        "employee_id": "7",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CSV, [("1", "MAPPED"), ("1", "DUPLICATE_USER"), (None, "USER_NOT_FOUND"), ("2", "MAPPED")]),
        ("Last Name\nLee\nRay\n", [(None, "MULTIPLE_USERS_FOUND"), (None, "USER_NOT_FOUND")]),
        ("firstName,lastName\nBen,Lee\n\nBen,Ray\nBen\n", [("2", "MAPPED")] + [(None, "USER_NOT_FOUND")] * 2),
        ("email,first_name\nben@example.com,Ann\n,\n", [(None, "USER_NOT_FOUND")] * 2),
        ('email,note\n"ann@example.com","a ""b"",\nc"\n', [("1", "MAPPED")]),
        ("employeeID\n007\n", [(None, "USER_NOT_FOUND")]),
    ],
)
def test_rows_find_their_users_by_the_match_columns(serve, text, expected):
    api = serve({"users": USERS})
    assert entities(api, api.upload(text).json()["data"]["id"]) == expected


def test_other_match_columns_match_anew(serve):
    api = serve({"users": USERS})
    identity = api.upload("email,employee_id\nwrong@example.com,007\n").json()["data"]["id"]
    answer = api("PUT", f"{UPLOADS}/{identity}/match-columns", json=["employee_id"])
    assert answer.json() == {"data": ["employee_id"]}
    assert entities(api, identity) == [("1", "MAPPED")]
    assert api.data(f"{UPLOADS}/{identity}")["match_columns"] == ["employee_id"]


def test_an_upload_that_is_taken_otherwise_than_it_was_sent(serve):
    api = serve({"users": USERS}, kept_match_columns=["employee_id"], lost_columns=["note"], lost_rows=3)
    data = api.upload(CSV.replace("\n", ",x\n").replace("_id,x", "_id,note")).json()["data"]
    assert [column["name"] for column in data["header"]] == ["email", "employee_id"]
    answer = api("PUT", f"{UPLOADS}/{data['id']}/match-columns", json=["email"])
    assert answer.json() == {"data": ["employee_id"]}
    assert api.data(f"{UPLOADS}/{data['id']}")["match_columns"] == ["employee_id"]
    assert entities(api, data["id"]) == [(None, "USER_NOT_FOUND")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "00000107"),
        (["email", "email"], "00000107"),
        (["nix"], "00000107"),
        ([1], "00000107"),
        ({"match_columns": ["email"]}, "00000100"),
    ],
)
def test_match_columns_that_are_refused(serve, body, code):
    api = serve({"users": USERS})
    identity = api.upload(CSV).json()["data"]["id"]
    assert api.code("PUT", f"{UPLOADS}/{identity}/match-columns", json=body) == (400, code)


@pytest.mark.parametrize(
    ("text", "keywords", "expected"),
    [
        ("", {}, (400, "00000107")),
        ("email\n", {}, (400, "00000107")),
        ("email,\na,b\n", {}, (400, "00000107")),
        ("email,email\na,b\n", {}, (400, "00000107")),
        ("email\na,b\n", {}, (400, "00000107")),
        (b"email\n\xff\n", {}, (400, "00000107")),
        ('email\n"a\n', {}, (400, "00000107")),
        (CSV, {"field": "data"}, (400, "00000107")),
        (CSV, {"content_type": "application/json"}, (415, "00000103")),
        (CSV, {"action": "nix"}, (404, "*****")),
    ],
)
def test_files_that_are_refused(serve, text, keywords, expected):
    answer = serve().upload(text, **keywords)
    assert (answer.status_code, answer.json()["error"]["code"]) == expected


@pytest.mark.parametrize("extra", ["file", "action", "match_columns"])
def test_parts_beside_the_file_are_refused(serve, extra):
    api = serve()
    parts = [("file", ("people.csv", CSV, "text/csv")), (extra, ("more.csv", CSV, "text/csv"))]
    for files in (parts, parts[::-1]):
        assert api.code("POST", UPLOADS, files=files) == (400, "00000107")
    assert api.code("POST", UPLOADS, files=parts[:1], data={extra: "x"}) == (400, "00000107")
    assert api.simulator.tenant.uploads == {}


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"ids": "2000500000001,2000500000003"}, "24"),
        ({"filter": 'status eq "MAPPED"'}, "23"),
        ({"filter": 'employee_id eq "9" or user_id eq "2"'}, "12"),
        ({"filter": 'imported_data.employee_id eq "9"'}, "124"),
        ({"ids": "2000500000001,2000500000003", "filter": 'status eq "MAPPED"'}, "234"),
    ],
    ids=str,
)
def test_rows_are_taken_out(serve, query, left):
    api = serve({"users": USERS})
    identity = api.upload(CSV).json()["data"]["id"]
    answer = api("DELETE", f"{UPLOADS}/{identity}/data", params=query)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "".join(row["id"][-1] for row in api.data(f"{UPLOADS}/{identity}/data")) == left


@pytest.mark.parametrize(
    "query", [{}, {"ids": ""}, {"ids": "2000500000001,7"}, {"filter": "nix pr"}, {"id": "2000500000001"}], ids=str
)
def test_refused_deletions_take_nothing_out(serve, query):
    api = serve({"users": USERS})
    identity = api.upload(CSV).json()["data"]["id"]
    assert api.code("DELETE", f"{UPLOADS}/{identity}/data", params=query) == (400, "00000107")
    assert len(entities(api, identity)) == 4


def test_one_row_is_taken_out_once(serve):
    api = serve({"users": USERS})
    identity = api.upload(CSV).json()["data"]["id"]
    assert api("DELETE", f"{UPLOADS}/{identity}/data/2000500000002").status_code == 204
    assert api.code("DELETE", f"{UPLOADS}/{identity}/data/2000500000002") == (404, "*****")
    assert len(entities(api, identity)) == 3


def test_long_urls_are_refused_where_rows_are_deleted_or_everywhere(serve):
    api = serve({"users": USERS})
    identity = api.upload(CSV).json()["data"]["id"]
    long = {"ids": ",".join(["2000500000001"] * 600)}
    assert api("DELETE", f"{UPLOADS}/{identity}/data", params=long).status_code == 414
    assert api.get("/users", filter=" or ".join(['email eq "ann@example.com"'] * 300)).status_code == 200
    api.simulator.settings.maximum_url_everywhere = True
    assert api.get("/users", filter=" or ".join(['email eq "ann@example.com"'] * 300)).status_code == 414
    api.simulator.settings.maximum_url = 100_000
    assert api("DELETE", f"{UPLOADS}/{identity}/data", params=long).status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "move-users/uploads/1"),
        ("GET", "move-users/uploads/1/data"),
        ("GET", "delete-user/uploads/2000400000001"),
        ("DELETE", "move-users/uploads/1/data?ids=1"),
        ("DELETE", "move-users/uploads/1/data/1"),
        ("PUT", "move-users/uploads/1/match-columns"),
        ("POST", "move-users/uploads/1/execute"),
        ("GET", "move-users/executions/1/status"),
    ],
)
def test_unknown_uploads_and_executions_are_not_found(serve, method, path):
    api = serve({"users": USERS})
    api.upload(CSV)
    assert api.code(method, f"/management/actions/{path}", json=[]) == (404, "*****")


def test_rows_are_filtered_and_paged(serve):
    api = serve({"users": USERS})
    identity = api.upload(CSV).json()["data"]["id"]
    page = api.get(f"{UPLOADS}/{identity}/data", filter='status eq "MAPPED"', limit=1, from_=2).json()
    assert [row["user_id"] for row in page["data"]] == ["2"]
    assert page["meta"] == {"start_index": "2", "limit": 1, "total_no_of_objects": 2}
