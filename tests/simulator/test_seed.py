# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeds: what they may say, and the tenant that they make."""

from __future__ import annotations

import json
from pathlib import Path

import id360_simulator
import pytest
from id360_simulator import Simulator
from id360_simulator.state.seed import SeedError

FOLDER = Path(id360_simulator.__file__).parents[1]
SEED = {"users": [{"id": "1", "email": "ann@example.com"}]}


def test_without_a_seed_there_are_two_templates_only(serve):
    api = serve()
    assert (api.data("/users"), api.data("/groups"), api.data("/jobs")) == ([], [], [])
    assert len(api.data("/templates/users/creation")) == 2


def test_ids_are_made_up_the_same_each_time():
    seed = {"users": [{"email": "a@example.com"}, {"id": 2000000000001, "email": "b@example.com"}]}
    tenants = [list(Simulator(seed).tenant.users) for _time in range(2)]
    assert tenants == [["2000000000002", "2000000000001"]] * 2


@pytest.mark.parametrize(
    "seed",
    [
        {"people": []},
        {"users": {}},
        {"users": ["ann"]},
        {"users": [{"email": "a@example.com", "employeeID": 7}]},
        {"users": [{"email": "a@example.com", "country": False}]},
        {"users": [{"email": "a@example.com", "status": 2}]},
        {"users": [{"email": "a@example.com", "status": True}]},
        {"users": [{"email": "a@example.com", "manager": "b@example.com"}]},
        {"groups": [{"name": "A", "members": ["b@example.com"]}]},
        {"groups": [{"members": []}]},
        {"settings": {"nix": 1}},
        "no-such-file.yml",
    ],
    ids=str,
)
def test_a_broken_seed_is_refused(seed):
    with pytest.raises((SeedError, ValueError)):
        Simulator(seed)


@pytest.mark.parametrize("name", ["seed.yml", "seed.json"])
def test_a_seed_can_be_a_file(serve, tmp_path, name):
    path = tmp_path / name
    path.write_text(json.dumps(SEED))
    assert serve(path).data("/users/1")["email"] == "ann@example.com"
    assert serve(str(path)).data("/users/1")["email"] == "ann@example.com"


def test_the_example_tenant_shows_the_odd_cases(serve):
    api = serve(FOLDER / "example-tenant.yml")
    users = {user["id"]: user for user in api.data("/users", fields="id,email,manager")}
    assert len(users) >= 8
    assert {user["manager"] for user in users.values() if "manager" in user} <= users.keys()
    groups = api.data("/groups")
    assert {group["is_dynamic"] for group in groups} == {True, False}
    assert {member for group in groups for member in group["members"]} <= users.keys()
    templates = api.data("/templates/users/creation")
    assert any(template["name"].endswith(" ") for template in templates)
    assert {None, "-"} <= {value for template in templates for value in (template["category"], template["createdTime"])}
    assert api.data("/jobs")
