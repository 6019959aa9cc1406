# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing users."""

from __future__ import annotations

import pytest

PASSWORD = "Test@1527#"
SEED = {
    "users": [
        {"id": "1", "email": "ann@example.com", "city": "Oslo", "manager": "BEN@example.com", "password": PASSWORD},
        {"id": "2", "email": "Ben@Example.com", "status": 0},
        {"id": "3", "email": "una@example.com", "unlicensed": True},
    ],
    "groups": [{"id": "9", "name": "All", "members": ["ann@example.com", "ben@example.com", "una@example.com"]}],
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"city": "Bergen"}, {"city": "Bergen"}),
        ({"city": ""}, {"city": None}),
        ({"status": 0}, {"status": 0}),
        ({"email": "ANN@example.com"}, {"email": "ANN@example.com"}),
        ({"manager": "3"}, {"manager": "3"}),
        ({"manager": ""}, {"manager": None}),
        ({}, {"city": "Oslo", "manager": "2"}),
    ],
)
def test_an_update_changes_what_it_names(serve, body, expected):
    api = serve(SEED)
    answer = api("PATCH", "/users/1", json=body)
    assert answer.status_code == 200
    record = api.simulator.tenant.users["1"]
    assert answer.json()["data"] == record
    assert {name: record.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"nickname": "A"}, "00000107"),
        ({"id": "5"}, "00000107"),
        ({"isDomainVerified": True}, "00000107"),
        ({"primarySource": {}}, "00000107"),
        ({"city": 1}, "00000107"),
        ({"city": None}, "00000107"),
        ({"status": "1"}, "00000107"),
        ({"status": True}, "00000107"),
        ({"status": 2}, "00000107"),
        ({"email": ""}, "00000107"),
        ({"email": "nobody"}, "00000107"),
        ({"manager": "77"}, "00000107"),
        ({"password": ""}, "00010111"),
        ({"email": "bEN@example.com"}, "00000102"),
        ({"city": "Bergen", "status": 7}, "00000107"),
    ],
)
def test_a_refused_body_changes_nothing(serve, body, code):
    api = serve(SEED)
    before = dict(api.simulator.tenant.users["1"])
    assert api.code("PATCH", "/users/1", json=body)[1] == code
    assert api.simulator.tenant.users["1"] == before
    assert api.code("POST", "/users", json={"email": "new@example.com", **body})[1] == code
    assert len(api.simulator.tenant.users) == 3


def test_a_user_needs_an_email(serve):
    assert serve().code("POST", "/users", json={"city": "Oslo"}) == (400, "00000107")


@pytest.mark.parametrize(
    ("settings", "body", "status"),
    [
        ({}, {}, 1),
        ({}, {"status": 0}, 0),
        ({"create_status": 0}, {"status": 1}, 0),
        ({"create_status": 1}, {"status": 0}, 1),
    ],
)
def test_status_of_a_new_user(serve, settings, body, status):
    answer = serve(**settings)("POST", "/users", json={"email": "new@example.com", **body})
    assert answer.json()["data"]["status"] == status


@pytest.mark.parametrize(
    "password", ["Sh0rt#a", "alllower1#", "ALLUPPER1#", "NoDigits##", "NoSpecial11"], ids=lambda text: text
)
def test_weak_passwords_are_refused(serve, password):
    assert serve(SEED).code("PATCH", "/users/1", json={"password": password}) == (422, "00010111")


@pytest.mark.parametrize(
    ("history", "then", "number"),
    [(1, "Third@1527#", 1), (1, "Second@1527#", None), (1, PASSWORD, None), (3, "Third@1527#", 1), (3, PASSWORD, 3)],
)
def test_past_passwords_are_refused(serve, history, then, number):
    api = serve(SEED, password_history=history)
    for password in ("Second@1527#", "Third@1527#"):
        assert api.code("PATCH", "/users/1", json={"password": password}) == (200, None)
    answer = api("PATCH", "/users/1", json={"password": then, "city": "Bergen"})
    if number is None:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 422
        assert answer.json()["error"]["detail"] == f"Password should not be same as your last {number} password(s)"
        assert api.simulator.tenant.users["1"]["city"] == "Oslo"


def test_no_answer_carries_a_password(serve):
    api = serve(SEED)
    body = {"email": "new@example.com", "password": "Another@1527#"}
    answers = [
        api("POST", "/users", json=body),
        api("PATCH", "/users/1", json={"password": "Another@1527#"}),
        api.get("/users"),
        api.get("/users/1"),
        api("GET", "/state", root="/_simulator"),
    ]
    assert all(answer.ok and "1527" not in answer.text for answer in answers)
    assert api.get("/users", fields="id,password").json()["error"]["code"] == "00000107"
    assert api.simulator.tenant.passwords["1"] == ["Another@1527#", PASSWORD]


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", "/users/{}"), ("DELETE", "/users/{}"), ("POST", "/users/{}/enable"), ("POST", "/users/{}/disable")],
)
def test_unlicensed_and_unknown_users_can_not_be_written(serve, method, path):
    api = serve(SEED)
    assert api.code(method, path.format(3), json={}) == (422, "00010109")
    assert api.code(method, path.format(4), json={}) == (404, "00010105")
    assert api.data("/users/3")["email"] == "una@example.com"


@pytest.mark.parametrize(("identity", "verb", "status"), [("1", "disable", 0), ("2", "enable", 1), ("1", "enable", 1)])
def test_users_are_enabled_and_disabled(serve, identity, verb, status):
    api = serve(SEED)
    answer = api("POST", f"/users/{identity}/{verb}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.data(f"/users/{identity}")["status"] == status


def test_delete_takes_the_user_out_of_groups_and_off_reports(serve):
    api = serve(SEED)
    answer = api("DELETE", "/users/2")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.data("/groups")[0]["members"] == ["1", "3"]
    assert "manager" not in api.data("/users/1")
    assert api.code("DELETE", "/users/2") == (404, "00010105")


def test_fields_the_schema_does_not_know_come_back(serve):
    api = serve({"users": [{"id": "1", "email": "ann@example.com", "shoeSize": 41}]})
    assert api.data("/users/1")["shoeSize"] == 41
    assert api("PATCH", "/users/1", json={"city": "Oslo"}).json()["data"]["shoeSize"] == 41


@pytest.mark.parametrize("identity", ["a%2Fb", "%2E%2E", "1%20", "%C3%A9", "1%3Ffields=id"])
def test_odd_ids_are_not_found(serve, identity):
    api = serve(SEED)
    assert api.code("GET", f"/users/{identity}")[0] == 404
