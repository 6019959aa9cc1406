# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tenant for tests of id360_directory, and the problems of lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

ANN, BOB, EVE, NEW = ({"email": f"{name}@example.com"} for name in ("ann", "bob", "eve", "new"))
SEED = {
    "users": [
        {"id": "1", **ANN, "employeeID": "007", "title": "Clerk", "company": "Berge"},
        {"id": "2", **BOB, "employeeID": "008", "status": 0},
        {"id": "3", **EVE, "manager": "1", "department": "Sales"},
    ],
    "templates": [{"id": "71", "name": "Newcomer "}],
    "groups": [
        {"id": "8", "name": "Empty"},
        {"id": "9", "name": "Clerks", "members": ["1", "2"]},
        {"id": "10", "name": "By rule", "is_dynamic": True, "members": ["3"]},
        {"id": "11", "name": "Twins"},
        {"id": "12", "name": "Twins"},
    ],
}


def problems(directory: Callable[..., Any], **options: Any) -> list[str]:
    """The problems that stop a run before any write."""
    with pytest.raises(Id360Error) as refused:
        directory(**options)
    told = refused.value.failure()
    assert told["msg"].startswith("nothing was written, as there ")
    assert all(problem in told["msg"] for problem in told["problems"])
    assert told["actions"] == []
    return told["problems"]
