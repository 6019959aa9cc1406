# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A listed record that can't be told from others, as its id or key is of a type that none can have, is no sign that the
one which is looked for is absent (docs/api.md 10)."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from engine import TOKEN

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import CONNECTION_OPTIONS, connect
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._module.info import Query, read_records

USERS = [
    ({"id": ["1"], "email": "ann@example.com"}, 'a list as "id"'),
    ({"id": True, "email": "ann@example.com"}, 'a boolean as "id"'),
    ({"id": 1.5, "email": "ann@example.com"}, 'a number as "id"'),
    ({"id": None, "email": "ann@example.com"}, "a user without an id"),
    ({"id": "1", "email": ["ann@example.com"]}, "a user with a list as its email"),
    ({"id": "1", "email": {"value": "ann@example.com"}}, "a user with an object as its email"),
    ({"id": "1", "email": "x@example.com", "employeeID": 7.0}, "a user with a number as its employee_id"),
    ({"id": "1", "email": "x@example.com", "employeeID": False}, "a user with a boolean as its employee_id"),
    ({"id": "1", "email": "ann@example.com", "manager": {"id": "2"}}, 'an object as "manager"'),
]
GROUPS = [
    ({"id": {"value": "9"}, "name": "Clerks"}, 'an object as "id"'),
    ({"id": "9", "name": ["Clerks"]}, "a group with a list as its name"),
    ({"id": "9", "name": 7}, "a group with a number as its name"),
    ({"id": "9", "name": "Clerks", "members": [{"id": "1"}]}, 'an object as an id among "members"'),
    ({"id": "9", "name": "Clerks", "members": ["1", None]}, 'null as an id among "members"'),
]


def lists(simulator, path, record):
    page = {"data": [record], "meta": {"is_last": True, "total_no_of_objects": 1}}
    simulator.fault(method="GET", path=path, times=-1, body=json.dumps(page), content_type="application/json")


@pytest.mark.parametrize(("record", "said"), USERS)
def test_users(simulator, user, directory, record, said):
    lists(simulator, "/users", record)
    for state in ("present", "enabled", "disabled", "absent"):
        with pytest.raises(Id360Error, match=f"the server sent {said}"):
            user(email="ann@example.com", employee_id="7", match_by=["email", "employee_id"], state=state)
    wanted = [{"email": "ann@example.com", "employee_id": "7", "manager": ""}]
    for scope in (None, 'city eq "Oslo"'):
        with pytest.raises(Id360Error, match=f"the server sent {said}"):
            directory(users=wanted, scope=scope, match_by=["email", "employee_id"])
    assert simulator.writes == []


@pytest.mark.parametrize(("record", "said"), GROUPS)
def test_groups(simulator, group, directory, record, said):
    """A second one was created."""
    lists(simulator, "/groups", record)
    for state in ("present", "absent"):
        with pytest.raises(Id360Error, match=f"the server sent {said}"):
            group(name="Clerks", state=state)
        with pytest.raises(Id360Error, match=f"the server sent {said}"):
            directory(groups=[{"name": "Clerks", "state": state}])
    assert simulator.writes == []


@pytest.mark.parametrize(
    "query", [Query(), Query(key="Clerks"), Query(filter='name eq "Clerks"'), Query(fields=("name",))]
)
def test_info(simulator, query):
    spec = ArgumentSpecValidator(CONNECTION_OPTIONS)
    params = spec.validate({"url": simulator.url, "access_token": TOKEN}).validated_parameters
    client = connect(params, read_only=True)
    for record, said in GROUPS:
        simulator.clear_faults()
        lists(simulator, "/groups", record)
        with pytest.raises(Id360Error, match=f"the server sent {said}"):
            read_records(client, GROUP, query, print, print)


def test_numbers_are_ids(simulator, user, group):
    """And an employee id may be one."""
    lists(simulator, "/users", {"id": 1, "email": "ann@example.com", "employeeID": 7, "manager": 2, "title": None})
    done = user(email="ann@example.com", employee_id="7", match_by=["email", "employee_id"])
    assert (done.actions, done.record["id"], done.record["manager"]) == ([], "1", "2")
    lists(
        simulator, "/groups", {"id": 9, "name": "Clerks", "description": None, "members": [1, "2"], "members_count": 2}
    )
    assert group(name="Clerks").record["members"] == ["1", "2"]
