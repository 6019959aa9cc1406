# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a bulk run, and what was done. Where a write is noted, those after it may still fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .._api.uploads import Row, count_rows, delete_rows, read_rows, read_upload, send_upload, set_match_columns
from .._errors import ApiError, Id360Error, OutcomeUnknown, TransportError
from .._http.client import Client
from .._local.csv_table import write_csv
from .._local.files import remove, write_atomically
from .._text import Warn, name_list
from .execution import errors_of, execute, follow_execution, job_of, with_rows
from .options import BulkOptions
from .plan import Step, unmapped_in
from .receipt import Receipt


@dataclass
class BulkOutcome:
    """What a run did and read; ``before`` and ``after`` are the diff."""

    actions: list[str] = field(default_factory=list)
    upload: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    rejected: list[Row] = field(default_factory=list)
    execution: dict[str, Any] = field(default_factory=dict)
    job: dict[str, Any] | None = None
    failed: list[dict[str, Any]] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    message: str = ""

    def add_action(self, action: str) -> None:
        """However many requests it takes, it is one action."""
        if action not in self.actions:
            self.actions.append(action)

    def result(self) -> dict[str, Any]:
        """As the module returns it."""
        return {
            "upload": self.upload,
            "entity_counts": self.counts,
            "rejected_rows": self.rejected,
            "execution": self.execution,
            "job": self.job or {},
            "failed_rows": self.failed,
        }


@dataclass(frozen=True)
class Run:
    """A run on its way. In check mode its client is read-only, and its receipt is not written."""

    client: Client
    options: BulkOptions
    receipt: Receipt
    warn: Warn
    done: BulkOutcome = field(default_factory=BulkOutcome)

    @property
    def is_guess(self) -> bool:
        """Whether what follows can't be read, as it depends on writes that a dry run leaves out."""
        return self.client.read_only and bool(self.done.actions)

    @property
    def columns(self) -> list[str]:
        """The columns that match rows to users, if known: a receipt does not contain those that the server chose."""
        return list(self.options.match_columns or self.done.upload.get("match_columns") or ())


def carry_out(run: Run, step: Step) -> None:
    """Perform a step, or in check mode note that it would be done."""
    run.done.before.update(step.before)
    run.done.after.update(step.after)
    if not step.changes:
        return
    if run.client.read_only:
        run.done.add_action(step.action)
    else:
        try:
            _WRITES[step.action](run, step)
        except (ApiError, TransportError) as error:
            raise error.replace(message=f"could not {_CALLED[step.action]}: {error.message}") from None
        except OutcomeUnknown as error:
            raise error.replace(message=f"tried to {_CALLED[step.action]}: {error.message}") from None


def _upload(run: Run, step: Step) -> None:
    done, action = run.done, run.options.action
    done.upload = run.receipt.track("uploading", lambda: send_upload(run.client, action, step.content))
    done.add_action(step.action)
    run.receipt.write("uploaded", upload_id=done.upload["id"])
    _validate_header(run.options, done.upload)


def _set_columns(run: Run, step: Step) -> None:
    done, columns = run.done, run.options.match_columns or []
    kept = set_match_columns(run.client, run.options.action, done.upload["id"], columns, run.warn)
    done.add_action(step.action)
    if kept is None:
        adopt_upload(run, done.upload["id"])
        kept = done.upload["match_columns"]
    for column in done.upload["header"]:
        column["is_match_column"] = column["name"] in kept
    done.upload["match_columns"] = kept
    if set(kept) != set(columns):
        raise Id360Error(
            f"nothing was executed, as the server keeps the match_columns {name_list(kept)} instead of"
            f" {name_list(columns)}: the rows would match other users"
        )


def _delete_rows(run: Run, step: Step) -> None:
    # Stored first: a deleted row can't be read again.
    run.receipt.write("uploaded", rejected_rows=run.done.rejected)
    begun = partial(run.done.add_action, step.action)
    delete_rows(run.client, run.options.action, run.done.upload["id"], list(step.ids), begun, run.warn)
    begun()


def _execute(run: Run, step: Step) -> None:
    done, options = run.done, run.options
    body = {**options.body, "user_ids": list(step.ids)}
    upload_id = done.upload["id"]
    done.execution = run.receipt.track("executing", lambda: execute(run.client, options.action, upload_id, body))
    done.add_action(step.action)
    known = {"rejected_rows": done.rejected, "entity_counts": done.counts}
    run.receipt.write("running", execution_id=done.execution["id"], **known)


_CALLED = {
    "upload": "upload the data",
    "match_columns": "set the match columns",
    "delete_rows": "remove rows",
    "execute": "execute the upload",
}
_WRITES = {"upload": _upload, "match_columns": _set_columns, "delete_rows": _delete_rows, "execute": _execute}


def adopt_upload(run: Run, upload_id: str) -> None:
    """Go on with an upload that is there already."""
    upload = read_upload(run.client, run.options.action, upload_id)
    if upload is None:
        given = run.options.upload_id
        anew = "" if given else ", which the receipt refers to: remove the receipt, and the next run starts over"
        raise Id360Error(f"there is no upload {upload_id} of {run.options.action}{anew}")
    run.done.upload = upload
    _validate_header(run.options, upload)


def _validate_header(options: BulkOptions, upload: dict[str, Any]) -> None:
    """Raise Id360Error if the server did not store the columns that were sent."""
    if options.table is None:
        return
    sent = {name.strip() for name in options.table.header}
    taken = {column["name"].strip() for column in upload["header"]}
    if sent != taken:
        raise _stored_differently(f"the columns {name_list(sent)}", name_list(taken), upload)


def _stored_differently(sent: str, taken: str, upload: dict[str, Any]) -> Id360Error:
    return Id360Error(
        f"the data have {sent}, but the server took {taken}: nothing was executed;"
        f" if this is intended, use upload_id {upload['id']} instead of the data"
    )


def read_mapped_rows(run: Run) -> list[Row]:
    """The rows as they mapped, which must be as many as were sent, when they are read first: some may go later."""
    done, table = run.done, run.options.table
    rows = read_rows(run.client, run.options.action, done.upload["id"])
    done.counts = count_rows(rows)
    done.rejected = list({row["id"]: row for row in [*done.rejected, *unmapped_in(rows)]}.values())
    if table and "rows" not in run.receipt.entries:
        if len(rows) != table.rows:
            raise _stored_differently(f"{table.rows} rows", str(len(rows)), done.upload)
        run.receipt.write("uploaded", rows=len(rows))
    return rows


def finish(run: Run) -> None:
    """Wait until the execution is finished, and store its result."""
    options, done = run.options, run.done
    execution_id = str(done.execution["id"])
    try:
        progress, waited = follow_execution(
            run.client,
            options.action,
            execution_id,
            timeout=options.wait_timeout,
            interval=options.wait_interval,
            warn=run.warn,
        )
    except Id360Error as error:
        unread = f"the status of execution {execution_id}, which was started, could not be read"
        raise error.replace(message=f"{unread}: {error.message}") from None
    done.execution["status"] = progress.status
    if waited.timed_out:
        done.job = progress.job
        seen = f"it is {progress.status}" if progress.status else "the server does not have it yet"
        raise Id360Error(f"execution {execution_id} was not finished after {options.wait_timeout:g} s: {seen}")
    done.job = job_of(run.client, execution_id, run.warn)
    done.failed = errors_of(done.job)
    if done.failed:
        try:
            done.failed = with_rows(done.failed, read_rows(run.client, options.action, done.upload["id"]))
        except Id360Error as error:
            run.warn(f"the failed rows could not be read: {error.message}")
    job_id = (done.job or {}).get("id")
    run.receipt.write("finished", outcome=progress.status, failed_rows=done.failed, job_id=job_id)


def write_rejects(run: Run) -> None:
    """The refused and failed rows as a CSV that is valid input again; without any, there is no such file. A dry run
    leaves it as it is."""
    options, done = run.options, run.done
    if options.rejects is None or run.client.read_only:
        return
    rows = [(row.get("entity_id") or row.get("id"), row) for row in [*done.rejected, *done.failed]]
    refused = list({row_id: row["imported_data"] for row_id, row in rows if row.get("imported_data")}.values())
    if not refused:
        remove(options.rejects, "rejects")
        return
    header = options.table.header if options.table else [column["name"] for column in done.upload.get("header", [])]
    write_atomically(options.rejects, write_csv(header or list(refused[0]), refused), "rejects")
