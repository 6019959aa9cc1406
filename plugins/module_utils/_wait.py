# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for something on the server to be over: a clock, a look and a predicate."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from ._errors import Id360Error

_Look = TypeVar("_Look")
_GROWTH = 1.5
_LONGEST_INTERVAL = 3600  # seconds


class Waited(NamedTuple):
    """How long it took, in seconds, and whether the time ran out before it was over."""

    elapsed: float
    timed_out: bool


def check_wait_options(timeout: float, interval: float) -> None:
    """Raise Id360Error for times that is not valid; they are in seconds."""
    if timeout < 0:
        raise Id360Error(f"wait_timeout {timeout:g} is less than 0")
    if not 0 < interval <= _LONGEST_INTERVAL:
        raise Id360Error(f"wait_interval {interval:g} is not between 0 and {_LONGEST_INTERVAL}")


def poll(
    look: Callable[[], _Look], is_over: Callable[[_Look], bool], *, timeout: float, interval: float, longest: float
) -> tuple[_Look, Waited]:
    """Look until it is over, or for ``timeout`` seconds; the last look is returned either way.

    The pauses begin with ``interval`` seconds and grow to ``longest``.
    """
    started = time.monotonic()
    while True:
        seen = look()
        elapsed = time.monotonic() - started
        if is_over(seen):
            return seen, Waited(elapsed, False)
        if elapsed >= timeout:
            return seen, Waited(elapsed, True)
        time.sleep(min(interval, max(0.0, timeout - elapsed)))
        interval = min(interval * _GROWTH, max(longest, interval))
