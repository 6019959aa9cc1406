#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manages many users and groups of ManageEngine ID360 in one task."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_directory
short_description: Manage many users and groups of ManageEngine ID360 in one task
description:
  - Takes the wanted users and groups together, reads the tenant once, plans what has to be done, checks the plan as a
    whole, and carries it out side by side.
  - A plan with a problem in it is not begun. The failure lists every problem.
  - Users who are created in the run can be managers and members in it. Users come first, managers before their people,
    and groups when all users are done. Users are deleted after the other users are written.
  - An item that fails does not stop the others, unless the server gives no answer, or is unavailable, to 20 of them in
    a row; those that are left are not tried then. The module then fails, and tells what was done and what was not. The
    next run goes on from there.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - A list with the diff of each changed user and group, as M(manageengine.id360.id360_user) and
        M(manageengine.id360.id360_group) show it, as far as the record was read.
  idempotent:
    support: partial
    details: A user with O(users) C(update_password=always) is written to in each run that can't know the password.
options:
  users:
    description:
      - The wanted users. Each is a dictionary with the options of M(manageengine.id360.id360_user), without those of
        the connection and C(match_by).
      - For thousands of users O(src) is the better way. Ansible's templating takes longer over a list than all else.
    type: list
    elements: dict
  groups:
    description:
      - The wanted groups. Each is a dictionary with the options of M(manageengine.id360.id360_group), without those of
        the connection.
    type: list
    elements: dict
  src:
    description:
      - Path of a file with the wanted users, instead of O(users). It is read on the host that runs the module.
      - C(.csv), C(.tsv) and C(.txt) are tables with a header. The columns are named as the options of
        M(manageengine.id360.id360_user), or as the API names its fields (V(employeeID)), unless O(columns) says what
        they are. Blank rows and separators at the end of rows are ignored.
      - C(.xlsx) is a workbook, and needs openpyxl. Dates are read as V(2026-11-30), and whole numbers as their digits.
        A cell that may not be what it shows, such as a boolean, a fraction, a number of more than 15 digits or an
        error, is a problem. Format the column as text then.
      - C(.json), C(.yml) and C(.yaml) are lists of entries as in O(users). C(.yml) and C(.yaml) need PyYAML.
      - Every value is a text, quoted where JSON or YAML would take it for anything else; null is not managed.
      - Blanks around what identifies a user (emails, ids, C(employee_id), C(manager)) are dropped, and C(="00123") in a
        cell, as spreadsheets write numbers to keep their zeros, is the text V(00123).
      - What is wrong is named by line and column.
    type: path
  content:
    description:
      - The text of a JSON file with the wanted users, instead of O(src), for users that are to be in no file. Not for a
        list, which is what O(users) is for.
      - It is neither logged nor returned.
    type: str
  columns:
    description:
      - For the name of each column of O(src) that is used, the option that it is. Without it, every column must be
        named as an option.
      - Case, blanks and Unicode normalization of the names make no difference. Other columns are ignored. A column
        that is not there is a problem.
      - For C(.json), C(.yml) and C(.yaml) these are the keys of the entries, which are compared exactly.
    type: dict
  delimiter:
    description:
      - What separates the columns of a text file, such as V(;). V(tab) is a tab.
      - V(auto) tells it from the header, among comma, semicolon, tab and C(|), or obeys C(sep=;) in the first line.
    type: str
    default: auto
  encoding:
    description:
      - The encoding of a text file, such as V(cp1252) or V(utf-16-le), by any name that Python knows it by.
      - V(auto) is UTF-8, or what a byte order mark at the beginning of the file says, such as UTF-16.
      - A file in UTF-8 is refused where another encoding is asked for that would garble it.
    type: str
    default: auto
  sheet:
    description: The sheet of a workbook. Left out, the first one.
    type: str
  skip_lines:
    description: How many lines before the header are left out, such as titles. In a workbook, how many rows.
    type: int
    default: 0
  blank_cells:
    description:
      - What a blank cell in a file of rows means.
      - V(omit) leaves the field alone, V(clear) clears it.
    type: str
    choices: [omit, clear]
    default: omit
  match_by:
    description:
      - The keys that find the account of an entry without C(id), in order; see M(manageengine.id360.id360_user).
    type: list
    elements: str
    choices: [email, employee_id]
    default: [email]
  unlisted_users:
    description:
      - What becomes of the users of the tenant that are not among O(users), in O(src) or in O(content).
      - V(ignore) leaves them alone, V(disable) disables and V(delete) deletes them, within the limits of O(scope),
        O(protected) and O(max_removals).
    type: str
    choices: [ignore, disable, delete]
    default: ignore
  scope:
    description:
      - A filter, as SCIM has them (RFC 7644), with names of fields in either spelling (V(last_name) or V(lastName)).
        Only the users that it finds can be unlisted.
      - One that came out empty is refused where O(unlisted_users) is not V(ignore).
    type: str
  sources:
    description:
      - Names of the primary sources (C(primary_source.application_name)) whose accounts are managed, as ID360 gathers
        accounts from other directories too. If omitted, all are.
      - Users of other sources are never unlisted, and an entry that would change one is a problem. Case and blanks make
        no difference.
      - Instead of a list, a text is split at line breaks, or at commas. A name that no user has is a warning. An empty
        list is refused where O(unlisted_users) is not V(ignore).
    type: list
    elements: str
  protected:
    description:
      - Emails of users who are never disabled or deleted. An entry that asks for it is a problem.
      - Instead of a list, a text is split at line breaks, commas and semicolons. An email that no user has is a
        warning.
    type: list
    elements: str
    default: []
  max_removals:
    description:
      - How many users may be disabled or deleted in one run, as a number, or as a percentage of the users in O(scope),
        rounded down. A plan with more is not begun.
      - It counts the users who are not listed, and those whose entry has C(state=disabled) or C(state=absent). Users
        who are disabled already count only if they are deleted.
      - It is also how many accounts that were found by their email may get another C(employee_id), of which one is
        always allowed. Spreadsheets drop leading zeros, so an C(employee_id) that differs in these alone is a warning.
    type: str
    default: 10%
  concurrency:
    description:
      - How many records are written at once, at most V(64).
      - When the server asks to be left alone (HTTP 429), all of them wait, and then go at the pace that it allows.
    type: int
    default: 8
  shard:
    description:
      - Take only a part of the plan, so that several runs on several machines share it.
      - The plan and its checks are made over the whole list in each of them.
      - A user belongs to the shard that the id decides, a user to be created to the one that the email does, and a
        group to the one that its name does.
      - A manager or a member whom another shard creates is a problem. Run that shard again when the other one is done.
      - After a failure run all shards again, as somebody who has been created belongs to the shard of the new id.
    type: dict
    suboptions:
      index:
        description: Which part, counted from 0.
        type: int
        required: true
      count:
        description: Of how many.
        type: int
        required: true
  report:
    description:
      - Path of a JSON file that tells what was done, or in check mode would be, with the diff of each item. Managers
        and members are emails in it, as far as the users were read. Somebody who is to be C(disabled), and is not
        there, is in it without actions.
      - It is written with mode 0600 when the plan has been carried out, and at once when the run is cancelled (SIGTERM)
        while it writes to the tenant. A plan that is not begun leaves none.
      - The keys of the file are C(version), C(check), RV(summary), RV(unlisted) and C(items), each as in RV(changes)
        with C(before) and C(after). C(url) is the URL of the tenant, C(places) has for each item its place in the
        declaration, and C(users) has by id the names, department, title, status and primary source of the users in
        C(items) and C(unlisted).
    type: path
  plan_fingerprint:
    description:
      - The RV(plan_fingerprint) of a dry run. When the plan has come to be another one, nothing is written.
      - Which password is set makes no difference to it. Groups are read once more before they are written, as always.
    type: str
seealso:
  - module: manageengine.id360.id360_user
  - module: manageengine.id360.id360_group
notes:
  - OAuth scopes C(id360.user.ALL), C(id360.group.ALL), and with templates C(id360.template.user.read).
  - The tenant is read in one listing of users (one more with O(scope)) and one of groups. Where only groups are
    managed, and there are few members, these are looked up instead.
  - Passwords are in no result, diff, report or message.
  - Two users can't swap their emails in one run, and an email that is freed in it (by a deletion or another name)
    can't be taken in it. That takes two runs.
  - RV(unlisted) has everybody in O(scope) who is not listed. For few people in a large tenant take
    M(manageengine.id360.id360_user), or a narrow O(scope).
"""

EXAMPLES = r"""
- name: The people of a list, and nothing but what it says of them
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

- name: All people of the staff from a file; who is not in it is disabled
  manageengine.id360.id360_directory:
    src: people.csv
    match_by: [employee_id, email]
    unlisted_users: disable
    scope: not (department eq "Contractors")
    protected: [admin@example.com]
    max_removals: "80%"
    report: report.json

- name: The file of the personnel department as it is exported
  manageengine.id360.id360_directory:
    src: export.csv
    delimiter: ";"
    encoding: cp1252
    columns:
      E-Mail: email
      Personalnummer: employee_id
      Abteilung: department
    match_by: [employee_id, email]

- name: The first of four shards
  manageengine.id360.id360_directory:
    src: people.csv
    match_by: [employee_id, email]
    shard:
      index: 0
      count: 4
"""

RETURN = r"""
plan_fingerprint:
  description: A digest of what the plan writes, for O(plan_fingerprint) of a later run.
  returned: when the plan was carried out
  type: str
  sample: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
summary:
  description: How many users and groups needed nothing, how often each action was done, and how many items failed.
  returned: when the plan was carried out
  type: dict
  sample: {unchanged: 9991, create: 4, patch: 3, password: 0, enable: 0, disable: 2, delete: 0, failed: 0}
changes:
  description: The items that were changed or failed.
  returned: when the plan was carried out
  type: list
  elements: dict
  contains:
    kind:
      description: V(user) or V(group).
      type: str
      sample: user
    key:
      description: The email or the name.
      type: str
      sample: ann.lee@example.com
    id:
      description: The id, null where there is none yet.
      type: str
      sample: "1000000000001"
    actions:
      description: What was done, or in check mode would be.
      type: list
      elements: str
      sample: [create]
    error:
      description: Why it failed, null where it did not.
      type: str
unlisted:
  description: The users in O(scope) that are not listed, whatever is done about them.
  returned: when users are given and the plan was carried out
  type: list
  elements: dict
  sample: [{id: "1000000000002", email: zoe.park@example.com}]
actions:
  description: All actions that were done, or in check mode would be, each once, sorted.
  returned: always
  type: list
  elements: str
  sample: [create, patch]
problems:
  description: Why the plan was not begun.
  returned: when it has problems
  type: list
  elements: str
error:
  description: What the server said to the first item that failed.
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
    DOCUMENT,
    ID,
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
    "columns": {"type": "dict"},
    **FORMAT_OPTIONS,
    "blank_cells": {"type": "str", "choices": ["omit", "clear"], "default": "omit"},
    "match_by": USER_OPTIONS["match_by"],
    "unlisted_users": {"type": "str", "choices": ["ignore", "disable", "delete"], "default": "ignore"},
    "scope": {"type": TEXT},
    "sources": {"type": NAMES, "elements": TEXT},
    "protected": {"type": PEOPLE, "elements": TEXT, "default": []},
    "max_removals": {"type": ID, "default": "10%"},
    "concurrency": {"type": "int", "default": 8},
    "shard": {
        "type": "dict",
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
