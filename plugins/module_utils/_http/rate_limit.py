# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a request may go: the one place where the threads of a client wait for the server, and learn its pace."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

MAX_OUTAGE = 120.0  # seconds that a server is waited for
_FIRST_BACKOFF, _LONGEST_BACKOFF = 0.5, 30.0  # seconds
_APART = 0.02  # seconds between two that go after a wait; all at once would be refused at once
_PROBE = 1.0  # seconds that the others wait for what becomes of the first one after a refusal
_MANY = 10  # requests; a server that answered so many, and then refuses, limits their rate
_FASTER = 0.005  # by which the time between two requests shrinks with each that is answered, at most
_GROWING = 0.0000008  # by how much more with each, once the pace is known; the longer it goes well, the faster
_SLOWER = 1.04  # times the pace that proved a little too fast
_MIN_APART, _MAX_APART = 0.001, 10.0  # seconds
_AT_FIRST, _ONE_MORE_AFTER = 4, 8  # requests at once, and how many have to come back before there may be one more
_IDLE = 5.0  # seconds without a request; such a pause is our own, and tells nothing of the server's pace


def backoff(attempts: int) -> float:
    """Seconds to wait after so many attempts in vain: twice as long after each, and no two clients the same."""
    longest: float = min(_LONGEST_BACKOFF, _FIRST_BACKOFF * 2 ** min(max(0, attempts - 1), 16))
    return longest * random.uniform(0.5, 1.0)


class Gate:
    """Holds back every thread of a client while the server wants to be left alone, and lets them go one by one.

    After a refusal (HTTP 429) one goes first, and the others wait for its answer. Once one gets through, they go at the
    pace that the server allowed since the refusal before, the pauses included, and a little faster with each answer.
    If that goes well for some, the next refusal tells the pace: they go on a little slower, and for long hardly faster,
    as each refusal costs a pause. In the beginning few go at once, so that a first refusal meets few.

    Times are those of time.monotonic; ``sent_at`` is the time that ``turn`` yielded for a request.
    """

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._opens_at = 0.0
        self._apart = 0.0  # seconds
        self._is_known = False  # whether that was refused as a little too fast, and not only computed
        self._refusals = 0  # in a row; those of requests that were under way together are one
        self._refused_at = 0.0
        self._answers, self._answered_at = 0, 0.0
        self._since, self._answers_since = 0.0, 0  # what the pace is computed from
        self._last_went = 0.0
        self._under_way, self._completed = 0, 0

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Wait until a request may be sent; yields that time. The request is in progress until the context is left."""
        sent_at = self._wait()
        try:
            yield sent_at
        finally:
            with self._change:
                self._under_way -= 1
                self._completed += 1
                self._change.notify_all()

    def _wait(self) -> float:
        with self._change:
            waited = False
            while True:
                closed_for = self._opens_at - time.monotonic()
                if closed_for > 0:
                    waited = True
                    self._change.wait(closed_for)
                elif self._under_way >= _AT_FIRST + self._completed // _ONE_MORE_AFTER:
                    self._change.wait()
                else:
                    break
            now = time.monotonic()
            self._under_way += 1
            if now - self._last_went > _IDLE and not self._refusals:
                self._since, self._answers_since = now, 0
            self._last_went = now
            self._opens_at = now + (_PROBE if self._refusals else self._apart or (_APART if waited else 0))
            return now

    def close_for(self, seconds: float) -> None:
        with self._change:
            self._opens_at = max(self._opens_at, time.monotonic() + seconds)

    def answered(self, sent_at: float) -> None:
        """Note that a request got through."""
        with self._change:
            now = self._answered_at = time.monotonic()
            if self._refusals and sent_at >= self._refused_at:  # others may have gone before the refusal
                spent, answers = now - self._since, self._answers_since
                self._is_known = bool(self._apart) and answers >= _MANY
                if self._is_known:
                    self._apart *= _SLOWER
                else:
                    self._apart = spent / answers if answers else self._apart or _APART
                self._apart = min(_MAX_APART, self._apart)
                self._refusals, self._since, self._answers_since = 0, now, 0
                self._opens_at = now + self._apart
                self._change.notify_all()
            self._answers += 1
            self._answers_since += 1
            shrinks = min(_FASTER, _GROWING * self._answers_since) if self._is_known else _FASTER
            self._apart = self._apart * (1 - shrinks) if self._apart > _MIN_APART else 0.0

    def refused(self, sent_at: float, retry_after: float | None, most: int) -> bool:
        """Note that a request was refused (429); returns whether to send it again.

        It is after up to ``most`` refusals in a row, whichever request they were for, and as long as the server
        limits the rate: when it answered many, the last one not long ago. Then the gate is closed for ``retry_after``
        seconds (None: the server did not say), or for longer after each refusal.
        """
        with self._change:
            now = time.monotonic()
            if sent_at >= self._refused_at:
                self._refusals += 1
                self._refused_at = self._opens_at = now
            limited = self._answers >= _MANY and now - self._answered_at < MAX_OUTAGE
            if self._refusals > most and not limited:
                self._change.notify_all()
                return False
            # A second refusal shows that the server asked for too short a pause.
            pause = max(retry_after or 0, backoff(self._refusals))
            if retry_after is not None and self._refusals < 2:
                pause = retry_after
            self._opens_at = max(self._opens_at, now + pause)
            return True
