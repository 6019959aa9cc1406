# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One user, one group: the law of five, for tenants and desired records that nobody thought of."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from properties import KEYS, TEXTS, assert_law, tried

from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._values import normalized
from ansible_collections.manageengine.id360.plugins.modules.id360_group import MODULE as GROUP_MODULE
from ansible_collections.manageengine.id360.plugins.modules.id360_user import MODULE as USER_MODULE

IDS = ["1", "2", "3", "4"]
NUMBERS = st.sampled_from(["7", "07", "\u00e9", "e\u0301"])
NAMES = st.sampled_from(["Team", "team", "Team x", "\u00dcn\u0131t", "U\u0308n\u0131t", 'a "b" \\'])


def email(record_id: str) -> str:
    return f"u{record_id}@example.com"


def spelled(record_id: str) -> st.SearchStrategy[str]:
    return st.sampled_from([email(record_id), email(record_id).upper(), email(record_id).title(), record_id])


TEXT_FIELDS = {field.api_name: TEXTS | st.just("") for field in USER.fields if field.name in ("title", "city", "fax")}


@st.composite
def tenants(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1))
    more = {"status": st.sampled_from([0, 1]), "manager": st.sampled_from(ids), "employeeID": NUMBERS, **TEXT_FIELDS}
    users = [{"id": one, "email": email(one), **draw(st.fixed_dictionaries({}, optional=more))} for one in ids]
    members = {"members": st.lists(st.sampled_from(ids), unique=True), "description": TEXTS}
    groups = [
        {"id": str(90 + number), "name": name, **draw(st.fixed_dictionaries({}, optional=members))}
        for number, name in enumerate(draw(st.lists(NAMES, max_size=3)))
    ]
    return {"users": users, "groups": groups}


@st.composite
def users(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    tenant = draw(tenants())
    who = draw(st.sampled_from([*IDS, *IDS, "new"]))
    there = st.sampled_from([user["id"] for user in tenant["users"]]).flatmap(spelled)
    names = st.lists(st.sampled_from([group["name"] for group in tenant["groups"]] or ["Nowhere"]), max_size=2)
    groups = st.fixed_dictionaries({"set": names}) | st.fixed_dictionaries({}, optional={"add": names, "remove": names})
    optional: dict[str, st.SearchStrategy[Any]] = {
        "state": st.sampled_from(["present", "enabled", "disabled", "absent"]),
        "employee_id": NUMBERS,
        "match_by": st.permutations(["email", "employee_id"]) | st.just(["email"]),
        "manager": there | st.just(""),
        "create_disabled": st.booleans(),
        "password": st.just("Canary-1-secret"),
        "groups": groups,
        **{field.name: TEXT_FIELDS[field.api_name] for field in USER.fields if field.api_name in TEXT_FIELDS},
    }
    desired = draw(st.fixed_dictionaries({}, optional=optional))
    if "match_by" in desired:
        desired["match_by"] = [key for key in desired["match_by"] if key == "email" or key in desired]
    return tenant, {"email": draw(spelled(who).filter(lambda text: "@" in text)), **desired}


@tried(15, 400, drawn=users())
def test_a_user(simulator, drawn):
    tenant, desired = drawn
    simulator.reset(tenant)
    others = {one["id"]: one for one in tenant["users"]}
    done = assert_law(USER_MODULE, simulator, desired, ("groups_added", "groups_removed"))
    if done is None:
        assert list(simulator.tenant.users) == list(others)
        return
    left = simulator.tenant.users.get(done["user"].get("id"))
    state = desired.get("state", "present")
    if left is None:
        assert state == "absent" or (state == "disabled" and done["actions"] == [])
        return
    assert left["email"].lower() == desired["email"].lower()
    for field in USER.fields:
        if field.name in desired and field.name not in ("email", "manager"):
            assert normalized(left.get(field.api_name, "")) == normalized(desired[field.name])
    if state in ("enabled", "disabled"):
        assert left["status"] == (state == "enabled")
    assert len(simulator.tenant.users) == len(others) + ("create" in done["actions"])


@st.composite
def groups(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    tenant = draw(tenants())
    people = st.lists(st.sampled_from([user["id"] for user in tenant["users"]]).flatmap(spelled), max_size=4)
    members = st.fixed_dictionaries({"set": people}) | st.fixed_dictionaries(
        {}, optional={"add": people, "remove": people}
    )
    optional = {
        "state": st.sampled_from(["present", "present", "absent"]),
        "id": st.sampled_from(["90", "91"]),
        "description": TEXTS | st.just(""),
        "members": members,
    }
    return tenant, {"name": draw(NAMES | KEYS), **draw(st.fixed_dictionaries({}, optional=optional))}


@tried(15, 400, drawn=groups())
def test_a_group(simulator, drawn):
    tenant, desired = drawn
    simulator.reset(tenant)
    done = assert_law(GROUP_MODULE, simulator, desired, ("members_added", "members_removed"))
    if done is None or desired.get("state") == "absent":
        return
    left = simulator.tenant.groups[done["group"]["id"]]
    assert normalized(left["name"]) == normalized(desired["name"])
    if "description" in desired:
        assert normalized(left.get("description") or "") == normalized(desired["description"])
    ids = {
        name: {one.lower().split("@")[0].removeprefix("u") for one in listed}
        for name, listed in desired.get("members", {}).items()
    }
    there = set(left.get("members", ()))
    assert there == ids.get("set", there)
    assert ids.get("add", set()) <= there
    assert not ids.get("remove", set()) & there


def test_a_deletion_of_the_own_manager(simulator):
    simulator.reset({"users": [{"id": "1", "email": email("1"), "manager": "1"}]})
    done = assert_law(USER_MODULE, simulator, {"email": email("1"), "state": "absent"})
    assert done
    assert done["diff"]["before"]["manager"] == email("1")
