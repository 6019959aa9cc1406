# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends responses that take too long. The timeout of a socket limits each pause, but not their sum."""

from __future__ import annotations

import math
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from .._threads import start_thread
from .requests_library import HTTPAdapter, TooSlow

_PAUSE = 0.2  # seconds between two looks at the clock


class _Deadline:
    """The time limit of one response. ``guard`` is a duplicate of the socket, once the request was sent."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until = math.inf  # a time of time.monotonic
        self.guard: socket.socket | None = None

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until


class Deadlines:
    """Watches all pending responses in one thread, and closes the connections of those that are late."""

    def __init__(self) -> None:
        self._thread = threading.local()
        self.start_over()

    def start_over(self) -> None:
        """Watch nothing, as at first: in a fork no thread of the parent lives on, but what it had locked stays so."""
        self._change = threading.Condition()
        self._watched: set[_Deadline] = set()
        self._watcher: threading.Thread | None = None

    @contextmanager
    def kept(self, seconds: float) -> Iterator[None]:
        """A context in which one request is sent and its response read; raises TooSlow if the response is not complete
        ``seconds`` after the request was sent. Time before that, such as for getting a token, does not count."""
        outer: _Deadline | None = getattr(self._thread, "deadline", None)
        deadline = self._thread.deadline = _Deadline(seconds)
        try:
            yield
        except Exception:
            if not deadline.is_over:
                raise
        finally:
            self._thread.deadline = outer
            with self._change:
                self._watched.discard(deadline)
            if deadline.guard:
                deadline.guard.close()
        if deadline.is_over:
            raise TooSlow

    def sent(self, connected: Any) -> None:
        """Note that a request was sent in this thread, over this socket, and that its answer is awaited."""
        deadline: _Deadline | None = getattr(self._thread, "deadline", None)
        if deadline is None or deadline.guard or connected is None:
            return
        deadline.until = time.monotonic() + deadline.seconds
        # a descriptor of our own: urllib3 may close its own, or use it for the next request
        deadline.guard = socket.socket(fileno=os.dup(connected.fileno()))
        with self._change:
            self._watched.add(deadline)
            if self._watcher is None:
                self._watcher = start_thread(self._run)
            elif len(self._watched) == 1:
                self._change.notify_all()

    def _run(self) -> None:
        while True:
            with self._change:
                while not self._watched:
                    self._change.wait()
                for deadline in self._watched:
                    if deadline.is_over and deadline.guard:
                        with suppress(OSError):
                            deadline.guard.shutdown(socket.SHUT_RDWR)  # whoever reads from it finds the end
            time.sleep(_PAUSE)


DEADLINES = Deadlines()
os.register_at_fork(after_in_child=DEADLINES.start_over)


class WatchedAdapter(HTTPAdapter):  # type: ignore[misc, unused-ignore]
    """An adapter whose connections tell ``DEADLINES`` when a request was sent: the head of an answer is read before
    requests hands over a response."""

    def init_poolmanager(self, *sizes: Any, **how: Any) -> None:
        super().init_poolmanager(*sizes, **how)
        _watch(self.poolmanager)

    def proxy_manager_for(self, proxy: Any, **how: Any) -> Any:
        known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **how)
        if not known:
            _watch(manager)
        return manager


def _watch(manager: Any) -> None:
    manager.pool_classes_by_scheme = {name: _watched(pool) for name, pool in manager.pool_classes_by_scheme.items()}


@cache
def _watched(pool: Any) -> Any:
    """The same class of urllib3's pools, with such connections."""

    class Connection(pool.ConnectionCls):  # type: ignore[misc, unused-ignore]
        def getresponse(self, *args: Any, **how: Any) -> Any:
            DEADLINES.sent(self.sock)
            return super().getresponse(*args, **how)

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})
