# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""POST /oauth/v2/token."""

from __future__ import annotations

from urllib.parse import parse_qsl

from aiohttp import web

from ..api.routes import CALL

PATH = "/oauth/v2/token"


def add_routes(application: web.Application) -> None:
    """Serve the one call."""
    application.router.add_post(PATH, _token)


async def _token(request: web.Request) -> web.Response:
    call = CALL.get()
    form = {**call.query, **dict(parse_qsl(call.body.decode("utf-8", "replace")))}
    return web.json_response(call.service.tokens.grant(form, api_domain=f"{request.scheme}://{request.host}"))
