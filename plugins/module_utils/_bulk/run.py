# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bulk run from the start, or from the state in its receipt.

Check mode follows the same steps: its client refuses to write, and its receipt is only read.
"""

from __future__ import annotations

import os

from .._api.uploads import count_rows, read_rows, read_upload, uploads_path
from .._errors import Id360Error
from .._http.client import Client
from .._local.locks import locked
from .._text import Warn
from .execution import JobError, raise_for_failure
from .options import BulkOptions
from .plan import columns_step, execution_step, removal_step, unmapped_in, unmapped_step, upload_step
from .receipt import Receipt
from .steps import BulkOutcome, Run, adopt_upload, carry_out, finish, read_mapped_rows, write_rejects


def run_bulk(client: Client, options: BulkOptions, receipt: str | None, warn: Warn) -> BulkOutcome:
    """Carry out a run, with the path of its receipt, or None; with a read-only client, predict it.

    The receipt is locked, so that a second process sees what the first one did. Raises Id360Error with the actions that
    were done, and JobError for a failed execution.
    """
    identity = options.identity(client.url)
    if receipt is None or client.read_only:
        return _run(Run(client, options, Receipt(receipt, identity, read_only=client.read_only), warn))
    with locked({receipt: f"receipt {os.path.realpath(receipt)}"}):
        return _run(Run(client, options, Receipt(receipt, identity), warn))


def _run(run: Run) -> BulkOutcome:
    options, done = run.options, run.done
    try:
        if options.state == "absent":
            _remove_rows(run)
        elif run.receipt.status in ("running", "finished"):
            _resume(run)
        else:
            _validate_outcome_known(run)
            _start(run)
    except Id360Error as error:
        known = done.upload.get("id") or options.upload_id or run.receipt.entries.get("upload_id")
        context = f"{options.action}, upload {known or '(new)'}"
        raise error.with_context(context).replace(actions=done.actions, result=done.result()) from None
    return done


def _remove_rows(run: Run) -> None:
    options, upload_id = run.options, str(run.options.upload_id)
    upload = read_upload(run.client, options.action, upload_id, run.warn)
    if upload is None:
        return
    run.done.upload = upload
    rows = read_rows(run.client, options.action, upload_id, options.entity_filter or "")
    run.done.counts = count_rows(rows)
    if step := removal_step(options.entity_ids, rows):
        carry_out(run, step)


def _validate_outcome_known(run: Run) -> None:
    action, receipt = run.options.action, run.receipt
    unknown = "and its outcome is unknown. Check"
    anew = "; if it was not done, remove the receipt, and the next run starts over"
    if receipt.status == "uploading":
        raise Id360Error(
            f"an earlier run was interrupted while it uploaded these data, {unknown} the uploads of {action} in the"
            f" ID360 console{anew};"
            " if it was done, use upload_id instead of the data"
        )
    if receipt.status == "executing":
        upload_id = receipt.entries.get("upload_id")
        path = uploads_path(action, str(upload_id))
        raise Id360Error(
            f"an earlier run was interrupted while it executed upload {upload_id} ({path}), {unknown} the jobs, with"
            f" id360_job_info{anew}"
        )


def _start(run: Run) -> None:
    options, receipt, done = run.options, run.receipt, run.done
    upload_id = options.upload_id or receipt.entries.get("upload_id")
    if upload_id:
        adopt_upload(run, upload_id)
        done.rejected = receipt.entries.get("rejected_rows", [])
    elif options.table:
        if options.table.blank:
            rows = "row was" if options.table.blank == 1 else "rows were"
            run.warn(f"{options.table.blank} blank {rows} removed")
        carry_out(run, upload_step(options.table))
    if options.match_columns is not None:
        carry_out(run, columns_step(options.match_columns, done.upload if upload_id else None))
    if options.state == "executed":
        _map_and_execute(run)
    elif not run.is_guess:
        read_mapped_rows(run)


def _map_and_execute(run: Run) -> None:
    options, done = run.options, run.done
    if options.upload_id:
        run.receipt.write("uploaded", upload_id=options.upload_id)
    rows = None if run.is_guess else read_mapped_rows(run)
    if rows and unmapped_in(rows):
        write_rejects(run)
        if step := unmapped_step(options.unmapped_rows, rows, run.columns):
            carry_out(run, step)
    execution = execution_step(options, rows)
    if execution is None:
        done.message = "nothing was executed, as no row is left to act on"
        write_rejects(run)
        return
    carry_out(run, execution)
    if options.wait and done.execution:
        finish(run)
        _report_execution(run)


def _resume(run: Run) -> None:
    """From a receipt of a run that was executed."""
    options, known, done = run.options, run.receipt.entries, run.done
    done.upload = {"id": known.get("upload_id")}
    done.rejected, done.counts = known.get("rejected_rows", []), known.get("entity_counts", {})
    done.execution = {"id": known.get("execution_id"), "status": known.get("outcome")}
    done.failed = known.get("failed_rows", [])
    if options.state == "present":
        return
    if run.receipt.status == "running":
        if run.client.read_only or not options.wait:  # a dry run does not wait
            return
        finish(run)
        _report_execution(run)
        return
    try:
        _report_execution(run)
    except JobError as error:
        rest = f"removing the receipt {run.receipt.path!r} would execute all rows again"
        if options.rejects and (done.failed or done.rejected):
            rest = f"correct the rows in {options.rejects!r}, and run that file with a receipt of its own"
        raise error.replace(message=f"an earlier run executed these data ({rest}): {error.message}") from None


def _report_execution(run: Run) -> None:
    """The result of a finished execution."""
    write_rejects(run)
    status = str(run.done.execution.get("status") or run.receipt.entries.get("outcome"))
    raise_for_failure(status, run.done.failed, run.columns, fail_on_row_errors=run.options.fail_on_row_errors)
