# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tenant: everything the API reads and writes, in memory."""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from .progress import Execution, JobPath
from .schema import Record
from .settings import Settings

_FIRST_IDS = {
    "users": 2000000000001,
    "groups": 2000100000001,
    "templates": 2000200000001,
    # Executions and jobs share their ids: an execution is followed as a job.
    "jobs": 2000300000001,
    "uploads": 2000400000001,
    "entities": 2000500000001,
}


@dataclasses.dataclass
class Walk:
    """The ids of one listing, fixed at its first page, so that the pages are consistent."""

    question: tuple[str, ...]
    ids: list[str]
    total: int


@dataclasses.dataclass
class Tenant:
    """One tenant. Records are plain dictionaries in the API's spelling, kept by id."""

    users: dict[str, Record] = dataclasses.field(default_factory=dict)
    groups: dict[str, Record] = dataclasses.field(default_factory=dict)
    templates: dict[str, Record] = dataclasses.field(default_factory=dict)
    jobs: dict[str, Record] = dataclasses.field(default_factory=dict)
    uploads: dict[str, Record] = dataclasses.field(default_factory=dict)
    executions: dict[str, Execution] = dataclasses.field(default_factory=dict)
    job_paths: dict[str, JobPath] = dataclasses.field(default_factory=dict)
    # Newest first. Not part of the record, so that no response can contain one.
    passwords: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    unlicensed: set[str] = dataclasses.field(default_factory=set)
    walks: dict[int, Walk] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self._counters: dict[str, Iterator[int]] = {kind: itertools.count(first) for kind, first in _FIRST_IDS.items()}
        self._listings: Counter[str] = Counter()
        self._births: dict[tuple[str, str], tuple[int, float]] = {}
        self.walk_numbers = itertools.count(1)

    def new_id(self, kind: str) -> str:
        """An id that nothing of this kind has."""
        taken = getattr(self, kind, {})
        return next(identity for number in self._counters[kind] if (identity := str(number)) not in taken)

    def add_creation(self, kind: str, identity: str) -> None:
        """Store when a record was created, as listings may be delayed."""
        self._births[kind, identity] = (self._listings[kind], time.monotonic())

    def begin_listing(self, kind: str) -> None:
        """Count a listing: `lag_listings` is a number of listings."""
        self._listings[kind] += 1

    def is_listed(self, kind: str, identity: str, settings: Settings) -> bool:
        """Whether the listing that was begun last knows this record already."""
        birth = self._births.get((kind, identity))
        if birth is None:
            return True
        listing, moment = birth
        if self._listings[kind] - listing <= settings.lag_listings:
            return False
        return time.monotonic() - moment >= settings.lag_seconds

    def user_by_email(self, email: str) -> Record | None:
        """The account with this email, compared without case."""
        wanted = email.casefold()
        return next((user for user in self.users.values() if str(user.get("email", "")).casefold() == wanted), None)

    def remove_user(self, identity: str) -> None:
        """Delete a user, and every mention of them."""
        del self.users[identity]
        self.passwords.pop(identity, None)
        self.unlicensed.discard(identity)
        for group in self.groups.values():
            if identity in group.get("members", ()):
                group["members"] = [member for member in group["members"] if member != identity]
                group["members_count"] = len(group["members"])
        for user in self.users.values():
            if user.get("manager") == identity:
                del user["manager"]

    def as_json(self) -> dict[str, Any]:
        """Everything but the passwords."""
        kinds = ("users", "groups", "templates", "jobs", "uploads")
        return {kind: list(getattr(self, kind).values()) for kind in kinds}


def now() -> str:
    """The present moment as users and groups spell it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())


def now_for_jobs() -> str:
    """The present moment as jobs spell it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
