# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls under /management/actions that execute an upload and return the status of the execution."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from aiohttp import web

from ..errors import ApiError, invalid
from ..state.executions import advance
from ..state.progress import Execution
from ..state.tenant import now_for_jobs
from . import query as q
from .call import Call, data
from .uploads import find_upload


def execute(call: Call) -> web.Response:
    """POST /management/actions/{action}/uploads/{id}/execute

    The id is that of the execution, and of the job it becomes.
    """
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
    """GET /management/actions/{action}/executions/{id}/status

    Some servers don't have it; each look makes the execution go on by a step.
    """
    if not call.settings.execution_status:
        raise ApiError("00000104")
    q.allow(call.query)
    execution = call.tenant.executions.get(call.part("execution_id"))
    if execution is None or execution.action != call.part("action"):
        raise ApiError("*****", "This execution does not exist.")
    status = {"id": int(execution.id), "status": advance(call.tenant, call.settings, execution)}
    execution.progress.polls += 1
    return data(status) if call.settings.execution_envelope else web.json_response(status)


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
