#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads jobs of ManageEngine ID360, and waits for one."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_job_info
short_description: Read ID360 jobs
description:
  - Returns one job with its details, the jobs that match filters, or all jobs. It can wait until a job is finished.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.attributes.info
options:
  id:
    description: Id of a job. If the server does not have it, the result is empty; with O(wait), the task waits for it.
    type: str
  job_module:
    description: Return only jobs of this module, such as V(Management).
    type: str
  status:
    description: Return only jobs with this status.
    type: str
    choices: [QUEUED, RUNNING, WARNING, COMPLETED, ERROR]
  action_name:
    description: Return only jobs with this action, such as V(Bulk User Creation).
    type: str
  filter:
    description:
      - A SCIM filter with the field names of jobs. It is combined with the other filters by C(and).
    type: str
  limit:
    description: Maximum number of jobs to return. The default is all.
    type: int
  wait:
    description:
      - Whether to wait until the job O(id) is finished, successfully or not.
      - As the server may list a new job late, a job that it does not have is waited for as well, until it appears and
        is finished. If it never appears, because the id is wrong or the job has been deleted, the task fails only after
        O(wait_timeout), and says that the server does not have the job. To fail early, set a shorter O(wait_timeout).
    type: bool
    default: false
  wait_timeout:
    description: How long to wait, in seconds, before the task fails. It then returns the job as last read.
    type: int
    default: 600
  wait_interval:
    description: First interval between two requests for the job, in seconds. It grows to 30.
    type: float
    default: 2
seealso:
  - module: manageengine.id360.id360_job
  - module: manageengine.id360.id360_bulk_upload
notes:
  - OAuth scope C(id360.job.READ), or C(id360.job.ALL).
  - Ansible shows no output of a task until it ends. To see the progress of a long job, poll it with C(until), as in the
    examples.
"""

EXAMPLES = r"""
- name: Read failed jobs
  manageengine.id360.id360_job_info:
    job_module: Management
    status: ERROR
    limit: 20
  register: failed

- name: Read all jobs
  manageengine.id360.id360_job_info:
  register: all_jobs

- name: Wait for a job
  manageengine.id360.id360_job_info:
    id: "{{ all_jobs.jobs[0].id }}"
    wait: true
    wait_timeout: 3600

- name: Wait for a job, with a line of output for each poll
  manageengine.id360.id360_job_info:
    id: "{{ all_jobs.jobs[0].id }}"
  register: job
  until: job.jobs | length > 0 and job.jobs[0].status in ['COMPLETED', 'WARNING', 'ERROR']
  retries: 120
  delay: 5
"""

RETURN = r"""
jobs:
  description:
    - The jobs as the API returns them. C(details) are included only with O(id). Empty if there are none.
  returned: success, and after a timeout
  type: list
  elements: dict
  sample:
    - id: "2000000000001"
      start_time: "2025-04-04T13:12:13.000Z"
      end_time: "2025-04-04T13:12:16.000Z"
      action_name: Bulk User Creation
      status: COMPLETED
      module: Management
      details:
        entity: User
        result:
          - id: "2000000000011"
            status: SUCCESS
            message: User created successfully
elapsed:
  description: How long the task waited, in seconds.
  returned: when O(wait=true)
  type: float
  sample: 12.4
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._api.jobs import job_filter, list_jobs, read_job
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error, InvalidRequest
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._model.job import JOB, is_final
from ansible_collections.manageengine.id360.plugins.module_utils._model.query_names import (
    api_filter,
    explain,
    validate_filter,
)
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import ID, TEXT
from ansible_collections.manageengine.id360.plugins.module_utils._wait import check_wait_options, poll

LONGEST_PAUSE = 30  # seconds
OPTIONS: dict[str, dict[str, Any]] = {
    "id": {"type": ID},
    **{name: {"type": TEXT} for name in ("job_module", "action_name", "filter")},
    "status": {"type": "str", "choices": ["QUEUED", "RUNNING", "WARNING", "COMPLETED", "ERROR"]},
    "limit": {"type": "int"},
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": 600},
    "wait_interval": {"type": "float", "default": 2},
}


def read(shell: Shell, client: Client) -> dict[str, Any]:
    params = shell.params
    if params["limit"] is not None and params["limit"] < 1:
        raise Id360Error(f"limit {params['limit']} is less than 1")
    if params["wait"] and not params["id"]:
        raise Id360Error("wait requires id")
    if params["wait"]:
        check_wait_options(params["wait_timeout"], params["wait_interval"])
        return wait(shell, client)
    if params["id"] is not None:
        job = read_job(client, params["id"])
        return {"changed": False, "jobs": [job] if job else []}
    validate_filter(JOB, params["filter"] or "")
    given = api_filter(JOB, params["filter"] or "")
    expression = job_filter(
        given, module=params["job_module"], status=params["status"], action_name=params["action_name"]
    )
    try:
        return {"changed": False, "jobs": list_jobs(client, expression, params["limit"], shell.warn)}
    except InvalidRequest as error:
        raise (error.adding(explain(JOB, given)) if given else error) from None


def wait(shell: Shell, client: Client) -> dict[str, Any]:
    params = shell.params
    JOB.item(params["id"])
    job, waited = poll(
        lambda: read_job(client, params["id"]),
        lambda job: job is not None and is_final(job["status"], shell.warn),
        timeout=params["wait_timeout"],
        interval=params["wait_interval"],
        longest=LONGEST_PAUSE,
    )
    result = {"jobs": [job] if job else [], "elapsed": round(waited.elapsed, 1)}
    if waited.timed_out:
        seen = f"it is {job['status']}" if job else "the server does not have it"
        message = f"job {params['id']} was not finished after {params['wait_timeout']} s: {seen}"
        raise Id360Error(message).replace(result=result)
    return {"changed": False, **result}


EXCLUSIVE = [("id", name) for name in ("job_module", "status", "action_name", "filter")]
MODULE = Module(OPTIONS, read, rules={"mutually_exclusive": EXCLUSIVE})


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
