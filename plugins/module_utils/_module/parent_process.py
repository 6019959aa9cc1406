# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Detects whether the process that started a module has ended.

Cancelling a job kills Ansible (AWX kills its process group); a module runs in a separate session and would continue.
The leader of that session is a worker of ansible-playbook, or a shell that sshd started. Once Ansible or sshd ended,
the leader has another parent, or has ended itself. The module's own parent shows nothing: it may be a waiting shell.
"""

from __future__ import annotations

import os
from typing import NamedTuple


class _Process(NamedTuple):
    parent: int
    has_terminal: bool


class ParentProcess:
    """The process that started this one.

    It never counts as ended in a session with a terminal, which sends a signal; in one whose leader has ended from the
    start, as for async tasks; if it is the first process of a container; and without /proc, as on macOS.
    """

    def __init__(self) -> None:
        self._leader = os.getsid(0)
        seen = _look(self._leader)
        self._parent = None if seen is None or seen.has_terminal else seen.parent
        self._ended = False

    def has_ended(self) -> bool:
        if self._parent is None or self._ended:
            return self._ended
        seen = _look(self._leader)
        self._ended = seen is None or seen.parent != self._parent
        return self._ended


def _look(process: int) -> _Process | None:
    """A process; None if it does not exist, or /proc does not show it."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            # its name, in brackets, may have anything in it
            state, parent, _group, _session, terminal = file.read().rpartition(b")")[2].split()[:5]
    except (OSError, ValueError):
        return None
    return None if state in (b"Z", b"X") else _Process(int(parent), terminal != b"0")
