# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fault makes of an answer: another one, a late or a slow one, half of it, or none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from ..errors import error_of_status, status_of_code
from ..state.faults import Fault

_DRIP = 0.1  # seconds between two bytes


async def apply_fault(
    fault: Fault | None, request: web.Request, answer: Callable[[], Awaitable[web.Response]]
) -> web.StreamResponse | None:
    """The answer as the fault lets it through; None when there is to be none. `answer` does what was asked."""
    if fault is None:
        return await answer()
    if not fault.do_work:
        await asyncio.sleep(fault.delay)
    if fault.drop == "before":
        return None
    if fault.replaces and not (fault.do_work or fault.drop or fault.cut or fault.drip):
        return _replacement(fault)
    response = await answer()
    if fault.do_work:
        await asyncio.sleep(fault.delay)
    if fault.replaces:
        response = _replacement(fault)
    if fault.drop == "after" or (fault.cut and not response.body):
        return None
    if fault.drip:
        await _drip(request, response, with_head=fault.drip == "headers")
        return None
    return await _cut_short(request, response) if fault.cut else response


def drop(request: web.Request) -> web.Response:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.close()
    # The server requires a return value; the connection is closed, so it is not sent.
    return web.Response()


def _replacement(fault: Fault) -> web.Response:
    """The other answer that the fault gives: an error of the API, or any text."""
    status, text, content_type = fault.status or 200, fault.body or "", "text/html"
    if fault.error is not None or (fault.body is None and status >= 400):
        if fault.status is None:
            status = status_of_code(str((fault.error or {}).get("code")))
        text, content_type = json.dumps({"error": error_of_status(status) | (fault.error or {})}), "application/json"
    return web.Response(
        status=status, text=text, content_type=fault.content_type or content_type, headers=fault.headers
    )


async def _cut_short(request: web.Request, response: web.Response) -> web.StreamResponse:
    """Send half of the body, and close."""
    body = bytes(response.body)  # type: ignore[arg-type]
    stream = web.StreamResponse(status=response.status, headers=response.headers)
    stream.content_length = len(body)
    stream.force_close()
    await stream.prepare(request)
    await stream.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return stream


async def _drip(request: web.Request, response: web.Response, *, with_head: bool) -> None:
    """Send the answer byte by byte, its head too or only the body, until the client has enough."""
    body = bytes(response.body or b"")  # type: ignore[arg-type]
    headers = {**response.headers, "Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"HTTP/1.1 {response.status} {response.reason}", *(": ".join(header) for header in headers.items())]
    head = "\r\n".join([*lines, "", ""]).encode()
    slow = head + body if with_head else body
    if request.transport is not None and not with_head:
        request.transport.write(head)
    for byte in slow:
        if request.transport is None or request.transport.is_closing():
            return
        request.transport.write(bytes([byte]))
        await asyncio.sleep(_DRIP)
