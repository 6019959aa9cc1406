# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the body of an HTTP response to the value that the caller declared, or an error. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .._api_response import Response
from .._errors import TransportError, UnreadableResponse, api_error
from .._text import as_text
from .json_body import json_problem, parse_json


def read_body(response: Response, body: bytes, envelope: str | None, expects: type | None) -> Any:
    """The value in the body of a response.

    ``envelope``: the key of the value, or None if there is no envelope. ``expects``: dict or list (a list is returned
    with its envelope and ``meta``); None if the API documents no body: it may then be empty or any JSON. Raises
    ApiError (NotFound) for an error of the API, and UnreadableResponse for a body that is not the API's: the HTML of a
    proxy, an empty or a truncated body.
    """
    status = response.status or 0
    parsed = parse_json(body)
    if isinstance(parsed, dict) and isinstance(parsed.get("error"), dict):
        code, title, detail = (as_text(parsed["error"].get(key)) or None for key in ("code", "title", "detail"))
        raise api_error(replace(response, code=code, title=title, detail=detail))
    if 300 <= status < 400:
        raise TransportError(f"the server answered HTTP {status}, a redirect, which is not followed", response)
    if not 200 <= status < 300:
        note = f"without an API error ({_describe(body)})."
        raise api_error(replace(response, note=f"{note} {response.note}".strip()))
    if expects is None:  # no body is documented; one that is not the API's is a proxy's, which did nothing
        if body.strip() and parsed is None and body.strip() != b"null":
            raise UnreadableResponse(f"the server answered HTTP {status} with {_describe(body)}", response)
        return None
    value = parsed.get(envelope) if envelope is not None and isinstance(parsed, dict) else parsed
    if not isinstance(value, expects) or (envelope is not None and not isinstance(parsed, dict)):
        shape = "an object" if expects is dict else "a list"
        where = f' under "{envelope}"' if envelope is not None else ""
        raise UnreadableResponse(
            f"the server answered HTTP {status} without {shape}{where}"
            f" ({_describe(body)}): check whether url leads to the ID360 API",
            response,
        )
    if problem := json_problem(parsed):
        raise UnreadableResponse(f"the server sent {problem}: check whether url leads to the ID360 API", response)
    return parsed if envelope == "data" and expects is list else value


def _describe(body: bytes) -> str:
    """What kind of body it was. Its text is not quoted: it may hold anything."""
    text = body.strip()
    if not text:
        return "an empty body"
    if text[:1] == b"<":
        return "a body of HTML or XML"
    return "JSON of another shape" if parse_json(text) is not None else "a body that is not JSON, or was cut short"
