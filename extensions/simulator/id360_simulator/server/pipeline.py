# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a request: caller, log, fault, rate limit, token, handler."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate

from aiohttp import web

from ..api.call import Call
from ..api.routes import API_ROOT, CALL, add_routes
from ..errors import ApiError
from ..state.executions import advance_all
from ..state.log import Logged, readable
from ..state.service import Service
from ..state.tokens import token_of
from . import control, oauth
from .callers import foreign
from .faults import apply_fault, drop

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Observer = Callable[[Call, web.Response | None], None]

_NOT_FOUND = "<html><body><h1>404 Not Found</h1></body></html>"
_TOO_LONG = "<html><body><h1>414 Request-URI Too Large</h1></body></html>"
_LARGEST_BODY = 64 * 1024 * 1024
_logger = logging.getLogger(__name__)


def build_application(service: Service, observe: Observer) -> web.Application:
    """The web application that serves one tenant; `observe` is told each request, with its answer as it was before a
    fault spoiled it, or None where nothing was done."""

    @web.middleware
    async def pipeline(request: web.Request, handler: Handler) -> web.StreamResponse:
        problem = foreign(request)
        if problem:
            await request.read()
            return web.Response(status=403, text=problem + "\n")
        if request.path.startswith(control.ROOT):
            return await control.answer(handler, request)
        return await _serve(service, request, handler, observe)

    application = web.Application(middlewares=[pipeline], client_max_size=_LARGEST_BODY)
    add_routes(application)
    oauth.add_routes(application)
    control.add_routes(application, service)
    return application


async def _serve(service: Service, request: web.Request, handler: Handler, observe: Observer) -> web.StreamResponse:
    # Read the body first: if a connection is closed with an unread body, the client sees a reset.
    body = await request.read()
    path = request.raw_path.partition("?")[0].removeprefix(API_ROOT)
    token = token_of(request.headers.get("Authorization"))
    resource = request.match_info.route.resource
    entry = Logged(
        method=request.method,
        path=path,
        query=dict(request.query),
        body=readable(body),
        status=0,
        token=token,
        user_agent=request.headers.get("User-Agent"),
        pattern=path if resource is None else resource.canonical.removeprefix(API_ROOT),
        connection=request.transport.get_extra_info("peername")[1] if request.transport else 0,
    )
    service.log.entries.append(entry)
    call = Call(service, request, body, entry.query)
    CALL.set(call)
    if service.settings.latency:
        await asyncio.sleep(service.settings.latency)
    fault = service.faults.take(request.method, path)
    true_answer: web.Response | None = None

    async def answer() -> web.Response:
        nonlocal true_answer
        true_answer = await _answer(service, request, handler)
        return true_answer

    try:
        response = await apply_fault(fault, request, answer)
    finally:
        observe(call, true_answer)
    if response is None:
        return drop(request)
    entry.status = response.status
    _add_headers(service, response)
    return response


def _add_headers(service: Service, response: web.StreamResponse) -> None:
    settings = service.settings
    if settings.clock_skew:
        response.headers["Date"] = formatdate(time.time() + settings.clock_skew, usegmt=True)
    if settings.rate_limit_headers:
        response.headers.update({"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "99"})


async def _answer(service: Service, request: web.Request, handler: Handler) -> web.Response:
    try:
        return await _checked(service, request, handler)
    except ApiError as error:
        return _error(service, error)
    except Exception:
        _logger.exception("%s %s failed", request.method, request.path)
        return _error(service, ApiError("00000000"))


async def _checked(service: Service, request: web.Request, handler: Handler) -> web.Response:
    if request.path == oauth.PATH:
        return await handler(request)  # type: ignore[return-value]
    if not request.path.startswith(API_ROOT + "/"):
        return web.Response(status=404, text=_NOT_FOUND, content_type="text/html")
    if _is_too_long(service, request):
        return web.Response(status=414, text=_TOO_LONG, content_type="text/html")
    if request.body_exists and request.content_length is None:
        raise ApiError("00000108")
    service.rate.check()
    service.tokens.check(token_of(request.headers.get("Authorization")))
    if request.method == "GET" and _kind_of(request.path) in service.settings.denied_reads:
        raise ApiError("00000106")
    advance_all(service.tenant, service.settings)
    try:
        return await handler(request)  # type: ignore[return-value]
    except web.HTTPMethodNotAllowed as error:
        raise ApiError("00000105", headers={"Allow": error.headers["Allow"]}) from None
    except web.HTTPNotFound:
        raise ApiError("00000104") from None


def _kind_of(path: str) -> str:
    """What a path leads to, as scopes call it."""
    first = path.removeprefix(API_ROOT).split("/")[1]
    return {"management": "uploads"}.get(first, first)


def _is_too_long(service: Service, request: web.Request) -> bool:
    """Whether the URL is one that web servers refuse. By default only where rows are deleted by their ids."""
    limited = request.method == "DELETE" or service.settings.maximum_url_everywhere
    return limited and len(request.raw_path) > service.settings.maximum_url


def _error(service: Service, error: ApiError) -> web.Response:
    status = service.settings.statuses.get(error.code, error.status)
    return web.json_response({"error": error.error}, status=status, headers=error.headers)
