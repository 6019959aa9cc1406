# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rate limit."""

from __future__ import annotations

import math
import time
from collections import deque

from ..errors import ApiError
from .settings import Settings


class RateLimit:
    """A limit on the number of requests in a number of seconds; refused requests do not count."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.moments: deque[float] = deque()

    def check(self) -> None:
        """Let a request pass, or answer 429."""
        rule = self.settings.rate_limit
        if not rule:
            return
        seconds = rule.get("seconds", 60)
        moment = time.monotonic()
        while self.moments and self.moments[0] <= moment - seconds:
            self.moments.popleft()
        if len(self.moments) >= rule.get("requests", 100):
            wait = self.moments[0] + seconds - moment if self.moments else seconds
            headers = {"Retry-After": str(math.ceil(wait))} if rule.get("retry_after", True) else {}
            raise ApiError("00000109", headers=headers)
        self.moments.append(moment)
