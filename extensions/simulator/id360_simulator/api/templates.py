# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The call under /templates: the templates that users can be created with."""

from __future__ import annotations

from aiohttp import web

from .call import Call
from .paging import offset_listing


def list_templates(call: Call) -> web.Response:
    """GET /templates/users/creation"""
    return offset_listing(call, call.tenant.templates.values())
