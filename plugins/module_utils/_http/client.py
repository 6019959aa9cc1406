# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place that speaks HTTP to ID360."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .._api_response import Response
from .._errors import ApiError, ParentEnded, UnreadableResponse, unknown_outcome
from .connection_errors import transport_error, was_sent
from .rate_limit import Gate
from .requests_library import urllib3, urllib3_exceptions
from .response_body import read_body
from .retry import retry_policy, with_status
from .session import Exchange, NoResponse, exchange, make_session

_API_ROOT = "/api/v1"
_LARGEST_BODY = 64 * 1024 * 1024  # bytes
_UNAUTHORIZED = 401


class Client:
    """A connection to one tenant.

    ``url`` is the root without ``/api/v1``. ``auth`` signs requests (requests' AuthBase); its ``accepted()`` is called
    when the server accepted the token, and its ``renew()`` returns whether there is another token than the refused one.
    ``verify`` is True, False or the path of a CA bundle, ``timeout`` is in seconds for each request, ``retries`` counts
    attempts after the first. ``parent_has_ended()``: whether the process that started this one has ended; no write is
    started then. With ``read_only``, in check mode, a request that writes is a programming error.
    """

    def __init__(
        self,
        url: str,
        auth: Any,
        *,
        verify: bool | str,
        timeout: float,
        retries: int,
        read_only: bool,
        parent_has_ended: Callable[[], bool] = lambda: False,
    ) -> None:
        self.url, self._auth = url, auth
        self._host = urlsplit(url).netloc
        self._verify, self._timeout, self.read_only = verify, timeout, read_only
        self._parent_has_ended = parent_has_ended
        if verify is False:  # intended by the user, so no warning with each request
            urllib3.disable_warnings(urllib3_exceptions.InsecureRequestWarning)
        gate = Gate()
        self._policies = {once: retry_policy(retries, gate, once=once) for once in (False, True)}
        self._session = make_session(auth, encrypted=url.startswith("https://"))

    def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: Any = None,
        file: tuple[str, bytes, str] | None = None,
        envelope: str | None = "data",
        expects: type | None = dict,
        once: bool = False,
        on_response: Callable[[Mapping[str, str], int], None] | None = None,
    ) -> Any:
        """Send one request, repeat it where that is safe, and return the value in the response.

        ``path`` starts with ``/`` and follows ``/api/v1``; ``body`` is sent as JSON, ``file`` (name, content, media
        type) as multipart/form-data. ``envelope`` and ``expects`` as in ``read_body``; if no body is documented, the
        Response itself is returned. ``once``: for a POST that must not be sent twice; raises OutcomeUnknown if it may
        have been executed. ``on_response`` is called with the headers of the response and the number of requests.
        Raises ApiError, NotFound, TransportError or ParentEnded otherwise.
        """
        if self.read_only and method != "GET":
            raise AssertionError(f"{method} {path} in check mode")
        if method != "GET" and self._parent_has_ended():
            raise ParentEnded
        response = Response(method, path)

        def send() -> Exchange:
            return exchange(
                self._session,
                self._policies[once],
                method,
                f"{self.url}{_API_ROOT}{path}",
                max_bytes=_LARGEST_BODY,
                params=params,
                json=body,
                files={"file": file} if file else None,
                timeout=self._timeout,
                may_repeat=lambda: method == "GET" or not self._parent_has_ended(),
                verify=self._verify,  # per request: REQUESTS_CA_BUNDLE would replace the session's
            )

        try:
            received, content, policy = send()
            sent = len(policy.history) + 1
            response = with_status(response, received, policy)
            if response.status != _UNAUTHORIZED:
                self._auth.accepted()
            elif self._auth.renew(received.request):  # refused, so it was not executed
                received, content, policy = send()
                sent += len(policy.history) + 1
                response = with_status(response, received, policy)
        except NoResponse as lost:
            if lost.response is not None:
                response = with_status(response, lost.response, lost.policy)
            reached = was_sent(lost.broken) or lost.policy.may_have_worked
            error = transport_error(lost.broken, response, self._host, self._timeout, sent=reached)
            raise (unknown_outcome(error) if once and error.sent else error) from None
        if on_response:
            on_response(received.headers, sent)
        try:
            value = read_body(response, content, envelope, expects)
            return response if expects is None else value
        except (ApiError, UnreadableResponse) as error:
            done = (response.status or 0) >= 500 or isinstance(error, UnreadableResponse)
            raise (unknown_outcome(error) if once and done else error) from None

    @property
    def signs_with(self) -> str:
        """The option that the token comes from: access_token or refresh_token."""
        option: str = self._auth.option
        return option

    def share_connections_of(self, other: Client) -> None:
        """Reuse the open connections of another client with the same settings."""
        for prefix, adapter in self._session.adapters.items():
            adapter.poolmanager = other._session.adapters[prefix].poolmanager
            adapter.proxy_manager = other._session.adapters[prefix].proxy_manager
