# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter directory_plan."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_plan
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Turn the file of a personnel department into users and groups
description:
  - Reads and checks the content of a file of people, and says what M(manageengine.id360.id360_directory) is to be told.
    It reads and writes nothing itself. The role P(manageengine.id360.directory#role) is made of it.
options:
  _input:
    description: The content of the file in Base64, as M(ansible.builtin.slurp) returns it.
    type: str
    required: true
  path:
    description: Path of the file, for messages. Its end decides what it is, V(.csv), V(.json), V(.yml) or V(.yaml).
    type: str
    required: true
  columns:
    description: For the name of each column that is meant, the option that it is.
    type: dict
    default: {}
  department_groups:
    description: For each department the name of a group, or a list of them.
    type: dict
    default: {}
  date_format:
    description: How dates are written.
    type: str
    default: "%Y-%m-%d"
  today:
    description: The day that dates are compared with, such as V(2026-11-30).
    type: str
    required: true
  date_formats:
    description: How dates are written, in the order in which they are tried. It replaces O(date_format).
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
    description: For each word of the column V(status) what it means, V(enabled), V(disabled) or V(ignore).
    type: dict
  create_days_before:
    description: How many days before the V(start_date) an account is created.
    type: int
    default: 0
  duplicates:
    description: Whether of several rows of a person the V(first) is taken, or V(refuse).
    type: str
    default: refuse
  delimiter:
    description: As O(manageengine.id360.id360_directory#module:delimiter).
    type: str
    default: auto
  encoding:
    description: As O(manageengine.id360.id360_directory#module:encoding).
    type: str
    default: auto
  sheet:
    description: As O(manageengine.id360.id360_directory#module:sheet).
    type: str
  skip_lines:
    description: As O(manageengine.id360.id360_directory#module:skip_lines).
    type: int
    default: 0
  state:
    description: The state of those who work here.
    type: str
    default: present
  template:
    description: The template that joiners are created from.
    type: str
  clear:
    description: Whether a blank cell clears the field.
    type: bool
    default: false
  match_by:
    description: The keys that find a leaver's account, in order.
    type: list
    elements: str
    default: [employee_id, email]
  accounts:
    description:
      - All users of the tenant, with their C(id), C(email) and C(employee_id). They are needed where somebody's last
        day is over, whose account is to be disabled by its id, and nothing else of it written, and where a manager is
        not in the file.
    type: list
    elements: dict
seealso:
  - plugin: manageengine.id360.directory
    plugin_type: role
    description: The role that this filter was made for.
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
    - C(problems), what forbids the run, a sentence each. With one, there is nothing else.
    - C(needs_accounts), whether O(accounts) are needed, and missing. Then there is nothing else.
    - C(src), the text of a JSON file for the option O(manageengine.id360.id360_directory#module:src).
    - C(groups), the list for O(manageengine.id360.id360_directory#module:groups).
    - C(future), how many are still to come, and C(warnings), a sentence each.
    - C(people) and C(ended), how many people there are, and the last day of how many is over; C(without_account), where
      in the file those of them stand who have no account.
    - C(passed_over), the ids of the accounts that are left alone, as their users are still to come or to be ignored.
    - C(places) and C(labels), where in the file each person and each column stands, for
      P(manageengine.id360.directory_message#filter).
  type: dict
"""

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import make_format
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import plan_people
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.standing import Terms


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
) -> dict[str, Any]:
    try:
        day = date.fromisoformat(today)
    except ValueError:
        return {"problems": [f"directory_today {today!r} is not a date like 2026-11-30"]}
    given = {"delimiter": delimiter, "encoding": encoding, "sheet": sheet, "skip_lines": skip_lines}
    try:
        how = make_format(given, "directory_")
    except Id360Error as error:
        return {"problems": [error.message]}
    formats = list(date_formats or [date_format])
    terms = Terms(day, formats, list(no_end), status_values or None, create_days_before, duplicates)
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
    )


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"directory_plan": directory_plan}
