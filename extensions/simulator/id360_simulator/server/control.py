# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remote control for playbooks, under /_simulator. No token, and never in the log."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from ..state.service import Service

ROOT = "/_simulator/"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(application: web.Application, service: Service) -> None:
    """Serve the control calls."""
    remote = _Remote(service)
    application.router.add_get(ROOT + "requests", remote.requests)
    application.router.add_delete(ROOT + "requests", remote.forget)
    application.router.add_post(ROOT + "faults", remote.fault)
    application.router.add_delete(ROOT + "faults", remote.clear_faults)
    application.router.add_patch(ROOT + "settings", remote.settings)
    application.router.add_post(ROOT + "reset", remote.reset)
    application.router.add_get(ROOT + "state", remote.state)
    application.router.add_post(ROOT + "tokens/revoke", remote.revoke)


async def answer(handler: Handler, request: web.Request) -> web.StreamResponse:
    """The control call's answer; what can't be done is a 400 that says why.

    What a web page can send unasked, a POST of a form or a text, is refused.
    """
    if request.method in ("POST", "PATCH") and request.content_type != "application/json":
        await request.read()
        return web.json_response({"error": "the content type has to be application/json"}, status=415)
    try:
        return await handler(request)
    except (TypeError, ValueError, KeyError) as error:
        return web.json_response({"error": str(error)}, status=400)


class _Remote:
    def __init__(self, service: Service) -> None:
        self.service = service

    async def requests(self, request: web.Request) -> web.Response:
        return web.json_response(self.service.log.as_json())

    async def forget(self, request: web.Request) -> web.Response:
        self.service.log.clear()
        return web.Response(status=204)

    async def fault(self, request: web.Request) -> web.Response:
        self.service.faults.add(**await _body(request))
        return web.Response(status=204)

    async def clear_faults(self, request: web.Request) -> web.Response:
        self.service.faults.clear()
        return web.Response(status=204)

    async def settings(self, request: web.Request) -> web.Response:
        self.service.settings.update(await _body(request))
        return web.json_response(dataclasses.asdict(self.service.settings))

    async def reset(self, request: web.Request) -> web.Response:
        self.service.reset(await _body(request) or None)
        return web.Response(status=204)

    async def state(self, request: web.Request) -> web.Response:
        settings = dataclasses.asdict(self.service.settings)
        return web.json_response(self.service.tenant.as_json() | {"settings": settings})

    async def revoke(self, request: web.Request) -> web.Response:
        self.service.tokens.revoke((await _body(request))["token"])
        return web.Response(status=204)


async def _body(request: web.Request) -> dict[str, Any]:
    text = await request.text()
    value = json.loads(text) if text else {}
    if not isinstance(value, dict):
        raise ValueError("the body has to be a JSON object")
    return value
