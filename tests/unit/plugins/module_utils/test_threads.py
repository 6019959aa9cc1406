# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in threads: in order, given up at once, and waited for by nobody."""

from __future__ import annotations

import signal
import threading

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._threads import in_threads, prefetched, start_thread


def test_results_are_in_the_order_of_the_items():
    meet = threading.Barrier(3)  # broken unless three are at it at once

    def work(item):
        meet.wait(60)
        return item * 2

    assert in_threads(work, [5, 3, 4, 1, 2, 6], 3) == [10, 6, 8, 2, 4, 12]
    assert in_threads(work, [], 3) == []


def test_after_an_exception_nothing_new_begins():
    begun = []

    def work(item):
        begun.append(item)
        raise ValueError(item)

    with pytest.raises(ValueError, match="0"):
        in_threads(work, range(100), 1)
    assert begun == [0]


def test_what_was_given_up_holds_up_no_process():
    hanging, left = threading.Event(), []

    def work(item):
        if item:
            left.append(threading.current_thread())
            hanging.wait(60)
        else:
            while not left:
                pass
            raise KeyError("given up")

    with pytest.raises(KeyError):
        in_threads(work, [1, 0], 2)
    assert left[0].is_alive()
    assert left[0].daemon  # nobody waits for it when the process ends
    hanging.set()


def test_the_next_item_is_fetched_while_one_is_worked_with():
    fetched = [threading.Event() for _item in range(3)]

    def items():
        for number, event in enumerate(fetched):
            event.set()
            yield number
        raise ValueError("cut short")

    came = []

    def work():
        for number in prefetched(items()):
            assert all(event.wait(60) for event in fetched[: number + 2])
            came.append(number)

    with pytest.raises(ValueError, match="cut short"):
        work()
    assert came == [0, 1, 2]
    assert list(prefetched(iter(()))) == []


def test_threads_take_no_signals():
    """They would not interrupt what the main thread waits for."""
    masks = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    start_thread(lambda: masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, []))).join()
    masks += in_threads(lambda _item: signal.pthread_sigmask(signal.SIG_BLOCK, []), [1, 2], 2)
    assert len(masks) == 3
    assert all({signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM} <= mask for mask in masks)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
