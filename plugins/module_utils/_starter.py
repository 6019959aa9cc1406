# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the process that started a module is still there.

Who cancels a job kills Ansible (AWX its process group); a module runs in a session of its own, and would go on. The
leader of that session is a worker of ansible-playbook, or a shell that sshd started: when Ansible or sshd is gone, the
leader has another parent, or is gone itself. The parent of the module would not do: it may be a shell that waits.
"""

from __future__ import annotations

import os
import subprocess
import time
from typing import NamedTuple

_PROC = "/proc"
_EACH = 1.0  # seconds between two looks, where a look takes a process


class _Seen(NamedTuple):
    parent: int
    has_terminal: bool


class Starter:
    """Who started this process, as it is now.

    Never gone is that of a session with a terminal, whose end is a signal; of one whose leader is gone from the start,
    as that of an async task is; and the first process of a container.
    """

    def __init__(self) -> None:
        self._leader = os.getsid(0)
        seen = _look(self._leader)
        self._parent = None if seen is None or seen.has_terminal else seen.parent
        self._looked, self._gone = time.monotonic(), False

    def is_gone(self) -> bool:
        if self._parent is None or self._gone:
            return self._gone
        now = time.monotonic()
        if os.path.isdir(_PROC) or now - self._looked >= _EACH:
            self._looked = now
            seen = _look(self._leader)
            self._gone = seen is None or seen.parent != self._parent
        return self._gone


def _look(process: int) -> _Seen | None:
    """A process, None where there is none, or none can be looked at."""
    try:
        if os.path.isdir(_PROC):
            with open(f"{_PROC}/{process}/stat", "rb") as file:
                # its name, in brackets, may have anything in it
                state, parent, _group, _session, terminal = file.read().rpartition(b")")[2].split()[:5]
            return None if state in (b"Z", b"X") else _Seen(int(parent), terminal != b"0")
        told = subprocess.run(
            ["ps", "-o", "ppid=", "-o", "tty=", "-p", str(process)], stdout=subprocess.PIPE, check=True, timeout=5
        )
        parent, terminal = told.stdout.split()
        return _Seen(int(parent), not terminal.startswith((b"?", b"-")))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
