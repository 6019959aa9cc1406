# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is new among jobs since they were looked at before. Nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from ...module_utils._model.job import FINAL, Job

_Known = tuple[str, Optional[str]]  # a job's status, and its start as the API writes it
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class KnownJobs:
    """The jobs that earlier polls saw: all that started at ``since`` or later (None: all), and some older ones, by id
    with status and start.

    No poll includes jobs from before ``since``, as their status is no longer stored.
    """

    since: datetime | None = None
    jobs: Mapping[str, _Known] = field(default_factory=dict)

    def underway(self) -> list[str]:
        return [job_id for job_id, (status, _start) in self.jobs.items() if status not in FINAL]

    def with_job(self, job: Job) -> KnownJobs:
        return replace(self, jobs={**self.jobs, str(job["id"]): _known(job)})


@dataclass(frozen=True)
class Change:
    """A job whose status differs from the ``previous`` one; None if the job is new."""

    job: Job
    previous: str | None

    def event(self) -> dict[str, Any]:
        return {"job": self.job, "previous_status": self.previous}


def changes(
    seen: KnownJobs, listed: Iterable[Job], gone: Collection[str], overlap: float, now: datetime
) -> tuple[list[Change], KnownJobs]:
    """The changes in a poll at ``now``, the oldest first, and the state to store after it.

    ``gone`` are the ids of jobs that no longer exist. ``overlap`` is the number of seconds before the newest job at
    which the next poll begins. Jobs that start in the future are ignored for that, as current ones would be missed.
    """
    jobs = {str(job["id"]): job for job in listed}
    found: list[Change] = []
    for job_id, job in sorted(jobs.items(), key=lambda item: (str(item[1].get("start_time") or "~"), item[0])):
        known = seen.jobs.get(job_id)
        if known is None and _is_before(_known(job), seen.since) and job.get("status") in FINAL:
            continue  # listed all the same, though it was over, and forgotten, before this look began
        if known is None or known[0] != _known(job)[0]:
            found.append(Change(job, known[0] if known else None))
    starts = [start for start in map(moment, (job.get("start_time") for job in jobs.values())) if start]
    newest = max([start for start in starts if start <= now], default=None)
    begins = [seen.since, newest - timedelta(seconds=overlap) if newest else None]
    since = max([begin for begin in begins if begin], default=None)
    kept = {
        job_id: known
        for job_id, known in {**seen.jobs, **{job_id: _known(job) for job_id, job in jobs.items()}}.items()
        if job_id not in gone and (job_id in jobs or known[0] not in FINAL or not _is_before(known, since))
    }
    return found, KnownJobs(since, kept)


def moment(text: object) -> datetime | None:
    """A time as the API writes it, in UTC; None for what is none, or none that a job can have."""
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
        found = (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
    except (OverflowError, ValueError):
        return None
    return found if found >= _EPOCH else None


def _known(job: Job) -> _Known:
    start = job.get("start_time")
    return str(job.get("status")), None if start is None else str(start)


def _is_before(known: _Known, since: datetime | None) -> bool:
    start = moment(known[1])
    return start is not None and since is not None and start < since
