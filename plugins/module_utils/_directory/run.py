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
from .plan import DirectoryPlan, plan_directory, problems_error
from .report import change_of, diffs_of, missing_user_result, outline_of, reported_results, summary_of, write_report
from .workers import Result, WorkerPool, predicted_result

_MAX_NAMED = 10  # of those that failed
_CANCEL = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def manage_directory(
    client: Client, options: DirectoryOptions, warn: Warn, *, check_mode: bool, for_diff: bool = True
) -> dict[str, Any]:
    """Bring a directory into the desired state, or predict it; the result has a diff with ``for_diff``.

    Raises Id360Error if the plan has problems, and, with the complete result, if items failed or it was interrupted.
    """
    plan = plan_directory(client, options, warn, for_diff=for_diff)
    if options.fingerprint not in (None, plan.fingerprint):
        raise _plan_changed(plan)
    if check_mode:
        results = _predicted_results(plan)
        _write(client, options, plan, results, check=True)
        result = _result(client, plan, results, for_diff=for_diff)
        if plan.foreign:
            raise _foreign_error(plan, result, details=options.details)
        return result
    pool = WorkerPool(client, plan.people, options.threads, warn)
    unwritten = ""
    with _interruptible(pool, lambda: _write(client, options, plan, pool.results, check=False)) as signals:
        pool.run(plan.items)
        results = _in_order(plan, pool)
        try:
            _write(client, options, plan, results, check=False)
        except Id360Error as error:  # the result is reported nevertheless
            unwritten = error.message
    failed = [result for result in results if result.error]
    if failed or unwritten or pool.stopped:
        result = _result(client, plan, results, for_diff=for_diff)
        failure = _failure(plan, result, failed, _failure_reasons(plan, pool, unwritten))
        raise failure.replace(signal=signals[0] if signals else 0)
    return _result(client, plan, results, for_diff=for_diff)


def _predicted_results(plan: DirectoryPlan) -> list[Result]:
    """The results of a dry run; accounts of other sources stay as they are."""
    refused = {id(item): Id360Error(problem.message) for item, problem in plan.foreign}
    results = [predicted_result(item) for item in plan.items]
    return [
        replace(result, actions=[], error=refused[id(result.item)]) if id(result.item) in refused else result
        for result in results
    ]


def _foreign_error(plan: DirectoryPlan, result: dict[str, Any], *, details: bool) -> Id360Error:
    error = problems_error([problem for _item, problem in plan.foreign], details=details)
    others = {name: value for name, value in result.items() if name not in ("changed", "actions")}
    return error.replace(result={**others, **error.result})


@contextmanager
def _interruptible(pool: WorkerPool, report: Callable[[], None]) -> Iterator[list[int]]:
    """When the run is cancelled (AWX sends SIGTERM), start no further items, and write a report immediately, as the
    process may be killed next. Yields the list of received signals."""
    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        received.append(number)
        pool.stop()
        with suppress(Id360Error):  # it is written again at the end
            report()

    before = {number: signal.signal(number, stop) for number in _CANCEL}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _in_order(plan: DirectoryPlan, pool: WorkerPool) -> list[Result]:
    place = {id(item): number for number, item in enumerate(plan.items)}
    return sorted(pool.results, key=lambda result: place[id(result.item)])


def _write(
    client: Client, options: DirectoryOptions, plan: DirectoryPlan, results: list[Result], *, check: bool
) -> None:
    if options.report:
        write_report(
            options.report,
            check=check,
            summary=summary_of(results, plan.count - len(plan.items)),
            url=client.url,
            unlisted=plan.unlisted,
            unchanged=_unchanged(plan),
            left_disabled=plan.left_disabled,
            results=[*reported_results(results), *(missing_user_result(item) for item in plan.not_found)],
            emails=plan.people.emails,
            sources=plan.sources,
            new_users={new_person(email): email for email in _created_emails(plan)},
        )


def _created_emails(plan: DirectoryPlan) -> list[str]:
    return [item.desired.values["email"] for item in plan.items if item.creates_a_person]


def _unchanged(plan: DirectoryPlan) -> dict[str, int]:
    """How many users and how many groups are as declared."""
    users = sum(1 for item in plan.items if item.resource.holds_people)
    groups = plan.count - plan.user_count - (len(plan.items) - users)
    return {"users": plan.user_count - users, "groups": groups}


def _result(client: Client, plan: DirectoryPlan, results: list[Result], *, for_diff: bool) -> dict[str, Any]:
    actions = sorted({action for result in results for action in result.actions})
    return {
        "changed": bool(actions),
        "summary": summary_of(results, plan.count - len(plan.items)),
        "changes": [change_of(result) for result in reported_results(results)],
        "unlisted": [outline_of(seen) for seen in plan.unlisted],
        "left_disabled": [outline_of(seen) for seen in plan.left_disabled],
        "actions": actions,
        **({"diff": diffs_of(results, plan.people.emails, partial(emails_of, client))} if for_diff else {}),
        "plan_fingerprint": plan.fingerprint,
    }


def _plan_changed(plan: DirectoryPlan) -> Id360Error:
    summary = summary_of([predicted_result(item) for item in plan.items], plan.count - len(plan.items))
    counts = ", ".join(f"{action} {count}" for action, count in summary.items() if count) or "no changes"
    message = f"the plan changed since plan_fingerprint was taken; nothing was written. The plan is now: {counts}"
    return Id360Error(message).replace(result={"summary": summary})


def _failure_reasons(plan: DirectoryPlan, pool: WorkerPool, unwritten: str) -> list[str]:
    """The reasons of a failure other than failed items."""
    count = f"{len(pool.results)} of {len(plan.items)} items"
    interrupted = f"interrupted after {count}; run it again to continue" if pool.stopped else ""
    return [text for text in (unwritten, interrupted, pool.stopped_because) if text]


def _failure(plan: DirectoryPlan, result: dict[str, Any], failed: list[Result], reasons: list[str]) -> Id360Error:
    if failed:
        named = "; ".join(str(change_of(result)["error"]) for result in failed[:_MAX_NAMED])
        more = f"; and {len(failed) - _MAX_NAMED} more, see changes" if len(failed) > _MAX_NAMED else ""
        reasons.append(f"{len(failed)} of {len(plan.items)} items failed: {named}{more}")
    error = Id360Error(". ".join(reasons), failed[0].error.response if failed and failed[0].error else None)
    others = {name: value for name, value in result.items() if name not in ("changed", "actions")}
    uncertain = [one.item.key for one in failed if one.item.creates_a_person and one.error and one.error.may_be_created]
    return error.replace(actions=result["actions"], result={**others, "uncertain": uncertain})
