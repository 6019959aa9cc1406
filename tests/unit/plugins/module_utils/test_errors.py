# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The class of an error, and how it is reported."""

from __future__ import annotations

import html
import json
from urllib.parse import quote, quote_plus

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._api_response import Response
from ansible_collections.manageengine.id360.plugins.module_utils._errors import (
    AlreadyExists,
    ApiError,
    Id360Error,
    InvalidRequest,
    NotFound,
    TransportError,
    api_error,
)
from ansible_collections.manageengine.id360.plugins.module_utils._http.response_body import read_body


def read(status, body, envelope="data", expects=dict):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_body(Response("GET", "/x", status), content, envelope, expects)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (409, "00000102", AlreadyExists),
        (400, "00000102", AlreadyExists),
        (400, "00000107", InvalidRequest),
        (500, "00000107", InvalidRequest),
        (422, None, InvalidRequest),
        (404, "00010105", NotFound),
        (403, "00000106", ApiError),
        (404, None, ApiError),
    ],
)
def test_the_class_of_an_error_comes_from_status_and_code(status, code, kind):
    assert api_error(Response("GET", "/users", status, code)).__class__ is kind


def test_an_error_that_was_raised_is_not_changed():
    first = TransportError("Lost", Response("GET", "/users"), sent=True)
    told = first.with_context("user Ann").adding("twice").after(["create"])
    assert (type(told), told.sent, told.full_message) == (TransportError, True, "user Ann: Lost; twice")
    assert told.with_context("users").after(["disable"]).failure()["actions"] == ["disable", "create"]
    assert told.with_context("users").context == "user Ann"
    assert (first.full_message, first.actions) == ("Lost", [])
    with pytest.raises(TypeError, match="no aciton"):
        first.replace(aciton=[])


def test_a_failure_tells_of_a_request_only_where_one_was_made():
    assert Id360Error("Sorry").failure() == {"msg": "Sorry", "actions": []}
    keys = ("status", "code", "title", "detail", "method", "path")
    assert tuple(Id360Error("Sorry", Response("GET", "/users")).failure()["error"]) == keys


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("GET", "/users", "This call needs one of the OAuth scopes id360.user.READ, id360.user.ALL."),
        ("POST", "/users/1/enable", "of the OAuth scopes id360.user.UPDATE, id360.user.WRITE, id360.user.ALL."),
        ("POST", "/users/new/71", "of the OAuth scopes id360.user.CREATE, id360.user.WRITE, id360.user.ALL."),
        ("GET", "/templates/users/creation", "This call needs the OAuth scope id360.template.user.read."),
        ("DELETE", "/management/actions/move-users/uploads/1/data/2", "id360.management.delete, id360.management.all."),
        ("GET", "/elsewhere", ""),
    ],
)
def test_a_403_names_the_scopes_of_its_call(method, path, told):
    assert Response(method, path, 403, "00000106", "Forbidden").summary.endswith(told or "(code 00000106, HTTP 403)")
    assert "scope" not in Response(method, path, 404, "00000104").summary


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("\x1b[2Jx", r"\x1b[2Jx"),
        ("\x07\x9b\x00\r", r"\x07\x9b\x00\r"),
        ("\u202ex\u2066", r"\u202ex\u2066"),
        ("\ud800", r"\ud800"),
        ("Größe 1\n\t2", "Größe 1\n\t2"),
    ],
)
def test_what_a_server_says_is_visible(said, shown):
    with pytest.raises(ApiError) as failed:
        read(400, {"error": {"code": said, "title": said, "detail": said}})
    told = failed.value.failure()
    assert shown in told["msg"]
    assert [told["error"][name] for name in ("code", "title", "detail")] == [shown] * 3


@pytest.mark.parametrize("secret", ["plain-Secret.1", 'Gr\u00f6\u00dfe"/\\ &<\u20ac', "a b+c%d", "\U0001f600x"])
def test_a_secret_is_hidden_however_it_is_spelled(secret):
    ascii_json = json.dumps(secret)[1:-1]
    spelled = [
        secret,
        ascii_json,
        ascii_json.replace("\\u00f6", "\\u00F6").replace("\\u00df", "\\u00DF").replace("\\u20ac", "\\u20AC"),
        ascii_json.replace("/", "\\/"),
        json.dumps(secret, ensure_ascii=False)[1:-1],
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        html.escape(secret),
    ]
    for spelling in spelled:
        error = Id360Error(f"no <{spelling}>", Response("PATCH", "/users/1", 400, detail=f"not {spelling}!"))
        redacted = error.redacted(secret)
        assert (str(redacted), redacted.response.detail) == ("no <********>", "not ********!")
        assert spelling in str(error)
