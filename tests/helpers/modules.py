# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All modules, and for each a task that changes nothing."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py"))
UPLOAD = {"action": "move-users", "upload_id": "99"}
# For each module a task that sends one request and finds nothing
NOTHING = {
    "id360_directory": {"users": []},
    "id360_user": {"id": "99", "state": "absent"},
    "id360_group": {"id": "99", "state": "absent"},
    "id360_job": {"ids": ["99"]},
    "id360_tenant_info": {},  # more than one request, and it tells how many
    "id360_upload_info": UPLOAD,
    "id360_bulk_upload": {**UPLOAD, "state": "absent"},
}


def requests_of(results):
    """The number of requests that the tasks sent, one each."""
    return sum(result.get("tenant", {}).get("requests", 1) for result in results)
