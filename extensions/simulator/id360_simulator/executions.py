# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Executing an upload, and how that goes on."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from aiohttp import web

from . import query as q
from .call import Call, data
from .errors import ApiError, invalid
from .progress import FINAL_EXECUTION_STATES, Execution
from .schema import Record
from .service import Service
from .tenant import now_for_jobs
from .uploads import find_upload

_STATES = ["yet_to_start", "pending", "completed"]
_DONE = {"DISABLE": "User disabled successfully", "ENABLE": "User enabled successfully"} | {
    "DELETE": "User deleted successfully"
}


def execute(call: Call) -> web.Response:
    """POST …/uploads/{id}/execute: the id is that of the execution, and of the job it becomes."""
    q.allow(call.query)
    upload = find_upload(call)
    body = call.json_object()
    tenant = call.tenant
    _check(body, tenant.users)
    rows = body["template_input"]["data"]
    execution = Execution(
        id=tenant.new_id("jobs"),
        action=call.part("action"),
        upload_id=upload["id"],
        operation=_operation(call.part("action"), rows),
        user_ids=list(dict.fromkeys(body["user_ids"])),
    )
    tenant.executions[execution.id] = execution
    tenant.jobs[execution.id] = {
        "id": execution.id,
        "start_time": now_for_jobs(),
        "end_time": None,
        "action_name": execution.action.replace("-", " ").title(),
        "status": "QUEUED",
        "module": "Management",
    }
    return data({"id": int(execution.id), "status": "yet_to_start"})


def get_status(call: Call) -> web.Response:
    """GET …/executions/{id}/status: some servers don't have it. Each look makes the execution go on by a step."""
    if not call.settings.execution_status:
        raise ApiError("00000104")
    q.allow(call.query)
    execution = call.tenant.executions.get(call.part("execution_id"))
    if execution is None or execution.action != call.part("action"):
        raise ApiError("*****", "This execution does not exist.")
    status = {"id": int(execution.id), "status": settle(call.service, execution)}
    execution.progress.polls += 1
    return data(status) if call.settings.execution_envelope else web.json_response(status)


def settle(service: Service, execution: Execution) -> str:
    """Bring the execution and its job to where they are by now; the state of the execution."""
    state = execution.progress.pick(service.settings.execution_states or _STATES, service.settings)
    if execution.final is None and state in FINAL_EXECUTION_STATES:
        execution.final = _finish(service, execution, state)
    state = execution.final or state
    job = service.tenant.jobs.get(execution.id)
    if job is not None:
        job["status"] = FINAL_EXECUTION_STATES.get(state, "QUEUED" if state == "yet_to_start" else "RUNNING")
        if execution.final and "details" not in job:
            job["end_time"] = now_for_jobs()
            job["details"] = {"entity": "User", "result": execution.results}
    return state


def settle_all(service: Service) -> None:
    """Where time makes executions go on, their effects show without being asked for."""
    if service.settings.job_step_seconds:
        for execution in service.tenant.executions.values():
            settle(service, execution)


def _check(body: dict[str, Any], known: Container[str]) -> None:
    template = body.get("template_input")
    rows = template.get("data") if isinstance(template, dict) else None
    users = body.get("user_ids")
    if not _is_number(body.get("app_config_id")):
        raise invalid("app_config_id")
    if not isinstance(template, dict) or not _is_number(template.get("id")):
        raise invalid("template_input")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise invalid("template_input")
    if not isinstance(users, list) or not users or not all(isinstance(user, str) for user in users):
        raise invalid("user_ids")
    if not all(user in known for user in users):
        raise invalid("user_ids")
    for name in body:
        if name not in ("app_config_id", "template_input", "user_ids"):
            raise invalid(name)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _operation(action: str, rows: list[dict[str, Any]]) -> str | None:
    """What is done to each user, where that is plain."""
    operation = rows[0].get("OPERATION") if rows else None
    if operation is None and action.startswith("delete-"):
        return "DELETE"
    return operation if isinstance(operation, str) else None


def _finish(service: Service, execution: Execution, state: str) -> str:
    forced = service.settings.execution_result or state
    if forced in ("time_out", "interrupted"):
        return forced
    upload = service.tenant.uploads.get(execution.upload_id, {})
    rows = {entity["user_id"]: entity["id"] for entity in upload.get("entities", [])}
    for identity in execution.user_ids:
        error = _error(service, identity)
        if error is None:
            _apply(service, execution.operation, service.tenant.users[identity])
        shown = rows.get(identity, identity) if service.settings.result_ids == "row" else identity
        execution.results.append(
            {
                "id": shown,
                "status": "SUCCESS" if error is None else "ERROR",
                "message": error or _DONE.get(execution.operation or "", "Action performed successfully"),
            }
        )
    failed = any(result["status"] == "ERROR" for result in execution.results)
    decided = service.settings.execution_result or service.settings.execution_states
    return "completed_with_errors" if failed and not decided else forced


def _error(service: Service, identity: str) -> str | None:
    user = service.tenant.users.get(identity)
    if user is None:
        return "This User ID does not exist or you do not have permission to access it."
    if identity in service.tenant.unlicensed:
        return "Actions cannot be performed on unlicensed users."
    if {identity, user.get("email")} & set(service.settings.failing_users):
        return "The action could not be performed on this user."
    return None


def _apply(service: Service, operation: str | None, user: Record) -> None:
    if operation == "DELETE":
        service.tenant.remove_user(user["id"])
    elif operation in ("ENABLE", "DISABLE"):
        user["status"] = 1 if operation == "ENABLE" else 0
