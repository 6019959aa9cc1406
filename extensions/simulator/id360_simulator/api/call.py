# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request, as the handlers see it."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from aiohttp import web

from ..errors import ApiError
from ..state.service import Service
from ..state.settings import Settings
from ..state.tenant import Tenant


@dataclasses.dataclass
class Call:
    """What was asked, and of which tenant. Handlers are plain functions: each is one step on the event loop."""

    service: Service
    request: web.Request
    body: bytes
    query: dict[str, str]

    @property
    def tenant(self) -> Tenant:
        return self.service.tenant

    @property
    def settings(self) -> Settings:
        return self.service.settings

    def part(self, name: str) -> str:
        """A part of the path, decoded."""
        return self.request.match_info[name]

    def json(self) -> Any:
        """The body, which must be JSON with the media type of JSON."""
        if self.request.content_type != "application/json":
            raise ApiError("00000103")
        try:
            return json.loads(self.body)
        except ValueError:
            raise ApiError("00000100") from None

    def json_object(self) -> dict[str, Any]:
        """The body, which has to be a JSON object."""
        value = self.json()
        if not isinstance(value, dict):
            raise ApiError("00000100")
        return value


def data(value: Any, status: int = 200) -> web.Response:
    """The usual envelope."""
    return web.json_response({"data": value}, status=status)


def no_content() -> web.Response:
    """The answer to a DELETE and to enable and disable: the documents show no body."""
    return web.Response(status=204)
