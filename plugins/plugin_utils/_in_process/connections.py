# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps connections open after a task, so that a loop needs only one.

Only open connections are shared, and only between runs in the same process with the same settings. Each run has its own
client, credentials and checks.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from ...module_utils._http.client import Client

_LONGEST_IDLE = 3  # seconds; a server may be about to close what has been idle for longer, just when a POST is sent
_MAX_KEPT = 8  # settings of which connections are kept


class Connections:
    """The connections of a process, by the settings that they were made with. One that was idle for more than
    ``longest_idle`` seconds is not used again."""

    def __init__(self, longest_idle: float = _LONGEST_IDLE) -> None:
        self._longest_idle = longest_idle
        self._process = 0
        self._kept: OrderedDict[Hashable, tuple[Client, float]] = OrderedDict()

    @contextmanager
    def shared(self, settings: Hashable) -> Iterator[Callable[[Client], None]]:
        """Have a client, which is to be handed to what this yields, go on with the connections of the last one that had
        the same settings. Those of a run that was broken off are not used again."""
        if self._process != os.getpid():  # a forked process shares the sockets of its parent, and may use none of them
            self._process = os.getpid()
            self._kept.clear()
        client, last_used = self._kept.pop(settings, (None, 0.0))
        used: list[Client] = []

        def share(new: Client) -> None:
            if client and time.monotonic() - last_used <= self._longest_idle:
                new.share_connections_of(client)
            used.append(new)

        yield share
        for new in used:
            self._kept[settings] = new, time.monotonic()
        while len(self._kept) > _MAX_KEPT:
            self._kept.popitem(last=False)
