# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accepts requests of local programs only, not of web pages in a local browser.

A page of another site can send requests to loopback, and if its name resolves to 127.0.0.1 (DNS rebinding), it can read
the responses as well. Browsers send its origin in Host and Origin.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from aiohttp import web


def foreign(request: web.Request) -> str:
    """Why a request is refused because of its origin; empty if it is not."""
    hosts = request.headers.getall("Host", [""])
    for name, values in (("Host", [f"//{host}" for host in hosts]), ("Origin", request.headers.getall("Origin", []))):
        if not all(map(_is_loopback, values)):
            return f"The simulator is for this machine alone, and the header {name} is of another."
    return ""


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
