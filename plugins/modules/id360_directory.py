#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manages many users and groups of ManageEngine ID360 in one task."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_directory
short_description: Manage many ID360 users and groups
description:
  - Reads the tenant once, plans the changes for a list of users and groups, checks the plan as a whole, and applies it
    in parallel.
  - A plan with a problem is not applied. The task fails and lists all problems.
  - Users that are created in the run can be managers and members in it. Users are written first, managers before their
    reports, and groups after all users. Users are deleted after the other users are written.
  - A failed item does not stop the others. After 20 consecutive items without a response, or with a server that is
    unavailable, the remaining items are skipped. The task then fails, and returns what was done. The next run continues
    with the rest.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.table
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - A list with the diff of each changed user and group, as of M(manageengine.id360.id360_user) and
        M(manageengine.id360.id360_group), with the fields that were read.
  idempotent:
    support: partial
    details: The password of a user with C(update_password=always) in O(users) is set in each run.
options:
  users:
    description:
      - The users, as dictionaries with the options of M(manageengine.id360.id360_user) except C(match_by), C(groups)
        and the connection options.
      - For thousands of users, use O(src), as templating a long list takes longer than the rest of the task.
    type: list
    elements: dict
  groups:
    description:
      - The groups, as dictionaries with the options of M(manageengine.id360.id360_group) except the connection options.
    type: list
    elements: dict
  src:
    description:
      - Path of a file with the users, instead of O(users), on the host that runs the module. On the control node, a
        relative path is searched for in the directory of the playbook.
      - C(.csv), C(.tsv) and C(.txt) are tables with a header. Columns are named after the options of
        M(manageengine.id360.id360_user) or the fields of the API (V(employeeID)), unless O(columns) maps them. Blank
        rows and separators at the end of rows are ignored.
      - C(.xlsx) is a workbook, and requires openpyxl. Dates are read as V(2026-11-30), and whole numbers as their
        digits. A cell whose value is ambiguous, such as a boolean, a fraction, a number of more than 15 digits or an
        error, is a problem. Format such columns as text.
      - C(.json), C(.yml) and C(.yaml) are lists of entries as in O(users). C(.yml) and C(.yaml) require PyYAML.
      - Values in JSON and YAML must be strings; quote numbers and booleans. C(id) and C(manager) may also be whole
        numbers. Null is not managed.
      - Leading and trailing blanks of identifiers (emails, ids, C(employee_id), C(manager)) are removed. A cell
        C(="00123"), as spreadsheets write numbers to keep leading zeros, is read as V(00123). Numbers as
        spreadsheets write them, such as V(1001.0) and V(1.02E+11), are refused as identifiers.
      - Problems are reported with line and column.
    type: path
  content:
    description:
      - The content of a JSON file with the users, instead of O(src), if they must not be written to a file. For a list
        in a variable, use O(users).
      - It is neither logged nor returned.
    type: str
  content_places:
    description:
      - Where the entries of O(content) come from, if a program made it of another file. Warnings, problems and
        O(report) name these places instead of lines of O(content).
    type: dict
    suboptions:
      file:
        description: The file, as messages name it, such as V(staff.csv).
        type: str
        required: true
      positions:
        description: The position of each entry in the file, such as V(line 3), in the order of O(content).
        type: list
        elements: str
        required: true
      labels:
        description: Maps options of users to what follows the position, such as V(, column 2 (Mail\)).
        type: dict
        default: {}
  columns:
    description:
      - Maps names of columns in O(src) to options. Other columns are ignored. If omitted, every column must be named
        after an option.
      - Names are compared without case, blanks, invisible characters and Unicode normalization. A missing column is a
        problem.
      - For C(.json), C(.yml) and C(.yaml), the names are the keys of the entries, and are compared exactly.
    type: dict
  blank_cells:
    description:
      - Meaning of a blank cell in a table.
      - V(omit) does not manage the field, V(clear) clears it.
    type: str
    choices: [omit, clear]
    default: omit
  match_by:
    description:
      - Keys that match accounts for entries without C(id), in this order. See M(manageengine.id360.id360_user).
    type: list
    elements: str
    choices: [email, employee_id]
    default: [email]
  unlisted_users:
    description:
      - What to do with users of the tenant that are not in O(users), O(src) or O(content).
      - V(ignore) does not change them. V(disable) disables and V(delete) deletes them, within the limits of O(scope),
        O(protected) and O(max_removals).
    type: str
    choices: [ignore, disable, delete]
    default: ignore
  scope:
    description:
      - A SCIM filter (RFC 7644), with field names in either spelling (V(last_name) or V(lastName)). Only users that
        match it can be unlisted. Values are those of the API. C(status eq 1) finds enabled users, and a manager is
        given by id. Other values of these fields are refused.
      - An empty string is refused if O(unlisted_users) is not V(ignore).
    type: str
  sources:
    description:
      - Names of the primary sources (C(primary_source.application_name)) whose accounts are managed, as ID360 also
        contains accounts from other directories. The default is all sources.
      - Users of other sources are never unlisted, and an entry that would change one is a problem. Names are compared
        without case and blanks.
      - A string is split at line breaks or, in a single line, at commas. A name that no user has causes a warning. An
        empty list is refused if O(unlisted_users) is not V(ignore).
    type: list
    elements: str
  protected:
    description:
      - Emails of users that are never disabled or deleted. An entry that would do so is a problem.
      - A string is split at line breaks, commas and semicolons. An email that no user has causes a warning.
    type: list
    elements: str
    default: []
  max_removals:
    description:
      - Maximum number of users that one run may disable or delete, as a number, or as a percentage of the users in
        O(scope), rounded down. A plan with more is not applied.
      - It counts users that are not listed, and users whose entry has C(state=disabled) or C(state=absent). Users that
        are already disabled count only if they are deleted.
      - It also limits how many accounts that were found by email may get another C(employee_id); one is always allowed.
        If the ids differ only in leading zeros, which spreadsheets drop, or in dots between thousands, the task warns.
    type: str
    default: 10%
  max_member_removals:
    description:
      - Maximum number of members that each group may lose in one run, as a number, or as a percentage of its members,
        rounded down; one is always allowed. A plan in which a group loses more is not applied.
      - The default is no limit. Members whose users are deleted in the same run do not count.
    type: str
  concurrency:
    description:
      - Number of records that are written in parallel, at most V(64).
      - After HTTP 429, all of them wait, and then continue at the rate that the server allows.
    type: int
    default: 8
  shard:
    description:
      - Applies one part of the plan, so that several runs on several hosts can share it.
      - Each run plans and checks the whole list.
      - Users are assigned to a shard by id, users to be created by email, and groups by name.
      - A manager or member that another shard creates is a problem. Run this shard again after the other one.
      - After a failure, run all shards again, as a user that was created belongs to the shard of its new id.
    type: dict
    suboptions:
      index:
        description: Number of this shard, starting at 0.
        type: int
        required: true
      count:
        description: Number of shards.
        type: int
        required: true
  report:
    description:
      - Path of a JSON file with the changes that were made, or would be in check mode, and the diff of each item.
        Managers and members are shown by email if they were read. An entry with C(state=disabled) whose user does not
        exist is listed without actions.
      - It is written with mode 0600 after the plan was applied, and at once if the run is cancelled (SIGTERM) while it
        writes to the tenant. If the plan is not applied, no report is written.
      - The keys of the file are C(version), C(check), RV(summary), RV(unlisted), and C(items), which are like
        RV(changes) with C(before) and C(after). C(url) is the URL of the tenant. C(places) contains the place of each
        item in the declaration. C(users) contains the names, department, title, status and primary source of the users
        in C(items) and C(unlisted), by id. C(unchanged) contains the numbers of C(users) and C(groups) that are as
        declared, and C(left_disabled) is RV(left_disabled). C(new_users) contains the emails of the users that are
        created, by what C(before) and C(after) show of them in place of an id.
      - In check mode, the report is also written if the only problems are entries of other O(sources). They are failed
        items of the report, and the task fails afterwards.
    type: path
  plan_fingerprint:
    description:
      - The RV(plan_fingerprint) of a run in check mode. If the plan has changed since then, nothing is written.
      - The values of passwords are not part of it. Groups are still read again before they are written.
    type: str
seealso:
  - module: manageengine.id360.id360_user
  - module: manageengine.id360.id360_group
notes:
  - OAuth scopes C(id360.user.ALL), C(id360.group.ALL), and with templates C(id360.template.user.read).
  - The tenant is read with one listing of users (one more with O(scope)) and one of groups. If only groups are managed
    and they have few members, the members are looked up instead.
  - Passwords do not appear in results, diffs, reports or messages.
  - An email that one entry releases by renaming its account can be used by another entry in the same run. Both accounts
    must be matched by C(id) or C(employee_id), or the second one created with another C(employee_id). Two users cannot
    swap their emails in one run, and an email that a deletion releases cannot be used in the same run. Use two runs.
  - RV(unlisted) contains all users in O(scope) that are not listed. For a few users of a large tenant, use
    M(manageengine.id360.id360_user), or a narrow O(scope).
"""

EXAMPLES = r"""
- name: Apply a list of users and groups; only the options that are given are managed
  manageengine.id360.id360_directory:
    users:
      - email: ann.lee@example.com
        first_name: Ann
        department: Marketing
        manager: alex.hales@example.com
      - email: alex.hales@example.com
        title: Head of Marketing
      - email: bob.ray@example.com
        state: disabled
    max_removals: 1
    groups:
      - name: Marketing
        members:
          set: [ann.lee@example.com, alex.hales@example.com]

- name: Apply a file of all employees; disable those missing from it, at most 5 % per run
  manageengine.id360.id360_directory:
    src: people.csv
    match_by: [employee_id, email]
    unlisted_users: disable
    scope: not (department eq "Contractors")
    protected: [admin@example.com]
    max_removals: "5%"
    report: report.json

- name: Apply a file with the columns of the HR system
  manageengine.id360.id360_directory:
    src: export.csv
    delimiter: ";"
    encoding: cp1252
    columns:
      E-Mail: email
      Personalnummer: employee_id
      Abteilung: department
    match_by: [employee_id, email]

- name: Apply users that the play made of another file
  manageengine.id360.id360_directory:
    content: '[{"email": "ann.lee@example.com", "title": "Head"}]'
    content_places:
      file: staff.csv
      positions: [line 2]

- name: Apply the first of four shards
  manageengine.id360.id360_directory:
    src: people.csv
    match_by: [employee_id, email]
    shard:
      index: 0
      count: 4
"""

RETURN = r"""
plan_fingerprint:
  description: A digest of the changes in the plan, for O(plan_fingerprint) of a later run.
  returned: when the plan was applied
  type: str
  sample: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
summary:
  description: Number of unchanged users and groups, of each action, and of failed items.
  returned: when the plan was applied
  type: dict
  sample: {unchanged: 9991, create: 4, patch: 3, password: 0, enable: 0, disable: 2, delete: 0, failed: 0}
changes:
  description: The items that were changed or failed.
  returned: when the plan was applied
  type: list
  elements: dict
  contains:
    kind:
      description: V(user) or V(group).
      type: str
      sample: user
    key:
      description: Email of the user or name of the group.
      type: str
      sample: ann.lee@example.com
    id:
      description: Id of the record. Null if it has none yet.
      type: str
      sample: "1000000000001"
    actions:
      description: The operations that were done, or would be done in check mode.
      type: list
      elements: str
      sample: [create]
    error:
      description: Why the item failed. Null if it did not.
      type: str
unlisted:
  description: The users in O(scope) that are not listed, whatever O(unlisted_users) does with them.
  returned: when users are given and the plan was applied
  type: list
  elements: dict
  sample: [{id: "1000000000002", email: zoe.park@example.com}]
left_disabled:
  description:
    - The users whose entry has C(state=present), and whose accounts are disabled. They stay so, and C(state=enabled)
      enables them.
  returned: when users are given and the plan was carried out
  type: list
  elements: dict
  sample: [{id: "1000000000003", email: kim.roe@example.com}]
uncertain:
  description: Emails of the users of whom it is unknown whether they were created, as the response was lost.
  returned: when items failed
  type: list
  elements: str
  sample: [leo.may@example.com]
actions:
  description: All operations that were done, or would be done in check mode, without duplicates, sorted.
  returned: always
  type: list
  elements: str
  sample: [create, patch]
problems:
  description: Why the plan was not applied.
  returned: when it has problems
  type: list
  elements: str
problem_details:
  description: The same problems in the same order, as data, for the program that generated O(content).
  returned: when the plan has problems, with O(content)
  type: list
  elements: dict
  contains:
    message:
      description: The problem, without its place.
      type: str
    file:
      description: V(content), or O(content_places.file). Null for O(groups).
      type: str
    entry:
      description: The number of the entry in its list, from 1, or of its line in a table. Null if it is about none.
      type: int
    option:
      description: The option in the entry, or of the task where RV(problem_details[].entry) is null; or null.
      type: str
    other_entry:
      description: The number of another entry that the problem is about, or null.
      type: int
  sample:
    - {message: email 'ann' is not an email address, file: content, entry: 2, option: email, other_entry: null}
error:
  description: The error of the server for the first failed item.
  returned: when a request failed
  type: dict
  sample: {status: 422, code: "00000102", title: "Unprocessable", detail: "…", method: PATCH, path: /users/1}
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._directory.options import make_options
from ansible_collections.manageengine.id360.plugins.module_utils._directory.run import manage_directory
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import FORMAT_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import (
    DICTIONARY,
    DOCUMENT,
    LIMIT,
    NAMES,
    PATH,
    PEOPLE,
    RECORDS,
    TEXT,
)

OPTIONS: dict[str, dict[str, Any]] = {
    "users": {"type": RECORDS, "elements": "dict"},
    "groups": {"type": RECORDS, "elements": "dict"},
    "src": {"type": PATH},
    "content": {"type": DOCUMENT},
    "content_places": {
        "type": DICTIONARY,
        "options": {
            "file": {"type": TEXT, "required": True},
            "positions": {"type": NAMES, "elements": TEXT, "required": True},
            "labels": {"type": "dict", "default": {}},
        },
    },
    "columns": {"type": "dict"},
    **FORMAT_OPTIONS,
    "blank_cells": {"type": "str", "choices": ["omit", "clear"], "default": "omit"},
    "match_by": USER_OPTIONS["match_by"],
    "unlisted_users": {"type": "str", "choices": ["ignore", "disable", "delete"], "default": "ignore"},
    "scope": {"type": TEXT},
    "sources": {"type": NAMES, "elements": TEXT},
    "protected": {"type": PEOPLE, "elements": TEXT, "default": []},
    "max_removals": {"type": LIMIT, "default": "10%"},
    "max_member_removals": {"type": LIMIT},
    "concurrency": {"type": "int", "default": 8},
    "shard": {
        "type": DICTIONARY,
        "options": {"index": {"type": "int", "required": True}, "count": {"type": "int", "required": True}},
    },
    "report": {"type": PATH},
    "plan_fingerprint": {"type": TEXT},
}


def manage_all(shell: Shell, client: Client) -> dict[str, Any]:
    options = make_options(shell.params)
    return manage_directory(client, options, shell.warn, check_mode=shell.check_mode, for_diff=shell.diff)


MODULE = Module(
    OPTIONS,
    manage_all,
    quiet=True,
    rules={
        "mutually_exclusive": [("users", "src", "content")],
        "required_one_of": [("users", "groups", "src", "content")],
    },
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
