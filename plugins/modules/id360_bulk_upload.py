#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads people for a management action of ManageEngine ID360, and executes it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_bulk_upload
short_description: Carry out a management action of ManageEngine ID360 on many people
description:
  - Uploads a table of people for an action, sets the columns by which its rows find their users, deals with the rows
    that find nobody, executes the action and waits for it.
  - With a O(receipt), a run that was interrupted goes on where it stopped, and one that is finished is unchanged.
    Nothing is ever uploaded or executed twice.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
attributes:
  check_mode:
    support: full
    details:
      - The data are checked, and the receipt is read; neither it nor O(rejects) is written.
      - How the rows of a fresh upload would map cannot be known without it. Check mode takes them all for mapped, and
        says that they would be executed.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With a O(receipt), or with O(upload_id) and O(state=present) or V(absent). Without a receipt, each run uploads,
        and executes.
options:
  action:
    description: Id of the management action, such as V(move-users) or V(delete-user). It is passed on as it is.
    type: str
    required: true
  state:
    description:
      - V(present) uploads the data, or takes up O(upload_id), and sets the match columns.
      - V(executed) does the same, and executes the action.
      - V(absent) removes rows of O(upload_id).
    type: str
    choices: [present, executed, absent]
    default: present
  upload_id:
    description: Id of an upload that is there already, instead of data.
    type: str
  src:
    description:
      - Path of a file of rows with a header, a regular one, on the host that runs the module. C(.xlsx) is a workbook,
        and needs openpyxl; everything else is text with a separator between the columns.
      - CSV in UTF-8 with commas is uploaded as it is. Everything else is uploaded as such CSV. A cell of a workbook
        that may not be what it shows is refused, see M(manageengine.id360.id360_directory).
      - A file with one column that has a separator in its name is refused, as the columns are separated by something
        else then.
      - Rows that are blank throughout are left out, with a warning that counts them; so it is for O(content) and
        O(records).
    type: path
  content:
    description: The text of a CSV file.
    type: str
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
  records:
    description: The rows as dictionaries; their keys are the columns.
    type: list
    elements: dict
  match_columns:
    description:
      - The columns by which rows find their users. Left out, the server chooses.
      - If the server keeps other columns, the task fails and nothing is executed, as rows would find other users.
    type: list
    elements: str
  unmapped_rows:
    description:
      - What happens to rows that find no user, or one that another row has, before the execution.
      - V(fail) refuses to execute, V(remove) removes them from the upload, V(ignore) leaves them there.
    type: str
    choices: [fail, remove, ignore]
    default: fail
  entity_ids:
    description: For O(state=absent), ids of the rows that go. Without it and O(entity_filter), all go.
    type: list
    elements: str
  entity_filter:
    description: For O(state=absent), a SCIM filter that finds the rows that go.
    type: str
  app_config_id:
    description: Id of the application configuration to execute with; a number.
    type: str
  template_input:
    description: What the action is given, for all rows.
    type: dict
    suboptions:
      id:
        description: Id of the template; a number.
        type: str
        required: true
      data:
        description: Its values, such as a dictionary with C(OPERATION) set to C(DISABLE).
        type: list
        elements: dict
        required: true
  user_ids:
    description: Ids of the users to act on. Left out, those of the rows that are mapped.
    type: list
    elements: str
  receipt:
    description:
      - Path of a file that remembers the run, made with mode 0600. It is written before and after each upload and
        execution.
      - The same data for the same action, match columns, O(app_config_id), O(template_input), O(user_ids) and tenant
        (the root of its API) are the same run. Give O(state=present) and O(state=executed) the same ones, and different
        tenants behind one root different receipts.
      - If the run is finished, the task is unchanged; if it ended in errors, the task fails again, and sends nothing.
        Anything else is another run, which takes the receipt over, unless what became of the run before is not known.
      - If the task was killed while an upload or an execution was under way, what became of it is not known. The next
        run stops, and says what to look at.
    type: path
  wait:
    description: Whether to wait until the execution is over.
    type: bool
    default: true
  wait_timeout:
    description: How long to wait, in seconds. The task fails then; with a O(receipt), the next run waits on.
    type: int
    default: 600
  wait_interval:
    description: The first pause between two looks, in seconds. The pauses grow to 30.
    type: float
    default: 5
  fail_on_row_errors:
    description: Whether the task fails when the action failed for some of the rows.
    type: bool
    default: true
  rejects:
    description:
      - Path of a CSV file for the rows that were refused or failed, with the columns of the data, so that it can be
        mended and uploaded again. It is made with mode 0600. Without such rows, it is removed.
    type: path
seealso:
  - module: manageengine.id360.id360_upload_info
  - module: manageengine.id360.id360_job_info
notes:
  - OAuth scope C(id360.management.all), or C(id360.management.read), C(id360.management.create),
    C(id360.management.write) and C(id360.management.delete); to follow executions also C(id360.job.READ).
  - Ansible shows nothing of a task until it ends. To see a long execution go on, start it with O(wait=false) and look
    with M(manageengine.id360.id360_job_info) and C(until), as in the examples, or run the task with C(async).
"""

EXAMPLES = r"""
- name: Disable everybody in a list; rows that find nobody go to a file
  manageengine.id360.id360_bulk_upload:
    action: move-users
    state: executed
    content: |
      email,first_name
      alex.hales@example.com,Alex
      nobody@example.com,Nobody
    match_columns: [email]
    unmapped_rows: remove
    app_config_id: "2000000000001"
    template_input:
      id: "2000000000002"
      data:
        - OPERATION: DISABLE
    receipt: leavers.receipt.json
    rejects: leavers.rejects.csv
    wait_interval: 0.2

- name: Upload people and look at them before anything happens
  manageengine.id360.id360_bulk_upload:
    action: move-users
    records:
      - email: bob.ray@example.com
      - email: ann.lee@example.com
  register: people

- name: Start it and go on
  manageengine.id360.id360_bulk_upload:
    action: move-users
    state: executed
    upload_id: "{{ people.upload.id }}"
    app_config_id: "2000000000001"
    template_input:
      id: "2000000000002"
      data:
        - OPERATION: DISABLE
    wait: false
  register: started

- name: Wait for it, with a line for each look
  manageengine.id360.id360_job_info:
    id: "{{ started.execution.id }}"
  register: job
  until: job.jobs | length > 0 and job.jobs[0].status in ['COMPLETED', 'WARNING', 'ERROR']
  retries: 120
  delay: 1

- name: Remove its rows
  manageengine.id360.id360_bulk_upload:
    action: move-users
    state: absent
    upload_id: "{{ people.upload.id }}"
"""

RETURN = r"""
upload:
  description: The upload as the server took it; its id alone where a receipt said so.
  returned: always
  type: dict
  sample:
    id: "2000000000001"
    header:
      - {name: email, is_match_column: true}
    match_columns: [email]
entity_counts:
  description:
    - How many rows there were of each status when they were read, before this task removed any.
    - Empty in check mode where the task would upload data or set match columns, since rows are mapped after that.
  returned: always
  type: dict
  sample: {MAPPED: 2, DUPLICATE_USER: 1}
rejected_rows:
  description: The rows that found no user of their own, as far as rows were read.
  returned: always
  type: list
  elements: dict
  sample:
    - id: "2000000110002"
      user_id: "200000010002"
      status: DUPLICATE_USER
      imported_data: {email: johnray@company.com}
execution:
  description: The execution and how it was seen last. Empty when nothing was executed.
  returned: always
  type: dict
  sample: {id: "2000000000001", status: completed}
job:
  description: The job of the execution with its details, where it could be had. Empty otherwise.
  returned: always
  type: dict
  sample: {id: "2000000000001", status: COMPLETED}
failed_rows:
  description: The results that are errors, in the server's words, with the row where one could be found.
  returned: always
  type: list
  elements: dict
  sample:
    - id: "2000000110001"
      status: ERROR
      message: Email already exists
      entity_id: "2000000110001"
      user_id: "200000010001"
      imported_data: {email: alexhales@company.com}
actions:
  description:
    - What was done, or in check mode would be done, in order. V(upload), V(match_columns), V(delete_rows), V(execute).
    - On failure, what was done before it.
  returned: always
  type: list
  elements: str
  sample: [upload, match_columns, execute]
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._bulk.options import make_run
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.run import run_bulk
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import FORMAT_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import (
    DOCUMENT,
    ID,
    NAMES,
    PATH,
    PEOPLE,
    TEXT,
)

OPTIONS: dict[str, dict[str, Any]] = {
    "action": {"type": TEXT, "required": True},
    "state": {"type": "str", "choices": ["present", "executed", "absent"], "default": "present"},
    "upload_id": {"type": ID},
    "src": {"type": PATH},
    "content": {"type": DOCUMENT},
    **FORMAT_OPTIONS,
    "records": {"type": "list", "elements": "dict"},
    "match_columns": {"type": NAMES, "elements": TEXT},
    "unmapped_rows": {"type": "str", "choices": ["fail", "remove", "ignore"], "default": "fail"},
    "entity_ids": {"type": PEOPLE, "elements": ID},
    "entity_filter": {"type": TEXT},
    "app_config_id": {"type": ID},
    "template_input": {
        "type": "dict",
        "options": {
            "id": {"type": ID, "required": True},
            "data": {"type": "list", "elements": "dict", "required": True},
        },
    },
    "user_ids": {"type": PEOPLE, "elements": ID},
    "receipt": {"type": PATH},
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 600},
    "wait_interval": {"type": "float", "default": 5},
    "fail_on_row_errors": {"type": "bool", "default": True},
    "rejects": {"type": PATH},
}


def upload(shell: Shell, client: Client) -> dict[str, Any]:
    options = make_run(shell.params)
    done = run_bulk(client, options, shell.params["receipt"], shell.warn, check_mode=shell.check_mode)
    result = {"changed": bool(done.actions), "actions": done.actions, **done.result()}
    if done.message:
        result["msg"] = done.message
    if shell.diff:
        called = f"upload {options.upload_id or ''} of {options.action}".replace("  ", " ")
        result["diff"] = {"before_header": called, "after_header": called, "before": done.before, "after": done.after}
    return result


MODULE = Module(OPTIONS, upload, quiet=True)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
