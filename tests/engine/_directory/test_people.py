# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Emails that name people: those of the tenant, those of the run, and new ones."""

from __future__ import annotations

import pytest
from directories import ANN, BOB, EVE, NEW

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def test_a_new_email_names_its_owner_in_the_same_run(simulator, directory):
    """A manager and a member by an email that the run itself gives to an account."""
    bobby = "bobby@example.com"
    given = {
        "users": [{"employee_id": "008", "email": bobby}, {**EVE, "manager": bobby}],
        "groups": [{"name": "Empty", "members": {"add": [bobby]}}, {"name": "Clerks", "members": {"remove": [bobby]}}],
        "match_by": ["employee_id", "email"],
    }
    dry = directory(check_mode=True, **given)
    done = directory(**given)
    assert dry["changes"] == done["changes"]
    assert simulator.tenant.users["3"]["manager"] == "2"
    assert [simulator.tenant.groups[identity]["members"] for identity in ("8", "9")] == [["2"], ["1"]]
    assert directory(**given)["changed"] is False


def test_who_is_renamed_is_known_by_the_new_name(simulator, directory):
    users = [{"id": "1", "email": "ann.lee@example.com"}, {**BOB, "manager": "Ann.Lee@example.com"}]
    groups = [{"name": "Empty", "members": {"set": ["ann.lee@example.com"]}}]
    dry = directory(check_mode=True, users=users, groups=groups)
    assert directory(users=users, groups=groups)["diff"] == dry["diff"]
    assert simulator.tenant.users["2"]["manager"] == "1"
    assert simulator.tenant.groups["8"]["members"] == ["1"]
    assert directory(users=users, groups=groups)["changed"] is False


def test_a_ring_that_is_there_already_is_not_of_this_run(simulator, directory):
    simulator.tenant.users["1"]["manager"] = "1"
    assert directory(users=[{**ANN, "manager": ANN["email"]}, {**BOB, "manager": "1"}])["summary"]["patch"] == 1


def test_who_needs_somebody_that_could_not_be_created_fails_too(simulator, directory):
    simulator.fault(method="POST", path="/users", status=422, error={"code": "00010111", "title": "Policy"})
    users = [{**NEW, "password": "Canary-1-secret"}, {**ANN, "manager": NEW["email"]}, {**EVE, "title": "x"}]
    with pytest.raises(Id360Error) as failed:
        directory(users=users, groups=[{"name": "Clerks", "members": {"add": [NEW["email"]]}}])
    errors = {change["key"]: change["error"] for change in failed.value.result["changes"]}
    assert "Policy" in errors["new@example.com"]
    assert errors["ann@example.com"] == "user ann@example.com: skipped, as new@example.com could not be created"
    assert errors["Clerks"] == "group Clerks: skipped, as new@example.com could not be created"
    assert errors["eve@example.com"] is None


def test_who_is_only_to_be_removed_need_not_be_there(simulator, directory):
    """Somebody who could not be created is in no group; and is not missed by a shard that does not create them."""
    simulator.fault(method="POST", path="/users", status=422, error={"code": "00010111", "title": "Policy"})
    groups = [{"name": "Clerks", "members": {"add": [EVE["email"]], "remove": [NEW["email"]]}}]
    with pytest.raises(Id360Error) as failed:
        directory(users=[NEW], groups=groups)
    errors = {change["key"]: change["error"] for change in failed.value.result["changes"]}
    assert "Policy" in errors["new@example.com"]
    assert errors["Clerks"] is None
    assert simulator.tenant.groups["9"]["members"] == ["1", "2", "3"]
    for index in range(3):
        directory(check_mode=True, users=[NEW], groups=groups, shard={"index": index, "count": 3})


@pytest.mark.parametrize("people", [3, 200])
def test_members_are_looked_up_or_walked_whichever_takes_less(simulator, directory, people):
    everybody = [{"id": str(number), "email": f"user{number}@example.com"} for number in range(1000)]
    simulator.reset({"users": everybody, "groups": [{"id": "9000", "name": "Clerks"}]})
    simulator.settings.maximum_limit = 100
    simulator.forget()
    members = [user["email"] for user in everybody[:people]]
    done = directory(check_mode=True, groups=[{"name": "Clerks", "members": {"set": members}}])
    assert done["actions"] == ["patch"]
    users = [request for request in simulator.requests if request.path == "/users"]
    assert len(users) == (1 if people == 3 else 4)
