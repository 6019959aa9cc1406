#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads people for a management action of ManageEngine ID360, and executes it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_bulk_upload
short_description: Run an action on many ID360 users
description:
  - Uploads a table of users for a management action, sets the columns that match rows to users, handles rows without a
    match, executes the action and waits for it.
  - With O(receipt), an interrupted run continues where it stopped, and a finished one is unchanged. Neither the upload
    nor the execution is sent twice.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.table
attributes:
  check_mode:
    support: full
    details:
      - The data are checked and the receipt is read. Neither O(receipt) nor O(rejects) is written.
      - The matches of a new upload are known only after the upload. Check mode assumes that all rows match, and
        predicts that they are executed.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With O(receipt), and with O(upload_id) and O(state=present) or O(state=absent). Without a receipt, each run
        uploads and executes again.
options:
  action:
    description: Id of the management action, such as V(move-users) or V(delete-user). It is sent unchanged.
    type: str
    required: true
  state:
    description:
      - V(present) uploads the data, or uses the upload O(upload_id), and sets the match columns.
      - V(executed) does the same, and executes the action.
      - V(absent) removes rows of the upload O(upload_id).
    type: str
    choices: [present, executed, absent]
    default: present
  upload_id:
    description: Id of an existing upload, instead of data.
    type: str
  src:
    description:
      - Path of a file with a header and rows, on the host that runs the module. It must be a regular file. C(.xlsx) is
        a workbook, and requires openpyxl; any other file is text with separated columns.
      - CSV in UTF-8 with commas is uploaded unchanged. Other files are converted to it. A cell of a workbook whose
        value is ambiguous is refused, see M(manageengine.id360.id360_directory).
      - A file with a single column whose name contains a separator is refused, as O(delimiter) does not match the file.
      - Blank rows are removed, with a warning that counts them. This applies to O(content) and O(records) as well.
    type: path
  content:
    description: The content of a CSV file.
    type: str
  records:
    description: The rows as dictionaries. Their keys are the columns.
    type: list
    elements: dict
  match_columns:
    description:
      - The columns that match rows to users. If omitted, the server chooses them.
      - If the server keeps other columns, the task fails and nothing is executed, as rows would match other users.
    type: list
    elements: str
  unmapped_rows:
    description:
      - What to do before the execution with rows that match no user, or the same user as another row.
      - V(fail) executes nothing, V(remove) removes them from the upload, V(ignore) keeps them.
    type: str
    choices: [fail, remove, ignore]
    default: fail
  entity_ids:
    description: With O(state=absent), ids of the rows to remove. Without it and O(entity_filter), all rows are removed.
    type: list
    elements: str
  entity_filter:
    description: With O(state=absent), a SCIM filter that selects the rows to remove.
    type: str
  app_config_id:
    description: Id of the application configuration for the execution, a number.
    type: str
  template_input:
    description: Input of the action, for all rows.
    type: dict
    suboptions:
      id:
        description: Id of the template, a number.
        type: str
        required: true
      data:
        description: Values of the template, such as a dictionary with C(OPERATION) set to C(DISABLE).
        type: list
        elements: dict
        required: true
  user_ids:
    description: Ids of the users to act on. The default is the users of the mapped rows.
    type: list
    elements: str
  receipt:
    description:
      - Path of a file that stores the state of the run, with mode 0600. It is written before and after each upload and
        execution.
      - A run is identified by the root of the API, O(action), the data, O(match_columns), O(app_config_id),
        O(template_input) and O(user_ids). Use the same values for O(state=present) and O(state=executed), and different
        receipts for tenants with the same root.
      - If the run is finished, the task is unchanged. If it ended in errors, the task fails again and sends nothing.
        Other values start a new run, which replaces the receipt, unless the outcome of the previous run is unknown.
      - If the task was killed during an upload or an execution request, its outcome is unknown. The next run fails, and
        says what to check.
    type: path
  wait:
    description: Whether to wait until the execution is finished.
    type: bool
    default: true
  wait_timeout:
    description:
      - How long to wait, in seconds, before the task fails. With O(receipt), the next run continues to wait.
    type: int
    default: 600
  wait_interval:
    description: First interval between two requests for the status, in seconds. It grows to 30.
    type: float
    default: 5
  fail_on_row_errors:
    description: Whether the task fails if the action failed for some rows.
    type: bool
    default: true
  rejects:
    description:
      - Path of a CSV file for the rows that were rejected or failed, with the columns of the data, to correct and
        upload again. It has mode 0600. If there are no such rows, it is removed.
    type: path
seealso:
  - module: manageengine.id360.id360_upload_info
  - module: manageengine.id360.id360_job_info
notes:
  - OAuth scope C(id360.management.all), or C(id360.management.read), C(id360.management.create),
    C(id360.management.write) and C(id360.management.delete); to follow executions also C(id360.job.READ).
  - Ansible shows no output of a task until it ends. To see the progress of a long execution, start it with
    O(wait=false) and poll it with M(manageengine.id360.id360_job_info) and C(until), as in the examples, or run the
    task with C(async).
"""

EXAMPLES = r"""
- name: Disable the users of a list, and write rows without a match to a file
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

- name: Upload a table without executing the action
  manageengine.id360.id360_bulk_upload:
    action: move-users
    records:
      - email: bob.ray@example.com
      - email: ann.lee@example.com
  register: people

- name: Execute the action without waiting
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

- name: Wait for the job, with a line of output for each poll
  manageengine.id360.id360_job_info:
    id: "{{ started.execution.id }}"
  register: job
  until: job.jobs | length > 0 and job.jobs[0].status in ['COMPLETED', 'WARNING', 'ERROR']
  retries: 120
  delay: 1

- name: Remove the rows of the upload
  manageengine.id360.id360_bulk_upload:
    action: move-users
    state: absent
    upload_id: "{{ people.upload.id }}"
"""

RETURN = r"""
upload:
  description: The upload as the API returns it. If it is known only from a receipt, only its id.
  returned: always
  type: dict
  sample:
    id: "2000000000001"
    header:
      - {name: email, is_match_column: true}
    match_columns: [email]
entity_counts:
  description:
    - Number of rows by status when they were read, before this task removed any.
    - Empty in check mode if the task would upload data or set match columns, as rows are matched after that.
  returned: always
  type: dict
  sample: {MAPPED: 2, DUPLICATE_USER: 1}
rejected_rows:
  description: The rows that match no user, or the same user as another row, if rows were read.
  returned: always
  type: list
  elements: dict
  sample:
    - id: "2000000110002"
      user_id: "200000010002"
      status: DUPLICATE_USER
      imported_data: {email: johnray@company.com}
execution:
  description: The execution with its last known status. Empty if nothing was executed.
  returned: always
  type: dict
  sample: {id: "2000000000001", status: completed}
job:
  description: The job of the execution with its details. Empty if it could not be read.
  returned: always
  type: dict
  sample: {id: "2000000000001", status: COMPLETED}
failed_rows:
  description: The failed results as the API returns them, with their row if it was found.
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
    - The operations that were done, or would be done in check mode, in order. V(upload), V(match_columns),
      V(delete_rows), V(execute).
    - After a failure, the operations done before it.
  returned: always
  type: list
  elements: str
  sample: [upload, match_columns, execute]
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._bulk.options import make_bulk_options
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.run import run_bulk
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import FORMAT_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import (
    DICTIONARY,
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
        "type": DICTIONARY,
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
    options = make_bulk_options(shell.params)
    done = run_bulk(client, options, shell.params["receipt"], shell.warn)
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
