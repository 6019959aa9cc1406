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
from typing import NamedTuple


class _Process(NamedTuple):
    parent: int
    has_terminal: bool


class Starter:
    """Who started this process, as it is now.

    Never gone is that of a session with a terminal, whose end is a signal; of one whose leader is gone from the start,
    as that of an async task is; the first process of a container; and any on a system without /proc, such as macOS.
    """

    def __init__(self) -> None:
        self._leader = os.getsid(0)
        seen = _look(self._leader)
        self._parent = None if seen is None or seen.has_terminal else seen.parent
        self._gone = False

    def is_gone(self) -> bool:
        if self._parent is None or self._gone:
            return self._gone
        seen = _look(self._leader)
        self._gone = seen is None or seen.parent != self._parent
        return self._gone


def _look(process: int) -> _Process | None:
    """A process, None where there is none, or none can be looked at."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            # its name, in brackets, may have anything in it
            state, parent, _group, _session, terminal = file.read().rpartition(b")")[2].split()[:5]
    except (OSError, ValueError):
        return None
    return None if state in (b"Z", b"X") else _Process(int(parent), terminal != b"0")
