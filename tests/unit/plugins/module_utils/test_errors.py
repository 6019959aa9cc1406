# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer means, and how it is told."""

from __future__ import annotations

import json

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._answer import read_answer
from ansible_collections.manageengine.id360.plugins.module_utils._errors import (
    Answer,
    ApiError,
    Id360Error,
    NotFound,
    UnreadableAnswer,
)


def read(status, body, envelope="data", expects=dict):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_answer(Answer("GET", "/x", status), content, envelope, expects)


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
    ("status", "code", "title", "absent"),
    [
        (404, "00010105", "User Not Found", True),
        (404, "*****", "Resource Not Found", True),
        (404, "----", "Job Not Found", True),
        (404, "00010112", None, True),
        (404, "unheard of", "Shoe not found ", True),
        (404, None, "Shoe Not Found", True),
        (403, "00010105", "User Not Found", True),
        (404, "00000104", "Page Not Found", False),
        (404, None, "Page Not Found", False),
        (404, "unheard of", "Gone", False),
        (403, "00010105", "Forbidden", False),
        (403, "00000106", "User Not Found", False),
    ],
)
def test_absence(status, code, title, absent):
    with pytest.raises(ApiError) as raised:
        read(status, {"error": {"code": code, "title": title, "detail": "."}})
    assert isinstance(raised.value, NotFound) is absent


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty body"),
        (b" <!DOCTYPE html>", "HTML or XML"),
        (b'{"data": {"i', "not JSON, or was cut short"),
        ([], "JSON of another shape"),
        ({"data": []}, 'not with an object under "data"'),
        ({"data": None}, 'not with an object under "data"'),
    ],
)
def test_unreadable_answers_are_described_not_quoted(body, words):
    with pytest.raises(UnreadableAnswer, match=words):
        read(200, body)


def test_a_page_of_a_proxy_is_no_success_even_where_no_body_is_documented():
    with pytest.raises(UnreadableAnswer, match="HTML or XML"):
        read(200, b"<html>Log in</html>", expects=None)


def test_failure_has_all_keys_always():
    assert Id360Error("Sorry").failure() == {
        "msg": "Sorry",
        "error": dict.fromkeys(("status", "code", "title", "detail", "method", "path")),
        "actions": [],
    }
