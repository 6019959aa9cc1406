# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The idempotency contract of id360_directory, in real playbook runs."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from idempotency import ANN, BOB, NEW, SECRET, assert_beats, case, perform_case, play_rows, rows

EVE = {"email": "eve@example.com"}
ID = "2000000000001"  # that the simulator gives first

CASES = {
    "nothing": case("", users=[ANN, {**BOB, "state": "disabled"}], groups=[{"name": "Clerks"}]),
    "groups as they are": case(
        "",
        groups=[{"name": "Empty", "description": "Nobody"}, {"name": "By rule", "is_dynamic": True}, {"id": "9"}],
    ),
    "create": case("create", ("POST", "/users", {**NEW, "title": "x"}), users=[{**NEW, "title": "x"}]),
    "patch": case("patch", ("PATCH", "/users/1", {"title": "Head"}), users=[{**ANN, "title": "Head"}]),
    "enable": case("enable", ("POST", "/users/2/enable", None), users=[{**BOB, "state": "enabled"}]),
    "disable": case(
        "disable", ("POST", "/users/1/disable", None), users=[{**ANN, "state": "disabled"}], max_removals=1
    ),
    "delete": case("delete", ("DELETE", "/users/2", None), users=[{**BOB, "state": "absent"}], max_removals=1),
    "nobody": case("", users=[{**NEW, "state": "absent"}]),
    "password": case(
        "password",
        ("PATCH", "/users/1", {"password": SECRET}),
        users=[{**ANN, "password": SECRET, "update_password": "always"}],
        except_for="always",
    ),
    "template": case(
        "create",
        ("POST", "/users/new/71", {**NEW, "password": SECRET, "status": 1}),
        users=[{**NEW, "template": "Newcomer", "password": SECRET, "state": "enabled"}],
    ),
    "rename": case(
        "patch",
        ("PATCH", "/users/1", {"email": "ann.lee@example.com"}),
        users=[{"employee_id": "007", "email": "ann.lee@example.com"}],
        match_by=["employee_id"],
    ),
    "an email that is passed on": case(
        "patch",
        ("PATCH", "/users/2", {"email": "bob.ray@example.com"}),
        ("PATCH", "/users/1", {"email": "bob@example.com"}),
        users=[{"employee_id": "007", **BOB}, {"employee_id": "008", "email": "bob.ray@example.com"}],
        match_by=["employee_id", "email"],
    ),
    "a manager of the run": case(
        "create patch",
        ("POST", "/users", NEW),
        ("PATCH", "/users/1", {"manager": ID}),
        users=[{**ANN, "manager": NEW["email"]}, NEW],
        concurrency=1,
    ),
    "a member of the run": case(
        "create patch",
        ("POST", "/users", NEW),
        ("PATCH", "/groups/9", {"members": ["1", "2", ID]}),
        users=[NEW],
        groups=[{"name": "Clerks", "members": {"add": [NEW["email"]]}}],
    ),
    "a group": case(
        "create",
        ("POST", "/groups", {"name": "Fresh", "members": ["1", "3"]}),
        groups=[{"name": "Fresh", "members": {"set": [ANN["email"], EVE["email"]]}}],
    ),
    "a group that goes": case("delete", ("DELETE", "/groups/8", None), groups=[{"name": "Empty", "state": "absent"}]),
    "leavers are disabled": case(
        "disable",
        ("POST", "/users/3/disable", None),
        users=[ANN],
        unlisted_users="disable",
        max_removals="50%",
    ),
    "leavers are deleted": case(
        "delete patch",
        ("DELETE", "/users/2", None),
        ("DELETE", "/users/3", None),
        ("PATCH", "/groups/9", {"description": "x"}),
        users=[ANN],
        groups=[{"name": "Clerks", "description": "x", "members": {"set": [ANN["email"]]}}],
        unlisted_users="delete",
        max_removals="2",
        protected=["root@example.com"],
        concurrency=1,
    ),
    "a scope": case(
        "",
        users=[ANN],
        unlisted_users="delete",
        scope='department eq "Sales"',
    ),
    "a shard": case(
        "create",
        ("POST", "/users", {"email": "f@example.com"}),
        users=[{"email": f"{letter}@example.com"} for letter in "abdf"],
        shard={"index": 0, "count": 4},
    ),
}


@pytest.fixture(scope="module")
def runs(request, tmp_path_factory):
    with ExitStack() as stack:
        yield play_rows("id360_directory", CASES, request, tmp_path_factory.mktemp("contract"), stack)


def assert_contract(case, run):
    assert_beats(case, run)
    dry, real, again = run[0]
    # 2
    assert (dry["summary"], dry["unlisted"]) == (real["summary"], real["unlisted"])
    # 3
    assert sum(len(change["actions"]) for change in real["changes"]) == len(case.writes)
    # 4, and 5: a diff shows changed items only, so what the first run left is seen by the second having nothing to do
    assert (again["changes"], again["diff"]) == ([], [])
    assert len(real["diff"]) == len(real["changes"])


@pytest.mark.parametrize("row", rows(CASES))
def test_contract(runs, row):
    assert_contract(CASES[row[0]], runs[row])


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("name", CASES)
def test_contract_in_the_engine(name):
    assert_contract(CASES[name], perform_case("id360_directory", CASES[name]))
