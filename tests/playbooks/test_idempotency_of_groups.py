# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The idempotency contract of id360_group: every state, on every kind of seed."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from idempotency import ANN, BOB, assert_contract, case, perform_case, play_rows, rows

CASES = {
    "group present creates": case("create", ("POST", "/groups", {"name": "New"}), name="New"),
    "group present creates a dynamic one": case(
        "create", ("POST", "/groups", {"name": "New", "is_dynamic": True}), name="New", is_dynamic=True
    ),
    "group present creates with members set": case(
        "create", ("POST", "/groups", {"name": "New", "members": ["1"]}), name="New", members={"set": [ANN["email"]]}
    ),
    "group present creates with members added": case(
        "create",
        ("POST", "/groups", {"name": "New", "description": "d", "members": ["2", "1"]}),
        name="New",
        description="d",
        members={"add": ["2", ANN["email"]], "remove": ["eve@example.com", "nobody@example.com"]},
    ),
    "group present creates without members": case(
        "create", ("POST", "/groups", {"name": "New"}), name="New", members={"set": []}
    ),
    "group present is in sync": case("", name="Clerks", description="", is_dynamic=False, members={}),
    "group present patches": case("patch", ("PATCH", "/groups/8", {"description": "d"}), name="Empty", description="d"),
    "group present clears": case("patch", ("PATCH", "/groups/8", {"description": ""}), name="Empty", description=""),
    "group present renames": case("patch", ("PATCH", "/groups/9", {"name": "New"}), id="9", name="New"),
    "group present sets members": case(
        "patch", ("PATCH", "/groups/9", {"members": ["2", "3"]}), name="Clerks", members={"set": ["3", BOB["email"]]}
    ),
    "group present has its members set": case("", name="Clerks", members={"set": [BOB["email"], "1"]}),
    "group present empties": case("patch", ("PATCH", "/groups/9", {"members": []}), id="9", members={"set": []}),
    "group present is empty": case("", name="Empty", members={"set": []}),
    "group present adds to none": case(
        "patch", ("PATCH", "/groups/8", {"members": ["1"]}), name="Empty", members={"add": [ANN["email"]]}
    ),
    "group present adds": case(
        "patch", ("PATCH", "/groups/9", {"members": ["1", "2", "3"]}), name="Clerks", members={"add": ["1", "3"]}
    ),
    "group present has those added": case("", name="Clerks", members={"add": ["Ann@Example.com"]}),
    "group present removes": case(
        "patch", ("PATCH", "/groups/9", {"members": ["2"]}), id="9", members={"remove": ["1", "3", "zed@example.com"]}
    ),
    "group present has none to remove": case("", name="Clerks", members={"remove": ["3", "zed@example.com"]}),
    "group present adds and removes and patches": case(
        "patch",
        ("PATCH", "/groups/9", {"description": "d", "members": ["2", "3"]}),
        name="Clerks",
        description="d",
        members={"add": ["eve@example.com"], "remove": [ANN["email"]]},
    ),
    "group present patches a dynamic one": case(
        "patch", ("PATCH", "/groups/10", {"description": "d"}), name="By rule", description="d"
    ),
    "group absent finds none": case("", name="New", state="absent"),
    "group absent finds no id": case("", id="99", state="absent"),
    "group absent deletes": case("delete", ("DELETE", "/groups/9", None), name="Clerks", state="absent"),
    "group absent deletes by id": case("delete", ("DELETE", "/groups/10", None), id="10", state="absent"),
}


@pytest.fixture(scope="module")
def runs(request, tmp_path_factory):
    with ExitStack() as stack:
        yield play_rows("id360_group", CASES, request, tmp_path_factory.mktemp("contract"), stack)


@pytest.mark.parametrize("row", rows(CASES))
def test_contract(runs, row):
    assert_contract(CASES[row[0]], runs[row])


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("name", CASES)
def test_contract_in_the_engine(name):
    assert_contract(CASES[name], perform_case("id360_group", CASES[name]))
