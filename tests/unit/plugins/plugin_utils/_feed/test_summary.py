# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one message of a run of the role directory."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.summary import summarize

PLAN: dict[str, Any] = {"warnings": [], "without_account": [], "passed_over": ["9"], "future": 0}
NONE = dict.fromkeys(("unchanged", "create", "patch", "password", "enable", "disable", "delete", "failed"), 0)
USERS = [{"id": str(number), "email": f"p{number}@x.com"} for number in range(8, 20)]


@pytest.mark.parametrize(
    ("result", "plan", "check", "lines"),
    [
        ({"summary": NONE}, {}, False, ["nothing to do"]),
        (
            {"summary": {**NONE, "create": 2, "unchanged": 7, "failed": 1}},
            {"future": 3, "warnings": ["w"]},
            False,
            ["created: 2, unchanged: 7, failed: 1, future joiners: 3", "w"],
        ),
        (
            {
                "summary": {**NONE, "create": 3, "patch": 2},
                "changes": [
                    {"kind": "user", "actions": ["create"]},
                    {"kind": "group", "actions": ["patch"]},
                    *[{"kind": "group", "actions": ["create"]}] * 2,
                ],
            },
            {},
            False,
            ["created: 1 user and 2 groups, updated: 1 user and 1 group"],
        ),
        ({"summary": {**NONE, "patch": 1}}, {}, True, ["check mode, nothing was written: updated: 1"]),
        (
            {"summary": NONE, "left_disabled": USERS[:2], "unlisted": [{"id": "5", "email": None}]},
            {"without_account": ["line 2"]},
            False,
            [
                "nothing to do",
                "leavers without an account: 1 (line 2)",
                "disabled users in the file: 1 (p8@x.com); set directory_state to enabled to enable them",
                "users who are not in the file: 1 (id 5)",
            ],
        ),
        ({"summary": NONE, "left_disabled": USERS[1:2]}, {}, False, ["nothing to do"]),
        ({"problems": ["x"]}, {"warnings": ["w"]}, False, ["nothing was written", "w"]),
        ({"msg": "HTTP 401"}, {}, True, ["the plan was not applied"]),
    ],
)
def test_lines(result: dict[str, Any], plan: dict[str, Any], check: bool, lines: list[str]) -> None:
    assert summarize(result, {**PLAN, **plan}, check=check) == lines


def test_a_thousand_are_not_scrolled() -> None:
    many = [{"id": "1", "email": f"p{number}@x.com"} for number in range(1000)]
    (_counts, line) = summarize({"summary": NONE, "unlisted": many}, PLAN, check=False)
    assert line.startswith("users who are not in the file: 1000 (p0@x.com, ")
    assert line.endswith(", p9@x.com, …)")
