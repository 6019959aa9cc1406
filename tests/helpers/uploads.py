# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users, rows that match them, and the action for the rows."""

from __future__ import annotations

from typing import Any

from id360_simulator import Simulator

PEOPLE = [{"id": str(n), "email": f"u{n}@example.com", "firstName": f"U{n}"} for n in range(1, 5)]
GOOD = "email,first_name\nu1@example.com,U1\nu2@example.com,U2\n"
MIXED = GOOD + "zed@example.com,Zed\nu1@example.com,U1\n"
DISABLE: dict[str, Any] = {
    "state": "executed",
    "app_config_id": "70",
    "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]},
}
ENABLE = {**DISABLE, "template_input": {"id": "71", "data": [{"OPERATION": "ENABLE"}]}}
U1, U2 = ({"email": f"u{n}@example.com", "first_name": f"U{n}"} for n in (1, 2))


def statuses(simulator: Simulator) -> list[int]:
    return [user["status"] for user in simulator.tenant.users.values()]
