# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bulk upload from its data to its outcome: a straight line of steps, taken up where the receipt says it stopped."""

from __future__ import annotations

import os

from .._api.uploads import uploads_path
from .._errors import Id360Error
from .._http.client import Client
from .._local.locks import locked
from .execution import raise_for_failure
from .options import Run
from .receipt import Receipt
from .steps import (
    BulkOutcome,
    Warn,
    adopt_upload,
    finish,
    look_at_rows,
    map_columns,
    remove_rows,
    send,
    sort_rows,
    start,
    write_rejects,
)


def run_bulk(client: Client, run: Run, receipt: str | None, warn: Warn, *, check_mode: bool) -> BulkOutcome:
    """Carry out a run, with the path of its receipt, or None; see ``bulk_upload``.

    Two processes with one receipt take turns, so that the second sees what the first did.
    """
    identity = run.identity(client.url)
    if receipt is None or check_mode:
        return bulk_upload(client, run, Receipt(receipt, identity), warn, check_mode=check_mode)
    with locked({receipt: f"receipt {os.path.realpath(receipt)}"}):
        return bulk_upload(client, run, Receipt(receipt, identity), warn, check_mode=False)


def bulk_upload(client: Client, run: Run, receipt: Receipt, warn: Warn, *, check_mode: bool) -> BulkOutcome:
    """Carry out a run, or in check mode say what that would take.

    Raises Id360Error, which knows what was done until then, and JobError for an execution that failed.
    """
    done = BulkOutcome()
    try:
        if run.state == "absent":
            remove_rows(client, run, done, warn, check_mode=check_mode)
        elif receipt.status in ("running", "finished"):
            _go_on(client, run, receipt, done, warn, check_mode=check_mode)
        else:
            _stop_where_unknown(run, receipt)
            _from_the_start(client, run, receipt, done, warn, check_mode=check_mode)
    except Id360Error as error:
        context = f"{run.action}, upload {done.upload.get('id') or run.upload_id or '(new)'}"
        raise error.with_context(context).replace(actions=done.actions, result=done.result()) from None
    return done


def _stop_where_unknown(run: Run, receipt: Receipt) -> None:
    unknown = "and whether the server took it is not known. Look at"
    anew = "; if it did not, remove the receipt, and the next run starts anew"
    if receipt.status == "uploading":
        raise Id360Error(
            f"an earlier run uploaded these data, {unknown} the uploads of {run.action} in the ID360 console{anew};"
            " if it did, go on with its upload_id instead of the data"
        )
    if receipt.status == "executing":
        upload_id = receipt.entries.get("upload_id")
        path = uploads_path(run.action, str(upload_id))
        raise Id360Error(
            f"an earlier run executed upload {upload_id} ({path}), {unknown} the jobs, with id360_job_info{anew}"
        )


def _from_the_start(
    client: Client, run: Run, receipt: Receipt, done: BulkOutcome, warn: Warn, *, check_mode: bool
) -> None:
    upload_id = run.upload_id or receipt.entries.get("upload_id")
    if upload_id:
        adopt_upload(client, run, upload_id, done)
        done.rejected = receipt.entries.get("rejected_rows", [])
    else:
        send(client, run, receipt, done, warn, check_mode=check_mode)
    map_columns(client, run, done, warn, fresh=not upload_id, check_mode=check_mode)
    if check_mode and done.actions:  # rows are mapped after these writes: a dry run takes them all for mapped
        if run.state == "executed":
            start(client, run, receipt, done, [], check_mode=True)
        return
    if run.state == "present":
        look_at_rows(client, run, receipt, done, check_mode=check_mode)
        return
    if run.upload_id and not check_mode:
        receipt.write("uploaded", upload_id=run.upload_id)
    user_ids = sort_rows(client, run, receipt, done, warn, check_mode=check_mode)
    if not user_ids:
        done.message = "no row is left to act on: nothing was executed"
        if not check_mode:
            write_rejects(run, done)
        return
    start(client, run, receipt, done, user_ids, check_mode=check_mode)
    if run.wait and not check_mode:
        finish(client, run, receipt, done, warn)
        _tell(run, receipt, done, check_mode=False)


def _go_on(client: Client, run: Run, receipt: Receipt, done: BulkOutcome, warn: Warn, *, check_mode: bool) -> None:
    """From a receipt of a run that was executed."""
    known = receipt.entries
    done.upload = {"id": known.get("upload_id")}
    done.rejected, done.counts = known.get("rejected_rows", []), known.get("entity_counts", {})
    done.execution = {"id": known.get("execution_id"), "status": known.get("outcome")}
    done.failed = known.get("failed_rows", [])
    if run.state == "present":
        return
    if receipt.status == "running":
        if check_mode or not run.wait:
            return
        finish(client, run, receipt, done, warn)
    _tell(run, receipt, done, check_mode=check_mode)


def _tell(run: Run, receipt: Receipt, done: BulkOutcome, *, check_mode: bool) -> None:
    """What came of an execution that is over."""
    if not check_mode:
        write_rejects(run, done)
    status = str(done.execution.get("status") or receipt.entries.get("outcome"))
    raise_for_failure(status, done.failed, fail_on_row_errors=run.fail_on_row_errors)
