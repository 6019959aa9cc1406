# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locks between the processes of one user on one machine. They go with the process, however it ends."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from .._errors import Id360Error
from .private_folder import private_folder

_LONGEST_WAIT = 300  # seconds
_PAUSE = 0.05  # seconds


@contextmanager
def locked(names: Mapping[str, str], folder: str | None = None) -> Iterator[None]:
    """Hold locks, given as the names for messages and for files, always in the same order, to avoid deadlocks. Raises
    Id360Error if another process holds one for too long.

    The files, in ``folder`` or the user's cache directory, are empty and not removed; their names are digests.
    """
    folder = folder or private_folder("locks")
    deadline = time.monotonic() + _LONGEST_WAIT
    with ExitStack() as held:
        for called, name in sorted(names.items(), key=lambda item: item[1]):
            path = os.path.join(folder, hashlib.sha256(name.encode()).hexdigest())
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
                held.callback(os.close, descriptor)
                _acquire(descriptor, deadline, called)
            except OSError as error:
                raise Id360Error(f"can't lock {called!r}: {path}: {error.strerror}") from None
        yield


def _acquire(descriptor: int, deadline: float, called: str) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Id360Error(
                    f"timed out after {_LONGEST_WAIT} s waiting for another process on this host to finish with"
                    f" {called!r}"
                ) from None
            time.sleep(_PAUSE)
