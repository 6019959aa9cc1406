# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of an offboarding and of its undo, where a run on a tenant would take long to set up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.accounts import accounts_in_list, look_ups
from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.manifest import read_manifest
from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.plan import plan_offboarding
from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.undo import plan_undo

NOW = "2026-11-30T08:00:00Z"


def user(number: int, manager: int | None = None, **values: Any) -> dict[str, Any]:
    record = {"id": str(number), "email": f"u{number}@example.com", "status": 1, **values}
    return record if manager is None else {**record, "manager": str(manager)}


def offboard(users: list[dict[str, Any]], *leavers: int, entries: Any = (), **facts: Any) -> dict[str, Any]:
    """The plan for a tenant of these users, all of whom the role would have found."""
    by_id = {record["id"]: record for record in users}
    accounts = asked([f"u{number}@example.com" for number in leavers])
    heir = by_id.get(facts.get("heir", ""))
    defaults = {
        "path": "leavers.json",
        "entries": list(entries),
        "accounts": accounts,
        "look_ups": look_ups(accounts),
        "found": [[user for user in users if user["email"] in account["keys"].values()] for account in accounts],
        "witnesses": [],
        "users": users,
        "known": [],
        "groups": [],
        "heirs": [heir] if heir else [],
        "stages": ["disable", "groups", "reports"],
        "delete_after_days": "",
        "now": NOW,
    }
    return plan_offboarding({**defaults, "heir": "", **facts})


def asked(values: list[str]) -> list[dict[str, Any]]:
    accounts, problems = accounts_in_list(values)
    assert problems == []
    return accounts


def assert_refused(plan: dict[str, Any], problem: str) -> None:
    """Then it has no writes."""
    assert problem in str(plan["problems"])
    writes = ("disable", "groups", "handovers", "delete", "reports", "enable")
    assert [name for name in writes if plan.get(name)] == []
    assert all(not entry["undone"] for entry in plan["manifest_after"])


def carried_out(plan: dict[str, Any], users: list[dict[str, Any]], groups: list[dict[str, Any]]) -> None:
    """Do to the records what the plan's writes do."""
    assert plan["problems"] == []
    there = {record["id"]: record for record in users}
    for item in plan["disable"]:
        there[item["id"]]["status"] = 0
    for item in plan["handovers"]:
        there[item["id"]]["manager"] = item["manager"]
    by_id = {group["id"]: group for group in groups}
    for item in plan["groups"]:
        members = by_id[item["id"]]["members"]
        by_id[item["id"]]["members"] = [member for member in members if member not in item["members"]["remove"]]


def undo(users: list[dict[str, Any]], entries: list[dict[str, Any]], values: Any = None) -> dict[str, Any]:
    facts = {"path": "leavers.json", "entries": entries, "users": users, "known": [], "groups": [], "now": NOW}
    return plan_undo({**facts, "accounts": values and asked(values)})


def handed(plan: dict[str, Any]) -> dict[str, str]:
    return {item["id"]: item["manager"] for item in plan["handovers"]}


@pytest.mark.parametrize(
    ("users", "leavers", "heir", "managers"),
    [
        # Up a chain of people who all leave
        ([user(1), user(2, 1), user(3, 2), user(4, 3), user(5, 4)], [2, 3, 4], None, {"3": "1", "4": "1", "5": "1"}),
        # The heir is a report, and the one who leaves has no manager
        ([user(1), user(2, 1), user(3, 1)], [1], "2", {"2": "", "3": "2"}),
        # The heir is the manager anyway
        ([user(1), user(2, 1), user(3, 2)], [2], "1", {"3": "1"}),
    ],
)
def test_who_gets_the_reports(users: Any, leavers: list[int], heir: str | None, managers: dict[str, str]) -> None:
    plan = offboard(users, *leavers, heir=heir)
    assert plan["problems"] == []
    assert handed(plan) == managers


@pytest.mark.parametrize(
    ("users", "leavers", "heir", "problem"),
    [
        ([user(1, 2), user(2, 1), user(3, 2)], [1, 2], None, "u2@example.com, but no manager above remains"),
        ([user(1, status=0), user(2, 1), user(3, 2)], [2], None, "to u1@example.com, whose account is disabled"),
        ([user(2, 1), user(3, 2)], [2], None, "would be assigned to id 1, which no user has"),
        ([user(1), user(2, 1), user(3, 2)], [1], "3", "u2@example.com would report to u3@example.com, who"),
        (
            [user(1), user(2, 1), user(3, 2), user(4, 3)],
            [1],
            "4",
            "to u4@example.com, who reports to u3@example.com, who reports to u2@example.com: set another",
        ),
    ],
)
def test_nobody_is_fit(users: Any, leavers: list[int], heir: str | None, problem: str) -> None:
    assert_refused(offboard(users, *leavers, heir=heir), problem)


def test_an_heir_who_was_not_listed_makes_no_ring() -> None:
    plan = offboard([user(1), user(2, 1)], 1, heir="3", heirs=[user(3, 2)])
    assert "u2@example.com would report to u3@example.com, who reports to u2@example.com" in str(plan["problems"])


def test_stages_one_by_one() -> None:
    """Each stage alone, each with nothing left to do when repeated; nothing that was saved is lost."""
    users = [user(1), user(2, 1), user(3, 2)]
    groups = [{"id": "9", "name": "Team", "members": ["2", "3"]}, {"id": "8", "is_dynamic": True, "members": ["2"]}]
    entries: list[dict[str, Any]] = []
    writes = ("disable", "groups", "handovers")
    for stage, does in zip(("disable", "groups", "reports"), writes, strict=True):
        plan = offboard(users, 2, entries=entries, groups=groups, stages=[stage])
        assert [name for name in (*writes, "delete") if plan[name]] == [does]
        carried_out(plan, users, groups)
        entries = plan["manifest_after"]
        again = offboard(users, 2, entries=entries, groups=groups, stages=[stage])
        assert [name for name in (*writes, "delete") if again[name]] == []
        assert again["manifest"] == again["manifest_after"] == entries
    whole = offboard(users, 2, entries=entries, groups=groups, delete_after_days=1)
    assert [name for name in (*writes, "delete") if whole[name]] == []
    (entry,) = whole["manifest"]
    assert (entry["enabled"], [len(entry[name]) for name in ("groups", "reports")]) == (True, [2, 1])


def test_after_an_undo_it_starts_anew() -> None:
    """An old date must not delete anybody."""
    users = [user(1), user(2, 1)]
    groups = [{"id": "9", "name": "Team", "members": ["2"]}, {"id": "7", "name": "Left", "members": []}]
    (old,) = offboard(users, 2, groups=[*groups[:1], {"id": "7", "name": "Left", "members": ["2"]}])["manifest"]
    plan = undo(users, [{**old, "date": "2026-01-01T00:00:00Z"}])
    anew = offboard(users, 2, entries=plan["manifest_after"], groups=groups, delete_after_days=30)
    assert anew["delete"] == []
    (entry,) = anew["manifest"]
    assert (entry["date"], entry["undone"], [group["name"] for group in entry["groups"]]) == (NOW, "", ["Team"])


def test_an_account_that_was_enabled_again_has_its_days_anew() -> None:
    (entry,) = offboard([user(1), user(2, 1)], 2)["manifest"]
    old = [{**entry, "date": "2026-01-01T00:00:00Z"}]
    plan = offboard([user(1), user(2, 1)], entries=old, accounts=None, delete_after_days=30)
    assert ([item["id"] for item in plan["disable"]], plan["delete"]) == (["2"], [])
    assert [entry["date"] for entry in plan["manifest"]] == [NOW]


STAYS, LEAVES, BELOW = user(1), user(2, 1), user(3, 2)
KNOWN = {"id": "2", "email": "u2@example.com", "date": NOW, "enabled": True, "record": {}}
KNOWN = {**KNOWN, "groups": [], "reports": [], "deleted": "", "undone": ""}


@pytest.mark.parametrize(
    ("leavers", "facts", "problem"),
    [
        ([], {"accounts": None}, "offboarding_accounts and offboarding_src are missing, and the manifest"),
        ([2], {"heir": "9", "heirs": []}, "offboarding_heir '9': no user has this"),
        ([2], {"heir": "8", "heirs": [user(8, status=0)]}, "'8' is disabled: set another user"),
        ([1], {}, "1 user reports to u1@example.com, but no manager above remains"),
        ([2], {"stages": ["disable"], "delete_after_days": 0}, "u2@example.com can't be deleted, as users report to"),
        ([2], {"entries": [{**KNOWN, "id": "77"}]}, "with id 77, which is not in this tenant: the manifest"),
        (
            [2],
            {"entries": [{**KNOWN, "email": "z@x.com"}]},
            "which is u2@example.com in this tenant",
        ),
        (
            [2],
            {"groups": [{"id": "9", "name": "Cut", "members": ["1"], "members_count": 2}]},
            "group 'Cut' (id 9) was",
        ),
    ],
)
def test_what_cannot_be_meant(leavers: list[int], facts: dict[str, Any], problem: str) -> None:
    assert_refused(offboard([STAYS, LEAVES, BELOW], *leavers, **facts), problem)


@pytest.mark.parametrize(
    ("entries", "values", "problem"),
    [
        ([], None, "is missing or empty, so there is nothing to undo"),
        ([KNOWN], ["ann@example.com"], "offboarding_accounts, entry 1: offboarding_manifest"),
        ([{**KNOWN, "id": "77"}], None, "which is not in this tenant: the manifest belongs to another tenant"),
        ([{**KNOWN, "deleted": NOW}], None, "was deleted by"),
        (
            [{**KNOWN, "reports": [{"id": "1", "handed_to": ""}]}],
            None,
            "u1@example.com would report to u2@example.com, who reports to u1@example.com: change the manager of",
        ),
    ],
)
def test_what_cannot_be_undone(entries: Any, values: Any, problem: str) -> None:
    assert_refused(undo([STAYS, LEAVES, BELOW], entries, values), problem)


def test_no_manifest_at_all() -> None:
    assert "'m' is not a manifest: it is not JSON" in str(read_manifest("no JSON", "m").problems)
    assert "'m' has version 2, but this collection" in str(
        read_manifest('{"version": 2, "accounts": []}', "m").problems
    )


def test_people_who_were_handed_on_twice_come_back() -> None:
    """Two runs in the same second: the last to leave comes back first."""
    users = [user(1), user(2, 1), user(3, 2), user(4, 3)]
    first = offboard(users, 3)
    assert handed(first) == {"4": "2"}
    between = [user(1), user(2, 1), user(3, 2, status=0), user(4, 2)]
    second = offboard(between, 2, entries=first["manifest_after"])
    assert handed(second) == {"3": "1", "4": "1"}
    after = [user(1), user(2, 1, status=0), user(3, 1, status=0), user(4, 1)]
    plan = undo(after, second["manifest_after"])
    assert {item["id"]: item["manager"] for item in plan["reports"]} == {"3": "2", "4": "3"}
    assert plan["notes"] == []


@pytest.mark.parametrize("order", [(3, 2), (2, 3)])
def test_people_who_were_handed_on_twice_come_back_one_by_one(order: tuple[int, int]) -> None:
    """In either order. Who is back with the first to leave is not taken away by the undo of the second."""
    users = [user(1), user(2, 1), user(3, 2), user(4, 3)]
    entries: list[dict[str, Any]] = []
    for leaver in (3, 2):
        plan = offboard(users, leaver, entries=entries)
        carried_out(plan, users, [])
        entries = plan["manifest_after"]
    for back in order:
        plan = undo(users, entries, [f"u{back}@example.com"])
        assert (plan["problems"], plan["notes"]) == ([], [])
        carried_out({"problems": [], "disable": [], "handovers": plan["reports"], "groups": []}, users, [])
        entries = plan["manifest_after"]
    assert [record.get("manager") for record in users] == [None, "1", "2", "3"]


def test_an_account_that_was_enabled_between_two_runs_is_enabled_by_the_undo() -> None:
    entries = offboard([user(1), user(2, 1, status=0)], 2)["manifest"]
    assert undo([user(1), user(2, 1, status=0)], entries)["enable"] == []
    entries = offboard([user(1), user(2, 1)], 2, entries=entries)["manifest"]
    assert [item["id"] for item in undo([user(1), user(2, 1, status=0)], entries)["enable"]] == ["2"]


@pytest.mark.parametrize("days", ["", 30])
@pytest.mark.parametrize(
    ("left", "deleted"), [([user(1)], [NOW]), ([user(1, email="z@x.com")], None), ([user(5)], None), ([], None)]
)
def test_a_manifest_whose_accounts_are_all_gone(left: list[dict[str, Any]], deleted: Any, days: Any) -> None:
    """Its witnesses tell whether it is of this tenant. Ids alone don't: another tenant may have them too."""
    plan = offboard([user(1), user(2, 1)], 2)
    assert plan["witnesses"] == [{"id": "1", "email": "u1@example.com"}]
    facts = {"entries": plan["manifest"], "witnesses": plan["witnesses"], "delete_after_days": days}
    for accounts in (None, asked(["u2@example.com"])):
        after = offboard(left, accounts=accounts, look_ups=look_ups(accounts or ()), found=[[]], **facts)
        if deleted is None:
            assert "with id 2, which is not in this tenant: the manifest belongs to another tenant" in str(
                after["problems"]
            )
        else:
            assert (after["problems"], [entry["deleted"] for entry in after["manifest"]]) == ([], deleted)


def test_witnesses_are_kept_while_one_is_there() -> None:
    remembered = [{"id": "7", "email": "u7@example.com"}, {"id": "1", "email": "U1@example.com"}]
    users = [user(1), user(2, 1), user(8)]
    assert offboard(users, 2, witnesses=remembered)["witnesses"] == remembered
    anew = offboard(users, 2, witnesses=remembered[:1])["witnesses"]
    assert [witness["id"] for witness in anew] == ["1", "8"]


def test_an_account_of_the_manifest_whose_email_finds_nobody_is_not_passed_over() -> None:
    """A search by email may miss one whom the listing, or the look by id, has."""
    entries = offboard([user(1), user(2, 1)], 2)["manifest"]
    plan = offboard([user(1)], 2, entries=entries, found=[[]], known=[user(2, 1)])
    assert ([item["id"] for item in plan["disable"]], plan["manifest"][0]["deleted"]) == (["2"], "")


def test_an_account_that_is_gone_is_put_down_as_deleted() -> None:
    entries = offboard([user(1), user(2, 1)], 2)["manifest_after"]
    entries += offboard([user(1), user(3, 1)], 3)["manifest_after"]
    plan = offboard([user(1), user(3, 1, status=0)], 2, 3, entries=entries)
    assert plan["problems"] == []
    assert [entry["deleted"] for entry in plan["manifest"]] == [NOW, ""]
    # Somebody new with the same email
    anew = offboard([user(1), user(3, 1, status=0), user(9, 1, email="u2@example.com")], 2, entries=plan["manifest"])
    assert [item["id"] for item in anew["disable"]] == ["9"]
    assert [entry["id"] for entry in anew["manifest"]] == ["2", "3", "9"]


def test_emails_of_several_are_refused() -> None:
    twins = [user(1), user(2, email="u1@example.com")]
    assert "several users have email 'u1@example.com': ids 1, 2" in str(offboard(twins, 1)["problems"])


@pytest.mark.parametrize(
    ("days", "deleted"), [("", []), (0, ["2"]), ("30", ["2"]), (31, ["2"]), (32, []), (36500, []), (36501, [])]
)
def test_days(days: Any, deleted: list[str]) -> None:
    (entry,) = offboard([user(1), user(2, 1)], 2)["manifest"]
    entries = [{**entry, "date": "2026-10-30T08:00:00Z"}]
    plan = offboard([user(1), user(2, 1, status=0)], 2, entries=entries, delete_after_days=days)
    assert [item["id"] for item in plan["delete"]] == deleted
    assert bool(plan["problems"]) is (days == 36501)


@pytest.mark.parametrize(
    "change", [{"id": 3}, {"enabled": None}, {"record": []}, {"reports": [{}]}, {"deleted": "now"}]
)
def test_damaged_manifests(change: dict[str, Any]) -> None:
    (entry,) = offboard([user(1), user(2, 1)], 2)["manifest"]
    assert read_manifest(json.dumps({"version": 1, "accounts": [entry]}), "m").problems == []
    entries, _witnesses, problems = read_manifest(json.dumps({"version": 1, "accounts": [{**entry, **change}]}), "m")
    assert len(problems) == 1
    assert "offboarding_manifest 'm' is damaged: " in problems[0]
    assert entries
    text = json.dumps({"version": 1, "accounts": [], "witnesses": ["1"]})
    assert "its witnesses are not valid" in str(read_manifest(text, "m").problems)


UNDO = "to undo: run the role with the same offboarding_manifest, and offboarding_undo: true"
FIRST, ANN, BEN = user(1), user(2, 1), user(3, 2, status=0)
GROUPS = [{"id": "7", "name": "A", "members": ["2", "3"]}, {"id": "8", "name": "B", "members": ["2"]}]


def manifest(left: int) -> str:
    return f"manifest: leavers.json, with accounts that can be restored: {left}"


@pytest.mark.parametrize(
    ("leavers", "facts", "lines"),
    [
        (
            [2, 3],
            {},
            [
                "accounts: 2, disabled: 1, group memberships removed: 3, reports with a new manager: 1",
                manifest(2),
                UNDO,
            ],
        ),
        ([3], {"groups": []}, ["accounts: 1, nothing to do", manifest(1), UNDO]),
        ([], {}, ["accounts: 0, nothing to do"]),
        (
            [3],
            {"delete_after_days": 30, "stages": ["disable"]},
            [
                "accounts: 1, nothing to do",
                "to be deleted by a later run, 30 days after the date in the manifest: 1",
                manifest(1),
                UNDO,
            ],
        ),
        ([3], {"delete_after_days": 0, "stages": []}, ["accounts: 1, deleted: 1", manifest(0)]),
    ],
)
def test_an_offboarding(leavers: list[int], facts: dict[str, Any], lines: list[str]) -> None:
    assert offboard([FIRST, ANN, BEN], *leavers, **{"groups": GROUPS, **facts})["summary"] == lines


def test_somebody_else_deleted_the_account() -> None:
    entries = offboard([FIRST, ANN], 2)["manifest_after"]
    plan = offboard([FIRST], 2, entries=entries, witnesses=[FIRST])
    assert plan["summary"] == ["accounts: 1, deleted by others: 1", manifest(0)]


def test_an_undo() -> None:
    entries = offboard([FIRST, ANN, BEN], 2, 3, groups=GROUPS)["manifest_after"]
    plan = undo([FIRST, {**ANN, "status": 0}, user(3, 1, status=0)], entries)
    first, *notes, last = plan["summary"]
    told = "reports with their manager again: 1, left disabled, as they were before: 1"
    assert first == f"accounts: 2, enabled: 1, {told}"
    assert notes == [f"not restored: {note}" for note in plan["notes"]]
    assert len(notes) == 3  # the groups are gone
    assert last == "manifest: leavers.json"
