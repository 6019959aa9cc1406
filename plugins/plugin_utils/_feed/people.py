# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the file of a personnel department to users and groups: a pure function."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import TableFormat
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER

from .accounts import KEYS, Accounts
from .feed import DIRECTORY_FORMAT, Feed, Row, read_feed
from .groups import department_groups_of, departments_nobody_has, read_department_groups
from .leavers import accounts_of, joiners_of
from .managers import NOBODY, managers_of, unlisted_managers
from .standing import ACTIVE, ENDED, FUTURE, OPTIONS, Terms, has_doubles, one_row_each, standings

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
    """What the module id360_directory is to be told, and the problems. The filter directory_plan has it in full.

    Where cells are wrong the plan is of all else, for its problems to be found as well. ``passwords``: whether joiners
    are to get one, for which they have to be known."""
    try:
        feed = read_feed(content, path, columns, how)
    except Id360Error as error:
        return {"problems": [error.message]}
    groups_of, problems = read_department_groups(department_groups)
    groups_are_known = not problems
    terms = terms or Terms(today, [date_format])
    problems += terms.problems()
    # Of a file that can't be read more than its columns can't be told.
    wrong = _problems_of_columns(feed, groups_of, path) if feed.rows or not feed.problems else feed.problems
    if wrong:
        return {"problems": problems + wrong}
    standing, wrong = standings(feed, terms)
    problems += [*feed.problems, *wrong]
    feed, standing, warnings = one_row_each(feed, standing, terms)
    unfit = _twice(feed) if has_doubles(feed) else []
    if groups_of:
        unfit += [
            (row, f"{row.where}{feed.labels['email']}: it is blank")
            for row, one in zip(feed.rows, standing)
            if one == ACTIVE and not row.cells.get("email")
        ]
    everybody = feed
    if unfit:
        problems += [problem for _row, problem in unfit]
        left_out = {row.where for row, _problem in unfit}
        fit = [(row, one) for row, one in zip(feed.rows, standing) if row.where not in left_out]
        feed, standing = feed._replace(rows=[row for row, _one in fit]), [one for _row, one in fit]
    ended = [one == ENDED for one in standing]
    leavers = [row for row, has_ended in zip(feed.rows, ended) if has_ended]
    found_only = [row for row, one in zip(feed.rows, standing) if one != ACTIVE]
    active = [row for row, one in zip(feed.rows, standing) if one == ACTIVE]
    if accounts is None and (found_only or (passwords and active) or unlisted_managers(everybody, active, no_manager)):
        return {"problems": problems, "needs_accounts": True}
    there = Accounts(accounts or ())
    account_of, wrong = accounts_of(found_only, there, feed.labels, match_by)
    problems += wrong
    managers, wrong = managers_of(everybody, active, no_manager, there)
    problems += wrong
    joining = joiners_of(active, there, match_by) if passwords else set()
    joiners = {}
    options = [option for option in feed.labels if option not in (*OPTIONS, "manager", "manager_employee_id")]
    cleared = _CLEARABLE if clear else frozenset()
    always = {"state": state, **({"template": template} if template else {})}
    users: list[dict[str, str]] = []
    places = []
    passed_over = []
    for row, one in zip(feed.rows, standing):
        if one == ACTIVE:
            person = {
                option: value
                for option in options
                if (value := row.cells.get(option)) or (option in cleared and value is not None)
            }
            manager = managers.get(row.where)
            if manager:
                person["manager"] = "" if manager == NOBODY else manager
            elif manager is not None and "manager" in cleared:
                person["manager"] = ""
            if row.where in joining and person.get("email") and not person.get("password"):
                joiners[person["email"]] = len(users)
            users.append({**always, **person})
        elif row.where in account_of:
            users.append({"id": account_of[row.where], **({"state": "disabled"} if one == ENDED else {})})
            passed_over += [account_of[row.where]] if one != ENDED else []
        else:
            continue
        places.append(row.where)
    return {
        "problems": problems,
        "needs_accounts": False,
        "src": _lines(users),
        "groups": department_groups_of(
            [row for row, one in zip(feed.rows, standing) if one in (ACTIVE, ENDED)],
            [one == ENDED for one in standing if one in (ACTIVE, ENDED)],
            account_of,
            groups_of if groups_are_known else {},
            clear=clear,
        ),
        "places": places,
        "labels": feed.labels,
        "passed_over": passed_over,
        "joiners": joiners,
        "people": len(feed.rows),
        "ended": sum(ended),
        "future": standing.count(FUTURE),
        "warnings": [*warnings, *departments_nobody_has(feed.rows, groups_of)],
        "without_account": [row.where for row in leavers if row.where not in account_of],
    }


def _lines(users: Sequence[Mapping[str, str]]) -> str:
    """The users as JSON, one on each line, from the second on, so that a place in it can be told in terms of the feed.
    In a text of JSON the quotes would be escaped."""
    return "[\n" + json.dumps(users)[1:-1].replace('"}, {"', '"},\n{"') + "\n]\n"


def with_passwords(plan: Mapping[str, Any], passwords: Mapping[str, str]) -> str:
    """The text for the module, with the passwords of joiners at the ends of their lines: what else is in these stays
    where it is."""
    lines = plan["src"].split("\n")
    for email, number in plan["joiners"].items():
        before, brace, after = lines[number + 1].rpartition("}")
        lines[number + 1] = f'{before}, "password": {json.dumps(passwords[email])}{brace}{after}'
    return "\n".join(lines)


def in_terms_of_the_feed(message: str, named: str, plan: Mapping[str, Any]) -> str:
    """A message of the module, with the places in the feed for those in what the module was given, as it is ``named``
    there."""
    lines = plan["src"].splitlines()
    labels = {"manager": plan["labels"].get("manager_employee_id", ""), **plan["labels"]}

    def place(found: re.Match[str]) -> str:
        number = int(found["line"]) - 2
        if not 0 <= number < len(plan["places"]):
            return found[0]
        option = re.match(r'"(\w+)"', lines[number + 1][int(found["column"] or 1) - 1 :])
        return str(plan["places"][number]) + (labels.get(option[1], "") if option else "")

    return re.sub(r"\b" + re.escape(named) + r", line (?P<line>\d+)(, column (?P<column>\d+))?", place, message)


def _problems_of_columns(feed: Feed, groups_of: Mapping[str, Any], path: str) -> list[str]:
    named = f"directory_src {path!r}"
    problems = []
    if not any(key in feed.labels for key in KEYS):
        problems.append(f"{named}: no column is email, employee_id or id; one of them is required to find accounts")
    needed = ("email", "department") if groups_of else ()
    problems += [
        f"{named}: no column is {option}, which directory_department_groups requires"
        for option in needed
        if option not in feed.labels
    ]
    if "manager" in feed.labels and "manager_employee_id" in feed.labels:
        problems.append(f"{named}: manager and manager_employee_id are both columns; only one of them is allowed")
    if "manager_employee_id" in feed.labels:
        needed = ("email", "employee_id")
        problems += [
            f"{named}: no column is {option}, which manager_employee_id requires"
            for option in needed
            if option not in feed.labels
        ]
    if not feed.rows:
        problems.append(f"{named}: the file contains no users")
    return problems


def _twice(feed: Feed) -> list[tuple[Row, str]]:
    """The rows of users who have one already, and what to say of each."""
    problems = []
    for key in KEYS:
        first: dict[str, str] = {}
        for row in feed.rows:
            value = row.cells.get(key, "").lower() if key == "email" else row.cells.get(key, "")
            if value and value in first:
                told = f"{row.where}{feed.labels[key]}: {row.cells[key]!r} is also that of {first[value]}"
                problems.append((row, told))
            elif value:
                first[value] = row.where
    return problems
