# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the vendor's documents come back as they were printed."""

from __future__ import annotations

import copy
from typing import Any

import pytest


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


USER: dict[str, Any] = {
    "city": "Anchorage",
    "company": "Berge Corporation",
    "country": "US",
    "department": "Marketing",
    "description": "User of marketing department",
    "displayName": "AlexHales",
    "email": "alexhales@company.com",
    "employeeID": "12342",
    "fax": "441619998888",
    "firstName": "Alex",
    "gender": "M",
    "homePhone": "044-24681357",
    "id": "2000000000001",
    "isDomainVerified": False,
    "language": "en",
    "lastName": "Hales",
    "manager": "2000000072269",
    "mobileNumber": "7700900461",
    "postOfficeBox": "1052",
    "primarySource": {
        "applicationName": "Berge-Corp",
        "applicationService": {
            "name": "Universal Directory",
            "id": "2000000018007",
            "logo": "universal-directory",
            "serviceName": "ZOHO_DIRECTORY",
        },
        "creationTime": "2023-12-12T14:32:50+05:30",
        "isEnabled": True,
        "id": "2000000072637",
        "modifiedTime": "2023-12-12T14:32:50+05:30",
    },
    "seatingLocation": "5LC12",
    "stateProvince": "Alaska",
    "status": 1,
    "street": "19th Ave, Anchorage, Alaska",
    "telephoneNumber": "9072746922",
    "title": "Manager",
    "workLocation": "Alaska",
    "zipPostal": "99501",
}
UNLISTED = {"company", "department", "fax", "homePhone", "manager", "postOfficeBox", "seatingLocation"} | {
    "telephoneNumber",
    "title",
    "primarySource",
}
GROUP: dict[str, Any] = {
    "id": "2000000106686",
    "name": "Group 1",
    "description": "Default group for all users",
    "members_count": 2,
    "when_created": "2024-05-07T10:36:27+05:30",
    "is_dynamic": False,
    "primary_source": {
        "id": "2000000072637",
        "name": "Berge-Corp",
        "application_service": {
            "id": "2000000018007",
            "display_name": "Universal Directory",
            "name": "ZOHO_DIRECTORY",
            "logo": "universal-directory",
        },
    },
    "members": ["2000000000001", "2000000072269"],
}
TEMPLATE: dict[str, Any] = {
    "id": "2000000402001",
    "name": "PrimeTech Solution AAD User creation Template ",
    "description": "User creation template",
    "category": None,
    "isDefault": False,
    "isUserDefined": True,
    "isMultiDirTemplate": True,
    "createdTime": "2024-05-14T19:40:21+05:30",
    "lastModifiedTime": "-",
    "directories": [{"name": "PrimeTech", "id": "2000000076385", "isMandatory": False}],
}
JOB: dict[str, Any] = {
    "id": "2000000000001",
    "start_time": "2025-04-04T13:12:13.000Z",
    "end_time": "2025-04-04T13:12:16.000Z",
    "action_name": "Bulk User Creation",
    "status": "COMPLETED",
    "module": "Management",
    "details": {
        "entity": "User",
        "result": [{"id": "2000000000012", "status": "ERROR", "message": "Email already exists"}],
    },
}
SEED = {
    "users": [USER, {"id": "2000000072269", "email": "boss@company.com"}],
    "groups": [GROUP],
    "templates": [TEMPLATE],
    "jobs": [JOB],
}
CURSOR_META = {"cursor": None, "next_cursor": None, "is_last": True, "limit": 100, "total_no_of_objects": 1}
OFFSET_META = {"start_index": "1", "limit": 200, "total_no_of_objects": 1}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ('/users?filter=employeeID eq "12342"', {"data": [without(USER, *UNLISTED)], "meta": CURSOR_META}),
        ("/users/2000000000001", {"data": USER}),
        ("/groups", {"data": [GROUP], "meta": CURSOR_META}),
        ("/groups/2000000106686", {"data": without(GROUP, "members")}),
        ("/jobs", {"data": [without(JOB, "details")], "meta": OFFSET_META}),
        ("/jobs/2000000000001", JOB),
        ("/templates/users/creation", {"data": [TEMPLATE], "meta": OFFSET_META}),
    ],
)
def test_records_are_read_as_they_were_printed(serve, path, expected):
    answer = serve(SEED).get(path)
    assert answer.json() == expected
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("path", ["/users", "/users/new/2000000402001"])
def test_a_created_user_has_the_printed_fields_in_order(serve, path):
    seed = {**SEED, "users": [{"id": "2000000072269", "email": "boss@company.com"}]}
    body = without(USER, "id", "isDomainVerified", "primarySource") | {"password": "Test@1527#"}
    api = serve(seed)
    answer = api("POST", path, json=body)
    assert answer.status_code == 201
    created = answer.json()["data"]
    assert list(created) == list(USER)
    assert without(created, "primarySource") == without(USER, "primarySource")
    assert created["primarySource"].keys() == USER["primarySource"].keys()
    assert api.data(f"/users/{created['id']}") == created


@pytest.mark.parametrize(("method", "path"), [("POST", "/groups"), ("PATCH", "/groups/2000000106686")])
def test_group_replies_carry_no_members(serve, method, path):
    body = {name: GROUP[name] for name in ("name", "description", "is_dynamic", "members")}
    answer = serve(SEED)(method, path, json=body).json()["data"]
    assert answer.keys() == without(GROUP, "members").keys()
    assert answer["members_count"] == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "error"),
    [
        ("GET", "/users?select=id", None, 400, "00000107|Invalid Parameter|The parameter select is invalid."),
        (
            "POST",
            "/users",
            {"email": "new@company.com", "password": "password"},
            422,
            "00010111|Template Validation Failed|Password does not meet password policy complexity requirements.",
        ),
        (
            "POST",
            "/users",
            {"email": "AlexHales@company.com"},
            422,
            (
                '00000102|Unprocessable Content|An user with the Email id "AlexHales@company.com" already exists. '
                "Please use a different Email id."
            ),
        ),
        (
            "GET",
            "/users/1",
            None,
            404,
            "00010105|User Not Found|This User ID does not exist or you do not have permission to access it.",
        ),
        (
            "POST",
            "/users/new/1",
            {"email": "new@company.com"},
            404,
            "00010112|Template Not Found|No templates found or the provided template ID does not match the directory.",
        ),
        ("GET", "/groups/1", None, 404, "*****|Resource Not Found|This Group does not exist."),
        ("GET", "/jobs/1", None, 404, "----|Job Not Found|The requested job does not exist or has been deleted."),
    ],
)
def test_errors_have_the_printed_codes_and_texts(serve, method, path, body, status, error):
    answer = serve(SEED)(method, path, json=body)
    assert answer.status_code == status
    assert answer.json() == {"error": dict(zip(("code", "title", "detail"), error.split("|"), strict=True))}


def test_a_seed_is_left_as_it_is(serve):
    seed = copy.deepcopy(SEED)
    api = serve(seed)
    api("PATCH", "/users/2000000000001", json={"city": "Nome"})
    api("DELETE", "/users/2000000072269")
    assert seed == SEED
    api.simulator.reset()
    assert api.data("/users/2000000000001") == USER
