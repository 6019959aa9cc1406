# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked of the tenant, in order."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from typing import Any


@dataclasses.dataclass
class Logged:
    """One request. The path is without /api/v1; the status is 0 while, or when, nothing was answered. Requests of the
    same ``connection`` came over the same one."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    token: str | None
    user_agent: str | None
    pattern: str = dataclasses.field(default="", compare=False)
    connection: int = dataclasses.field(default=0, compare=False)


class Log:
    """The requests so far."""

    def __init__(self) -> None:
        self.entries: list[Logged] = []

    def clear(self) -> None:
        """Clear the log. Lists that were returned before are not changed."""
        self.entries = []

    def writes(self, entries: list[Logged] | None = None) -> list[Logged]:
        """The requests that may have changed something. Asking for a token is not one of them."""
        every = self.entries if entries is None else entries
        return [entry for entry in every if entry.method != "GET" and not entry.path.startswith("/oauth/")]

    def as_json(self) -> dict[str, Any]:
        """The log, and how often each call was made."""
        counts = Counter(f"{entry.method} {entry.pattern}" for entry in self.entries)
        return {
            "requests": [dataclasses.asdict(entry) for entry in self.entries],
            "counts": dict(counts),
            "writes": len(self.writes()),
        }


def readable(body: bytes) -> Any:
    """The body as JSON, else as text; None when there is none."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
