# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role offboarding, in real playbook runs: its stages, its undo, and what it refuses."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from id360_simulator import Simulator

from playbooks import Played, play
from roles import play_role

BOSS, HEAD, LEA, LEO, ANN, BEN = (str(number) for number in range(1, 7))
PEOPLE = {
    "users": [
        {"id": BOSS, "email": "boss@example.com"},
        {"id": HEAD, "email": "head@example.com", "manager": BOSS},
        # Two who leave, one below the other; Ann reports to Lea, Ben to Leo, whose account was disabled before.
        {"id": LEA, "email": "Lea@Example.com", "manager": HEAD, "title": "Lead", "employeeID": "0031"},
        {"id": LEO, "email": "leo@example.com", "manager": LEA, "status": 0},
        {"id": ANN, "email": "ann@example.com", "manager": LEA},
        {"id": BEN, "email": "ben@example.com", "manager": LEO},
    ],
    "groups": [
        {"id": "11", "name": "Leads", "members": [LEA, ANN]},
        {"id": "12", "name": "Both", "members": [LEO, LEA, BEN]},
        {"id": "13", "name": "Only Leo", "members": [LEO]},
        {"id": "14", "name": "By rule", "is_dynamic": True, "members": [LEA, BOSS]},
        {"id": "15", "name": "Neither", "members": [BOSS]},
    ],
}
LEAVERS = ("lea@example.com", "leo@example.com")
ENTRY = {"id": LEA, "email": "lea@example.com", "date": "2026-01-01T00:00:00Z", "enabled": True}
ENTRY = {**ENTRY, "record": {"title": "Lead"}, "groups": [], "reports": [], "deleted": "", "undone": ""}
Run = Callable[..., Played]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(PEOPLE) as running:
        yield running


@pytest.fixture
def run(simulator: Simulator, tmp_path: Path) -> Run:
    def running(*arguments: str, accounts: Sequence[str] | None = LEAVERS, **options: Any) -> Played:
        given = {"manifest": str(tmp_path / "manifest.json"), "accounts": accounts and list(accounts), **options}
        return play_role(tmp_path, simulator, "offboarding", *arguments, options=given)

    return running


def tenant(simulator: Simulator) -> dict[str, Any]:
    """All records; the order of members is nothing."""
    state = copy.deepcopy(simulator.tenant.as_json())
    for group in state["groups"]:
        group["members"].sort()
    return state


def manifest(tmp_path: Path) -> dict[str, dict[str, Any]]:
    accounts = json.loads((tmp_path / "manifest.json").read_text())["accounts"]
    return {account["id"]: account for account in accounts}


def changed(played: Played) -> bool:
    assert played.status == 0, played.output
    return " changed=0 " not in played.output


def members(simulator: Simulator) -> dict[str, list[str]]:
    return {group["name"]: sorted(group["members"]) for group in simulator.tenant.groups.values()}


def managers(simulator: Simulator) -> dict[str, str | None]:
    return {user["id"]: user.get("manager") for user in simulator.tenant.users.values()}


def test_offboarding_and_its_undo_restore_the_tenant(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """Both are interrupted first. (The molecule scenario has the dry run, and a second run.)"""
    before = tenant(simulator)
    simulator.fault(method="PATCH", path="/groups/12", status=400)
    assert "Both" in run().only[-1]["msg"]
    assert (members(simulator)["Leads"], managers(simulator)[BEN]) == ([ANN], LEO)
    # The rest of it from a file, by the employee id of one and the email of the other
    (tmp_path / "leavers.csv").write_text("\ufeffGrund;Nr.;E-Mail\n\nzieht um;0031;\n;;LEO@example.com\n")
    columns = {"E-Mail": "email", "nr.": "employee_id"}
    done = run(accounts=None, src=str(tmp_path / "leavers.csv"), columns=columns)
    assert changed(done)
    told = [
        "accounts: 2, group memberships removed: 2, reports with a new manager: 3",
        f"manifest: {tmp_path}/manifest.json, with accounts that can be restored: 2",
        "to undo: run the role with the same offboarding_manifest, and offboarding_undo: true",
    ]
    assert done.only[-1]["msg"] == told
    assert [simulator.tenant.users[identity]["status"] for identity in (LEA, LEO, ANN)] == [0, 0, 1]
    assert members(simulator) == {
        "Leads": [ANN],
        "Both": [BEN],
        "Only Leo": [],
        "By rule": [BOSS, LEA],
        "Neither": [BOSS],
    }
    assert managers(simulator) == {BOSS: None, HEAD: BOSS, LEA: HEAD, LEO: HEAD, ANN: HEAD, BEN: HEAD}
    assert len(simulator.writes) == 1 + (3 + 1) + 3
    assert (tmp_path / "manifest.json").stat().st_mode & 0o777 == 0o600
    saved = manifest(tmp_path)
    assert saved[LEA]["record"]["title"] == "Lead"
    groups = [(group["name"], group["is_dynamic"]) for group in saved[LEA]["groups"]]
    assert groups == [("Leads", False), ("Both", False), ("By rule", True)]
    enabled = [(account["email"], account["enabled"]) for account in saved.values()]
    assert enabled == [("Lea@Example.com", True), ("leo@example.com", False)]

    content = (tmp_path / "manifest.json").read_bytes()
    simulator.forget()
    dry = run("--check", accounts=None, undo=True)
    assert changed(dry)
    back = "enabled: 1, added to groups: 4, reports with their manager again: 3, left disabled, as they were before: 1"
    assert dry.only[-1]["msg"][:2] == ["check mode, nothing was written", f"accounts: 2, {back}"]
    assert (simulator.writes, (tmp_path / "manifest.json").read_bytes()) == ([], content)

    simulator.fault(method="POST", path=f"/users/{LEA}/enable", status=400)
    assert "could not enable user id 3 (Lea@Example.com)" in run(undo=True).only[-1]["msg"]
    assert changed(run(accounts=None, undo=True))
    assert tenant(simulator) == before
    simulator.forget()
    assert not changed(run(undo=True))
    assert simulator.writes == []


def test_what_an_incomplete_run_says(simulator: Simulator, tmp_path: Path) -> None:
    """Of many errors it shows some, and an undo is recommended only to those who name the accounts."""
    simulator.fault(method="POST", path="/users/*", times=-1, status=403)
    (tmp_path / "known.json").write_text(json.dumps({"version": 1, "accounts": [ENTRY]}))
    hosts = {
        "named": {
            "accounts": ["head@example.com", *LEAVERS, "ann@example.com", "ben@example.com"],
            "manifest": "m.json",
        },
        "known": {"manifest": "known.json"},
    }
    hosts = {host: {**given, "manifest": str(tmp_path / given["manifest"])} for host, given in hosts.items()}
    played = play_role(tmp_path, simulator, "offboarding", hosts=hosts)
    named, known = (played.results[host][-1]["msg"] for host in hosts)
    assert (named.count("could not disable user"), known.count("could not disable user")) == (3, 1)
    assert "; and 1 more; not all changes were made: " in named
    assert named.endswith("to continue, or with offboarding_undo: true to restore the accounts")
    assert known.endswith("; not all changes were made: run the role again with the same variables to continue")


def test_deletion_and_what_an_undo_can_do_then(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """They left long ago, and Lea was enabled again meanwhile: her days count anew. The manifest has more accounts than
    fit into one request; the rest left lately."""
    crowd = [{"id": str(number), "email": f"u{number}@example.com", "status": 0} for number in range(100, 170)]
    simulator.reset(
        {**PEOPLE, "users": [*PEOPLE["users"], *crowd, {"id": "170", "email": "x@x.com", "manager": "169"}]}
    )
    simulator.tenant.users[ANN]["manager"] = BOSS
    report = {"id": ANN, "email": "ann@example.com", "handed_to": HEAD}
    groups = [{"id": "77", "name": "Gone", "is_dynamic": False}]
    accounts = [
        {**ENTRY, "email": "Lea@Example.com", "reports": [report], "groups": groups},
        {**ENTRY, "id": LEO, "email": "leo@example.com", "enabled": False},
        *({**ENTRY, "id": user["id"], "email": user["email"], "date": "2999-01-01T00:00:00Z"} for user in crowd),
    ]
    (tmp_path / "manifest.json").write_text(json.dumps({"version": 1, "accounts": accounts}))
    assert changed(run(accounts=None, stages=["disable", "reports"], heir=ANN, delete_after_days=30))
    writes = {(write.method, write.path) for write in simulator.writes}
    patches = {("PATCH", f"/users/{person}") for person in (LEO, BEN, "170")}
    assert writes == {("POST", f"/users/{LEA}/disable"), ("DELETE", f"/users/{LEO}"), *patches}
    assert manifest(tmp_path)[LEO]["deleted"]
    assert manifest(tmp_path)["169"]["reports"][0]["email"] == "x@x.com"

    undone = run(undo=True, accounts=["lea@example.com"])
    assert changed(undone)
    assert simulator.tenant.users[LEA]["status"] == 1
    # What others did meanwhile is left alone, and told.
    assert "ann@example.com reported to Lea@Example.com, but has another manager now" in undone.output
    assert "Lea@Example.com was in the group Gone (id 77), which no longer exists" in undone.output
    assert managers(simulator)[ANN] == BOSS


def listing(records: list[dict[str, Any]], total: int) -> str:
    meta = {"total_no_of_objects": total, "is_last": True}
    return json.dumps({"data": records, "meta": meta})


def test_only_an_answer_by_id_says_that_an_account_is_gone(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """A listing that lacks Lea, who was enabled again, and Leo, who was deleted in the console; then she is, too."""
    assert changed(run())
    simulator.tenant.users[LEA]["status"] = 1
    del simulator.tenant.users[LEO]
    listed = [user for user in simulator.tenant.users.values() if user["id"] != LEA]
    simulator.fault(method="GET", path="/users", body=listing(listed, 4), content_type="application/json")
    assert changed(run(accounts=None, delete_after_days=30))
    deleted = {identity: bool(account["deleted"]) for identity, account in manifest(tmp_path).items()}
    assert (deleted, simulator.tenant.users[LEA]["status"]) == ({LEA: False, LEO: True}, 0)
    del simulator.tenant.users[LEA]
    assert changed(run(accounts=None, delete_after_days=30))
    assert manifest(tmp_path)[LEA]["deleted"]


# Each: the answers to a path, and what the message says
BAD_LISTINGS: list[tuple[str, dict[str, Any], str]] = [
    ("/users", {"body": listing([], 6)}, "not all users could be read: the server listed 0 of 6"),
    ("/groups", {"body": listing([], 5)}, "not all groups could be read: the server listed 0 of 5"),
    ("/groups", {"status": 403}, "could not read groups: Forbidden"),
]


def test_what_is_not_read_whole_decides_nothing(tmp_path: Path) -> None:
    """Each row is a host of one run, with a tenant of its own."""
    hosts = {}
    with ExitStack() as stack:
        tenants = [stack.enter_context(Simulator(PEOPLE)) for _listing in BAD_LISTINGS]
        for number, (path, answer, _message) in enumerate(BAD_LISTINGS):
            tenants[number].fault(method="GET", path=path, times=-1, content_type="application/json", **answer)
            manifest = str(tmp_path / f"{number}.json")
            given = {"offboarding_accounts": list(LEAVERS), "offboarding_manifest": manifest}
            hosts[f"row_{number}"] = {**given, "url": tenants[number].url}
        access = {"url": "{{ url }}", "access_token": "simulator-token"}
        plays = [
            {
                "hosts": "all",
                "gather_facts": False,
                "module_defaults": {"group/manageengine.id360.id360": access},
                "roles": ["manageengine.id360.offboarding"],
            }
        ]
        played = play(tmp_path, plays, hosts=hosts)
        assert [tenant.writes for tenant in tenants] == [[]] * len(tenants)
    for number, (_path, _answer, message) in enumerate(BAD_LISTINGS):
        assert message in played.results[f"row_{number}"][-1]["msg"]
    assert list(tmp_path.glob("*.json")) == []


# Each: the options, the manifest's text or accounts, and what the message says
BAD_INPUT: list[tuple[dict[str, Any], Any, list[str]]] = [
    ({"accounts": [True]}, None, ["offboarding_accounts contains the boolean True as entry 1"]),
    (
        {"accounts": ["zed@example.com", *LEAVERS], "heir": "leo@example.com", "delete_after_days": -1},
        None,
        [
            "offboarding_accounts, entry 1: no user has email 'zed@example.com'",
            "offboarding_heir 'leo@example.com' is offboarded too: set another user",
            "offboarding_delete_after_days -1 is not between 0 and 36500",
            # Unknown is not empty: a membership that was not seen could not be restored.
            "group 'Leads' (id 11) was returned without all members",
        ],
    ),
    ({"delete_after_days": "soon"}, None, ["offboarding_delete_after_days"]),
    ({"accounts": ["lea"]}, None, ["offboarding_accounts, entry 1: no user has employee_id 'lea'"]),
    ({"src": "/nowhere.csv"}, None, ["offboarding_accounts and offboarding_src can't be used together"]),
    ({"accounts": "", "src": "/nowhere.csv"}, None, ["offboarding_src '/nowhere.csv' can't be read: "]),
    ({"accounts": "", "src": "/dev/null"}, None, ["offboarding_src '/dev/null' can't be read: it is not a regular"]),
    (
        {"accounts": "", "src": "leavers.csv"},
        None,
        [
            "nothing was written, as there are 2 problems: offboarding_src 'leavers.csv', line 2: email 'lea@' is not",
            "line 4, column 2: the row has 2 columns, the header 1",
        ],
    ),
    ({"stages": ["delete"]}, None, ["offboarding_stages"]),
    (
        {"manifest": "/nowhere/manifest.json"},
        None,
        ["offboarding_manifest '/nowhere/manifest.json' can't be written: its directory does not exist"],
    ),
    ({"manifest": "/dev/null"}, None, ["offboarding_manifest '/dev/null' is not a regular file of at most 64 MiB"]),
    ({}, [{**ENTRY, "date": "01.02.2026"}], ["date '01.02.2026' of account 1 (lea@example.com) is not a time"]),
    (
        {"undo": True},
        [
            {**ENTRY, "email": "Lea@Example.com", "deleted": "2026-01-31T00:00:00Z"},
            {**ENTRY, "id": "77", "email": LEAVERS[1]},
        ],
        [
            "Lea@Example.com was deleted by 2026-01-31T00:00:00Z, and the API can't restore accounts",
            "leo@example.com with id 77, which is not in this tenant: the manifest belongs to another tenant",
        ],
    ),
]


def test_bad_input_fails_before_any_write(simulator: Simulator, tmp_path: Path) -> None:
    """Each row is a host of one run. The role stops even with ignore_errors. What the plan alone decides is in the unit
    tests."""
    simulator.settings.update({"truncate_members": 1})
    hosts, texts = {}, {}
    for number, (options, accounts, _messages) in enumerate(BAD_INPUT):
        path = tmp_path / f"{number}.json"
        if accounts is not None:
            texts[path] = json.dumps({"version": 1, "accounts": accounts})
            path.write_text(texts[path])
        given = {"accounts": list(LEAVERS), "manifest": str(path), **options}
        hosts[f"row_{number}"] = given
    # A link is not followed.
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "large").touch()
    (tmp_path / "leavers.csv").write_text("lea@example.com\nlea@\n\nleo@example.com,x\n")
    os.truncate(tmp_path / "large", 64 * 1024 * 1024 + 1)
    for name in ("link", "large"):
        hosts[name] = {"accounts": list(LEAVERS), "manifest": str(tmp_path / name)}

    keywords = {"ignore_errors": True}
    played = play_role(tmp_path, simulator, "offboarding", "-v", hosts=hosts, keywords=keywords, ANSIBLE_FORKS="4")
    for number, (_options, _accounts, messages) in enumerate(BAD_INPUT):
        refused = str(played.results[f"row_{number}"][-1].get("msg"))
        assert all(message in refused for message in messages), (BAD_INPUT[number], refused)
    for name in ("link", "large"):
        assert "is not a regular file of at most 64 MiB" in played.results[name][-1]["msg"]
    assert "Traceback" not in played.output
    # Records are not shown, nor is the manifest, which is printed in base64.
    assert [name for name in ('"title"', '"content"') if name in played.output] == []
    assert simulator.writes == []
    assert {path: path.read_text() for path in tmp_path.glob("*.json")} == texts
