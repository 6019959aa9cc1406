# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the plan of a directory to its result: applied, or predicted in check mode."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from .._api.people import emails_of
from .._errors import Id360Error
from .._http.client import Client
from .._model.diff import new_person
from .._text import Warn
from .options import DirectoryOptions
from .plan import Planned, plan_directory, problems_error
from .report import change_of, diffs_of, missing, outline_of, reported, summary_of, write_report
from .workers import Result, WorkerPool, predicted

_NAMED = 10  # of those that failed
_CANCEL = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def manage_directory(
    client: Client, options: DirectoryOptions, warn: Warn, *, check_mode: bool, for_diff: bool = True
) -> dict[str, Any]:
    """Bring a directory into the desired state, or predict it; the result has a diff with ``for_diff``.

    Raises Id360Error if the plan has problems, and, with the complete result, if items failed or it was interrupted.
    """
    planned = plan_directory(client, options, warn, for_diff=for_diff)
    if options.fingerprint not in (None, planned.fingerprint):
        raise _another_plan(planned)
    if check_mode:
        results = _predicted(planned)
        _write(client, options, planned, results, check=True)
        result = _result(client, planned, results, for_diff=for_diff)
        if planned.foreign:
            raise _refused(planned, result, details=options.details)
        return result
    pool = WorkerPool(client, planned.people, options.threads, warn)
    unwritten = ""
    with _interruptible(pool, lambda: _write(client, options, planned, pool.results, check=False)) as signals:
        pool.run(planned.items)
        results = _in_order(planned, pool)
        try:
            _write(client, options, planned, results, check=False)
        except Id360Error as error:  # the result is reported nevertheless
            unwritten = error.message
    failed = [result for result in results if result.error]
    if failed or unwritten or pool.stopped:
        result = _result(client, planned, results, for_diff=for_diff)
        failure = _failure(planned, result, failed, _said(planned, pool, unwritten))
        raise failure.replace(signal=signals[0] if signals else 0)
    return _result(client, planned, results, for_diff=for_diff)


def _predicted(planned: Planned) -> list[Result]:
    """The results of a dry run; accounts of other sources stay as they are."""
    refused = {id(item): Id360Error(problem.message) for item, problem in planned.foreign}
    results = [predicted(item) for item in planned.items]
    return [
        replace(result, actions=[], error=refused[id(result.item)]) if id(result.item) in refused else result
        for result in results
    ]


def _refused(planned: Planned, result: dict[str, Any], *, details: bool) -> Id360Error:
    error = problems_error([problem for _item, problem in planned.foreign], details=details)
    others = {name: value for name, value in result.items() if name not in ("changed", "actions")}
    return error.replace(result={**others, **error.result})


@contextmanager
def _interruptible(pool: WorkerPool, report: Callable[[], None]) -> Iterator[list[int]]:
    """When the run is cancelled (AWX sends SIGTERM), start no further items, and write a report immediately, as the
    process may be killed next. Yields the list of received signals."""
    came: list[int] = []

    def stop(number: int, _frame: object) -> None:
        came.append(number)
        pool.stop()
        with suppress(Id360Error):  # it is written once more when all is over
            report()

    before = {number: signal.signal(number, stop) for number in _CANCEL}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _in_order(planned: Planned, pool: WorkerPool) -> list[Result]:
    place = {id(item): number for number, item in enumerate(planned.items)}
    return sorted(pool.results, key=lambda result: place[id(result.item)])


def _write(client: Client, options: DirectoryOptions, planned: Planned, results: list[Result], *, check: bool) -> None:
    if options.report:
        write_report(
            options.report,
            check=check,
            summary=summary_of(results, planned.count - len(planned.items)),
            url=client.url,
            unlisted=planned.unlisted,
            unchanged=_unchanged(planned),
            left_disabled=planned.left_disabled,
            results=[*reported(results), *(missing(item) for item in planned.nowhere)],
            emails=planned.people.emails,
            sources=planned.sources,
            new_users={new_person(email): email for email in _created_emails(planned)},
        )


def _created_emails(planned: Planned) -> list[str]:
    return [item.desired.values["email"] for item in planned.items if item.creates_a_person]


def _unchanged(planned: Planned) -> dict[str, int]:
    """How many users and how many groups are as declared."""
    users = sum(1 for item in planned.items if item.resource.holds_people)
    groups = planned.count - planned.user_count - (len(planned.items) - users)
    return {"users": planned.user_count - users, "groups": groups}


def _result(client: Client, planned: Planned, results: list[Result], *, for_diff: bool) -> dict[str, Any]:
    actions = sorted({action for result in results for action in result.actions})
    return {
        "changed": bool(actions),
        "summary": summary_of(results, planned.count - len(planned.items)),
        "changes": [change_of(result) for result in reported(results)],
        "unlisted": [outline_of(seen) for seen in planned.unlisted],
        "left_disabled": [outline_of(seen) for seen in planned.left_disabled],
        "actions": actions,
        **({"diff": diffs_of(results, planned.people.emails, partial(emails_of, client))} if for_diff else {}),
        "plan_fingerprint": planned.fingerprint,
    }


def _another_plan(planned: Planned) -> Id360Error:
    summary = summary_of([predicted(item) for item in planned.items], planned.count - len(planned.items))
    counts = ", ".join(f"{action} {count}" for action, count in summary.items() if count) or "no changes"
    message = f"the plan changed since plan_fingerprint was taken; nothing was written. The plan is now: {counts}"
    return Id360Error(message).replace(result={"summary": summary})


def _said(planned: Planned, pool: WorkerPool, unwritten: str) -> list[str]:
    """The reasons of a failure other than failed items."""
    count = f"{len(pool.results)} of {len(planned.items)} items"
    interrupted = f"interrupted after {count}; run it again to continue" if pool.stopped else ""
    return [text for text in (unwritten, interrupted, pool.stopped_because) if text]


def _failure(planned: Planned, result: dict[str, Any], failed: list[Result], said: list[str]) -> Id360Error:
    if failed:
        named = "; ".join(str(change_of(result)["error"]) for result in failed[:_NAMED])
        more = f"; and {len(failed) - _NAMED} more, see changes" if len(failed) > _NAMED else ""
        said.append(f"{len(failed)} of {len(planned.items)} items failed: {named}{more}")
    error = Id360Error(". ".join(said), failed[0].error.response if failed and failed[0].error else None)
    others = {name: value for name, value in result.items() if name not in ("changed", "actions")}
    uncertain = [one.item.key for one in failed if one.item.creates_a_person and one.error and one.error.may_be_created]
    return error.replace(actions=result["actions"], result={**others, "uncertain": uncertain})
