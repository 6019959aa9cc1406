# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applies the items of a plan: concurrently, and in stages where one item depends on another."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .._errors import Id360Error, OutcomeUnknown, ParentEnded, TransportError, bug_report
from .._http.client import Client
from .._http.retry import PASSING
from .._model.plan import make_plan
from .._record.manage import Outcome, apply_plan, manage
from .._record.target import Target
from .._secrets import without
from .._text import Warn
from .._threads import in_threads
from .._values import folded
from .items import WorkItem
from .order import stages
from .people import People, with_managers
from .plan_groups import resolved_members

MAX_CONSECUTIVE_FAILURES = 20  # items that fail in a row, each after all its retries, before a server counts as down


@dataclass
class Result:
    """The result of an item, in check mode the predicted one; ``before`` and ``after`` are its diff."""

    item: WorkItem
    id: str | None = None
    actions: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    error: Id360Error | None = None


def predicted_result(item: WorkItem) -> Result:
    """The predicted result of an item."""
    return Result(item, item.id, item.plan.actions, item.plan.before, item.plan.after)


class WorkerPool:
    """Applies items in ``size`` threads with one client. ``results`` are those of finished items, in any order."""

    def __init__(self, client: Client, people: People, size: int, warn: Warn) -> None:
        self._client, self._people, self._size, self._warn = client, people, size, warn
        self._stopped = threading.Event()
        self.stopped_because = ""
        self._created: dict[str, str] = {}
        self._released: set[str] = set()  # ids of accounts that have given up their email
        self._server_failures = 0  # items in a row
        self.results: list[Result] = []

    def stop(self, why: str = "") -> None:
        """Start no further items; running ones are finished. ``why``: the reason, for the message."""
        self.stopped_because = self.stopped_because or why
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def run(self, items: Sequence[WorkItem]) -> None:
        for stage in stages(items):
            in_threads(self._work, stage, self._size)

    def _work(self, item: WorkItem) -> None:
        if self.stopped:
            return
        result = Result(item, item.id)
        try:
            outcome = self._outcome(item)
            _set_outcome(result, item, outcome)
            self._server_failures = 0
            if item.creates_a_person:
                self._created[_email(item)] = outcome.record["id"]
        except Id360Error as error:
            if isinstance(error, ParentEnded):
                self.stop(error.message)
                if not error.actions:
                    return
            result.error, result.actions, result.id = error, error.actions, error.record_id or item.id
            self._server_failures = self._server_failures + 1 if _is_down(error) else 0
            if item.creates_a_person and error.record_id:  # created, but not completely as desired
                self._created[_email(item)] = error.record_id
        except Exception as bug:
            result.error = bug_report(bug).replace(may_be_created=item.creates_a_person)
        if item.id and not {"patch", "delete"}.isdisjoint(result.actions):
            self._released.add(item.id)
        if result.error:
            result.error = result.error.with_context(f"{item.resource.kind} {item.key}")
            if item.desired.secret:
                result.error = result.error.redacted(item.desired.secret)
        self.results.append(result)

    def _outcome(self, item: WorkItem) -> Outcome:
        if self._server_failures >= MAX_CONSECUTIVE_FAILURES:
            raise TransportError(f"skipped after {MAX_CONSECUTIVE_FAILURES} consecutive server failures")
        missing = item.missing(self._created)
        if missing:
            raise Id360Error(f"skipped, as {', '.join(missing)} could not be created")
        keeping = [self._people.email_or_id(record_id) for record_id in item.desired.excluded - self._released]
        if keeping:  # the server would take the create for the account that still has the email
            raise Id360Error(f"skipped, as the account that has {', '.join(keeping)} was not renamed or deleted")
        people = replace(self._people, created=self._created)

        def warn(text: str) -> None:
            self._warn(without(item.desired.secret or "", text))

        if item.resource.key_is_unique:
            resolved, plan = item.resolved, item.plan
            if item.needs:
                with_ids, _unknown = with_managers(item.resource, item.desired, people, item.existing)
                resolved = with_ids._replace(template=resolved.template)
                plan = make_plan(item.resource, item.existing, resolved)
            return apply_plan(Target(self._client, item.resource, item.desired, warn), plan, resolved)
        members = item.desired.members and resolved_members(item.desired.members, people)
        # Read again under its lock: members are replaced as a whole, and another process may have changed them.
        desired = item.desired._replace(members=members)
        return manage(Target(self._client, item.resource, desired, warn), compared=True)


def _is_down(error: Id360Error) -> bool:
    """Whether it is the server that fails, and not the item."""
    if isinstance(error, (TransportError, OutcomeUnknown)):
        return True
    return error.response is not None and error.response.status in PASSING


def _email(item: WorkItem) -> str:
    return folded(item.desired.values["email"])


def _set_outcome(result: Result, item: WorkItem, outcome: Outcome) -> None:
    result.id = outcome.record.get("id") or item.id
    result.actions = outcome.actions
    expected = item.plan.before.items()
    as_predicted = outcome.actions == item.plan.actions
    if as_predicted and all(outcome.before.get(name) == value for name, value in expected):
        # the predicted diff shows new users as such
        result.before, result.after = item.plan.before, item.plan.after
    else:
        result.before, result.after = outcome.before, outcome.after
