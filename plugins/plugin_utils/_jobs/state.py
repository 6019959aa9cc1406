# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file in which the event source remembers what it saw."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any

from ...module_utils._errors import Id360Error
from ...module_utils._local.files import LARGEST_STATE, check_writable, read_bytes, write_atomically
from .changes import KnownJobs, moment

_VERSION = 1
_OPTION = "state_file"


class StateFile:
    """The file at ``path``, of what ``source`` brings; without a path nothing is kept.

    Raises Id360Error for a path that can't be used.
    """

    def __init__(self, path: str | None, source: list[str]) -> None:
        self._path, self._source = path, source
        self._saved: KnownJobs | None = None
        if path:
            check_writable(path, _OPTION)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Lock the file; raises Id360Error immediately if another process has locked it.

        The lock is a separate file that is not removed, as the file itself is replaced with each change.
        """
        if not self._path:
            yield
            return
        with ExitStack() as closing:
            try:
                lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
                closing.callback(os.close, lock)
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Id360Error(
                    f"{_OPTION} {self._path!r} is in use by another event source: set another file"
                ) from None
            except OSError as error:
                raise Id360Error(f"{_OPTION} {self._path!r} can't be locked: {error.strerror}") from None
            yield

    def load(self, now: datetime) -> KnownJobs | None:
        """What an earlier start saw; None when there was none. Raises Id360Error for a file that is not to be used."""
        if not self._path or not os.path.exists(self._path):
            return None
        try:
            state = json.loads(read_bytes(self._path, _OPTION, LARGEST_STATE))
            source, seen = (state["version"], state["source"]), _known_jobs(state)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            raise Id360Error(f"{_OPTION} {self._path!r} is not a file of this event source") from None
        if source != (_VERSION, self._source):
            raise Id360Error(
                f"{_OPTION} {self._path!r} belongs to another server, client or other filters: set another file"
            )
        if seen.since and seen.since > now:
            raise Id360Error(
                f"{_OPTION} {self._path!r} contains jobs from {seen.since}, which is in the future: check the clock of"
                " this host, or remove the file to start over"
            )
        self._saved = seen
        return seen

    def save(self, seen: KnownJobs) -> None:
        """Write the state, if it differs from the file. Raises Id360Error if that fails."""
        if self._path and seen != self._saved:
            since = seen.since.isoformat() if seen.since else None
            state = {"version": _VERSION, "source": self._source, "since": since, "jobs": seen.jobs}
            write_atomically(self._path, json.dumps(state).encode(), _OPTION)
            self._saved = seen


def _known_jobs(state: dict[str, Any]) -> KnownJobs:
    since = moment(state["since"])
    jobs = {job_id: (status, start) for job_id, (status, start) in state["jobs"].items()}
    texts = [text for status, start in jobs.values() for text in (status, start or "")]
    if (since is None) is not (state["since"] is None) or not all(isinstance(text, str) for text in texts):
        raise ValueError
    return KnownJobs(since, jobs)
