# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a group is (docs/api.md, "Groups")."""

from __future__ import annotations

from typing import Any

from .._option_types import ID, MEMBERS, PEOPLE, PEOPLE_OR_EMPTY_LIST
from .resource import Field, Members, Resource, field_options

GROUP = Resource(
    kind="group",
    path="/groups",
    fields=(
        Field("name", clearable=False, is_key=True),
        Field("description"),
        Field("is_dynamic", type="bool"),
    ),
    read_only=("id", "members_count", "when_created", "primary_source"),
    members=Members(),
    key_is_unique=False,
)

_PEOPLE: dict[str, Any] = {"type": PEOPLE, "elements": ID}

GROUP_OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "id": {"type": ID},
    **field_options(GROUP),
    "members": {
        "type": MEMBERS,
        "options": {"set": {**_PEOPLE, "type": PEOPLE_OR_EMPTY_LIST}, "add": _PEOPLE, "remove": _PEOPLE},
        "mutually_exclusive": [("set", "add"), ("set", "remove")],
    },
}
