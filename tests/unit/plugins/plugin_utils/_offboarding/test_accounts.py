# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts that an offboarding is about: in a list or a file, in the tenant and in the manifest."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.filter.offboarding_accounts import offboarding_accounts
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import TableFormat
from ansible_collections.manageengine.id360.plugins.module_utils._problems import Problem
from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.accounts import (
    accounts_in_file,
    accounts_in_list,
    look_ups,
)
from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.leavers import find_leavers
from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.undo import plan_undo

MAIL, NR = {"e-mail": "email"}, {"Nr": "employee_id"}
ANN, BOB, NUMBER = ("ann@example.com",), ("bob@example.com",), ("0012",)
USERS = [
    {"id": "1", "email": "ann@example.com", "employee_id": "0011"},
    {"id": "2", "email": "Bob@example.com", "employee_id": "0012"},
    {"id": "3", "email": "eve@example.com"},
    {"id": "4", "email": "eve@example.com", "employee_id": "0014"},
]


def read(content: Any, path: str = "leavers.csv", columns: Any = None, **how: Any) -> tuple[list[Any], list[Problem]]:
    given = content.encode() if isinstance(content, str) else content
    return accounts_in_file(given, path, columns or {}, TableFormat(prefix="offboarding_", **how))


@pytest.mark.parametrize(
    ("content", "given", "expected"),
    [
        # One column without a header
        ("ann@example.com\n", {}, [ANN]),
        (b"\xef\xbb\xbf\r\n\r\nann@example.com\r\n\r\n  \r\n 0012 \r\n", {}, [ANN, NUMBER]),
        ("ann@example.com;\n0012;;\n;\n", {}, [ANN, NUMBER]),
        ("ann@example.com\n0012", {"path": "leavers.txt"}, [ANN, NUMBER]),
        ("ann@example.com\nANN@example.com\n0012\n0012\n", {}, [ANN, NUMBER]),
        # A header
        ("email\nann@example.com\n", {}, [ANN]),
        ("\ufeffreason;EMAIL \nretires;ann@example.com\n;\nmoves;bob@example.com\n", {}, [ANN, BOB]),
        ("employeeID,name\n0012,Bob\n", {}, [NUMBER]),
        ("id,email\n1,\n,bob@example.com\n2,bob@example.com\n", {}, [("1",), BOB, ("bob@example.com", "2")]),
        ("x\nE-Mail;\u0130\nann@example.com;1".encode("utf-16"), {"columns": MAIL, "skip_lines": 1}, [ANN]),
        ("Nr;Gr\u00fc\u00dfe\n0012;\u00dc\n".encode("cp1252"), {"columns": NR, "encoding": "cp1252"}, [NUMBER]),
        ("email\n", {}, []),
    ],
)  # fmt: skip
def test_what_a_file_means(content: Any, given: dict[str, Any], expected: list[tuple[str, ...]]) -> None:
    accounts, problems = read(content, **given)
    assert problems == []
    assert [tuple(account["keys"].values()) for account in accounts] == expected


@pytest.mark.parametrize(
    ("content", "given", "expected"),
    [
        ("", {}, ["offboarding_src 'leavers.csv' is empty"]),
        ("[]", {"path": "l.json"}, ["offboarding_src 'l.json' is not one of .csv, .tsv, .txt, .xlsx: save"]),
        ("Mail,Name\na@x.com,A\n", {}, ["line 1: no column is email, employee_id or id: set offboarding_columns; the"]),
        ("Mail\nx@y.com\n", {"columns": {"Mail": "emial"}}, ["offboarding_columns: 'Mail' is mapped to 'emial'"]),
        ("Mail\nx@y.com\n", {"columns": {"Mial": "email"}}, ["line 1: there is no column 'Mial' (did you"]),
        ("email,email\n", {}, ["line 1, column 2: another column is mapped to email too"]),
        (
            "why,email\n\nretires,lea\nmoves,\n,ann@example.com,x\n",
            {},
            [
                "'leavers.csv', line 3, column 2 (email): email 'lea' is not an email address",
                "'leavers.csv', line 4, column 2 (email): the row has no email, employee_id or id",
                "'leavers.csv', line 5, column 3: the row has 3 columns, the header 2",
            ],
        ),
        ("ann@example.com\n1.02E+11\n", {}, ["line 2: employee_id '1.02E+11' is what a spreadsheet shows instead"]),
        ("email,why\na@x.com,\nb@x.co", {}, ["line 3: the row has 1 of 2 columns, and no line break at its end"]),
        ("id\n../1\n", {}, ["line 2, column 1 (id): id '../1' is not an id"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_variable_line_and_column(content: str, given: Any, expected: list[str]) -> None:
    try:
        problems = [str(problem) for problem in read(content, **given)[1]]
    except Id360Error as error:
        problems = [error.message]
    assert len(problems) == len(expected)
    for problem, part in zip(problems, expected, strict=True):
        assert part in problem


def test_many_problems_are_one_message_that_names_the_file_once() -> None:
    content = "email\n" + "lea\n" * 150
    message = offboarding_accounts(None, content=b64encode(content.encode()).decode(), path="leavers.csv")["problem"]
    assert message.startswith("nothing was written, as there are 150 problems: offboarding_src 'leavers.csv', line 2, ")
    assert message.count("leavers.csv") == 1
    assert message.count("is not an email address") == 100
    assert message.endswith("; and 50 more")


def found(content: str) -> tuple[list[str], str]:
    """The ids of the users whom the rows of a file find, as their look-ups answer, and what is wrong."""
    accounts, problems = read(content)
    asked = look_ups(accounts)
    answers = [[user for user in USERS if _answers(options, user)] for options in asked]
    facts = {"path": "m.json", "witnesses": [], "accounts": accounts, "look_ups": asked, "found": answers}
    leavers = find_leavers(facts, [], {user["id"]: user for user in USERS})
    return sorted(leavers.records), "; ".join(map(str, [*problems, *leavers.problems]))


def _answers(options: dict[str, Any], user: dict[str, Any]) -> bool:
    if "filter" in options:
        return options["filter"] == f'employee_id eq "{user.get("employee_id")}"'
    return any(user[key].lower() == str(options[key]).lower() for key in ("id", "email") if key in options)


@pytest.mark.parametrize(
    ("rows", "ids", "problem"),
    [
        ("email\nann@example.com\nBOB@example.com\n", ["1", "2"], ""),
        ("employee_id\n0012\n0011\n", ["1", "2"], ""),
        ("id,email,employee_id\n2,bob@example.com,0012\n1,,\n", ["1", "2"], ""),
        ("employee_id,email\n0012,\n,bob@example.com\n", ["2"], ""),
        ("employee_id\n12\n", [], "line 2, column 1 (employee_id): no user has employee_id '12'"),
        ("email\nzed@example.com\n", [], "line 2, column 1 (email): no user has email 'zed@example.com'"),
        ("email\neve@example.com\n", [], "column 1 (email): several users have email 'eve@example.com': ids 3, 4"),
        ("id,email\n3,eve@example.com\n", [], "several users have email 'eve@example.com' or id '3': ids 3, 4"),
        # A typing error in one of two keys
        (
            "employee_id,email\n0012,robert@example.com\n",
            ["2"],
            "line 2, column 2 (email): email 'robert@example.com' does not match the account with id 2, whose email is",
        ),
        ("employee_id,email\n0012,ann@example.com\n", [], "several users have email 'ann@example.com' or employee_id"),
        ("employee_id,email\n0099,ann@example.com\n", ["1"], "employee_id '0099' does not match the account with id 1"),
    ],
)  # fmt: skip
def test_all_keys_of_a_row_have_to_be_those_of_one_account(rows: str, ids: list[str], problem: str) -> None:
    there, problems = found(rows)
    assert problem in problems
    assert bool(problem) is bool(problems)
    assert there == ids


def test_an_undo_finds_accounts_by_their_employee_id() -> None:
    entry = {"date": "2026-11-30T08:00:00Z", "enabled": True, "groups": [], "reports": [], "deleted": "", "undone": ""}
    entries = [{**entry, "id": user["id"], "email": user["email"], "record": user} for user in USERS[:2]]
    users = [{**user, "status": 0} for user in USERS]
    facts = {
        "path": "m.json",
        "entries": entries,
        "users": users,
        "known": [],
        "groups": [],
        "now": "2026-12-01T08:00:00Z",
    }
    accounts, _problems = accounts_in_list(["0012"])
    plan = plan_undo({**facts, "accounts": accounts})
    assert (plan["problems"], [item["id"] for item in plan["enable"]]) == ([], ["2"])
    accounts, _problems = accounts_in_list(["12"])
    problem = "offboarding_accounts, entry 1: offboarding_manifest 'm.json' has no account with employee_id '12'"
    assert plan_undo({**facts, "accounts": accounts})["problems"] == [problem]


def test_an_employee_id_is_looked_up_in_each_way_to_write_its_accents() -> None:
    (look_up,) = look_ups(accounts_in_list(['\u00dc"1'])[0])
    assert look_up == {"account": 0, "filter": 'employee_id eq "\u00dc\\"1" or employee_id eq "U\u0308\\"1"'}
