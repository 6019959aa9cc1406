# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A digest that is equal if two plans are equal. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from .._model.diff import managed_fields
from .._model.plan import Request
from .items import WorkItem


def fingerprint(items: Iterable[WorkItem]) -> str:
    """A digest of the writes of a plan, and of the managed fields before them. The value of a password is not part of
    it, as it could be guessed from the digest."""
    content = [[_before(item), [_request_data(item, request) for request in item.plan.requests]] for item in items]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _before(item: WorkItem) -> dict[str, Any]:
    """The managed fields of the record. Which others were read depends on whether a diff is shown."""
    names = managed_fields(item.resource, item.desired)
    return {name: item.plan.before[name] for name in names if name in item.plan.before}


def _request_data(item: WorkItem, request: Request) -> list[Any]:
    secret = item.resource.secret.api_name if item.resource.secret else ""
    body = {name: value for name, value in (request.body or {}).items() if name != secret}
    return [request.action, request.method, request.path, body]
