# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a request is sent again: urllib3's Retry counts and decides. How long and how often a server is waited for that
limits its rate (HTTP 429) is in ``rate_limit.py``.

Requests that are safe to repeat are repeated after ``PASSING`` statuses and broken connections. A POST that creates,
uploads or executes is ``once``: it is repeated only if the server refused to start it (429), or the connection was
never made (docs/api.md 13).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .._api_response import Response
from .rate_limit import MAX_OUTAGE, Gate, backoff
from .requests_library import Retry, urllib3_exceptions

RETRY_AFTER_LIMIT = MAX_OUTAGE  # seconds; a longer Retry-After is reported instead of waited for
_TOO_MANY_REQUESTS = 429
PASSING = (_TOO_MANY_REQUESTS, 502, 503, 504)


class RetryPolicy(Retry):
    """Counts attempts, honours Retry-After up to a limit, and otherwise backs off with jitter. ``history`` contains the
    previous attempts."""

    gate: Gate

    def new(self, **kw: Any) -> RetryPolicy:
        policy = super().new(**kw)
        policy.gate = self.gate
        return policy

    def after_response(self, method: str, url: str, response: Any, sent_at: float) -> RetryPolicy | None:
        """The policy for another attempt after a response of urllib3; None if there is none.

        ``sent_at`` is the time when the gate released the request. A refusal (429) does not count as an attempt of this
        request, but as a consecutive refusal of all requests, see ``Gate.refused``.
        """
        if response.status not in PASSING:
            self.gate.answered(sent_at)
        retry_after = self.get_retry_after(response)
        is_final = response.status not in (self.status_forcelist or ())
        if not self.total or is_final or (retry_after or 0) > RETRY_AFTER_LIMIT:
            return None
        if response.status != _TOO_MANY_REQUESTS:
            return self._following(method, url, response=response)
        if not self.gate.refused(sent_at, retry_after, self.total):
            return None
        following: RetryPolicy = self.increment(method, url, response)
        following.total = self.total
        return following

    def after_error(self, method: str, url: str, error: Exception) -> RetryPolicy | None:
        """The policy for another attempt after an error of urllib3; None if there is none."""
        return self._following(method, url, error=error)

    def _following(
        self, method: str, url: str, *, response: Any = None, error: Exception | None = None
    ) -> RetryPolicy | None:
        try:
            following: RetryPolicy = self.increment(method, url, response, error)
        except urllib3_exceptions.HTTPError:  # they are used up
            return None
        retry_after = self.get_retry_after(response) if response is not None else None
        self.gate.close_for(backoff(len(following.history)) if retry_after is None else retry_after)
        return following

    def get_retry_after(self, response: Any) -> float | None:
        try:
            return super().get_retry_after(response)
        except (urllib3_exceptions.InvalidHeader, ValueError, OverflowError):
            return None  # neither a number of seconds nor a date: ignored

    @property
    def may_have_worked(self) -> bool:
        """Whether a previous attempt may have been executed: it was sent, and not refused with 429."""
        return any(
            not self._is_connection_error(attempt.error) if attempt.error else attempt.status != _TOO_MANY_REQUESTS
            for attempt in self.history
        )


def retry_policy(retries: int, gate: Gate, *, once: bool = False, passing: tuple[int, ...] = PASSING) -> RetryPolicy:
    """The policy for ``retries`` attempts after the first, counted together whatever their cause."""
    policy = RetryPolicy(
        total=retries,
        read=0 if once else None,
        other=0,
        redirect=False,
        status_forcelist=(_TOO_MANY_REQUESTS,) if once else passing,
        allowed_methods=None,
    )
    policy.gate = gate
    return policy


def with_status(response: Response, received: Any, policy: RetryPolicy) -> Response:
    """``response`` with the status of requests' response, and whether a previous attempt may have been executed."""
    retry_after = policy.get_retry_after(received.raw)
    too_long = retry_after is not None and retry_after > RETRY_AFTER_LIMIT and received.status_code >= 400
    return replace(
        response,
        status=received.status_code,
        repeated=response.repeated or policy.may_have_worked,
        note=f"The server asks to wait for {retry_after:.0f} s (Retry-After)." if too_long else "",
    )
