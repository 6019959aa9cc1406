# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How executions go on, and what they do to the tenant at their end."""

from __future__ import annotations

from .progress import FINAL_EXECUTION_STATES, Execution
from .schema import Record
from .settings import Settings
from .tenant import Tenant, now_for_jobs

_STATES = ["yet_to_start", "pending", "completed"]
_DONE = {"DISABLE": "User disabled successfully", "ENABLE": "User enabled successfully"} | {
    "DELETE": "User deleted successfully"
}


def advance(tenant: Tenant, settings: Settings, execution: Execution) -> str:
    """Bring the execution and its job to where they are by now; the state of the execution."""
    state = execution.progress.pick(settings.execution_states or _STATES, settings)
    if execution.final is None and state in FINAL_EXECUTION_STATES:
        execution.final = _finish(tenant, settings, execution, state)
    state = execution.final or state
    job = tenant.jobs.get(execution.id)
    if job is not None:
        job["status"] = FINAL_EXECUTION_STATES.get(state, "QUEUED" if state == "yet_to_start" else "RUNNING")
        if execution.final and "details" not in job:
            job["end_time"] = now_for_jobs()
            job["details"] = {"entity": "User", "result": execution.results}
    return state


def advance_all(tenant: Tenant, settings: Settings) -> None:
    """Where time makes executions go on, their effects show without being asked for."""
    if settings.job_step_seconds:
        for execution in tenant.executions.values():
            advance(tenant, settings, execution)


def _finish(tenant: Tenant, settings: Settings, execution: Execution, state: str) -> str:
    forced = settings.execution_result or state
    if forced in ("time_out", "interrupted"):
        return forced
    upload = tenant.uploads.get(execution.upload_id, {})
    rows = {entity["user_id"]: entity["id"] for entity in upload.get("entities", [])}
    for identity in execution.user_ids:
        error = _error(tenant, settings, identity)
        if error is None:
            _apply(tenant, execution.operation, tenant.users[identity])
        shown = rows.get(identity, identity) if settings.result_ids == "row" else identity
        execution.results.append(
            {
                "id": shown,
                "status": "SUCCESS" if error is None else "ERROR",
                "message": error or _DONE.get(execution.operation or "", "Action performed successfully"),
            }
        )
    failed = any(result["status"] == "ERROR" for result in execution.results)
    decided = settings.execution_result or settings.execution_states
    return "completed_with_errors" if failed and not decided else forced


def _error(tenant: Tenant, settings: Settings, identity: str) -> str | None:
    user = tenant.users.get(identity)
    if user is None:
        return "This User ID does not exist or you do not have permission to access it."
    if identity in tenant.unlicensed:
        return "Actions cannot be performed on unlicensed users."
    if {identity, user.get("email")} & set(settings.failing_users):
        return "The action could not be performed on this user."
    return None


def _apply(tenant: Tenant, operation: str | None, user: Record) -> None:
    if operation == "DELETE":
        tenant.remove_user(user["id"])
    elif operation in ("ENABLE", "DISABLE"):
        user["status"] = 1 if operation == "ENABLE" else 0
