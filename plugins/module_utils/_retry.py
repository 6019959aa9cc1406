# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a request is sent again: the policy of urllib3's Retry, in two settings.

``repeat`` is for requests that may be sent twice without harm, ``once`` for POSTs that create, upload or execute:
those only when the server refused to start (429), or when the connection was never made (CONTRACT.md 13).
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from typing import Any

from ._errors import Answer
from ._requests import Retry, urllib3_exceptions

RETRY_AFTER_LIMIT = 120  # seconds; a server that asks for more is told of, not waited for
_TOO_MANY_REQUESTS = 429
_REPEATABLE_STATUSES = (_TOO_MANY_REQUESTS, 502, 503, 504)
_FIRST_BACKOFF, _LONGEST_BACKOFF = 0.5, 30.0  # seconds
_APART = 0.02  # seconds


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


class RetryPolicy(Retry):
    """Counts attempts, honours Retry-After up to a limit, backs off with jitter otherwise, and leaves the last
    answer to the caller. The ``history`` of the answer tells what came before it."""

    gate: Gate

    def new(self, **kw: Any) -> RetryPolicy:
        policy = super().new(**kw)
        policy.gate = self.gate
        return policy

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        """The stock Retry also repeats on 413 and 503 with Retry-After, whatever the method."""
        return bool(self.total) and status_code in (self.status_forcelist or ())

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: Any = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> RetryPolicy:
        if response is not None and (self.get_retry_after(response) or 0) > RETRY_AFTER_LIMIT:
            raise urllib3_exceptions.MaxRetryError(_pool, url or "")
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def get_retry_after(self, response: Any) -> float | None:
        try:
            return super().get_retry_after(response)
        except (urllib3_exceptions.InvalidHeader, ValueError, OverflowError):
            return None  # not a number of seconds and not a date: as good as none

    def get_backoff_time(self) -> float:
        longest: float = min(_LONGEST_BACKOFF, _FIRST_BACKOFF * 2 ** max(0, len(self.history) - 1))
        return longest * random.uniform(0.5, 1.0)

    def sleep(self, response: Any = None) -> None:
        asked = self.get_retry_after(response) if response is not None else None
        self.gate.close_for(self.get_backoff_time() if asked is None else asked)
        self.gate.wait()

    @property
    def may_have_worked(self) -> bool:
        """True when an earlier attempt may have done its work: it was sent, and was not refused with 429."""
        return any(
            not self._is_connection_error(attempt.error) if attempt.error else attempt.status != _TOO_MANY_REQUESTS
            for attempt in self.history
        )


def retry_policy(retries: int, gate: Gate, *, once: bool) -> RetryPolicy:
    """The policy for ``retries`` attempts after the first; they are counted together, whatever their cause."""
    policy = RetryPolicy(
        total=retries,
        read=0 if once else None,
        other=0,
        redirect=False,
        status_forcelist=(_TOO_MANY_REQUESTS,) if once else _REPEATABLE_STATUSES,
        allowed_methods=None,
        raise_on_status=False,
    )
    policy.gate = gate
    return policy


def answered(answer: Answer, response: Any) -> Answer:
    """``answer`` with what a response tells without its body: its status, and what came before it."""
    history: RetryPolicy = response.raw.retries
    asked = history.get_retry_after(response.raw)
    too_long = asked is not None and asked > RETRY_AFTER_LIMIT and response.status_code >= 400
    return replace(
        answer,
        status=response.status_code,
        repeated=answer.repeated or history.may_have_worked,
        note=f"The server asks to be left alone for {asked:.0f} s (Retry-After)." if too_long else "",
    )
