# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a request is sent again: urllib3's Retry counts and decides.

What may be sent twice without harm is, on ``PASSING`` statuses and broken connections. A POST that creates, uploads or
executes is ``once``: only when the server refused to start (429), or when the connection was never made
(docs/api.md 13).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .._response import Response
from .rate_limit import MAX_OUTAGE, Gate, backoff
from .requests_library import Retry, urllib3_exceptions

RETRY_AFTER_LIMIT = MAX_OUTAGE  # a server that asks for more is told of, not waited for
_TOO_MANY_REQUESTS = 429
PASSING = (_TOO_MANY_REQUESTS, 502, 503, 504)


class RetryPolicy(Retry):
    """Counts attempts, honours Retry-After up to a limit, and backs off with jitter otherwise. The ``history`` contains
    what came before."""

    gate: Gate

    def new(self, **kw: Any) -> RetryPolicy:
        policy = super().new(**kw)
        policy.gate = self.gate
        return policy

    def after_response(self, method: str, url: str, response: Any, went: float) -> RetryPolicy | None:
        """The policy for one more attempt after an answer of urllib3's; None when this answer is the last.

        ``went`` is when the gate let the request go. A refusal (429) is not an attempt of this request, but one in a
        row of refusals, which ends when any request gets through.
        """
        if response.status not in PASSING:
            self.gate.answered(went)
        asked = self.get_retry_after(response)
        if not self.total or response.status not in (self.status_forcelist or ()) or (asked or 0) > RETRY_AFTER_LIMIT:
            return None
        if response.status != _TOO_MANY_REQUESTS:
            return self._following(method, url, response=response)
        if not self.gate.refused(went, asked, self.total):
            return None
        following: RetryPolicy = self.increment(method, url, response)
        following.total = self.total
        return following

    def after_error(self, method: str, url: str, error: Exception) -> RetryPolicy | None:
        """The policy for one more attempt after an error of urllib3's; None when there is none to follow."""
        return self._following(method, url, error=error)

    def _following(
        self, method: str, url: str, *, response: Any = None, error: Exception | None = None
    ) -> RetryPolicy | None:
        try:
            following: RetryPolicy = self.increment(method, url, response, error)
        except urllib3_exceptions.HTTPError:  # they are used up
            return None
        asked = self.get_retry_after(response) if response is not None else None
        self.gate.close_for(backoff(len(following.history)) if asked is None else asked)
        return following

    def get_retry_after(self, response: Any) -> float | None:
        try:
            return super().get_retry_after(response)
        except (urllib3_exceptions.InvalidHeader, ValueError, OverflowError):
            return None  # not a number of seconds and not a date: as good as none

    @property
    def may_have_worked(self) -> bool:
        """True when an earlier attempt may have done its work: it was sent, and was not refused with 429."""
        return any(
            not self._is_connection_error(attempt.error) if attempt.error else attempt.status != _TOO_MANY_REQUESTS
            for attempt in self.history
        )


def retry_policy(retries: int, gate: Gate, *, once: bool = False, passing: tuple[int, ...] = PASSING) -> RetryPolicy:
    """The policy for ``retries`` attempts after the first; they are counted together, whatever their cause."""
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
    """``response`` with what requests' response has without its body: its status, and what came before it."""
    asked = policy.get_retry_after(received.raw)
    too_long = asked is not None and asked > RETRY_AFTER_LIMIT and received.status_code >= 400
    return replace(
        response,
        status=received.status_code,
        repeated=response.repeated or policy.may_have_worked,
        note=f"The server asks to wait for {asked:.0f} s (Retry-After)." if too_long else "",
    )
