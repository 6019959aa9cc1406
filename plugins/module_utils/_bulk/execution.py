# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Executing an upload, polling the execution (docs/api.md 9), and the results of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .._api.jobs import read_job
from .._api.uploads import MAPPED, Row, uploads_path
from .._api_response import Response
from .._errors import ApiError, Id360Error, NotFound, UnreadableResponse, unknown_outcome
from .._http.client import Client
from .._model.job import FINAL as FINAL_JOBS
from .._model.job import Job
from .._text import Warn
from .._values import path_segment
from .._wait import Waited, poll
from .rows import describe_rows

_FAILED = frozenset(["ERROR", "time_out", "interrupted"])
_WITH_ERRORS = frozenset(["WARNING", "completed_with_errors"])
_FINAL = FINAL_JOBS | _FAILED | _WITH_ERRORS | {"completed"}
_UNDERWAY = frozenset(["QUEUED", "RUNNING", "yet_to_start", "pending"])
_LONGEST_PAUSE = 30  # seconds
_JOB_WITHIN, _JOB_PAUSE = 10, 0.5  # seconds


class Progress(NamedTuple):
    """How far an execution is: its status, empty where the server does not know it (yet), and its job where that was
    looked at."""

    status: str
    job: Job | None = None


class JobError(Id360Error):
    """The server executed the action, and it failed, as a whole or for some rows."""


def execute(client: Client, action: str, upload_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """Execute an upload, once: where the answer is lost it raises OutcomeUnknown."""
    path = f"{uploads_path(action, upload_id)}/execute"
    execution: dict[str, Any] = client.request("POST", path, body=body, once=True)
    if not execution.get("id"):
        raise unknown_outcome(
            UnreadableResponse("the server sent an execution without an id", Response("POST", path, 200))
        )
    return {**execution, "id": str(execution["id"])}


def read_progress(client: Client, action: str, execution_id: str) -> Progress:
    """The progress: from the status call if there is one, otherwise from the job with the same id."""
    path = f"/management/actions/{path_segment(action, 'action')}/executions/{path_segment(execution_id, 'id')}/status"
    try:
        response = client.request("GET", path, envelope=None)  # the documents show it with an envelope, and bare
    except ApiError as error:
        if error.response.status != 404 and not isinstance(error, NotFound):
            raise
        job = read_job(client, execution_id)
        return Progress(job["status"] if job else "", job)
    inner = response.get("data", response)
    if not isinstance(inner, dict) or not isinstance(inner.get("status"), str):
        raise UnreadableResponse("the server sent an execution without a status", Response("GET", path, 200))
    return Progress(inner["status"])


def follow_execution(
    client: Client, action: str, execution_id: str, *, timeout: float, interval: float, warn: Warn
) -> tuple[Progress, Waited]:
    """Wait until an execution is over. A status that is not known is waited on, with a warning."""

    def is_over(progress: Progress) -> bool:
        if progress.status and progress.status not in _FINAL | _UNDERWAY:
            warn(f"the execution has the unknown status {progress.status!r}; waiting continues")
        return progress.status in _FINAL

    return poll(
        lambda: read_progress(client, action, execution_id),
        is_over,
        timeout=timeout,
        interval=interval,
        longest=_LONGEST_PAUSE,
    )


def job_of(client: Client, execution_id: str, warn: Warn) -> Job | None:
    """The job of a finished execution with its details, which contain the results of rows; None if it can't be read.

    It is polled, as it may not exist or finish at once.
    """
    try:
        job, waited = poll(
            lambda: read_job(client, execution_id),
            lambda job: job is not None and job["status"] not in _UNDERWAY,
            timeout=_JOB_WITHIN,
            interval=_JOB_PAUSE,
            longest=_JOB_PAUSE,
        )
        problem = "it is not over" if job else "the server does not know it"
    except Id360Error as error:
        job, waited, problem = None, Waited(0, True), error.message
    if waited.timed_out:
        warn(f"the results of the rows are unknown, as the job {execution_id} can't be read: {problem}")
    return job


def errors_of(job: Job | None) -> list[dict[str, Any]]:
    """The results of a job that are errors, in the server's words."""
    details = (job or {}).get("details")
    results = details.get("result") if isinstance(details, dict) else None
    listed = results if isinstance(results, list) else []
    return [result for result in listed if isinstance(result, dict) and result.get("status") != "SUCCESS"]


def with_rows(errors: list[dict[str, Any]], rows: list[Row]) -> list[dict[str, Any]]:
    """Results, each with the row it is of, where one fits: its ``id`` is that of a row, else of a row's user."""
    by_user = {row["user_id"]: row for row in reversed(rows) if row.get("user_id")}
    by_user.update({row["user_id"]: row for row in reversed(rows) if row.get("user_id") and row["status"] == MAPPED})
    by_id = {row["id"]: row for row in rows}
    found = []
    for error in errors:
        row = by_id.get(error.get("id")) or by_user.get(error.get("id")) or {}
        names = {"id": "entity_id", "user_id": "user_id", "imported_data": "imported_data"}
        found.append({**error, **{names[name]: row[name] for name in names if name in row}})
    return found


def raise_for_failure(
    status: str, failed: list[dict[str, Any]], columns: Sequence[str], *, fail_on_row_errors: bool
) -> None:
    """Raise JobError for an execution that failed, or, where that matters, whose rows did. Rows are named by their
    values in the match ``columns``."""
    first = f": {describe_rows(failed, 'message', columns)}" if failed else ""
    if status in _FAILED:
        raise JobError(f"the execution ended as {status}{first}")
    if fail_on_row_errors and (failed or status in _WITH_ERRORS):
        count = f"{len(failed)} row{'s' if len(failed) > 1 else ''} failed" if failed else "some rows failed"
        raise JobError(f"the execution ended as {status}, {count}{first}")
