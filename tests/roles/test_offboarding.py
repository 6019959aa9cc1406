# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role offboarding, in real playbook runs: its stages, its undo, and what it refuses."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from id360_simulator import Simulator

from playbooks import Played, play

BOSS, HEAD, LEA, LEO, ANN, BEN = (str(number) for number in range(1, 7))
PEOPLE = {
    "users": [
        {"id": BOSS, "email": "boss@example.com"},
        {"id": HEAD, "email": "head@example.com", "manager": BOSS},
        # Two who leave, one below the other; Ann reports to Lea, Ben to Leo, whose account was disabled before.
        {"id": LEA, "email": "Lea@Example.com", "manager": HEAD, "title": "Lead"},
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
ENTRY = {"id": LEA, "email": "lea@example.com", "date": "2026-01-01T00:00:00Z", "enabled": True, "record": {}}
ENTRY = {**ENTRY, "groups": [], "reports": [], "deleted": "", "undone": ""}
Run = Callable[..., Played]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(PEOPLE) as running:
        yield running


@pytest.fixture
def run(simulator: Simulator, tmp_path: Path) -> Run:
    def running(*arguments: str, accounts: Sequence[str] | None = LEAVERS, **options: Any) -> Played:
        given = {"manifest": str(tmp_path / "manifest.json"), "accounts": accounts and list(accounts), **options}
        role = {f"offboarding_{name}": value for name, value in given.items() if value is not None}
        roles = [{"role": "manageengine.id360.offboarding", **role}]
        plays = [{"hosts": "all", "gather_facts": False, "roles": roles}]
        credentials = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        return play(tmp_path, plays, *arguments, **credentials)

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


def edit_manifest(tmp_path: Path, **values: Any) -> None:
    """Change all accounts in the manifest."""
    content = json.loads((tmp_path / "manifest.json").read_text())
    for account in content["accounts"]:
        account.update(values)
    (tmp_path / "manifest.json").write_text(json.dumps(content))


def changed(played: Played) -> bool:
    assert played.status == 0, played.output
    return " changed=0 " not in played.output


def members(simulator: Simulator) -> dict[str, list[str]]:
    return {group["name"]: sorted(group["members"]) for group in simulator.tenant.groups.values()}


def managers(simulator: Simulator) -> dict[str, str | None]:
    return {user["id"]: user.get("manager") for user in simulator.tenant.users.values()}


def test_offboarding_and_its_undo_restore_the_tenant(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    before = tenant(simulator)
    assert changed(run("--check"))
    assert (simulator.writes, (tmp_path / "manifest.json").exists()) == ([], False)

    assert changed(run())
    assert [simulator.tenant.users[identity]["status"] for identity in (LEA, LEO, ANN)] == [0, 0, 1]
    assert members(simulator) == {
        "Leads": [ANN],
        "Both": [BEN],
        "Only Leo": [],
        "By rule": [BOSS, LEA],
        "Neither": [BOSS],
    }
    assert managers(simulator) == {BOSS: None, HEAD: BOSS, LEA: HEAD, LEO: HEAD, ANN: HEAD, BEN: HEAD}
    assert len(simulator.writes) == 1 + 3 + 3
    assert (tmp_path / "manifest.json").stat().st_mode & 0o777 == 0o600
    saved = manifest(tmp_path)
    assert saved[LEA]["record"]["title"] == "Lead"
    groups = [(group["name"], group["is_dynamic"]) for group in saved[LEA]["groups"]]
    assert groups == [("Leads", False), ("Both", False), ("By rule", True)]
    enabled = [(account["email"], account["enabled"]) for account in saved.values()]
    assert enabled == [("Lea@Example.com", True), ("leo@example.com", False)]

    content = (tmp_path / "manifest.json").read_bytes()
    simulator.forget()
    assert not changed(run())
    assert changed(run("--check", accounts=None, undo=True))
    assert (simulator.writes, (tmp_path / "manifest.json").read_bytes()) == ([], content)

    simulator.fault(method="POST", path=f"/users/{LEA}/enable", status=400)
    assert run(undo=True).status != 0
    assert changed(run(accounts=None, undo=True))
    assert tenant(simulator) == before
    simulator.forget()
    assert not changed(run(undo=True))
    assert simulator.writes == []


def test_stages_one_by_one(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """Each stage alone, each unchanged when repeated; one is interrupted; nothing that was saved is lost."""
    assert changed(run(stages=["disable"]))
    assert not changed(run(stages=["disable"]))
    assert len(simulator.writes) == 1
    simulator.fault(method="PATCH", path="/groups/12", status=400)
    assert run(stages=["groups"]).status != 0
    assert members(simulator)["Leads"] == [ANN]
    assert changed(run(stages=["groups"]))
    assert not changed(run(stages=["groups"]))
    assert members(simulator)["Both"] == [BEN]
    assert changed(run(stages=["reports"]))
    assert managers(simulator)[BEN] == HEAD
    simulator.forget()
    assert not changed(run())
    assert simulator.writes == []
    saved = manifest(tmp_path)
    assert (saved[LEA]["enabled"], saved[LEO]["enabled"]) == (True, False)
    assert [len(saved[LEA][name]) for name in ("groups", "reports")] == [3, 2]


def test_deletion_waits_for_its_day(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """All reports go to Ann, and Ann, who is one of them, to the manager above."""
    assert changed(run(heir="ann@example.com", delete_after_days=30))
    assert managers(simulator) == {BOSS: None, HEAD: BOSS, LEA: HEAD, LEO: ANN, ANN: HEAD, BEN: ANN}

    # Lea was enabled again meanwhile: her days count anew.
    edit_manifest(tmp_path, date="2026-01-01T00:00:00Z")
    simulator.tenant.users[LEA]["status"] = 1
    simulator.forget()
    assert changed(run("--check", accounts=None, delete_after_days=30))
    assert simulator.writes == []
    assert changed(run(accounts=None, delete_after_days=30))
    writes = [(write.method, write.path) for write in simulator.writes]
    assert writes == [("POST", f"/users/{LEA}/disable"), ("DELETE", f"/users/{LEO}")]
    assert manifest(tmp_path)[LEO]["deleted"]
    assert not changed(run(delete_after_days=30))

    refused = run(undo=True)
    assert "leo@example.com was deleted by " in refused.only[-1]["msg"]
    assert "the API can't bring accounts back" in refused.only[-1]["msg"]
    assert len(simulator.writes) == 2
    assert changed(run(undo=True, accounts=["lea@example.com"]))
    assert simulator.tenant.users[LEA]["status"] == 1


def test_offboarding_again_after_an_undo_starts_anew(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """An old date must not delete anybody; and an undo leaves alone what others did."""
    assert changed(run())
    edit_manifest(tmp_path, date="2026-01-01T00:00:00Z")
    simulator.tenant.users[ANN]["manager"] = BOSS
    del simulator.tenant.groups["13"]
    undone = run(undo=True)
    assert changed(undone)
    assert "ann@example.com reported to Lea@Example.com, and got another manager since" in undone.output
    assert "leo@example.com was in the group Only Leo (id 13), which is there no more" in undone.output
    assert (managers(simulator)[ANN], managers(simulator)[BEN]) == (BOSS, LEO)

    simulator.tenant.groups["11"].update(members=[ANN], members_count=1)
    assert changed(run(delete_after_days=30))
    assert LEA in simulator.tenant.users
    assert [group["name"] for group in manifest(tmp_path)[LEA]["groups"]] == ["Both", "By rule"]


def test_a_large_manifest(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """More accounts than fit into one request."""
    crowd = [{"id": str(number), "email": f"u{number}@example.com", "status": 0} for number in range(100, 170)]
    simulator.reset({"users": [*PEOPLE["users"], *crowd, {"email": "last@example.com", "manager": "169"}]})
    accounts = [{**ENTRY, "id": user["id"], "email": user["email"]} for user in crowd]
    (tmp_path / "manifest.json").write_text(json.dumps({"version": 1, "accounts": accounts}))
    assert changed(run(accounts=None, heir=BOSS))
    assert [(write.method, write.body) for write in simulator.writes] == [("PATCH", {"manager": BOSS})]
    assert manifest(tmp_path)["169"]["reports"][0]["email"] == "last@example.com"


# Each: the options, the manifest's text or accounts, and what the message says
BAD_INPUT: list[tuple[dict[str, Any], Any, str]] = [
    ({"accounts": ["zed@example.com"]}, None, "offboarding_accounts has zed@example.com, and no user has this email"),
    ({"accounts": None}, None, "offboarding_accounts is missing, and there is no manifest"),
    ({"heir": "zed@example.com"}, None, "offboarding_heir 'zed@example.com': no user is this"),
    ({"heir": "99"}, None, "offboarding_heir '99': no user is this"),
    ({"heir": "leo@example.com"}, None, "offboarding_heir 'leo@example.com' leaves too: name somebody who stays"),
    ({"accounts": ["lea@example.com"], "heir": LEO}, None, f"'{LEO}' is an account that is disabled: name another"),
    ({"accounts": ["boss@example.com"]}, None, "1 person reports to boss@example.com, and no manager above stays"),
    ({"delete_after_days": -1}, None, "offboarding_delete_after_days -1 is not between 0 and 36500"),
    ({"delete_after_days": "soon"}, None, "offboarding_delete_after_days"),
    ({"stages": ["delete"]}, None, "offboarding_stages"),
    ({"stages": ["disable"], "delete_after_days": 0}, None, "Lea@Example.com can't be deleted, as people report to"),
    ({"manifest": "/nowhere/manifest.json"}, None, "offboarding_manifest '/nowhere/manifest.json' has to be a file"),
    ({"manifest": "/dev/null"}, None, "offboarding_manifest '/dev/null' has to be a file, or nothing yet"),
    ({}, "no JSON", "is not a manifest: it is not JSON"),
    ({}, [{**ENTRY, "date": "01.02.2026"}], "date '01.02.2026' of account 1 (lea@example.com) is not like"),
    ({}, [{**ENTRY, "id": "77"}], "lea@example.com with id 77, which this tenant has not: it is of another tenant"),
    ({}, [{**ENTRY, "email": "z@example.com"}], "which is Lea@Example.com in this tenant: it is of another tenant"),
    ({"undo": True}, None, "is missing or empty: there is nothing to undo"),
    ({"undo": True, "accounts": ["ann@example.com"]}, [ENTRY], "offboarding_accounts has ann@example.com, which"),
    ({"undo": True}, [{**ENTRY, "id": "77"}], "which this tenant has not: it is of another tenant"),
]


def test_bad_input_fails_before_any_write(simulator: Simulator, tmp_path: Path) -> None:
    """Each row is a host of one run."""
    hosts, texts = {}, {}
    for number, (options, accounts, _message) in enumerate(BAD_INPUT):
        path = tmp_path / f"{number}.json"
        if accounts is not None:
            text = accounts if isinstance(accounts, str) else json.dumps({"version": 1, "accounts": accounts})
            path.write_text(text)
            texts[path] = text
        given = {"accounts": list(LEAVERS), "manifest": str(path), **options}
        hosts[f"row_{number}"] = {f"offboarding_{name}": value for name, value in given.items() if value is not None}
    # A link is not followed.
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / "link").symlink_to("elsewhere")
    hosts["link"] = {"offboarding_accounts": list(LEAVERS), "offboarding_manifest": str(tmp_path / "link")}

    plays = [{"hosts": "all", "gather_facts": False, "roles": ["manageengine.id360.offboarding"]}]
    credentials = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
    played = play(tmp_path, plays, hosts=hosts, ANSIBLE_FORKS="4", **credentials)
    for number, (_options, _accounts, message) in enumerate(BAD_INPUT):
        refused = played.results[f"row_{number}"][-1]
        assert message in str(refused.get("msg")), BAD_INPUT[number]
    assert "has to be a file, or nothing yet, in a folder" in played.results["link"][-1]["msg"]
    assert "Traceback" not in played.output
    assert simulator.writes == []
    assert {path: path.read_text() for path in tmp_path.glob("*.json")} == texts


def test_members_that_are_not_shown_forbid_the_run(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """Unknown is not empty: a membership that was not seen could not be restored."""
    simulator.settings.update({"truncate_members": 1})
    refused = run()
    assert "group 'Leads' (id 11) does not show all its members" in refused.only[-1]["msg"]
    assert (simulator.writes, (tmp_path / "manifest.json").exists()) == ([], False)
