# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user is (docs/api.md, "Users")."""

from __future__ import annotations

from typing import Any

from .._option_types import ID, NAMES, SECRET, TEXT
from .resource import Field, Resource, Toggle, field_options

USER = Resource(
    kind="user",
    path="/users",
    fields=(
        Field("email", clearable=False, is_email=True, is_key=True),
        Field("city"),
        Field("company", listed=False),
        Field("country"),
        Field("department", listed=False),
        Field("description"),
        Field("display_name", "displayName"),
        Field("employee_id", "employeeID", is_key=True),
        Field("fax", listed=False),
        Field("first_name", "firstName"),
        Field("gender"),
        Field("home_phone", "homePhone", listed=False),
        Field("language"),
        Field("last_name", "lastName"),
        Field("manager", is_person=True, listed=False),
        Field("mobile_number", "mobileNumber"),
        Field("post_office_box", "postOfficeBox", listed=False),
        Field("seating_location", "seatingLocation", listed=False),
        Field("state_province", "stateProvince"),
        Field("street"),
        Field("telephone_number", "telephoneNumber", listed=False),
        Field("title", listed=False),
        Field("work_location", "workLocation"),
        Field("zip_postal", "zipPostal"),
    ),
    read_only=("id", "isDomainVerified", "primarySource"),
    probe_field="primarySource",
    holds_people=True,
    toggle=Toggle("status"),
    secret=Field("password", clearable=False, secret=True),
    from_template="/users/new",
    titles=(("display_name",), ("first_name", "last_name")),
)

USER_OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"type": "str", "choices": ["present", "enabled", "disabled", "absent"], "default": "present"},
    "id": {"type": ID},
    "match_by": {"type": NAMES, "elements": TEXT, "choices": list(USER.keys), "default": ["email"]},
    "template": {"type": ID},
    "create_disabled": {"type": "bool", "default": False},
    "password": {"type": SECRET, "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    **field_options(USER),
}
