# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many users and groups at once: the law of five for random tenants and lists, and moves in any order."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from properties import KEYS, TEXTS, assert_law, tried

from ansible_collections.manageengine.id360.plugins.modules.id360_directory import MODULE

IDS = [str(number) for number in range(1, 7)]
GROUPS = ["Team", "team ", "\u00dcn\u0131t", 'a "b"']
SAME = ("summary", "unlisted", "left_disabled", "plan_fingerprint")


def email(number: str) -> str:
    return f"u{number}@example.com"


def people(numbers: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(numbers).flatmap(lambda one: st.sampled_from([email(one), email(one).upper()]))


@st.composite
def lists(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A tenant, and the options of the module."""
    texts = {"title": TEXTS, "department": st.sampled_from(["Sales", "Staff"])}
    more = {**texts, "status": st.sampled_from([0, 1]), "manager": st.sampled_from(IDS[:2])}
    fixed = draw(st.lists(st.sampled_from(IDS[2:]), unique=True))
    seed = {
        "users": [
            {"id": one, "email": email(one), "employeeID": f"0{one}", **draw(st.fixed_dictionaries({}, optional=more))}
            for one in [*IDS[:2], *fixed]
        ],
        "groups": [
            {"id": str(90 + number), "name": name, "members": draw(st.lists(st.sampled_from(IDS[:2]), unique=True))}
            for number, name in enumerate(draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=3)))
        ],
    }
    states = st.sampled_from(["present", "enabled", "disabled", "absent"])
    entry = {
        **texts,
        "title": TEXTS | st.just(""),
        "state": states,
        "manager": people([*IDS, *IDS, "9"]),
        "employee_id": st.sampled_from(["01", "02", "03", "1"]),
        "password": st.just("Canary-1-secret"),
        "create_disabled": st.booleans(),
    }
    users = [
        {"email": draw(people([one])), **draw(st.fixed_dictionaries({}, optional=entry))}
        for one in draw(st.lists(st.sampled_from([*IDS, "7", "8"]), unique=True, max_size=6))
    ]
    many = st.lists(people([*IDS, "7"]), max_size=3)
    members = st.fixed_dictionaries({"set": many}) | st.fixed_dictionaries({}, optional={"add": many, "remove": many})
    groups = [
        {
            "name": name,
            **draw(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "members": members,
                        "description": TEXTS,
                        "state": st.sampled_from(["present", "absent"]),
                    },
                )
            ),
        }
        for name in draw(st.lists(st.sampled_from(GROUPS) | KEYS, unique=True, max_size=3))
    ]
    options = {
        "unlisted_users": st.sampled_from(["ignore", "disable", "delete"]),
        "scope": st.sampled_from(['department eq "Sales"', "title pr"]),
        "match_by": st.sampled_from([["email"], ["email", "employee_id"], ["employee_id", "email"]]),
        "protected": st.lists(people(IDS), max_size=1),
        "max_member_removals": st.sampled_from(["100%", "1"]),
        "concurrency": st.sampled_from([1, 4]),
    }
    chosen = draw(st.fixed_dictionaries({}, optional=options))
    limit = draw(st.sampled_from(["100%", "100%", "1"]))
    return seed, {"users": users, "groups": groups, "max_removals": limit, **chosen}


@tried(15, 500, drawn=lists())
def test_a_directory(simulator, drawn):
    seed, options = drawn
    simulator.reset(seed)
    before = {user["id"]: dict(user) for user in simulator.tenant.users.values()}
    done = assert_law(MODULE, simulator, options, SAME)
    if done is None:
        return
    left = simulator.tenant.users
    protected = {one.lower() for one in options.get("protected", ())}
    for record_id, user in before.items():
        if user["email"].lower() in protected:
            assert left[record_id]["status"] == user["status"]
    by_email = {user["email"].lower(): user for user in left.values()}
    assert len(by_email) == len(left)
    for entry in options["users"]:
        user = by_email.get(entry["email"].lower())
        state = entry.get("state", "present")
        if state in ("absent", "disabled"):
            assert user is None or (state == "disabled" and user["status"] == 0)
        elif state == "enabled":
            assert user["status"] == 1
        if user and "title" in entry:
            assert user.get("title", "") == entry["title"]
        if user and entry.get("manager") and state != "disabled":  # of leavers, one that can't be set is only warned of
            assert user["manager"] == by_email[entry["manager"].lower()]["id"]
    for entry in options["groups"]:
        found = [group for group in simulator.tenant.groups.values() if group["name"] == entry["name"]]
        assert len(found) == (entry.get("state") != "absent")
        wanted = entry.get("members", {})
        there = {left[member]["email"].lower() for group in found for member in group.get("members", ())}
        named = {name: {one.lower() for one in listed} for name, listed in wanted.items()}
        if found:
            assert there == named.get("set", there)
            assert named.get("add", set()) <= there
            assert not named.get("remove", set()) & there


@st.composite
def moves(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Users with emails and managers, and the same in any order with others: renamed, swapped, moved; and new ones."""
    numbers = IDS[: draw(st.integers(1, 5))]
    hired = draw(st.lists(st.sampled_from(["h1", "h2"]), unique=True))
    old = draw(st.permutations(numbers))
    new = draw(st.permutations([*numbers, "x", "y", "z"]))[: len(numbers) + len(hired)]

    def manager(place: int, among: list[str]) -> str | None:
        """Of the ones behind, so that there is no ring of managers."""
        return draw(st.sampled_from([None, *among[place + 1 :]]))

    ids = dict(zip(old, numbers, strict=True))
    before = []
    for place, name in enumerate(old):
        user = {"id": ids[name], "email": email(name), "employeeID": f"0{ids[name]}"}
        above = manager(place, list(old))
        before.append({**user, **({"manager": ids[above]} if above else {})})
    after = []
    for place, (number, name) in enumerate(zip([*numbers, *hired], new, strict=True)):
        above = manager(place, list(new))
        after.append({"employee_id": f"0{number}", "email": email(name), "manager": email(above) if above else ""})
    return before, draw(st.permutations(after))


@tried(15, 500, drawn=moves())
def test_moves_in_any_order(simulator, drawn):
    """In one run, or, where none of some emails is free before another one is taken, in two, as the message says."""
    before, after = drawn
    simulator.reset({"users": before})
    options = {"match_by": ["employee_id", "email"]}
    emails = {user["employeeID"]: user["email"] for user in before}
    renamed = {entry["employee_id"]: entry["email"] for entry in after}
    done = assert_law(MODULE, simulator, {"users": after, **options}, SAME)
    if done is None:
        moved = [number for number, name in emails.items() if renamed[number] != name]
        assert {renamed[number] for number in renamed if emails.get(number) != renamed[number]} & set(emails.values())
        parked = [{"employee_id": number, "email": f"parked{number}@example.com"} for number in moved]
        assert assert_law(MODULE, simulator, {"users": parked, **options}, SAME)
        assert assert_law(MODULE, simulator, {"users": after, **options}, SAME)
    users = {user["employeeID"]: user for user in simulator.tenant.users.values()}
    ids = {user["email"]: user["id"] for user in users.values()}
    assert {number: user["email"] for number, user in users.items()} == renamed
    for entry in after:
        assert users[entry["employee_id"]].get("manager", "") == ids.get(entry["manager"], "")
