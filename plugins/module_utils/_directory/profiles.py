# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attributes of users for the report: names, department, title, status and primary source. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from .._model.resource import Existing
from .._model.user import USER

PROFILE_FIELDS = ("display_name", "first_name", "last_name", "department", "title")


def profile_of(existing: Existing, sources: Mapping[str, str]) -> dict[str, str]:
    """The known attributes of a user; ``status`` is ``enabled`` or ``disabled``. ``sources`` are
    the names of primary sources by the ids of users."""
    record, toggle = existing.record, USER.toggle
    words = {toggle.on: "enabled", toggle.off: "disabled"} if toggle else {}
    status = next((word for value, word in words.items() if toggle and record.get(toggle.field) == value), None)
    profile = {name: record.get(name) for name in PROFILE_FIELDS}
    profile.update(status=status, source=sources.get(record["id"]))
    return {name: value for name, value in profile.items() if isinstance(value, str) and value}
