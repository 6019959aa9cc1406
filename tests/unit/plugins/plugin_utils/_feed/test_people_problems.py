# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a personnel department's file, by line and column, and with what the module says of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.lifecycle import Terms
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import message_of
from ansible_collections.manageengine.id360.tests.unit.plugins.plugin_utils._feed.hr_file import (
    BOSS,
    HEADER,
    SALES,
    TODAY,
    planned,
    users,
)

ANN = HEADER + "1,a@x.com,IT\n"
JOINING = {"No.": "employee_id", "Mail": "email", "Boss": "manager_employee_id", "From": "start_date", "Is": "status"}
JOINERS = "No.,Mail,Boss,From,Is\n1,a@x.com,2\n"

# Each: the text, what else is given, and the problems
PROBLEMS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("", {}, ["directory_src 'hr.csv' is empty"]),
    (HEADER, {}, ["directory_src 'hr.csv': the file contains no users"]),
    (
        "No.,Mail\n",
        {"columns": {"No": "email", "E-Mail": "title", "Dept": "department"}},
        [
            "line 1: there is no column 'No' (did you mean 'No.'?) and no column 'E-Mail' (did you mean 'Mail'?)",
        ],
    ),
    (
        "email,pay\na@x.com,9\n",
        {"columns": {}},
        ["line 1, column 2: there is no option 'pay': map it"],
    ),
    ("employee_id,employeeID\n", {"columns": {}}, ["column 2: another column is mapped to employee_id too"]),
    (
        HEADER,
        {"columns": {"Mail": "e-mail"}},
        ["directory_columns: 'Mail' is mapped to 'e-mail', which is not an option for columns"],
    ),
    (
        HEADER,
        {"columns": {"Mail": "state"}},
        ["directory_columns: 'Mail' is mapped to 'state', which is not an option for columns"],
    ),
    (
        HEADER,
        {"columns": {"No.": "email", "Mail": "email"}},
        ["directory_columns: 'Mail' and 'No.' are both mapped to email"],
    ),
    (
        ANN,
        {"columns": {"Dept": "department"}},
        ["no column is email, employee_id or id; one of them is required to find accounts"],
    ),
    (
        ANN,
        {"columns": {"Mail": "email"}, "department_groups": SALES},
        ["no column is department, which directory_department_groups requires"],
    ),
    (
        ANN,
        {"department_groups": {"Sales": [1]}},
        ["directory_department_groups: 'Sales' is not mapped to the name of a group"],
    ),
    (
        ANN,
        {"columns": {"Mail": "email", "Boss": "manager_employee_id"}},
        ["no column is employee_id, which manager_employee_id"],
    ),
    (
        ANN,
        {"columns": {**BOSS, "Pay": "manager"}},
        ["manager and manager_employee_id are both columns; only one of them is allowed"],
    ),
    (
        HEADER + "1,a@x.com,IT,30.11.2026\n",
        {},
        ["line 2, column 4 (Until): '30.11.2026' is not a date in the format %Y-%m-%d"],
    ),
    (
        HEADER + "1,a@x.com,IT,43862\n",
        {},
        ["'43862' is not a date in the format %Y-%m-%d: set directory_date_formats, or, if it is how"],
    ),
    (
        HEADER + "1,a@x.com,IT,2026-11-31\n2,b@x.com,IT,2026-13-05\n",
        {},
        [
            "line 2, column 4 (Until): '2026-11-31' has the format %Y-%m-%d, but there is no such day",
            "line 3, column 4 (Until): '2026-13-05' has the format %Y-%m-%d, but there is no such day",
        ],
    ),
    (
        HEADER + "1,a@x.com,IT,31.11.2026\n2,b@x.com,IT,29 Feb 2025\n3,c@x.com,IT,20261131\n4,d@x.com,IT,1.1.1\n",
        {"terms": Terms(TODAY, ["%d.%m.%Y", "%d %b %Y", "%Y%m%d"])},
        [
            "line 2, column 4 (Until): '31.11.2026' has the format %d.%m.%Y, but there is no such day",
            "line 3, column 4 (Until): '29 Feb 2025' has the format %d %b %Y, but there is no such day",
            "line 4, column 4 (Until): '20261131' has the format %Y%m%d, but there is no such day",
            "line 5, column 4 (Until): '1.1.1' is not a date in the format %d.%m.%Y or %d %b %Y or %Y%m%d",
        ],
    ),
    (
        HEADER + "1,a@x.com\n2,A@x.com\n1,c@x.com\n",
        {},
        [
            "line 4, column 1 (No.): '1' is also used by another row (line 2)",
            "line 3, column 2 (Mail): 'A@x.com' is also used by another row (line 2)",
        ],
    ),
    (
        HEADER + "1,a@x.com,IT,,7\n",
        {"columns": BOSS},
        ["line 2, column 5 (Boss): no user in the file or the tenant has employee_id '7'"],
    ),
    (
        JOINERS + "2,B@x.com,,2027-01-01\n3,eve@x.com,2,2027-01-01\n",
        {"columns": JOINING},
        ["line 2, column 3 (Boss): manager 'B@x.com' has no account before 2027-01-01: increase directory_create_days"],
    ),
    (
        JOINERS + "2,b@x.com,,,inactive\n",
        {"columns": JOINING},
        ["line 2, column 3 (Boss): manager 'b@x.com' has no account, as they have left: name another manager"],
    ),
    (
        JOINERS + "2,b@x.com,,,extern\n",
        {"columns": JOINING, "terms": Terms(TODAY, status_values={"extern": "ignore"})},
        ["line 2, column 3 (Boss): manager 'b@x.com' has no account, as directory_status_values ignores the row: name"],
    ),
    # Where the manager's row has a problem of its own, that is all.
    (JOINERS + "2,b@x,,2027-01-01\n", {"columns": JOINING}, ["line 3: email 'b@x' is not an email address"]),
    (
        JOINERS + "2,b@x.com,,,inactive\n2,b@x.com,,2027-01-01,inactive\n",
        {"columns": JOINING},
        [
            "line 4, column 1 (No.): '2' is also used by another row (line 3)",
            "line 4, column 2 (Mail): 'b@x.com' is also used by another row (line 3)",
        ],
    ),
    (HEADER + "1,,IT\n", {"department_groups": SALES}, ["line 2, column 2 (Mail): it is blank"]),
    (HEADER + "1,a@x.com,IT,,,,x\n,,,,,,,\n", {}, ["line 2, column 7: the row has 7 columns, the header 6"]),
    ("[]", {"path": "hr.xls"}, ["directory_src 'hr.xls' is not one of .csv, .tsv, .txt, .xlsx, .json, .yml and .yaml"]),
    (
        "[]",
        {"path": "hr.json", "columns": {"Mail": "email"}},
        ["'hr.json': directory_columns contains 'Mail', which no entry of the file has"],
    ),
    (
        f'[{{"email": "a@x.com", "employee_id": {"7" * 5000}}}]',
        {"path": "hr.json", "columns": {}},
        ["line 1, column 23: employee_id Infinity is a number: quote it"],
    ),
    (
        '[\n {"email": "a@x.com", "employee_id": 7}\n]',
        {"path": "hr.json", "columns": {}},
        ["line 2, column 23: employee_id 7 is a number: quote it"],
    ),
    (
        "- email: a@x.com\n  country: NO\n",
        {"path": "hr.yml", "columns": {}},
        ["line 2, column 12: country NO is not a text, as YAML reads it as bool"],
    ),
    (
        "- email: a@x.com\n- email: a@x.com\n  city: x\n",
        {"path": "hr.yml", "columns": {}},
        ["line 2, column 3, email: 'a@x.com' is also used by another row (line 1, column 3)"],
    ),
    ("{", {"path": "hr.json"}, ["line 1, column 1: it is not a JSON list"]),
]


@pytest.mark.parametrize(("text", "given", "wanted"), PROBLEMS)
def test_problems(text: str, given: dict[str, Any], wanted: list[str]) -> None:
    problems = planned(text, **given)["problems"]
    assert len(problems) == len(wanted), problems
    assert all(part in problem for part, problem in zip(wanted, problems, strict=True)), problems


def test_wrong_cells_hide_no_other_problem() -> None:
    """A date, an employee id that two have, a manager and a status are wrong; the rest is planned, for its problems."""
    rows = "1,a@x.com,IT,soon,7\n2,b@x.com,IT,,1\n2,c@x.com,IT,,1\n3,zoe@x.com,IT,2020-01-01\n4,,IT\n"
    given: dict[str, Any] = {"columns": BOSS, "department_groups": {"IT": "A", "Law": 5}}
    given["terms"] = Terms(TODAY, status_values={"on": "enabld"})
    needing = planned(HEADER + rows, accounts=None, **given)
    plan = planned(HEADER + rows, **given)
    wanted = [
        "'Law' is not mapped",
        "'enabld'",
        "'soon' is not",
        "line 4, column 1 (No.): '2' is also",
        "(Mail): it is",
    ]
    for problems, more in ((needing["problems"], []), (plan["problems"], ["the keys match different", "id '7'"])):
        assert len(problems) == len([*wanted, *more]), problems
        assert all(part in problem for part, problem in zip([*wanted, *more], problems, strict=True)), problems
    assert (needing["needs_accounts"], needing.keys()) == (True, {"problems", "problem_details", "needs_accounts"})
    assert [user["email"] for user in json.loads(plan["src"])] == ["a@x.com", "b@x.com"]
    assert plan["groups"] == []  # who belongs into them is not known


def test_a_wrong_email_is_a_problem_of_its_own_row_alone() -> None:
    """Not of the groups of the department, nor of its reports: the module tells what is wrong with it."""
    rows = "1,a.x.com,IT\n2,b@x.com,IT,,1\n"
    plan = planned(HEADER + rows, columns=BOSS, department_groups={"IT": "A", "Law": "B"})
    assert [user.get("manager") for user in users(plan)] == [None, None]
    assert [group["members"] for group in plan["groups"]] == [
        {"add": ["b@x.com"], "remove": []},
        {"add": [], "remove": ["b@x.com"]},
    ]


CURE = "save the file as CSV UTF-8, or set directory_encoding, e.g. cp1252"


def test_not_utf8() -> None:
    (problem,) = planned(b"No.,Mail,Dept,Until\n1,a@x.com\n\n2,\xe9@x.com\n")["problems"]
    assert problem == f"directory_src 'hr.csv', line 4, column 2: it is not UTF-8: {CURE}"


def test_places_of_the_module_become_those_of_the_file() -> None:
    plan = planned(HEADER + "1,a@x.com,,,9\n\n2,b@x.com,IT\n9,c@x.com\n", columns=BOSS)
    about_no_entry = {"message": "too many", "file": None, "entry": None, "option": None, "other_entry": None}
    bad = {**about_no_entry, "message": "bad", "file": "content", "entry": 2}
    details = [
        {**bad, "option": "department"},
        {**bad, "entry": 1, "option": "manager"},
        {**bad, "entry": 3, "other_entry": 1},
        about_no_entry,
    ]
    assert message_of({"msg": "content, line 2: bad", "problem_details": details}, plan) == (
        "nothing was written, as there are 4 problems: directory_src 'hr.csv', line 4, column 3 (Dept): bad;"
        " line 2, column 5 (Boss): bad; line 5: bad (line 2); too many"
    )
    assert message_of({"msg": "content, line 2: bad"}, plan) == "content, line 2: bad"
    plan = planned(HEADER + "1,a@x.com,IT,soon\n1,b@x.com\n9,c@x.com\n")
    soon = "directory_src 'hr.csv', line 2, column 4 (Until): 'soon' is not a date in the format %Y-%m-%d"
    soon += ": set directory_date_formats"
    mine = f"{soon}; line 3, column 1 (No.): '1' is also used by another row (line 2)"
    assert message_of({"problem_details": [bad]}, plan) == (
        f"nothing was written, as there are 3 problems: {mine}; line 4: bad"
    )
    assert message_of({"msg": "bad"}, plan) == f"nothing was written, as there are 3 problems: {mine}; bad"


def test_many_problems_are_one_message_that_names_the_file_once() -> None:
    rows = "".join(f"{number},a{number}@x.com,IT,soon\n" for number in range(150))
    plan = planned(f"{HEADER}{rows}{'x,' * 6}x\n")
    assert len(plan["problems"]) == 151
    message = message_of({}, plan)
    first = "directory_src 'hr.csv', line 152, column 7: the row has 7 columns, the header 6"
    assert message.startswith(f"nothing was written, as there are 151 problems: {first}; line 2, column 4 (Until): ")
    assert message.count("hr.csv") == 1
    assert message.endswith("; and 51 more")
