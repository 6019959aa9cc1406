# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HR file for the tests of plan_people, and the plan that is made of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import plan_people

TODAY = date(2026, 11, 30)
COLUMNS = {"No.": "employee_id", "Mail": "email", "Dept": "department", "Until": "end_date"}
BOSS = {**COLUMNS, "Boss": "manager_employee_id"}
HEADER = "No.,Mail,Dept,Until,Boss,Pay\n"
SALES = {"Sales": "Sales team"}
ACCOUNTS = [
    {"id": "1003", "email": "Eve@x.com", "employee_id": "3"},
    {"id": "1004", "email": "d@x.com"},
    {"id": "1009", "email": "zoe@x.com", "employee_id": "9"},
]


def planned(
    content: str | bytes, path: str = "hr.csv", columns: dict[str, str] | None = None, **given: Any
) -> dict[str, Any]:
    options = {"department_groups": {}, "date_format": "%Y-%m-%d", "today": TODAY, "state": "present"}
    options |= {"template": None, "clear": False, "match_by": ["employee_id", "email"], "accounts": ACCOUNTS, **given}
    content = content.encode() if isinstance(content, str) else content
    return plan_people(content, path, columns=COLUMNS if columns is None else columns, **options)


def users(plan: dict[str, Any]) -> list[dict[str, str]]:
    assert plan["problems"] == []
    return json.loads(plan["src"])
