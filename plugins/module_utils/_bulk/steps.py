# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a bulk upload, each a function: upload, match columns, deal with the rows, execute, follow.

In check mode a step reads, and notes what it would do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .._api.uploads import MAPPED, Row, count_rows, delete_rows, read_rows, read_upload, send_upload, set_match_columns
from .._errors import Id360Error
from .._http.client import Client
from .._local.csv_table import write_csv
from .._local.files import remove, write_atomically
from .._text import listed
from .execution import errors_of, execute, follow_execution, job_of, with_rows
from .options import Run, validate_columns_exist
from .receipt import Receipt

Warn = Callable[[str], None]


@dataclass
class BulkOutcome:
    """What a run did, and what it knows; ``before`` and ``after`` are the diff."""

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

    def rows_deleted(self) -> None:
        """However many requests it takes, it is one action."""
        if "delete_rows" not in self.actions:
            self.actions.append("delete_rows")

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


def adopt_upload(client: Client, run: Run, upload_id: str, done: BulkOutcome) -> None:
    """An upload that is there already."""
    upload = read_upload(client, run.action, upload_id)
    if upload is None:
        anew = "" if run.upload_id else ": the receipt names it, and without the receipt the next run starts anew"
        raise Id360Error(f"there is no upload {upload_id} of {run.action}{anew}")
    done.upload = upload
    _validate_header(run, upload)


def _validate_header(run: Run, upload: dict[str, Any]) -> None:
    """The server must have taken the columns that were sent."""
    if run.table is None:
        return
    sent = {name.strip() for name in run.table.header}
    taken = {column["name"].strip() for column in upload["header"]}
    if sent != taken:
        raise _taken_otherwise(f"the columns {listed(sent)}", listed(taken), upload)


def _taken_otherwise(sent: str, taken: str, upload: dict[str, Any]) -> Id360Error:
    return Id360Error(
        f"the data have {sent}, and the server took {taken}: nothing is executed;"
        f" if that is as it should be, go on with upload_id {upload['id']} instead of the data"
    )


def send(client: Client, run: Run, receipt: Receipt, done: BulkOutcome, warn: Warn, *, check_mode: bool) -> None:
    """Upload the data."""
    if run.table is None:
        return
    if run.table.blank:
        rows = "row of the data is" if run.table.blank == 1 else "rows of the data are"
        warn(f"{run.table.blank} blank {rows} left out")
    content = run.table.content
    if not check_mode:
        done.upload = receipt.around("uploading", lambda: send_upload(client, run.action, content))
    done.actions.append("upload")
    done.after.update(rows=run.table.rows, header=run.table.header)
    if not check_mode:
        receipt.write("uploaded", upload_id=done.upload["id"])
        _validate_header(run, done.upload)


def map_columns(client: Client, run: Run, done: BulkOutcome, warn: Warn, *, fresh: bool, check_mode: bool) -> None:
    """Set the match columns: always after a fresh upload, so that a dry run tells the truth, else where they differ."""
    if run.match_columns is None:
        return
    live = sorted(done.upload.get("match_columns", []))
    done.after["match_columns"] = sorted(run.match_columns)
    if not fresh:
        done.before["match_columns"] = live
        if live == done.after["match_columns"]:
            return
        validate_columns_exist(run.match_columns, [column["name"] for column in done.upload["header"]])
    kept = None if check_mode else set_match_columns(client, run.action, done.upload["id"], run.match_columns, warn)
    done.actions.append("match_columns")
    if check_mode:
        return
    if kept is None:
        adopt_upload(client, run, done.upload["id"], done)
        kept = done.upload["match_columns"]
    for column in done.upload["header"]:
        column["is_match_column"] = column["name"] in kept
    done.upload["match_columns"] = kept
    if set(kept) != set(run.match_columns):
        raise Id360Error(
            f"match_columns are to be {listed(run.match_columns)}, and the server keeps {listed(kept)}:"
            " the rows would find other people, so nothing is executed"
        )


def look_at_rows(client: Client, run: Run, receipt: Receipt, done: BulkOutcome, *, check_mode: bool) -> list[Row]:
    """The rows as they mapped, which must be as many as were sent, when they are looked at first: some may go later."""
    rows = read_rows(client, run.action, done.upload["id"])
    done.counts = count_rows(rows)
    unmapped = [row for row in rows if row.get("status") != MAPPED]
    done.rejected = list({row["id"]: row for row in [*done.rejected, *unmapped]}.values())
    if run.table and "rows" not in receipt.entries:
        if len(rows) != run.table.rows:
            raise _taken_otherwise(f"{run.table.rows} rows", str(len(rows)), done.upload)
        if not check_mode:
            receipt.write("uploaded", rows=len(rows))
    return rows


def sort_rows(
    client: Client, run: Run, receipt: Receipt, done: BulkOutcome, warn: Warn, *, check_mode: bool
) -> list[str]:
    """Refuse, remove or ignore the rows that found nobody; the ids of the users to act on."""
    rows = look_at_rows(client, run, receipt, done, check_mode=check_mode)
    unmapped = [row for row in rows if row.get("status") != MAPPED]
    if unmapped and not check_mode:
        write_rejects(run, done)
    if unmapped and run.unmapped_rows == "fail":
        counts = ", ".join(f"{status} {count}" for status, count in count_rows(unmapped).items())
        raise Id360Error(
            f"{len(unmapped)} of {len(rows)} rows are not mapped ({counts}):"
            " mend them, or set unmapped_rows to remove or ignore"
        )
    if unmapped and run.unmapped_rows == "remove":
        if not check_mode:  # put down first: a row that is gone can't be read again
            receipt.write("uploaded", rejected_rows=done.rejected)
            doomed = [row["id"] for row in unmapped]
            delete_rows(client, run.action, done.upload["id"], doomed, done.rows_deleted, warn)
        done.rows_deleted()
        done.before["rows_removed"] = sorted(row["id"] for row in unmapped)
    if run.user_ids is not None:
        return run.user_ids
    mapped = [str(row["user_id"]) for row in rows if row.get("status") == MAPPED and row.get("user_id")]
    return list(dict.fromkeys(mapped))


def start(
    client: Client, run: Run, receipt: Receipt, done: BulkOutcome, user_ids: list[str], *, check_mode: bool
) -> None:
    """Execute the upload."""
    if not check_mode:
        body = {**run.body, "user_ids": user_ids}
        upload_id = done.upload["id"]
        done.execution = receipt.around("executing", lambda: execute(client, run.action, upload_id, body))
    done.actions.append("execute")
    done.after["execution"] = {"action": run.action, **run.body}
    if not check_mode:
        known = {"rejected_rows": done.rejected, "entity_counts": done.counts}
        receipt.write("running", execution_id=done.execution["id"], **known)


def finish(client: Client, run: Run, receipt: Receipt, done: BulkOutcome, warn: Warn) -> None:
    """Wait until the execution is over, and put down what came of it."""
    execution_id = str(done.execution["id"])
    progress, waited = follow_execution(
        client, run.action, execution_id, timeout=run.wait_timeout, interval=run.wait_interval, warn=warn
    )
    done.execution["status"] = progress.status
    if waited.timed_out:
        done.job = progress.job
        seen = f"it is {progress.status}" if progress.status else "the server does not know it yet"
        raise Id360Error(f"execution {execution_id} was not over after {run.wait_timeout:g} s: {seen}")
    done.job = job_of(client, execution_id, warn)
    done.failed = errors_of(done.job)
    if done.failed:
        try:
            done.failed = with_rows(done.failed, read_rows(client, run.action, done.upload["id"]))
        except Id360Error as error:
            warn(f"which rows failed is not known, as they could not be read: {error.message}")
    job_id = (done.job or {}).get("id")
    receipt.write("finished", outcome=progress.status, failed_rows=done.failed, job_id=job_id)


def remove_rows(client: Client, run: Run, done: BulkOutcome, warn: Warn, *, check_mode: bool) -> None:
    """The rows of an upload that is there go: those named, those that a filter finds, or all."""
    upload_id = str(run.upload_id)
    upload = read_upload(client, run.action, upload_id, warn)
    if upload is None:
        return
    done.upload = upload
    rows = read_rows(client, run.action, upload_id, run.entity_filter or "")
    done.counts = count_rows(rows)
    named = None if run.entity_ids is None else frozenset(run.entity_ids)
    doomed = [row["id"] for row in rows if named is None or row["id"] in named]
    if not doomed:
        return
    if not check_mode:
        delete_rows(client, run.action, upload_id, doomed, done.rows_deleted, warn)
    done.rows_deleted()
    done.before["rows_removed"] = sorted(doomed)


def write_rejects(run: Run, done: BulkOutcome) -> None:
    """The refused and failed rows as a CSV that is valid input again; without any, there is no such file."""
    if run.rejects is None:
        return
    rows = [(row.get("entity_id") or row.get("id"), row) for row in [*done.rejected, *done.failed]]
    refused = list({row_id: row["imported_data"] for row_id, row in rows if row.get("imported_data")}.values())
    if not refused:
        remove(run.rejects, "rejects")
        return
    header = run.table.header if run.table else [column["name"] for column in done.upload.get("header", [])]
    write_atomically(run.rejects, write_csv(header or list(refused[0]), refused), "rejects")
