# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What listings leave open (docs/api.md 1-4, 10-12): partial records, spellings, pages, lag."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def paths(simulator):
    return [f"{request.method} {request.path}" for request in simulator.requests]


@pytest.mark.parametrize(
    ("settings", "requests"),
    [
        ({}, ["GET /users"]),
        ({"null_fields": True}, ["GET /users"]),
        ({"honour_fields": False}, ["GET /users", "GET /users/1"]),
        ({"refuse_fields": True}, ["GET /users", "GET /users", "GET /users/1"]),
    ],
)
@pytest.mark.parametrize("title", ["Clerk", ""])
def test_a_field_that_was_not_seen_is_not_taken_for_empty(simulator, user, settings, requests, title):
    simulator.reset({"users": [{"id": "1", "email": "ann@example.com", "title": title, "company": ""}]})
    simulator.settings.update(settings)
    assert user(email="ann@example.com", title=title, company="").actions == []
    assert paths(simulator) == requests


@pytest.mark.parametrize(
    "number",
    ['o"brien', "back\\slash", 'x" or email pr or email eq "', "åsa", "a+b%20&c", "emoji😀"],
)
def test_values_are_escaped_in_filters(simulator, user, number):
    simulator.reset(
        {"users": [{"email": "other@example.com"}, {"id": "7", "email": "x@example.com", "employeeID": number}]}
    )
    done = user(match_by=["employee_id"], employee_id=number, title="Found")
    assert (done.record["id"], done.actions) == ("7", ["patch"])


@pytest.mark.parametrize(
    ("stored", "typed", "requests"),
    [
        ("ann@example.com", "Ann@Example.com", ["GET /users", "PATCH /users/1"]),
        ("Ann@Example.com", "Ann@Example.com", ["GET /users", "PATCH /users/1"]),
        # no filter finds this one: the create is refused, and a walk tells
        (
            "ANN@example.com",
            "Ann@example.com",
            ["GET /users", "POST /users", "GET /users", "GET /users", "GET /users/1", "PATCH /users/1"],
        ),
    ],
)
def test_an_email_in_another_case_is_the_same_account(simulator, user, stored, typed, requests):
    simulator.reset({"users": [{"id": "1", "email": stored}]})
    done = user(email=typed, title="Found")
    assert done.actions == ["patch"]
    assert paths(simulator) == requests
    assert [record["email"] for record in simulator.tenant.users.values()] == [stored]


@pytest.mark.parametrize("stored", ["Marek.Novak@example.com", "Marek.Novak@Example.com", "MAREK.NOVAK@EXAMPLE.COM"])
@pytest.mark.parametrize(("state", "action"), [("absent", "delete"), ("disabled", "disable"), ("present", "patch")])
def test_an_email_in_usual_capitals_is_found_at_once(simulator, user, stored, state, action):
    simulator.reset({"users": [{"id": "1", "email": stored}, {"id": "2", "email": "X@Example.com"}]})
    done = user(email="marek.novak@example.com", manager="x@example.com" if state == "present" else None, state=state)
    assert done.actions == [action]
    assert len(simulator.requests) == 2


def test_a_walk_that_stays_short_decides_nothing(simulator, user):
    simulator.reset({"users": [{"email": "ANN@example.com"}, {"email": "bob@example.com"}]})
    simulator.settings.short_walk = 1
    with pytest.raises(Id360Error, match=r"the server listed 1 of 2 records"):
        user(email="Ann@example.com")
    assert len(simulator.tenant.users) == 2


@pytest.mark.parametrize(("settings", "pages"), [({}, 1), ({"maximum_limit": 2}, 3), ({"refuse_limit": 500}, 2)])
def test_walks_live_with_any_page_size(simulator, user, settings, pages):
    simulator.reset({"users": [{"email": f"uS{n}@example.com"} for n in range(5)]})
    simulator.settings.update(settings)
    done = user(email="us4@Example.com", city="Oslo")
    assert done.actions == ["patch"]
    walked = [request for request in simulator.requests if request.path == "/users" and "filter" not in request.query]
    assert len([request for request in walked if request.method == "GET"]) == pages


def test_a_filtered_listing_may_come_in_pages_and_count_everybody(simulator, user):
    simulator.reset({"users": [{"id": str(n), "email": f"u{n}@example.com"} for n in range(1, 6)]})
    simulator.settings.update({"maximum_limit": 1, "total_counts_all": True})
    assert user(id="1", email="u1@example.com", manager="u3@example.com").actions == ["patch"]


def test_a_cursor_that_repeats_is_an_error(simulator, user):
    simulator.reset({"users": [{"email": f"uS{n}@example.com"} for n in range(5)]})
    simulator.settings.update({"repeat_cursor": True, "maximum_limit": 2})
    with pytest.raises(Id360Error, match="returned the same cursor twice"):
        user(email="us4@example.com")


def test_a_user_just_created_that_is_not_listed_yet_is_found_after_all(simulator, user):
    simulator.settings.lag_listings = 3
    user(email="ann@example.com", city="Oslo")
    done = user(email="ann@example.com", city="Oslo", title="Clerk")
    assert done.actions == ["patch"]
    assert len(simulator.tenant.users) == 1


def test_a_user_who_is_never_listed_fails_with_the_servers_words(simulator, user):
    simulator.settings.lag_listings = 99
    user(email="ann@example.com")
    with pytest.raises(Id360Error) as failed:
        user(email="ann@example.com")
    assert "already exists. Please use a different Email id. (code 00000102" in failed.value.failure()["msg"]
    assert failed.value.failure()["error"]["code"] == "00000102"


def test_deleting_who_is_listed_but_gone_is_unchanged(simulator, user):
    simulator.reset({"users": [{"id": "1", "email": "ann@example.com"}]})
    gone = {"code": "00010105", "title": "User Not Found", "detail": "This User ID does not exist."}
    simulator.fault(method="DELETE", path="/users/1", status=404, error=gone)
    simulator.fault(method="GET", path="/users/1", status=404, error=gone)
    done = user(email="ann@example.com", state="absent")
    assert (done.actions, done.before, done.after) == ([], {}, {})
    assert "the server says: User Not Found" in done.warnings[0]


def test_deleting_who_is_there_but_may_not_be_deleted_fails(simulator, user):
    simulator.reset({"users": [{"id": "1", "email": "ann@example.com"}]})
    gone = {"code": "00010105", "title": "User Not Found", "detail": "You do not have permission."}
    simulator.fault(method="DELETE", path="/users/1", status=404, error=gone)
    with pytest.raises(Id360Error, match="You do not have permission"):
        user(email="ann@example.com", state="absent")
