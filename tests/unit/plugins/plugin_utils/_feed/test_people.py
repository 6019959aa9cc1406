# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rows of a personnel department's file become: users, with their state and manager, and groups."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.lifecycle import Terms
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import with_passwords
from ansible_collections.manageengine.id360.tests.unit.plugins.plugin_utils._feed.hr_file import (
    ACCOUNTS,
    BOSS,
    HEADER,
    SALES,
    TODAY,
    planned,
    users,
)


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
    (
        "1,ada@x.com,,,gone",
        {},
        "line 2, column 5 (State): 'gone' is not in directory_status_values: map it to",
        (0, 0, 0),
    ),
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
    given = Terms(TODAY, **terms)
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
    # The row of somebody who has left does not change the email of the account.
    ("1,a@x.com,,,3\n3,eve.new@x.com,,2020-01-01", False, ["1003", None]),
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
    text = "email,manager\na@x.com,NO_MANAGER\nb@x.com,a@x.com\nc@x.com,\nd@x.com,nobody\n"
    managers = [user.get("manager") for user in users(planned(text, columns={}, no_manager=NONE))]
    assert managers == ["", "a@x.com", None, "nobody"]


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
    how: dict[str, Any] = {"path": "hr.xlsx", "columns": {}, "date_format": "%d.%m.%Y"}
    (problem,) = planned(content.getvalue(), **how)["problems"]
    assert "row 4, column 2 (end_date): 'soon' is not a date in the format %d.%m.%Y" in problem
    book.active.delete_rows(4)
    book.save(content := io.BytesIO())
    ended = [{"id": "1003", "state": "disabled"}, {"id": "1004", "state": "disabled"}]
    assert users(planned(content.getvalue(), **how)) == ended
