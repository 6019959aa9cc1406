# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls under /jobs."""

from __future__ import annotations

from aiohttp import web

from ..errors import ApiError
from ..state.executions import advance
from ..state.progress import FINAL_JOB_STATUSES
from ..state.schema import JOB_FIELDS, Record
from ..state.tenant import now_for_jobs
from . import query as q
from .call import Call, no_content
from .paging import offset_listing


def list_jobs(call: Call) -> web.Response:
    """GET /jobs: the list has no details."""
    listed = [
        {name: value for name, value in job.items() if name != "details"}
        for identity, job in call.tenant.jobs.items()
        if _brought_up_to_date(call, identity)
    ]
    return offset_listing(call, listed, JOB_FIELDS)


def get_job(call: Call) -> web.Response:
    """GET /jobs/{id}: the bare job, without an envelope. Being looked at is what makes it go on."""
    q.allow(call.query)
    identity = call.part("job_id")
    execution = call.tenant.executions.get(identity)
    visible = _brought_up_to_date(call, identity)
    if execution is not None:
        execution.job_polls += 1
    if not visible:
        raise ApiError("----")
    response = web.json_response(call.tenant.jobs[identity])
    path = call.tenant.job_paths.get(identity)
    if execution is not None:
        execution.progress.polls += 1
    elif path is not None:
        path.progress.polls += 1
    return response


def delete_job(call: Call) -> web.Response:
    """DELETE /jobs/{id}"""
    q.allow(call.query)
    identity = call.part("job_id")
    if not _brought_up_to_date(call, identity):
        raise ApiError("----")
    del call.tenant.jobs[identity]
    return no_content()


def _brought_up_to_date(call: Call, identity: str) -> bool:
    """Whether the job is visible to API calls; updates its status."""
    job = call.tenant.jobs.get(identity)
    if job is None:
        return False
    execution = call.tenant.executions.get(identity)
    if execution is not None:
        advance(call.tenant, call.settings, execution)
        lag = call.settings.job_lag_polls
        # One that is over is there, however seldom it was asked for; -1: it never shows.
        return lag >= 0 and (execution.job_polls >= lag or execution.final is not None)
    path = call.tenant.job_paths.get(identity)
    if path is not None:
        _advance(job, path.progress.pick(path.statuses, call.settings))
    return True


def _advance(job: Record, status: str) -> None:
    if job["status"] == status:
        return
    job["status"] = status
    if status in FINAL_JOB_STATUSES:
        job["end_time"] = job.get("end_time") or now_for_jobs()
