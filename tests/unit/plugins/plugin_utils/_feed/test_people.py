# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of a personnel department: what is read from it, and what is wrong with it, by line and column."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.lifecycle import Terms
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import (
    message_of,
    plan_people,
    with_passwords,
)

COLUMNS = {"No.": "employee_id", "Mail": "email", "Dept": "department", "Until": "end_date"}
BOSS = {**COLUMNS, "Boss": "manager_employee_id"}
HEADER = "No.,Mail,Dept,Until,Boss,Pay\n"
ANN = HEADER + "1,a@x.com,IT\n"
SALES = {"Sales": "Sales team"}
ACCOUNTS = [
    {"id": "1003", "email": "Eve@x.com", "employee_id": "3"},
    {"id": "1004", "email": "d@x.com"},
    {"id": "1009", "email": "zoe@x.com", "employee_id": "9"},
]


def planned(text: str, path: str = "hr.csv", columns: dict[str, str] | None = None, **given: Any) -> dict[str, Any]:
    options = {"department_groups": {}, "date_format": "%Y-%m-%d", "today": date(2026, 11, 30), "state": "present"}
    options |= {"template": None, "clear": False, "match_by": ["employee_id", "email"], "accounts": ACCOUNTS, **given}
    return plan_people(text.encode(), path, columns=COLUMNS if columns is None else columns, **options)


def users(plan: dict[str, Any]) -> list[dict[str, str]]:
    assert plan["problems"] == []
    return json.loads(plan["src"])


def test_rows_become_users() -> None:
    text = (
        HEADER
        + '1,Ann@x.com, Sales ,,,9\n\n2,bob@x.com,"two\nlines",2026-11-30,1,9\n3,eve@x.com,Sales,2026-11-29,1,9\n'
    )
    plan = planned(text, columns=BOSS, template="Clerks")
    assert users(plan) == [
        {"template": "Clerks", "employee_id": "1", "email": "Ann@x.com", "department": "Sales", "state": "present"},
        {
            "template": "Clerks",
            "employee_id": "2",
            "email": "bob@x.com",
            "department": "two\nlines",
            "manager": "Ann@x.com",
            "state": "present",
        },
        # Of somebody who has left nothing else is written.
        {"id": "1003", "state": "disabled"},
    ]
    assert (plan["people"], plan["ended"]) == (3, 1)
    assert plan["places"]["positions"] == [f"line {line}" for line in (2, 4, 6)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "hr.json",
            '[{"email": "a@x.com", "city": null, "pay": 9, "employeeID": "1"}, {"email": "b@x.com", "city": ""}]',
        ),
        ("hr.yml", "- {email: a@x.com, city: ~, pay: 9, employeeID: '1'}\n- email: b@x.com\n  city: ''\n"),
        ("hr.csv", "email,city,employeeID\na@x.com,,1\nb@x.com\n"),
    ],
)
def test_each_kind_of_file(path: str, text: str) -> None:
    """Without directory_columns, by the names of options and of the API; blank is blank."""
    ann = {"email": "a@x.com", "employee_id": "1", "state": "enabled"}
    bob = {"email": "b@x.com", "state": "enabled"}
    assert users(planned(text, path, {}, state="enabled")) == [ann, bob]
    # What a row does not have is not blank.
    blank = ann if path == "hr.csv" else bob
    cleared = users(planned(text, path, {}, state="enabled", clear=True))
    assert cleared == [{**person, "city": ""} if person is blank else person for person in (ann, bob)]


# Each: the rows of leavers, and the states that their accounts are to have, or a problem
LEAVERS: list[tuple[str, list[dict[str, str]] | str]] = [
    ("3,new.name@x.com,IT,2020-01-01", [{"id": "1003", "state": "disabled"}]),
    ("3,,IT,2020-01-01", [{"id": "1003", "state": "disabled"}]),
    ("3,eve@x.com,,2020-01-01", [{"id": "1003", "state": "disabled"}]),  # they leave the groups all the same
    (",EVE@x.com,IT,2020-01-01", [{"id": "1003", "state": "disabled"}]),
    ("88,d@x.com,IT,2020-01-01", [{"id": "1004", "state": "disabled"}]),
    ("77,nobody@x.com,IT,2020-01-01", []),
    (
        "88,eve@x.com,IT,2020-01-01",
        "line 2, column 1 (No.): the account of employee_id 88 / email eve@x.com has employ",
    ),
    ("3,zoe@x.com,IT,2020-01-01", "the keys match different users"),
    ("3,,IT,2020-01-01\n,eve@x.com,IT,2020-01-01", "is the same user as another entry"),
    (",,IT,2020-01-01", "no identifier for the user"),
]


@pytest.mark.parametrize(("rows", "expected"), LEAVERS)
def test_leavers_are_disabled_by_their_id_and_nothing_else(rows: str, expected: Any) -> None:
    plan = planned(HEADER + rows + "\n", department_groups=SALES)
    if isinstance(expected, str):
        (problem,) = plan["problems"]
        assert expected in problem
        return
    assert users(plan) == expected
    assert plan["without_account"] == ([] if expected else ["directory_src 'hr.csv', line 2"])
    assert plan["groups"][0]["members"] == {"add": [], "remove": [user["id"] for user in expected]}


LIFE = {
    "Id": "employee_id",
    "Mail": "email",
    "From": "start_date",
    "To": "end_date",
    "State": "status",
    "Dept": "department",
}
WORDS = {"Aktiv": "enabled", "Ausgetreten": "disabled", "Extern": "ignore"}
ADA = {"employee_id": "1", "email": "ada@x.com", "state": "present"}
EVE_ID = {"id": "1003"}
EVE_LEAVES = {**EVE_ID, "state": "disabled"}
LIVES: list[tuple[str, dict[str, Any], Any, tuple[int, int, int]]] = [
    ("1,ada@x.com", {}, [ADA], (0, 0, 0)),
    ("1,ada@x.com,2026-12-01", {}, [], (0, 1, 0)),
    ("1,ada@x.com,2026-12-01", {"create_days_before": 1}, [ADA], (0, 0, 0)),
    ("3,eve@x.com,2026-12-01", {}, [EVE_ID], (0, 1, 0)),
    ("1,ada@x.com,,31.12.9999", {"no_end": ["31.12.9999"]}, [ADA], (0, 0, 0)),
    (
        "3,eve@x.com,,29.11.2026",
        {"date_formats": ["%Y-%m-%d", "%d.%m.%Y"]},
        [EVE_LEAVES],
        (1, 0, 0),
    ),
    ("3,eve@x.com,,, ausgetreten ", {"status_values": WORDS}, [EVE_LEAVES], (1, 0, 0)),
    ("3,eve@x.com,,,EXTERN", {"status_values": WORDS}, [EVE_ID], (0, 0, 0)),
    ("1,ada@x.com,,,Active", {}, [ADA], (0, 0, 0)),
    ("1,ada@x.com,,,gone", {}, "line 2, column 5 (State): 'gone' is not in directory_status_values", (0, 0, 0)),
    (
        "1,ada@x.com,,,x",
        {"status_values": {"x": "on"}},
        "'x' is 'on', which is not one of",
        (0, 0, 0),
    ),
    # Rehired: the ended row yields, in either order
    ("1,ada@x.com,,2020-01-31\n1,ada@x.com", {}, [ADA], (0, 0, 0)),
    ("1,ada@x.com\n1,ada@x.com,,2020-01-31", {}, [ADA], (0, 0, 0)),
    ("9,ada@x.com,,2020-01-31\n1,ada@x.com", {}, [ADA], (0, 0, 0)),
    # Left, and will come again; and a new contract with the old one
    ("3,eve@x.com,,2020-01-31\n3,eve@x.com,2027-01-01", {}, [EVE_LEAVES], (1, 0, 0)),
    ("1,ada@x.com,2027-01-01\n1,ada@x.com,,2026-12-31", {}, [ADA], (0, 0, 0)),
    ("1,ada@x.com\n1,ada@x.com", {}, [ADA], (0, 0, 1)),
    ("1,ada@x.com\n1,ADA@x.com", {}, "'1' is also used by", (0, 0, 0)),
    ("1,ada@x.com\n1,ADA@x.com", {"duplicates": "first"}, [ADA], (0, 0, 1)),
]


@pytest.mark.parametrize(("rows", "terms", "expected", "counts"), LIVES)
def test_the_life_of_an_account(rows: str, terms: dict[str, Any], expected: Any, counts: tuple[int, int, int]) -> None:
    """Counts: ended, still to come, warnings."""
    given = Terms(date(2026, 11, 30), **terms)
    plan = planned(f"{','.join(LIFE)}\n{rows}\n", columns=LIFE, terms=given)
    if isinstance(expected, str):
        assert expected in plan["problems"][0]
        return
    assert users(plan) == expected
    assert (plan["ended"], plan["future"], len(plan["warnings"])) == counts


NONE = ["no_manager", "-"]
BOSSES = [*ACCOUNTS, {"id": "1010", "employee_id": "u\u0308"}, *({"id": n, "employee_id": "8"} for n in ("1", "2"))]
# Each: the rows, by the column of the manager whether blank cells clear, and the managers of those who work here
MANAGERS: list[tuple[str, bool, Any]] = [
    ("1,a@x.com,,,2\n2,b@x.com", False, ["b@x.com", None]),
    ("1,a@x.com,,,9", False, ["1009"]),
    ("1,a@x.com,,,ü", False, ["1010"]),
    ("1,a@x.com,,,2\n2,,,2020-01-01", True, "no user in the file or the tenant has employee_id '2'"),
    ("1,a@x.com,,,9\n9,,", False, ["1009", None]),
    ("1,a@x.com,,,NO_Manager\n2,b@x.com,,, - ", False, ["", ""]),
    ("1,a@x.com,,,\n2,b@x.com,,,-", True, ["", ""]),
    ("1,a@x.com,,,", False, [None]),
    ("1,a@x.com,,,8", False, "line 2, column 5 (Boss): 2 users (ids 1, 2) have employee_id '8'"),
    # The file changes the manager's employee id: a second run would not find the old one.
    (
        "1,a@x.com,,,9\n009,Zoe@x.com",
        False,
        "line 2, column 5 (Boss): employee_id '9' is that of zoe@x.com, whose row has '009'",
    ),
    # The manager of somebody who has left is not written, and may have left too.
    ("3,e@x.com,,2020-01-01,77\n1,a@x.com,,,-", False, [None, ""]),
]


@pytest.mark.parametrize(("rows", "clear", "expected"), MANAGERS)
def test_managers_by_employee_id(rows: str, clear: bool, expected: Any) -> None:
    plan = planned(HEADER + rows + "\n", columns=BOSS, clear=clear, no_manager=NONE, accounts=BOSSES)
    if isinstance(expected, str):
        assert len(plan["problems"]) == 1
        assert expected in plan["problems"][0]
    else:
        assert [user.get("manager") for user in users(plan)] == expected


def test_values_that_stand_for_no_manager_do_so_for_emails_and_ids_too() -> None:
    text = "email,manager\na@x.com,NO_MANAGER\nb@x.com,a@x.com\nc@x.com,\n"
    assert [user.get("manager") for user in users(planned(text, columns={}, no_manager=NONE))] == ["", "a@x.com", None]


@pytest.mark.parametrize(
    ("rows", "joiners"),
    [
        ("1,a@x.com\n3,e@x.com\n2,B@x.com", {"a@x.com": 0, "B@x.com": 2}),
        ("77,zoe@x.com", {}),  # whose email an account has
        ("1,a@x.com,,2020-01-01\n9,\n", {}),
        ("3,d@x.com\n,c@x.com", {"c@x.com": 1}),  # of which the first row is a problem
        # Eve gives up her email, and a new one takes it.
        ("3,eve.new@x.com\n5,eve@x.com", {"eve@x.com": 1}),
        (",not an email\n1,a@x.com", {"not an email": 0, "a@x.com": 1}),  # the module refuses the first
    ],
)
def test_joiners_get_passwords(rows: str, joiners: dict[str, int]) -> None:
    text = f"{HEADER}{rows}\n"
    assert planned(text, accounts=None, passwords=True).get("needs_accounts") is True
    plan = planned(text, passwords=True)
    assert plan["joiners"] == joiners
    before, after = users(plan), json.loads(with_passwords(plan, {email: f'"{email}}}' for email in joiners}))
    for number, (one, other) in enumerate(zip(before, after, strict=True)):
        assert other == ({**one, "password": f'"{one["email"]}}}'} if number in joiners.values() else one)
    assert planned(text)["joiners"] == {}


def test_departments_are_compared_without_case_blanks_and_normalization() -> None:
    text = HEADER + "1,a@x.com,u\u0308ber  See\n2,b@x.com,IT\n"
    plan = planned(text, department_groups={"Über see": "Team", "None": "X"})
    assert plan["groups"][0]["members"] == {"add": ["a@x.com"], "remove": ["b@x.com"]}
    assert plan["warnings"] == ["directory_department_groups: no row has the department 'none'"]
    (problem,) = planned(text, department_groups={"IT": "A", "it": "B"})["problems"]
    assert "'it' is given twice; case and blanks are ignored" in problem


def test_accounts_are_asked_for_where_somebody_leaves_or_a_manager_is_not_in_the_file() -> None:
    leaver, other = HEADER + "3,e@x.com,IT,2020-01-01\n", HEADER + "3,e@x.com,IT,2030-01-01\n"
    assert planned(leaver, accounts=None) == {"problems": [], "problem_details": [], "needs_accounts": True}
    assert planned(other, accounts=None)["needs_accounts"] is False
    for boss, needed in (("3", False), ("-", False), ("", False), ("7", True)):
        row = f"{HEADER}3,e@x.com,IT,,{boss}\n"
        assert planned(row, columns=BOSS, accounts=None, no_manager=["-"])["needs_accounts"] is needed


def test_departments_become_groups() -> None:
    text = (
        HEADER
        + "1,a@x.com,Sales,\n2,b@x.com,IT,\n3,c@x.com,,\n4,d@x.com,Sales,2020-01-01\n5,e@x.com,Sales,\n6,f@x.com,\n"
    )
    both = {"Sales": ["Sales team", "Shop"], "IT": "Shop"}
    team = {"add": ["a@x.com", "e@x.com"], "remove": ["b@x.com", "1004"]}
    shop = {"add": ["a@x.com", "e@x.com", "b@x.com"], "remove": ["1004"]}
    plan = planned(text, department_groups=both)
    assert plan["groups"] == [{"name": "Sales team", "members": team}, {"name": "Shop", "members": shop}]
    team["remove"] = ["b@x.com", "c@x.com", "1004", "f@x.com"]
    assert planned(text, department_groups=both, clear=True)["groups"][0]["members"] == team


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
        HEADER + "1,a@x.com,IT,2026-11-31\n2,b@x.com,IT,2026-13-05\n",
        {},
        [
            "line 2, column 4 (Until): '2026-11-31' has the format %Y-%m-%d, but there is no such day",
            "line 3, column 4 (Until): '2026-13-05' has the format %Y-%m-%d, but there is no such day",
        ],
    ),
    (
        HEADER + "1,a@x.com,IT,31.11.2026\n2,b@x.com,IT,29 Feb 2025\n3,c@x.com,IT,20261131\n4,d@x.com,IT,1.1.1\n",
        {"terms": Terms(date(2026, 11, 30), ["%d.%m.%Y", "%d %b %Y", "%Y%m%d"])},
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
    given["terms"] = Terms(date(2026, 11, 30), status_values={"on": "enabld"})
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
    plan = plan_people(
        b"Mail\na@x.com\n\xe9@x.com\n", "hr.csv", columns={"Mail": "email"}, department_groups={}, date_format="",
        today=date(2026, 11, 30), state="present", template=None, clear=False, match_by=[], accounts=None,
    )  # fmt: skip
    assert plan["problems"] == [f"directory_src 'hr.csv', line 3, column 1: it is not UTF-8: {CURE}"]


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


def test_dates_of_a_workbook_need_no_format() -> None:
    """A cell with a date is one, beside texts that are dates in a format of their own."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (
        ["email", "end_date"],
        ["eve@x.com", date(2026, 11, 29)],
        ["d@x.com", "29.11.2026"],
        ["n@x.com", "soon"],
    ):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    how = {"columns": {}, "department_groups": {}, "date_format": "%d.%m.%Y", "today": date(2026, 11, 30)}
    how |= {"state": "present", "template": None, "clear": False, "match_by": ["email"], "accounts": ACCOUNTS}
    (problem,) = plan_people(content.getvalue(), "hr.xlsx", **how)["problems"]
    assert "row 4, column 2 (end_date): 'soon' is not a date in the format %d.%m.%Y" in problem
    book.active.delete_rows(4)
    book.save(content := io.BytesIO())
    ended = [{"id": "1003", "state": "disabled"}, {"id": "1004", "state": "disabled"}]
    assert users(plan_people(content.getvalue(), "hr.xlsx", **how)) == ended


def test_many_problems_are_one_message_that_names_the_file_once() -> None:
    rows = "".join(f"{number},a{number}@x.com,IT,soon\n" for number in range(150))
    plan = planned(f"{HEADER}{rows}{'x,' * 6}x\n")
    assert len(plan["problems"]) == 151
    message = message_of({}, plan)
    first = "directory_src 'hr.csv', line 152, column 7: the row has 7 columns, the header 6"
    assert message.startswith(f"nothing was written, as there are 151 problems: {first}; line 2, column 4 (Until): ")
    assert message.count("hr.csv") == 1
    assert message.endswith("; and 51 more")
