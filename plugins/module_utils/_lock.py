# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locks between the processes of one user on one machine. They go with the process, however it ends."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from ._private import private_folder


@contextmanager
def locked(names: Iterable[str]) -> Iterator[None]:
    """Hold the locks of these names; always in the same order, so that no two processes wait for each other.

    The files are empty, stay where they are, and their names tell nothing.
    """
    folder = private_folder("locks")
    with ExitStack() as held:
        for name in sorted(set(names)):
            path = os.path.join(folder, hashlib.sha256(name.encode()).hexdigest())
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            held.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
