# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the file of a personnel department to users and groups: a pure function."""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import TableFormat
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._problems import Place, Problem, refusal, unplaced
from ansible_collections.manageengine.id360.plugins.module_utils._source.blank_cells import managed_cells
from ansible_collections.manageengine.id360.plugins.module_utils._values import folded

from .accounts import KEYS, Accounts, keys_of
from .feed import DIRECTORY_FORMAT, Feed, Row, cell_place, read_feed
from .groups import department_groups_of, read_department_groups, unknown_departments
from .leavers import accounts_of, joiners_of
from .lifecycle import ACTIVE, ENDED, FUTURE, IGNORED, OPTIONS, Terms, has_duplicates, lifecycle_states, one_row_each
from .managers import Reports, Unwritten

_WHY_NO_ACCOUNT = {
    FUTURE: " before {}: increase directory_create_days_before, or leave the cell blank until then",
    ENDED: ", as they have left: name another manager, or leave the cell blank",
    IGNORED: ", as directory_status_values ignores the row: name another manager, or leave the cell blank",
}
_CLEARABLE = frozenset(field.name for field in USER.fields if field.clearable)


def plan_people(
    content: bytes,
    path: str,
    *,
    columns: Mapping[str, str],
    department_groups: Mapping[str, Any],
    date_format: str,
    today: date,
    state: str,
    template: str | None,
    clear: bool,
    match_by: Sequence[str],
    accounts: Iterable[Mapping[str, Any]] | None,
    how: TableFormat = DIRECTORY_FORMAT,
    terms: Terms | None = None,
    no_manager: Sequence[str] = (),
    passwords: bool = False,
) -> dict[str, Any]:
    """The options of id360_directory, and the problems, as documented with the filter directory_plan.

    If cells are invalid, the plan contains the rest of the file, so that its problems are found as well. ``passwords``:
    whether joiners get an initial password, for which they must be identified."""
    named = f"directory_src {path!r}"
    try:
        feed = read_feed(content, path, columns, how)
    except Id360Error as error:
        return as_data([Problem(error.message)])
    groups_of, wrong_groups = read_department_groups(department_groups)
    problems = unplaced(wrong_groups)
    terms = terms or Terms(today, [date_format])
    problems += terms.problems()
    # If no row can be read, only the problems of the header are reported.
    wrong = _problems_of_columns(feed, groups_of, named) if feed.rows or not feed.problems else feed.problems
    if wrong:
        return as_data(problems + wrong)
    states, wrong = lifecycle_states(feed, terms)
    problems += [*feed.problems, *wrong]
    warnings: list[str] = []
    invalid: list[tuple[Row, Problem]] = []
    if has_duplicates(feed):
        feed, states, warnings = one_row_each(feed, states, terms)
        invalid = _duplicates(feed)
    if groups_of:
        invalid += [
            (row, Problem("it is blank", feed.place(row, "email")))
            for row, one in zip(feed.rows, states)
            if one == ACTIVE and not row.cells.get("email")
        ]
    everybody = feed
    if invalid:
        problems += [problem for _row, problem in invalid]
        left_out = {row.place for row, _problem in invalid}
        fit = [(row, one) for row, one in zip(feed.rows, states) if row.place not in left_out]
        feed, states = feed._replace(rows=[row for row, _one in fit]), [one for _row, one in fit]
    ended = [one == ENDED for one in states]
    leavers = [row for row, has_ended in zip(feed.rows, ended) if has_ended]
    found_only = [row for row, one in zip(feed.rows, states) if one != ACTIVE]
    active = [row for row, one in zip(feed.rows, states) if one == ACTIVE]
    reports = Reports(everybody, active, no_manager)
    if accounts is None and (found_only or (passwords and active) or reports.have_unlisted_managers()):
        return {**as_data(problems), "needs_accounts": True}
    there = Accounts(accounts or ())
    account_of, wrong = accounts_of(found_only, there, feed.labels, match_by)
    problems += wrong
    reported = {place.entry for _row, problem in invalid for place in (problem.place, problem.other) if place}
    reported |= {problem.place.entry for problem in wrong}
    managers, wrong = reports.managers(there, _unwritten(feed, states, account_of, there, reported))
    problems += wrong
    joining = joiners_of(active, there, match_by) if passwords else set()
    groups = department_groups_of(
        [row for row, one in zip(feed.rows, states) if one in (ACTIVE, ENDED)],
        [one == ENDED for one in states if one in (ACTIVE, ENDED)],
        account_of,
        {} if wrong_groups else groups_of,
        clear=clear,
    )
    warnings += unknown_departments(feed.rows, groups_of)
    joiners = {}
    own = [option for option in (*OPTIONS, "manager", "manager_employee_id") if option in feed.labels]
    cleared = _CLEARABLE if clear else frozenset()
    always = {"state": state, **({"template": template} if template else {})}
    users: list[dict[str, str]] = []
    positions = []
    passed_over = []
    for row, one in zip(feed.rows, states):
        if one == ACTIVE:
            manager = row.cells.get(reports.option)
            person = _take(row, always, own, cleared)
            if manager in managers:
                person["manager"] = managers[manager]
            elif manager == "" and "manager" in cleared:
                person["manager"] = ""
            if joining and row.place in joining and person.get("email") and not person.get("password"):
                joiners[person["email"]] = len(users)
            users.append(person)
        elif row.place in account_of:
            users.append({"id": account_of[row.place], **({"state": "disabled"} if one == ENDED else {})})
            passed_over += [account_of[row.place]] if one != ENDED else []
        else:
            continue
        positions.append(row.place.position)
    return {
        **as_data(problems),
        "needs_accounts": False,
        "src": json.dumps(users, check_circular=False),  # without the check, it takes two thirds of the time
        "groups": groups,
        "places": {
            "file": named,
            "positions": positions,
            "labels": {"manager": feed.labels.get("manager_employee_id", ""), **feed.labels},
        },
        "passed_over": passed_over,
        "joiners": joiners,
        "people": len(feed.rows),
        "ended": sum(ended),
        "future": states.count(FUTURE),
        "warnings": warnings,
        "without_account": [str(row.place) for row in leavers if row.place not in account_of],
    }


def _take(row: Row, always: Mapping[str, str], own: Iterable[str], cleared: Collection[str]) -> dict[str, str]:
    """Turn a row into a user, which does not have the options ``own``. The row must not be used any more: its cells are
    changed, as copying them takes long for thousands of rows."""
    user = row.cells if all(row.cells.values()) else managed_cells(row.cells, cleared)
    for option in own:
        user.pop(option, None)
    for option, value in always.items():
        user.setdefault(option, value)
    return user


def as_data(problems: Sequence[Problem]) -> dict[str, Any]:
    """The problems of a plan: as sentences, and for ``message_of``."""
    details = [
        {"message": message, "place": list(place[:2]), "other": list(other[:2]) if other else None}
        for message, place, other in problems
    ]
    return {"problems": [str(problem) for problem in problems], "problem_details": details}


def with_passwords(plan: Mapping[str, Any], passwords: Mapping[str, str]) -> str:
    """The text for the module, with the passwords of joiners."""
    users = json.loads(plan["src"])
    for email, number in plan["joiners"].items():
        users[number]["password"] = passwords[email]
    return json.dumps(users)


def message_of(result: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    """The problems of a plan and of a result of the module in one message, with the places in the feed instead of those
    in the module's content; the message of the result where there are none."""
    problems = [_of_plan(detail) for detail in plan["problem_details"]]
    problems += [_in_feed(detail, plan) for detail in result.get("problem_details", ())]
    message = str(result.get("msg", ""))
    if message and "problem_details" not in result and problems:
        problems.append(Problem(message))
    return refusal(problems) if problems else message


def _of_plan(detail: Mapping[str, Any]) -> Problem:
    return Problem(detail["message"], Place(*detail["place"]), Place(*detail["other"]) if detail["other"] else None)


def _in_feed(detail: Mapping[str, Any], plan: Mapping[str, Any]) -> Problem:
    places = plan["places"]

    def place(entry: int) -> Place:
        return Place(places["file"], places["positions"][entry - 1], entry)

    if not detail["file"]:  # about the task, or a group
        of_task = detail["option"] and not detail["entry"]
        variable = f" (the variable directory_{detail['option']})" if of_task else ""
        return Problem(detail["message"] + variable)
    other = place(detail["other_entry"]) if detail["other_entry"] else None
    return Problem(
        detail["message"], cell_place(place(detail["entry"]), detail["option"] or "", places["labels"]), other
    )


def _problems_of_columns(feed: Feed, groups_of: Mapping[str, Any], named: str) -> list[Problem]:
    problems = []
    if not any(key in feed.labels for key in KEYS):
        problems.append("no column is email, employee_id or id; one of them is required to find accounts")
    needed = ("email", "department") if groups_of else ()
    problems += [
        f"no column is {option}, which directory_department_groups requires"
        for option in needed
        if option not in feed.labels
    ]
    if "manager" in feed.labels and "manager_employee_id" in feed.labels:
        problems.append("manager and manager_employee_id are both columns; only one of them is allowed")
    if "manager_employee_id" in feed.labels:
        needed = ("email", "employee_id")
        problems += [
            f"no column is {option}, which manager_employee_id requires"
            for option in needed
            if option not in feed.labels
        ]
    if not feed.rows:
        problems.append("the file contains no users")
    return [Problem(message, Place(named)) for message in problems]


def _unwritten(
    feed: Feed, states: Iterable[str], account_of: Mapping[Place, str], accounts: Accounts, reported: Container[int]
) -> dict[str, Unwritten]:
    """By email in lower case, the rows whose email no account has, and gets none in this run. ``reported``: the entries
    with a problem of their own."""
    found = {}
    for row, state in zip(feed.rows, states):
        email = row.cells.get("email")
        if state == ACTIVE or not email or accounts.find(keys_of({"email": email})):
            continue
        why = "" if row.place.entry in reported else _WHY_NO_ACCOUNT[state].format(row.cells.get("start_date"))
        found[folded(email)] = Unwritten(row, account_of.get(row.place, ""), why)
    return found


def _duplicates(feed: Feed) -> list[tuple[Row, Problem]]:
    """The second and further rows of a user, with the problem of each."""
    problems = []
    for key in KEYS:
        first: dict[str, Place] = {}
        for row in feed.rows:
            value = row.cells.get(key, "").lower() if key == "email" else row.cells.get(key, "")
            if value and value in first:
                message = f"{row.cells[key]!r} is also used by another row"
                problems.append((row, Problem(message, feed.place(row, key), first[value])))
            elif value:
                first[value] = row.place
    return problems
