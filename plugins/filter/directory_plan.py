# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter directory_plan."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_plan
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: plan from an HR file"
description:
  - Internal to the role P(manageengine.id360.directory#role). It may change in any version.
  - Validates the content of an HR file, and returns the options of M(manageengine.id360.id360_directory). It does not
    read or write files.
extends_documentation_fragment:
  - manageengine.id360.table
options:
  _input:
    description: Content of the file in Base64, as M(ansible.builtin.slurp) returns it.
    type: str
    required: true
  path:
    description: Path of the file, for messages. Its extension selects the format, such as V(.csv), V(.json) or V(.yml).
    type: str
    required: true
  columns:
    description: Maps names of columns to options.
    type: dict
    default: {}
  department_groups:
    description: Maps each department to the name of a group, or a list of names.
    type: dict
    default: {}
  date_format:
    description: Format of dates.
    type: str
    default: "%Y-%m-%d"
  today:
    description: Date that the dates in the file are compared with, such as V(2026-11-30).
    type: str
    required: true
  date_formats:
    description: Formats of dates, tried in this order. They replace O(date_format).
    type: list
    elements: str
  no_end:
    description: Values that stand for no date, such as V(31.12.9999).
    type: list
    elements: str
  no_manager:
    description: Values of a manager that stand for none, such as V(NO_MANAGER). The field is cleared.
    type: list
    elements: str
  status_values:
    description: Maps each word of the column V(status) to V(enabled), V(disabled) or V(ignore).
    type: dict
  create_days_before:
    description: Number of days before V(start_date) on which an account is created.
    type: int
    default: 0
  duplicates:
    description: V(refuse) several rows for one person, or use the V(first) one.
    type: str
    default: refuse
  state:
    description: State of the accounts of current employees.
    type: str
    default: present
  template:
    description: Template for new accounts.
    type: str
  clear:
    description: Whether a blank cell clears the field.
    type: bool
    default: false
  match_by:
    description: Keys that match the accounts of leavers, in this order.
    type: list
    elements: str
    default: [employee_id, email]
  accounts:
    description:
      - All users of the tenant, with C(id), C(email) and C(employee_id). Required if the last day of a user is in the
        past, as the account is then disabled by id, without changing other fields, and if a manager is not in the file.
    type: list
    elements: dict
  passwords:
    description: Whether users without an account are to get an initial password. O(accounts) are needed then.
    type: bool
    default: false
seealso:
  - plugin: manageengine.id360.directory
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Turn a file into users and groups
  ansible.builtin.set_fact:
    plan: >-
      {{ feed.content | manageengine.id360.directory_plan(path='staff.csv', today='2026-11-30',
      columns={'Mail': 'email', 'Dept': 'department'}, department_groups={'Sales': 'Sales team'}) }}
"""

RETURN = r"""
_value:
  description:
    - C(problems), why the file cannot be applied, one sentence each, and C(problem_details), the same as data. If the
      columns are wrong, there are no other keys. If cells are wrong, the other keys are those of all else in the file,
      for checks only.
    - C(needs_accounts), whether O(accounts) is required and missing. If it is true, there are no other keys but those
      of the problems.
    - C(src), a JSON text for O(manageengine.id360.id360_directory#module:content).
    - C(groups), the list for O(manageengine.id360.id360_directory#module:groups).
    - C(future), the number of users whose first day is in the future, and C(warnings), one sentence each.
    - C(people) and C(ended), the number of users in the file, and of those whose last day is in the past;
      C(without_account), the places of those without an account.
    - C(passed_over), the ids of the accounts that are not changed, as their users are not due yet or are ignored.
    - C(joiners), with O(passwords), the number of the entry in C(src) of each user without an account, by email.
    - C(places), the places of the users in C(src) in the file, for
      O(manageengine.id360.id360_directory#module:content_places) and P(manageengine.id360.directory_message#filter).
  type: dict
"""

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._garbage import rare_collections
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import make_format
from ansible_collections.manageengine.id360.plugins.module_utils._problems import Problem
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.lifecycle import Terms
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import as_data, plan_people


def directory_plan(
    content: str,
    path: str,
    today: str,
    columns: Mapping[str, str] | None = None,
    department_groups: Mapping[str, Any] | None = None,
    date_format: str = "%Y-%m-%d",
    state: str = "present",
    template: str | None = None,
    clear: bool = False,
    match_by: Sequence[str] = ("employee_id", "email"),
    accounts: Sequence[Mapping[str, Any]] | None = None,
    date_formats: Sequence[str] | None = None,
    no_end: Sequence[str] = (),
    status_values: Mapping[str, str] | None = None,
    create_days_before: int = 0,
    duplicates: str = "refuse",
    delimiter: str = "auto",
    encoding: str = "auto",
    sheet: str | None = None,
    skip_lines: int = 0,
    no_manager: Sequence[str] = (),
    passwords: bool = False,
) -> dict[str, Any]:
    try:
        day = date.fromisoformat(today)
    except ValueError:
        return as_data([Problem(f"directory_today {today!r} is not a date such as 2026-11-30")])
    given = {"delimiter": delimiter, "encoding": encoding, "sheet": sheet, "skip_lines": skip_lines}
    try:
        how = make_format(given, "directory_")
    except Id360Error as error:
        return as_data([Problem(error.message)])
    formats = list(date_formats or [date_format])
    terms = Terms(day, formats, list(no_end), status_values or None, create_days_before, duplicates)
    with rare_collections():
        return plan_people(
            b64decode(content),
            str(path),
            columns={str(name): str(option) for name, option in (columns or {}).items()},
            department_groups=department_groups or {},
            date_format=date_format,
            today=day,
            state=str(state),
            template=str(template) if template else None,
            clear=clear,
            match_by=match_by,
            accounts=accounts,
            how=how,
            terms=terms,
            no_manager=list(no_manager),
            passwords=bool(passwords),
        )


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"directory_plan": directory_plan}
