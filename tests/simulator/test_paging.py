# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages, totals, and listings that lag behind."""

from __future__ import annotations

import pytest

USERS = [
    {"id": str(number), "email": f"user{number}@example.com", "city": city, "title": "Clerk"}
    for number, city in enumerate(["Oslo", "Bergen", "", "Oslo", "Alta"], start=1)
]
SEED = {"users": USERS, "groups": [{"id": "10", "name": "All", "members": ["1"]}]}


def walk(api, path="/users", **query):
    """All ids of a listing, page by page, and the last page's meta."""
    ids, cursor, pages = [], None, 0
    while True:
        page = api.get(path, **query, **({"cursor": cursor} if cursor else {})).json()
        pages += 1
        ids += [record["id"] for record in page["data"]]
        assert page["meta"]["cursor"] == cursor
        cursor = page["meta"]["next_cursor"]
        assert page["meta"]["is_last"] is (cursor is None)
        if cursor is None:
            return ids, pages, page["meta"]


@pytest.mark.parametrize(("limit", "pages"), [(1, 5), (2, 3), (5, 1), (6, 1)])
def test_cursors_lead_through_all_records(serve, limit, pages):
    ids, seen, meta = walk(serve(SEED), limit=limit)
    assert ("".join(ids), seen) == ("12345", pages)
    assert (meta["limit"], meta["total_no_of_objects"]) == (limit, 5)


def test_a_walk_is_stable(serve):
    api = serve(SEED)
    first = api.get("/users", limit=2, sort="-email").json()["meta"]["next_cursor"]
    api("DELETE", "/users/3")
    api("POST", "/users", json={"email": "zoe@example.com"})
    page = api.get("/users", limit=10, sort="-email", cursor=first).json()
    assert [user["id"] for user in page["data"]] == ["2", "1"]
    assert api.get("/users", limit=2, cursor=first).json()["error"]["detail"] == "The parameter cursor is invalid."


@pytest.mark.parametrize(
    ("path", "usual"), [("/users", 100), ("/groups", 100), ("/jobs", 200), ("/templates/users/creation", 200)]
)
def test_a_page_has_the_usual_the_asked_or_the_largest_size(serve, path, usual):
    api = serve(maximum_limit=300)
    assert api.get(path).json()["meta"]["limit"] == usual
    assert api.get(path, limit=5000).json()["meta"]["limit"] == 300
    api.simulator.settings.refuse_limit = 250
    assert api.get(path, limit=250).json()["meta"]["limit"] == 250
    assert api.get(path, limit=251).json()["error"]["detail"] == "The parameter limit is invalid."
    api.simulator.settings.refuse_limit = 50
    assert api.get(path).json()["meta"]["limit"] == usual
    assert api.get(path, limit=usual).status_code == 400


def test_a_cursor_can_repeat_itself(serve):
    api = serve(SEED, repeat_cursor=True)
    cursor = api.get("/users", limit=2).json()["meta"]["next_cursor"]
    meta = api.get("/users", limit=2, cursor=cursor).json()["meta"]
    assert (meta["cursor"], meta["next_cursor"], meta["is_last"]) == (cursor, cursor, False)


@pytest.mark.parametrize("path", ["/users", "/jobs"])
def test_the_total_can_ignore_the_filter(serve, path):
    seed = SEED | {"jobs": [{"id": str(number)} for number in range(5)]}
    api = serve(seed, total_counts_all=True)
    page = api.get(path, filter='id eq "1"').json()
    assert (len(page["data"]), page["meta"]["total_no_of_objects"]) == (1, 5)


def test_a_listing_can_leave_out_its_end(serve):
    ids, _pages, meta = walk(serve(SEED, short_walk=2), limit=2)
    assert ("".join(ids), meta["total_no_of_objects"]) == ("123", 5)


@pytest.mark.parametrize(
    ("first_index", "query", "start", "ids"),
    [
        (1, {}, "1", "01234"),
        (1, {"limit": 2}, "1", "01"),
        (1, {"from_": 3, "limit": 2}, "3", "23"),
        (1, {"from_": 0, "limit": 2}, "1", "01"),
        (1, {"from_": 9}, "9", ""),
        (0, {}, "0", "01234"),
        (0, {"from_": 3, "limit": 2}, "3", "34"),
    ],
)
def test_pages_begin_where_from_says(serve, first_index, query, start, ids):
    seed = {"templates": [{"id": str(number)} for number in range(5)]}
    page = serve(seed, first_index=first_index).get("/templates/users/creation", **query).json()
    assert "".join(template["id"] for template in page["data"]) == ids
    assert (page["meta"]["start_index"], page["meta"]["total_no_of_objects"]) == (start, 5)


@pytest.mark.parametrize("query", [{"from_": "x"}, {"from_": "-1"}, {"limit": "0"}, {"filter": 'id eq "1"'}], ids=str)
def test_broken_parameters_of_offsets_are_refused(serve, query):
    assert serve().get("/templates/users/creation", **query).json()["error"]["code"] == "00000107"


@pytest.mark.parametrize(
    ("path", "body"), [("/users", {"email": "new@example.com"}), ("/groups", {"name": "New"})], ids=["users", "groups"]
)
def test_a_new_record_is_missing_from_the_first_lists(serve, path, body):
    api = serve(SEED, lag_listings=2)
    before = len(api.data(path))
    created = api("POST", path, json=body).json()["data"]["id"]
    assert api.get(f"{path}/{created}").status_code == 200
    assert [len(api.data(path)) - before for _time in range(4)] == [0, 0, 1, 1]


def test_a_new_record_is_missing_from_lists_for_some_time(serve):
    api = serve(SEED, lag_seconds=3600)
    api("POST", "/users", json={"email": "new@example.com"})
    assert len(api.data("/users")) == 5
    api.simulator.settings.lag_seconds = 0
    assert len(api.data("/users")) == 6
