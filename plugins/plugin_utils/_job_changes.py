# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is new among jobs since they were looked at before. Nothing here reads a clock: moments are the server's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from ..module_utils._jobs import FINAL, Job

_Known = tuple[str, Optional[str]]  # a job's status, and its start as the API writes it


@dataclass(frozen=True)
class Seen:
    """What earlier looks saw: the start of the newest job, and jobs by id with status and start.

    Only jobs that a later look may bring again are kept.
    """

    newest: str | None = None
    jobs: Mapping[str, _Known] = field(default_factory=dict)

    def since(self, overlap: float) -> datetime | None:
        """From when on jobs are looked at again."""
        newest = _moment(self.newest)
        return newest - timedelta(seconds=overlap) if newest else None

    def underway(self) -> list[str]:
        return [job_id for job_id, (status, _start) in self.jobs.items() if status not in FINAL]

    def having(self, job: Job) -> Seen:
        return replace(self, jobs={**self.jobs, str(job["id"]): _known(job)})


@dataclass(frozen=True)
class Change:
    """A job whose status is another one than ``previous``; None: it was not there."""

    job: Job
    previous: str | None

    def event(self) -> dict[str, Any]:
        return {"job": self.job, "previous_status": self.previous}


def changes(seen: Seen, listed: Iterable[Job], gone: Collection[str], overlap: float) -> tuple[list[Change], Seen]:
    """What is new in a look, the oldest first, and what is to be remembered after it.

    ``gone`` are the ids of jobs that are there no more.
    """
    since = seen.since(overlap)
    jobs = {str(job["id"]): job for job in listed}
    found: list[Change] = []
    for job_id, job in sorted(jobs.items(), key=lambda item: (str(item[1].get("start_time") or "~"), item[0])):
        known = seen.jobs.get(job_id)
        if known is None and since and _is_before(job, since) and job.get("status") in FINAL:
            continue  # listed all the same, though it was over, and forgotten, before this look began
        if known is None or known[0] != _known(job)[0]:
            found.append(Change(job, known[0] if known else None))
    newest = max([seen.newest, *(job.get("start_time") for job in jobs.values())], key=_order)
    following = Seen(newest).since(overlap)
    kept = {
        job_id: known
        for job_id, known in {**seen.jobs, **{job_id: _known(job) for job_id, job in jobs.items()}}.items()
        if job_id not in gone
        and (job_id in jobs or known[0] not in FINAL or not following or not _is_before(known, following))
    }
    return found, Seen(newest, kept)


def _known(job: Job) -> _Known:
    return str(job.get("status")), job.get("start_time")


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _order(text: str | None) -> datetime:
    return _moment(text) or datetime.min.replace(tzinfo=timezone.utc)


def _is_before(job: Job | _Known, since: datetime) -> bool:
    start = _moment(job[1] if isinstance(job, tuple) else job.get("start_time"))
    return start is not None and start < since
