# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that docs/api.md lists, and the function that answers each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from aiohttp import web

from . import executions, groups, jobs, templates, uploads, users
from .call import Call

API_ROOT = "/api/v1"
# The current call. Each request is a separate asyncio task with its own context.
CALL: ContextVar[Call] = ContextVar("call")

_UPLOADS = "/management/actions/{action}/uploads"
_UPLOAD = _UPLOADS + "/{upload_id}"

ROUTES: list[tuple[str, str, Callable[[Call], web.Response]]] = [
    ("GET", "/users", users.list_users),
    ("POST", "/users", users.create_user),
    ("POST", "/users/new/{template_id}", users.create_user_with_template),
    ("GET", "/users/{user_id}", users.get_user),
    ("PATCH", "/users/{user_id}", users.update_user),
    ("DELETE", "/users/{user_id}", users.delete_user),
    ("POST", "/users/{user_id}/enable", users.enable_user),
    ("POST", "/users/{user_id}/disable", users.disable_user),
    ("GET", "/groups", groups.list_groups),
    ("POST", "/groups", groups.create_group),
    ("GET", "/groups/{group_id}", groups.get_group),
    ("PATCH", "/groups/{group_id}", groups.update_group),
    ("DELETE", "/groups/{group_id}", groups.delete_group),
    ("GET", "/jobs", jobs.list_jobs),
    ("GET", "/jobs/{job_id}", jobs.get_job),
    ("DELETE", "/jobs/{job_id}", jobs.delete_job),
    ("GET", "/templates/users/creation", templates.list_templates),
    ("POST", _UPLOADS, uploads.create_upload),
    ("GET", _UPLOAD, uploads.get_upload),
    ("GET", _UPLOAD + "/data", uploads.list_entities),
    ("DELETE", _UPLOAD + "/data", uploads.delete_entities),
    ("DELETE", _UPLOAD + "/data/{entity_id}", uploads.delete_entity),
    ("PUT", _UPLOAD + "/match-columns", uploads.set_match_columns),
    ("POST", _UPLOAD + "/execute", executions.execute),
    ("GET", "/management/actions/{action}/executions/{execution_id}/status", executions.get_status),
]


def add_routes(application: web.Application) -> None:
    """Serve the calls."""
    for method, path, handler in ROUTES:
        application.router.add_route(method, API_ROOT + path, _adapted(handler))


def _adapted(handler: Callable[[Call], web.Response]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def run(request: web.Request) -> web.StreamResponse:
        return handler(CALL.get())

    return run
