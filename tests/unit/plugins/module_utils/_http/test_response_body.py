# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The value in the body of a response, and what is said of a body without one."""

from __future__ import annotations

import json

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._api_response import Response
from ansible_collections.manageengine.id360.plugins.module_utils._errors import UnreadableResponse
from ansible_collections.manageengine.id360.plugins.module_utils._http.response_body import read_body


def read(status, body, envelope="data", expects=dict):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_body(Response("GET", "/x", status), content, envelope, expects)


@pytest.mark.parametrize(
    ("body", "envelope", "expects", "value"),
    [
        ({"data": {"id": 1}}, "data", dict, {"id": 1}),
        ({"id": 1}, None, dict, {"id": 1}),
        ({"data": [1], "meta": {}}, "data", list, {"data": [1], "meta": {}}),
        (b"", "data", None, None),
        ({"anything": 1}, "data", None, None),
        (b"null", "data", None, None),
    ],
)
def test_values(body, envelope, expects, value):
    assert read(200, body, envelope, expects) == value


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty body"),
        (b" <!DOCTYPE html>", "HTML or XML"),
        (b'{"data": {"i', "not JSON, or was cut short"),
        ([], "JSON of another shape"),
        ({"data": []}, 'without an object under "data"'),
        ({"data": None}, 'without an object under "data"'),
    ],
)
def test_unreadable_responses_are_described_not_quoted(body, words):
    with pytest.raises(UnreadableResponse, match=words):
        read(200, body)


def test_a_page_of_a_proxy_is_no_success_even_where_no_body_is_documented():
    with pytest.raises(UnreadableResponse, match="HTML or XML"):
        read(200, b"<html>Log in</html>", expects=None)
