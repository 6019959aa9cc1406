# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two spellings of a record, and what is known of its fields."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._api.filters import any_of, equals
from ansible_collections.manageengine.id360.plugins.module_utils._errors import UnreadableResponse
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER, USER_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._text import snake_case, snake_case_keys


@pytest.mark.parametrize(
    ("api", "ours"),
    [
        ("employeeID", "employee_id"),
        ("isDomainVerified", "is_domain_verified"),
        ("primarySource", "primary_source"),
        ("zipPostal", "zip_postal"),
        ("members_count", "members_count"),
        ("SSOLoginURL", "sso_login_url"),
        ("id", "id"),
    ],
)
def test_snake_case(api, ours):
    assert snake_case(api) == ours


def test_every_field_goes_to_the_api_and_back():
    names = [field.name for field in USER.fields]
    sent = USER.write(dict.fromkeys(names, "x"))
    assert len(sent) == len(names)
    assert {key for key in USER.read({"id": "1", **sent}) if key != "id"} == set(names)
    assert set(names) <= USER_OPTIONS.keys()


def test_ids_are_strings_at_any_depth():
    assert snake_case_keys({"id": 7, "a": [{"appID": 8, "count": 9, "isId": True}]}) == {
        "id": "7",
        "a": [{"app_id": "8", "count": 9, "is_id": True}],
    }


def test_a_secret_that_the_server_sends_is_dropped():
    assert USER.read({"id": 1, "password": "x", "manager": 2}) == {"id": "1", "manager": "2"}


@pytest.mark.parametrize("record", [{}, {"id": ""}, {"id": None}, {"email": "a@b"}])
def test_a_record_without_an_id_is_no_record(record):
    with pytest.raises(UnreadableResponse, match="a user without an id"):
        USER.read(record)


@pytest.mark.parametrize(("record", "whole"), [({"email": "a@b"}, False), ({"email": "a@b", "fax": None}, True)])
def test_whole(record, whole):
    assert USER.whole(record) is whole


def test_filters():
    assert any_of([equals("a", 'x" or b pr'), equals("a", "\\"), equals("a", "\\")]) == (
        r'a eq "x\" or b pr" or a eq "\\"'
    )
