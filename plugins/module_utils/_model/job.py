# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job is, and when it is over."""

from __future__ import annotations

from typing import Any

from .._text import Warn
from .resource import Resource

FINAL = frozenset(["WARNING", "COMPLETED", "ERROR"])
_UNDERWAY = frozenset(["QUEUED", "RUNNING"])
Job = dict[str, Any]
JOB = Resource(
    kind="job",
    path="/jobs",
    fields=(),
    read_only=("id", "module", "action_name", "status", "start_time", "end_time"),
    envelope=None,
)


def is_final(status: str, warn: Warn) -> bool:
    """Whether a job with this status is over; one that is not known is waited on, with a warning."""
    if status not in FINAL and status not in _UNDERWAY:
        warn(f"the job has the unknown status {status!r}; waiting continues")
    return status in FINAL
