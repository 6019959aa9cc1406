# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The idempotency contract of id360_user: every state, on every kind of seed."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from idempotency import ANN, BOB, NEW, SECRET, Case, assert_contract, case, perform_case, play_rows, rows

CASES = {
    "user present creates": case("create", ("POST", "/users", {**NEW, "city": "Oslo"}), **NEW, city="Oslo"),
    "user present creates disabled": case(
        "create", ("POST", "/users", {**NEW, "status": 0}), **NEW, create_disabled=True
    ),
    "user present creates with a password": case(
        "create", ("POST", "/users", {**NEW, "password": SECRET}), **NEW, password=SECRET
    ),
    "user present creates from a template": case("create", ("POST", "/users/new/71", NEW), **NEW, template="Newcomer"),
    "user present creates with a manager": case(
        "create", ("POST", "/users", {**NEW, "manager": "1"}), **NEW, manager="Ann@example.com"
    ),
    "user present is in sync": case("", **ANN, title="Clerk", city="", status=None),
    "user present patches": case("patch", ("PATCH", "/users/1", {"title": "Chief"}), **ANN, title="Chief"),
    "user present clears": case("patch", ("PATCH", "/users/1", {"fax": ""}), **ANN, fax="", city=""),
    "user present patches who is disabled": case("patch", ("PATCH", "/users/2", {"fax": "1"}), **BOB, fax="1"),
    "user present renames by id": case("patch", ("PATCH", "/users/1", NEW), id="1", **NEW),
    "user present renames by employee id": case(
        "patch", ("PATCH", "/users/1", NEW), match_by=["employee_id"], employee_id="007", **NEW
    ),
    "user present changes the manager": case(
        "patch", ("PATCH", "/users/3", {"manager": "2"}), id="3", manager="bob@example.com"
    ),
    "user present leaves a password alone": case("", **ANN, password=SECRET),
    "user present sets a password": case(
        "patch password",
        ("PATCH", "/users/1", {"title": "Chief"}),
        ("PATCH", "/users/1", {"password": SECRET}),
        **ANN,
        title="Chief",
        password=SECRET,
        update_password="always",
        except_for="always",
    ),
    "user present creates and joins": case(
        "create patch patch",
        ("POST", "/users", NEW),
        ("PATCH", "/groups/8", {"members": ["2000000000001"]}),
        ("PATCH", "/groups/9", {"members": ["1", "2", "2000000000001"]}),
        **NEW,
        groups={"add": ["Clerks", "8"]},
    ),
    "user present patches, joins and leaves": case(
        "patch patch patch",
        ("PATCH", "/users/1", {"title": "Chief"}),
        ("PATCH", "/groups/8", {"members": ["1"]}),
        ("PATCH", "/groups/9", {"members": ["2"]}),
        **ANN,
        title="Chief",
        groups={"add": ["Empty"], "remove": ["Clerks", "No such group"]},
    ),
    "user present is in the groups": case("", **ANN, groups={"add": ["Clerks"], "remove": ["Empty"]}),
    "user present has exactly these groups": case(
        "patch patch",
        ("PATCH", "/groups/8", {"members": ["1"]}),
        ("PATCH", "/groups/9", {"members": ["2"]}),
        **ANN,
        groups={"set": ["Empty"]},
    ),
    "user present is in no group but a dynamic one": case("", id="3", groups={"set": []}),
    "user disabled leaves all groups": case(
        "disable patch",
        ("POST", "/users/1/disable", None),
        ("PATCH", "/groups/9", {"members": ["2"]}),
        **ANN,
        state="disabled",
        groups={"set": []},
    ),
    "user disabled creates nobody for a group": case("", **NEW, state="disabled", groups={"add": ["Clerks"]}),
    "user absent has no groups": case(
        "delete", ("DELETE", "/users/1", None), **ANN, state="absent", groups={"add": ["No such group"]}
    ),
    "user enabled creates": case("create", ("POST", "/users", {**NEW, "status": 1}), **NEW, state="enabled"),
    "user enabled is in sync": case("", **ANN, state="enabled"),
    "user enabled patches": case("patch", ("PATCH", "/users/1", {"fax": "1"}), **ANN, fax="1", state="enabled"),
    "user enabled enables": case("enable", ("POST", "/users/2/enable", None), **BOB, state="enabled"),
    "user enabled patches and enables": case(
        "patch password enable",
        ("PATCH", "/users/2", {"fax": "1"}),
        ("PATCH", "/users/2", {"password": SECRET}),
        ("POST", "/users/2/enable", None),
        **BOB,
        fax="1",
        password=SECRET,
        update_password="always",
        state="enabled",
        except_for="always",
    ),
    "user disabled creates nobody": case("", **NEW, state="disabled"),
    "user disabled disables": case("disable", ("POST", "/users/1/disable", None), **ANN, state="disabled"),
    "user disabled disables and patches": case(
        "disable patch",
        ("POST", "/users/1/disable", None),
        ("PATCH", "/users/1", {"title": "Gone"}),
        **ANN,
        title="Gone",
        state="disabled",
    ),
    "user disabled is in sync": case("", **BOB, state="disabled"),
    "user disabled patches": case("patch", ("PATCH", "/users/2", {"fax": "1"}), **BOB, fax="1", state="disabled"),
    "user absent finds nobody": case("", **NEW, state="absent"),
    "user absent finds no id": case("", id="99", state="absent"),
    "user absent deletes who is enabled": case("delete", ("DELETE", "/users/1", None), **ANN, state="absent"),
    "user absent deletes the own manager": Case(
        {"id": "1", "state": "absent"},
        ["delete"],
        [("DELETE", "/users/1", None)],
        {"users": [{"id": "1", **ANN, "manager": "1"}]},
    ),
    "user absent deletes who is disabled": case("delete", ("DELETE", "/users/2", None), id="2", state="absent"),
}


@pytest.fixture(scope="module")
def runs(request, tmp_path_factory):
    with ExitStack() as stack:
        yield play_rows("id360_user", CASES, request, tmp_path_factory.mktemp("contract"), stack)


@pytest.mark.parametrize("row", rows(CASES, as_modules=99))
def test_contract(runs, row):
    assert_contract(CASES[row[0]], runs[row])


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("name", CASES)
def test_contract_in_the_engine(name):
    assert_contract(CASES[name], perform_case("id360_user", CASES[name]))
