#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deletes jobs of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_job
short_description: Delete ID360 jobs
description:
  - Deletes jobs from the list of jobs. This does not undo what they did.
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
  idempotent:
    support: full
options:
  state:
    description: V(absent) deletes the jobs. Jobs cannot be created with this module.
    type: str
    choices: [absent]
    default: absent
  ids:
    description: Ids of the jobs. Ids that no job has are ignored.
    type: list
    elements: str
    required: true
seealso:
  - module: manageengine.id360.id360_job_info
notes:
  - OAuth scopes C(id360.job.READ) and C(id360.job.DELETE), or C(id360.job.ALL).
"""

EXAMPLES = r"""
- name: Read completed jobs
  manageengine.id360.id360_job_info:
    status: COMPLETED
  register: completed

- name: Delete these jobs
  manageengine.id360.id360_job:
    ids: "{{ completed.jobs | map(attribute='id') }}"

- name: Delete one job
  manageengine.id360.id360_job:
    state: absent
    ids: ["2000000000005"]
"""

RETURN = r"""
deleted:
  description: Ids of the jobs that were deleted, or would be in check mode.
  returned: success
  type: list
  elements: str
  sample: ["2000000000001"]
actions:
  description:
    - C(delete) for each job that was deleted, or would be in check mode. After a failure, for those deleted before it.
  returned: always
  type: list
  elements: str
  sample: [delete]
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.job import JOB
from ansible_collections.manageengine.id360.plugins.module_utils._module.record import manage_outcomes
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import ID, PEOPLE

OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"type": "str", "choices": ["absent"], "default": "absent"},
    "ids": {"type": PEOPLE, "elements": ID, "required": True},
}


def delete(shell: Shell, client: Client) -> dict[str, Any]:
    desired_records = [
        make_desired(JOB, {"state": "absent", "id": job_id}) for job_id in dict.fromkeys(shell.params["ids"])
    ]
    outcomes = [outcome for outcome in manage_outcomes(shell, client, JOB, desired_records) if outcome.actions]
    result: dict[str, Any] = {
        "changed": bool(outcomes),
        "deleted": [outcome.record["id"] for outcome in outcomes],
        "actions": [action for outcome in outcomes for action in outcome.actions],
    }
    if shell.diff:
        called = f"job {', '.join(str(desired.id) for desired in desired_records)}"
        lost = {outcome.record["id"]: outcome.before for outcome in outcomes}
        result["diff"] = {"before_header": called, "after_header": called, "before": lost, "after": {}}
    return result


MODULE = Module(OPTIONS, delete)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
