# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in threads, for a process that may have to end immediately.

Python waits for the threads of ThreadPoolExecutor when a process ends, even if they wait for a server: a task that was
cancelled, or whose timeout is over, would block Ansible. These threads are daemons, which it does not wait for.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# What cancels a task, and what ends it at its timeout
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)


def start_thread(work: Callable[[], object]) -> threading.Thread:
    """Start a daemon thread that receives no signals: Python handles signals in the main thread only, and a signal that
    another thread receives does not interrupt what the main thread waits for."""
    thread = threading.Thread(target=work, daemon=True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)  # a new thread has the mask of the one that starts it
    try:
        thread.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return thread


def in_threads(work: Callable[[_Item], _Result], items: Sequence[_Item], size: int) -> list[_Result]:
    """What ``work`` makes of each item, in their order; ``size`` at once.

    When it raises, or this is broken off, the exception is raised, nothing new begins, and what is under way is not
    waited for.
    """
    todo: SimpleQueue[int] = SimpleQueue()
    done: SimpleQueue[tuple[int, _Result | None, BaseException | None]] = SimpleQueue()
    over = threading.Event()

    def worker() -> None:
        while not over.is_set():
            try:
                place = todo.get_nowait()
            except Empty:
                return
            try:
                done.put((place, work(items[place]), None))
            except BaseException as error:
                over.set()
                done.put((place, None, error))

    for place in range(len(items)):
        todo.put(place)
    results: dict[int, _Result] = {}
    try:
        for _thread in range(min(size, len(items))):
            start_thread(worker)
        while len(results) < len(items):
            place, result, error = done.get()
            if error is not None:
                raise error
            results[place] = result  # type: ignore[assignment]
    finally:
        over.set()
    return [results[place] for place in range(len(items))]


def prefetched(items: Iterator[_Item]) -> Iterator[_Item]:
    """The same items; the next one is fetched while the caller processes the current one.

    If the caller stops early, at most one item was fetched unnecessarily.
    """

    def fetch() -> SimpleQueue[tuple[bool, _Item | None, BaseException | None]]:
        fetched: SimpleQueue[tuple[bool, _Item | None, BaseException | None]] = SimpleQueue()

        def work() -> None:
            try:
                fetched.put((True, next(items), None))
            except StopIteration:
                fetched.put((False, None, None))
            except BaseException as error:
                fetched.put((False, None, error))

        start_thread(work)
        return fetched

    following = fetch()
    while True:
        more, item, error = following.get()
        if error is not None:
            raise error
        if not more:
            return
        following = fetch()
        yield item  # type: ignore[misc]
