# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs (docs/api.md, "Jobs")."""

from __future__ import annotations

from .._api_response import Response
from .._errors import NotFound, UnreadableResponse
from .._http.client import Client
from .._model.job import JOB, Job
from .._text import Warn
from .filters import all_of, equals
from .listing import LARGEST_PAGE, Listing, read_all, read_some
from .records import read_record


def read_job(client: Client, job_id: str) -> Job | None:
    """The job with its ``details``, None when there is none: ``GET /jobs/{id}``."""
    try:
        job = read_record(client, JOB, job_id).record
    except NotFound:
        return None
    if not isinstance(job.get("status"), str):
        raise UnreadableResponse("the server sent a job without a status", Response("GET", JOB.item(job_id), 200))
    return job


def job_filter(given: str, **values: str | None) -> str:
    """The filter for jobs with these values, and for those of a filter that was ``given``; empty for all jobs."""
    requested = [equals(name, value) for name, value in values.items() if value is not None]
    return all_of([*([f"({given})"] if given else []), *requested])


def list_jobs(client: Client, filter: str, most: int | None, warn: Warn) -> list[Job]:
    """Jobs without details, ``most`` of them at most: ``GET /jobs``. An empty ``filter`` lists all."""
    params = {"filter": filter} if filter else {}
    optional = {"limit": str(min(most or LARGEST_PAGE, LARGEST_PAGE))}
    if filter or most:
        found = read_some(Listing(client, "/jobs", params, optional).by_offset(), most)
    else:
        found = read_all(lambda: Listing(client, "/jobs", params, optional).by_offset(), warn, read_again=True)
    return [JOB.read(job) for job in found]
