# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to a tenant whose refusal is a finding, not an error."""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from .._api.listing import LARGEST_PAGE
from .._api_response import Response
from .._connect.oauth import TokenRefused
from .._errors import INVALID_PARAMETER, ApiError, Id360Error, UnreadableResponse
from .._http.client import Client
from .._http.retry import PASSING
from .._model.resource import Resource
from .._text import as_count, as_id, visible

MAX_REQUESTS = 40
_RATE = ("ratelimit", "rate-limit", "retry-after")
_UNAUTHORIZED, _FORBIDDEN = 401, 403


class Reply(NamedTuple):
    """The result of one request. ``data`` is None unless it succeeded; ``was_sent`` is False if it was not sent."""

    response: Response
    data: Any = None
    meta: Mapping[str, Any] = {}
    was_sent: bool = True

    @property
    def ok(self) -> bool:
        return self.data is not None

    @property
    def refused(self) -> bool:
        """Whether the server accepted the request, but not its parameters."""
        status = self.response.status or 0
        return not self.ok and self.was_sent and status >= 400 and status not in (_UNAUTHORIZED, _FORBIDDEN)

    @property
    def records(self) -> list[dict[str, Any]]:
        return self.data if isinstance(self.data, list) else []

    @property
    def total(self) -> int | None:
        return as_count(self.meta.get("total_no_of_objects"))

    @property
    def ids(self) -> list[str]:
        return [as_id(record.get("id")) or "" for record in self.records]


class Prober:
    """Sends the requests, ``MAX_REQUESTS`` at most, and none once the token is not accepted.

    ``problem`` is the first answer that was not one of the API, for a server that gives no other.
    """

    def __init__(self, client: Client, retries: int) -> None:
        """``retries``: how many more requests of the client one may take."""
        self._client, self._retries = client, retries
        self.sent = 0
        self.signed_in = False
        self.refusal = ""  # of the token, in words
        self.problem: Id360Error | None = None
        self.rate_headers: set[str] = set()
        self.skew: float | None = None  # seconds that the server's clock is ahead

    def get(self, path: str, params: Mapping[str, str] | None = None, expects: type = list) -> Reply:
        """Raises Id360Error where there is no answer, or none but that the server is overloaded."""
        not_sent = Reply(Response("GET", path), was_sent=False)
        if self.refusal or self.sent + 1 + self._retries > MAX_REQUESTS:
            return not_sent
        began = time.time()

        def note_response(headers: Mapping[str, str], sent: int) -> None:
            self.sent += sent
            self._note_headers(headers, began)

        try:
            value = self._client.request(
                "GET", path, params=dict(params or {}), expects=expects, on_response=note_response
            )
        except TokenRefused as refused:
            self.refusal = refused.message
            return not_sent
        except ApiError as refused:
            return self._refused(refused)
        except UnreadableResponse as unreadable:
            self.problem = self.problem or unreadable
            return Reply(unreadable.response or Response("GET", path))
        self.signed_in = True
        response = Response("GET", path, 200)
        if expects is not list:
            return Reply(response, value)
        meta = value.get("meta")
        return Reply(response, value["data"], meta if isinstance(meta, dict) else {})

    def _refused(self, refused: ApiError) -> Reply:
        response = refused.response
        if response.status in PASSING:
            raise refused
        if response.status == _UNAUTHORIZED:
            self.refusal = visible(response.summary)
        elif response.code:
            self.signed_in = True
        if not response.code:
            self.problem = self.problem or refused
        return Reply(response)

    def _note_headers(self, headers: Mapping[str, str], began: float) -> None:
        self.rate_headers |= {name for name in headers if any(word in name.lower() for word in _RATE)}
        if self.skew is None and "Date" in headers:
            try:
                server_time = parsedate_to_datetime(headers["Date"]).timestamp()
            except (TypeError, ValueError):
                return
            # It has no fractions, and was made at some time between the request and now.
            ended = time.time()
            self.skew = min(0.0, server_time + 1 - began) if server_time < began else max(0.0, server_time - ended)


class FirstPage(NamedTuple):
    """The first page of a listing, with the parameters that the server takes."""

    reply: Reply
    params: dict[str, str]
    limit_refused: bool
    fields_refused: bool


def first_page(prober: Prober, resource: Resource) -> FirstPage:
    """List records as the modules do, with all fields and in large pages; without what the server refuses."""
    every = {"limit": str(LARGEST_PAGE), "fields": resource.all_fields}
    kept: tuple[tuple[str, ...], ...] = (("limit", "fields"), ("fields",), ("limit",), ())
    for names in kept:
        params = {name: every[name] for name in names}
        reply = prober.get(resource.path, params)
        if reply.response.code != INVALID_PARAMETER:
            break
    return FirstPage(reply, params, reply.ok and "limit" not in params, reply.ok and "fields" not in params)
