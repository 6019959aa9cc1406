# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends responses that take too long. The timeout of a socket limits each pause, but not their sum."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .._threads import start_thread
from .requests_library import TooSlow

_PAUSE = 0.2  # seconds between two looks at the clock


class Deadlines:
    """Watches the answers that are being read, from one thread of its own, and cuts off those that are late."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._until: dict[socket.socket, float] = {}
        self._watcher: threading.Thread | None = None

    @contextmanager
    def kept(self, response: Any, until: float) -> Iterator[None]:
        """Read the body of a response of requests' here; raises TooSlow when it is not read at ``until``, a time of
        time.monotonic."""
        try:  # a descriptor of our own: urllib3 may close its own, or use it for the next request
            guard = socket.socket(fileno=os.dup(response.raw.fileno()))
        except (OSError, AttributeError):  # there is nothing left to read; http.client then has no file to ask
            yield
            return
        with guard:
            self._watch(guard, until)
            try:
                yield
            except Exception:
                if time.monotonic() < until:
                    raise
            finally:
                with self._change:
                    del self._until[guard]
        if time.monotonic() >= until:
            raise TooSlow

    def _watch(self, guard: socket.socket, until: float) -> None:
        with self._change:
            self._until[guard] = until
            if self._watcher is None or not self._watcher.is_alive():  # it does not live on after a fork
                self._watcher = start_thread(self._run)
            elif len(self._until) == 1:
                self._change.notify_all()

    def _run(self) -> None:
        while True:
            with self._change:
                while not self._until:
                    self._change.wait()
                now = time.monotonic()
                for guard, until in self._until.items():
                    if until <= now:
                        with suppress(OSError):
                            guard.shutdown(socket.SHUT_RDWR)  # whoever reads from it finds the end
            time.sleep(_PAUSE)


DEADLINES = Deadlines()
