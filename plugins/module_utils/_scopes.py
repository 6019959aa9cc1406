# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which OAuth scopes the calls of the API need (docs/api.md, "Calls and scopes")."""

from __future__ import annotations

_UPLOADS = "/management/actions/{action}/uploads"
_ROWS = _UPLOADS + "/{id}/data"
# Any one of its scopes is enough for a call.
SCOPES = {
    "GET /users": "id360.user.READ id360.user.ALL",
    "POST /users": "id360.user.CREATE id360.user.WRITE id360.user.ALL",
    "POST /users/new/{template_id}": "id360.user.CREATE id360.user.WRITE id360.user.ALL",
    "GET /users/{id}": "id360.user.READ id360.user.ALL",
    "PATCH /users/{id}": "id360.user.UPDATE id360.user.WRITE id360.user.ALL",
    "DELETE /users/{id}": "id360.user.DELETE id360.user.WRITE id360.user.ALL",
    "POST /users/{id}/enable": "id360.user.UPDATE id360.user.WRITE id360.user.ALL",
    "POST /users/{id}/disable": "id360.user.UPDATE id360.user.WRITE id360.user.ALL",
    "GET /groups": "id360.group.READ id360.group.ALL",
    "POST /groups": "id360.group.CREATE id360.group.WRITE id360.group.ALL",
    "GET /groups/{id}": "id360.group.READ id360.group.ALL",
    "PATCH /groups/{id}": "id360.group.UPDATE id360.group.WRITE id360.group.ALL",
    "DELETE /groups/{id}": "id360.group.DELETE id360.group.WRITE id360.group.ALL",
    "GET /jobs": "id360.job.READ id360.job.ALL",
    "GET /jobs/{id}": "id360.job.READ id360.job.ALL",
    "DELETE /jobs/{id}": "id360.job.DELETE id360.job.ALL",
    "GET /templates/users/creation": "id360.template.user.read",
    "POST " + _UPLOADS: "id360.management.write id360.management.create id360.management.all",
    "GET " + _UPLOADS + "/{id}": "id360.management.read id360.management.all",
    "GET " + _ROWS: "id360.management.read id360.management.all",
    "DELETE " + _ROWS: "id360.management.write id360.management.delete id360.management.all",
    "DELETE " + _ROWS + "/{entity_id}": "id360.management.write id360.management.delete id360.management.all",
    "PUT " + _UPLOADS + "/{id}/match-columns": "id360.management.read id360.management.all",
    "POST " + _UPLOADS + "/{id}/execute": "id360.management.write id360.management.all",
    "GET /management/actions/{action}/executions/{id}/status": "id360.management.read",
}


def scopes_of(method: str, path: str) -> list[str]:
    """The scopes one of which a request needs; none for a call that is not known. ``path`` follows ``/api/v1``."""
    segments = path.split("/")
    for call, scopes in SCOPES.items():
        verb, _blank, pattern = call.partition(" ")
        parts = pattern.split("/")
        fits = len(parts) == len(segments) and all(map(_fits, parts, segments))
        if verb == method and fits:
            return scopes.split()
    return []


def _fits(part: str, segment: str) -> bool:
    return part == segment or part.startswith("{")
