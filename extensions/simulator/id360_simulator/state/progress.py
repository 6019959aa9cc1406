# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress of an execution or a job."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

from .settings import Settings

FINAL_EXECUTION_STATES = {
    "completed": "COMPLETED",
    "completed_with_errors": "WARNING",
    "time_out": "ERROR",
    "interrupted": "ERROR",
}
FINAL_JOB_STATUSES = {"COMPLETED", "WARNING", "ERROR"}


@dataclasses.dataclass
class Progress:
    """Advances by one step with each poll or, depending on the settings, with time."""

    polls: int = 0
    started: float = dataclasses.field(default_factory=time.monotonic)

    def step(self, settings: Settings) -> int:
        """The number of steps taken."""
        if settings.job_step_seconds:
            return int((time.monotonic() - self.started) / settings.job_step_seconds)
        return self.polls

    def pick(self, states: list[str], settings: Settings) -> str:
        """The state of the moment; the last one stays."""
        return states[min(self.step(settings), len(states) - 1)]


@dataclasses.dataclass
class JobPath:
    """The statuses that a job of the seed goes through."""

    statuses: list[str]
    progress: Progress = dataclasses.field(default_factory=Progress)


@dataclasses.dataclass
class Execution:
    """What a POST …/execute started."""

    id: str
    action: str
    upload_id: str
    operation: str | None
    user_ids: list[str]
    progress: Progress = dataclasses.field(default_factory=Progress)
    job_polls: int = 0
    final: str | None = None
    results: list[dict[str, Any]] = dataclasses.field(default_factory=list)
