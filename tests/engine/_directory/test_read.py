# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read: one listing of each kind, fields that were not listed, and listings that lack records."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from directories import ANN, BOB, EVE, NEW
from waiting import wait_until

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def test_one_listing_each_and_nothing_to_do(simulator, directory):
    users = [{**ANN, "title": "Clerk", "employee_id": "007"}, {**EVE, "manager": "ann@example.com", "state": "enabled"}]
    done = directory(users=users, groups=[{"name": "Clerks", "members": {"add": ["Ann@Example.com", "2"]}}])
    assert [(request.method, request.path) for request in simulator.requests] == [("GET", "/users"), ("GET", "/groups")]
    assert done["changed"] is False
    assert done["summary"] == {
        **dict.fromkeys(("create", "patch", "password", "enable", "disable", "delete", "failed"), 0),
        "unchanged": 3,
    }
    assert (done["changes"], done["diff"], done["actions"]) == ([], [], [])
    assert done["unlisted"] == [{"id": "2", "email": "bob@example.com"}]


def test_a_field_that_is_to_be_cleared_is_unknown_until_it_was_read(simulator, directory):
    simulator.settings.honour_fields = False
    assert directory(users=[{**ANN, "company": ""}])["actions"] == ["patch"]
    assert simulator.tenant.users["1"].get("company", "") == ""


def test_groups_alone_never_trust_a_short_walk(simulator, directory):
    everybody = [{"id": str(number), "email": f"user{number}@example.com"} for number in range(300)]
    simulator.reset({"users": everybody, "groups": [{"id": "9000", "name": "Clerks", "members": ["299"]}]})
    simulator.settings.short_walk = 1
    members = {"remove": [user["email"] for user in everybody]}
    with pytest.raises(Id360Error, match="the server listed 299 of 300 records"):
        directory(groups=[{"name": "Clerks", "members": members}])


def test_a_small_page_is_lived_with(simulator, directory):
    simulator.settings.maximum_limit = 1
    assert directory(users=[{**EVE, "department": "Sales"}])["changed"] is False
    assert len(simulator.requests) == 3


@pytest.mark.parametrize("setting", [{"refuse_limit": 500}, {"refuse_fields": True}, {"honour_fields": False}])
def test_fields_that_were_not_seen_are_read_by_id(simulator, directory, setting):
    for name, value in setting.items():
        setattr(simulator.settings, name, value)
    done = directory(users=[{**ANN, "company": "Berge"}, {**BOB, "employee_id": "008"}, {**EVE, "city": "Oslo"}])
    assert [change["key"] for change in done["changes"]] == ["eve@example.com"]
    single = [request.path for request in simulator.requests if request.path.startswith("/users/")]
    if "refuse_limit" in setting:
        assert done["warnings"] == []
        assert single == ["/users/3"]
    else:  # what a plain listing shows of Bob is all that is managed of him
        (warning,) = done["warnings"]
        assert "the server does not list all requested fields; 2 users are read by id" in warning
        assert sorted(single) == ["/users/1", "/users/3", "/users/3"]


def test_a_walk_that_is_short_is_never_believed(simulator, directory):
    simulator.settings.short_walk = 1
    with pytest.raises(Id360Error, match="the server listed 2 of 3 records"):
        directory(users=[ANN], unlisted_users="delete", max_removals="100%")
    assert simulator.writes == []


def test_groups_are_read_again_before_they_are_written(simulator, directory):
    """Their members are replaced as a whole: somebody who joins after the listing must not be dropped."""
    simulator.fault(method="POST", path="/users", delay=1)  # users come first, and this one takes its time

    def join():
        wait_until(lambda: any(request.path == "/groups" for request in simulator.requests))
        simulator.tenant.groups["9"]["members"] = ["1", "2", "3"]

    with ThreadPoolExecutor(1) as pool:
        joined = pool.submit(join)
        done = directory(users=[NEW], groups=[{"name": "Clerks", "members": {"remove": ["2"]}}])
        joined.result()
    assert done["actions"] == ["create", "patch"]
    assert simulator.tenant.groups["9"]["members"] == ["1", "3"]


@pytest.mark.parametrize(
    ("fault", "options", "said"),
    [
        ({"path": "/users"}, {}, "could not read users: "),
        ({"path": "/users", "after": 1}, {"scope": "title pr"}, "scope 'title pr': "),
        ({"path": "/users/1"}, {}, "could not read user 1: "),
        ({"path": "/groups"}, {}, "could not read groups: "),
        ({"path": "/groups/9"}, {}, "could not read the members of group Clerks: "),
        ({"path": "/templates/users/creation"}, {}, "could not read templates: "),
    ],
)
@pytest.mark.parametrize("how", [{"status": 500}, {"drop": "before"}], ids=["refused", "dropped"])
def test_a_failure_says_what_could_not_be_read(simulator, directory, fault, options, said, how):
    simulator.settings.honour_fields = False
    simulator.settings.group_members_on_list = False
    simulator.settings.group_members_on_get = "always"
    simulator.fault(method="GET", times=-1, **fault, **how)
    users = [{**ANN, "company": "Example"}, {**NEW, "template": "Staff"}]
    with pytest.raises(Id360Error) as failed:
        directory(users=users, groups=[{"name": "Clerks", "members": {"add": ["2"]}}], retries=0, **options)
    assert failed.value.failure()["msg"].startswith(said)
    assert simulator.writes == []


@pytest.mark.parametrize(
    ("users", "method", "path", "said"),
    [
        ([NEW], "POST", "/users", "could not create user new@example.com: "),
        ([{**ANN, "title": "Head"}], "PATCH", "/users/1", "could not change user ann@example.com: "),
        ([{**ANN, "state": "disabled"}], "POST", "/users/1/disable", "could not disable user ann@example.com: "),
    ],
)
def test_a_failure_says_what_could_not_be_written(simulator, directory, users, method, path, said):
    simulator.fault(method=method, path=path, status=422, error={"code": "00010109", "title": "Unlicensed"})
    with pytest.raises(Id360Error) as failed:
        directory(users=users, max_removals=1)
    assert f"1 of 1 items failed: {said}" in failed.value.failure()["msg"]
