# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tenants of several tests, as seeds of the simulator."""

from __future__ import annotations

_USERS = [
    {"email": f"canary-{n}@example.com", "firstName": f"Canary{n}", "displayName": f"Canary {n}", "city": "Canaryville"}
    for n in range(30)
]
# Every text of a record is marked, so that a test finds it in any output.
CANARIES = {
    "users": _USERS,
    "groups": [
        {"name": "Canary club", "members": [user["email"] for user in _USERS[:5]]},
        {"name": "Canary nobody"},
    ],
    "jobs": [{"action_name": f"Canary job {n}"} for n in range(3)],
}

# Groups that share a name, and groups whose names look like ids.
DESIGNERS = {
    "users": [
        {"id": "1", "email": "Ann.Lee@example.com", "displayName": "Ann Lee", "title": "Chief"},
        {"id": "2", "email": "bob.ray@example.com"},
    ],
    "groups": [
        {"id": "90", "name": "Designers", "members": ["1", "2"]},
        {"id": "91", "name": "Twins"},
        {"id": "92", "name": "Twins"},
        {"id": "93", "name": "2024"},
        {"id": "94", "name": "90"},
    ],
}
