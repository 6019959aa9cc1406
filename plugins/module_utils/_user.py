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
        Field("company"),
        Field("country"),
        Field("department"),
        Field("description"),
        Field("display_name", "displayName"),
        Field("employee_id", "employeeID"),
        Field("fax"),
        Field("first_name", "firstName"),
        Field("gender"),
        Field("home_phone", "homePhone"),
        Field("language"),
        Field("last_name", "lastName"),
        Field("manager", is_person=True),
        Field("mobile_number", "mobileNumber"),
        Field("post_office_box", "postOfficeBox"),
        Field("seating_location", "seatingLocation"),
        Field("state_province", "stateProvince"),
        Field("street"),
        Field("telephone_number", "telephoneNumber"),
        Field("title"),
        Field("work_location", "workLocation"),
        Field("zip_postal", "zipPostal"),
    ),
    read_only=("id", "isDomainVerified", "primarySource"),
    only_with_fields=frozenset(
        [
            "company",
            "department",
            "fax",
            "homePhone",
            "manager",
            "postOfficeBox",
            "seatingLocation",
            "telephoneNumber",
            "title",
            "primarySource",
        ]
    ),
    holds_people=True,
    toggle=Toggle("status"),
    secret="password",
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
