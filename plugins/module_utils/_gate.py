# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a request may go: the one place where the threads of a client wait for the server."""

from __future__ import annotations

import random
import threading
import time

_FIRST_BACKOFF, _LONGEST_BACKOFF = 0.5, 30.0  # seconds
_APART = 0.02  # seconds


def backoff(attempts: int) -> float:
    """Seconds to wait after so many attempts in vain: twice as long after each, and no two clients the same."""
    longest: float = min(_LONGEST_BACKOFF, _FIRST_BACKOFF * 2 ** min(max(0, attempts - 1), 16))
    return longest * random.uniform(0.5, 1.0)


class Gate:
    """Holds back every thread of a client while the server wants to be left alone, and lets them go one by one."""

    def __init__(self) -> None:
        self._opens_at = 0.0
        self._lock = threading.Lock()

    def close_for(self, seconds: float) -> None:
        with self._lock:
            self._opens_at = max(self._opens_at, time.monotonic() + seconds)

    def wait(self) -> None:
        while (seconds := self._opens_at - time.monotonic()) > 0:
            time.sleep(seconds)
            with self._lock:
                if self._opens_at <= time.monotonic():
                    self._opens_at = time.monotonic() + _APART  # the next one; all at once would be refused at once
                    return
