# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules that make requests fail, or change their responses."""

from __future__ import annotations

import dataclasses
import random
from fnmatch import fnmatchcase
from typing import Any


@dataclasses.dataclass
class Fault:
    """One rule; `after` requests that match are let through, then `times` of them are changed (-1: all), each with a
    `probability`."""

    method: str = "*"
    path: str = "*"
    times: int = 1
    after: int = 0
    status: int | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    error: dict[str, Any] | None = None
    body: str | None = None
    content_type: str | None = None
    do_work: bool = False
    drop: str | None = None
    delay: float = 0
    cut: bool = False
    drip: str | None = None
    probability: float = 1

    def __post_init__(self) -> None:
        if self.drop not in (None, "before", "after"):
            raise ValueError("drop is either before or after")
        if self.drip not in (None, "headers", "body"):
            raise ValueError("drip is either headers or body")
        if not 0 < self.probability <= 1:
            raise ValueError("probability is more than 0, and at most 1")
        if self.error is not None and self.body is not None:
            raise ValueError("give the fault either an error or a body")
        if not (self.replaces or self.drop or self.delay or self.cut or self.drip):
            raise ValueError("the fault does nothing: give it a status, error, body, drop, delay, cut or drip")

    @property
    def replaces(self) -> bool:
        """Whether another answer is given than the true one."""
        return self.status is not None or self.error is not None or self.body is not None


class Faults:
    """The rules in force, oldest first."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self._random = random.Random(1)  # the same requests in the same order meet the same faults

    def add(self, **keys: Any) -> None:
        """Put a rule in force."""
        self.rules.append(Fault(**keys))

    def clear(self) -> None:
        """Remove all rules."""
        self.rules = []

    def take(self, method: str, path: str) -> Fault | None:
        """The rule that spoils this request, if any."""
        for rule in self.rules:
            if rule.times == 0 or not (fnmatchcase(method, rule.method) and fnmatchcase(path, rule.path)):
                continue
            if rule.after > 0:
                rule.after -= 1
                continue
            if rule.probability < 1 and self._random.random() >= rule.probability:
                continue
            if rule.times > 0:
                rule.times -= 1
            return rule
        return None
