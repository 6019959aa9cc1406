# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user is (seed 001 of the API documents)."""

from __future__ import annotations

from typing import Any

from ._resource import Field, Resource, Toggle

USER = Resource(
    kind="user",
    path="/users",
    keys=("email", "employee_id"),
    fields=(
        Field("email", clearable=False, is_email=True),
        Field("city"),
        Field("company", listed=False),
        Field("country"),
        Field("department", listed=False),
        Field("description"),
        Field("display_name", "displayName"),
        Field("employee_id", "employeeID"),
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
    marker="primarySource",
    holds_people=True,
    toggle=Toggle("status"),
    secret=Field("password", clearable=False, secret=True),
    from_template="/users/new",
)

USER_OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"type": "str", "choices": ["present", "enabled", "disabled", "absent"], "default": "present"},
    "id": {"type": "str"},
    "match_by": {"type": "list", "elements": "str", "choices": list(USER.keys), "default": ["email"]},
    "template": {"type": "str"},
    "create_disabled": {"type": "bool", "default": False},
    "password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    **{field.name: {"type": "str"} for field in USER.fields},
}
