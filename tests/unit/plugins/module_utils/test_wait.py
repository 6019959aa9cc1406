# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often something that is waited for is looked at, by a clock that goes on when one sleeps."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils import _wait


class Clock:
    def __init__(self):
        self.now, self.pauses = 1000.0, []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        self.pauses.append(seconds)


@pytest.mark.parametrize(
    ("timeout", "interval", "longest", "pauses"),
    [
        (9, 1, 2, [1, 1.5, 2, 2, 2, 0.5]),  # they grow to the longest, and no pause goes beyond the time-out
        (8, 3, 1, [3, 3, 2]),  # an interval that was asked for is not shortened
        (0, 1, 2, []),
    ],
)
def test_the_pauses_between_looks(monkeypatch, timeout, interval, longest, pauses):
    clock = Clock()
    monkeypatch.setattr(_wait, "time", clock)
    looks = []

    def look():
        looks.append(clock.now)
        return len(looks)

    times = {"timeout": timeout, "interval": interval, "longest": longest}
    seen, waited = _wait.poll(look, lambda _seen: False, **times)
    assert (clock.pauses, seen, waited) == (pauses, len(pauses) + 1, (timeout, True))
    seen, waited = _wait.poll(look, lambda _seen: True, **times)
    assert (clock.pauses, waited) == (pauses, (0, False))
