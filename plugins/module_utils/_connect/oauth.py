# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zoho Accounts: a refresh token makes access tokens (docs/api.md, "OAuth")."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .._api_response import Response
from .._errors import Id360Error, TransportError
from .._http.connection_errors import transport_error
from .._http.json_body import parse_json
from .._http.rate_limit import Gate
from .._http.retry import PASSING, retry_policy, with_status
from .._http.session import NoResponse, exchange, make_session

_PATH = "/oauth/v2/token"
_LARGEST_BODY = 1024 * 1024  # bytes
_LONGEST_LIFE = 24 * 3600  # seconds; a token that says it lives longer is requested again then
_MARGIN = 60  # seconds, or a tenth of a short life: a token must not die on its way to the server
_USUAL_LIFE = 3600  # seconds
_PLAIN = re.compile(r"[A-Za-z_ -]{1,64}\Z")
_TOO_MANY = "Access Denied"
_HINTS = {
    _TOO_MANY: "Zoho issues at most 10 access tokens in 10 minutes for a refresh token. Wait, and let"
    " tasks share a token with token_cache.",
    "invalid_client": "Check client_id, and whether the client belongs to this data center.",
    "invalid_client_secret": "Check client_secret, and whether it belongs to this data center.",
    "invalid_code": "Check refresh_token: it may be wrong, revoked, or of another data center.",
}


class TokenRefused(Id360Error):
    """Zoho refused to issue a token. ``too_many``: another process may have received one just now."""

    def __init__(self, message: str, response: Response, *, too_many: bool) -> None:
        super().__init__(message, response)
        self.too_many = too_many


@dataclass(frozen=True)
class Token:
    """An access token, and until when it is to be used (seconds since the epoch).

    ``on_trial``: it took the place of one that the server refused, and has not been accepted yet; if it is refused too,
    a third one would not do better.
    """

    value: str = field(repr=False)
    use_until: float
    on_trial: bool = False

    @property
    def usable(self) -> bool:
        """False as well for one from a future that a clock was set back from."""
        return 0 < self.use_until - time.time() <= _LONGEST_LIFE


@dataclass(frozen=True)
class Account:
    """The account that tokens are requested for, and the server. ``where`` is for messages."""

    accounts_url: str
    where: str
    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


def request_token(account: Account, *, verify: bool | str, timeout: float, retries: int) -> Token:
    """Request a new access token; repeated after a server error, a broken connection or a timeout.

    A lost response may use up one of the ten tokens, but without another attempt the task would fail, and the next
    task would request one as well.

    Raises TokenRefused, or TransportError if there was no usable response.
    """
    response = Response("POST", _PATH)
    started = time.time()
    form = {
        "grant_type": "refresh_token",
        "client_id": account.client_id,
        "client_secret": account.client_secret,
        "refresh_token": account.refresh_token,
    }
    try:
        with make_session(_unsigned, encrypted=account.accounts_url.startswith("https://")) as session:
            received, body, policy = exchange(
                session,
                retry_policy(retries, Gate(), passing=(500, *PASSING)),
                "POST",
                f"{account.accounts_url}{_PATH}",
                max_bytes=_LARGEST_BODY,
                data=form,
                timeout=timeout,
                verify=verify,  # per request: REQUESTS_CA_BUNDLE would replace the session's
            )
    except NoResponse as lost:
        cause = transport_error(lost.broken, response, urlsplit(account.accounts_url).netloc, timeout)
        raise TransportError(f"could not get an access token from {account.where}: {cause.message}", response) from None
    response = with_status(response, received, policy)
    return _read_token(body, response, account, started)


def _unsigned(request: Any) -> Any:
    return request


def _read_token(body: bytes, response: Response, account: Account, started: float) -> Token:
    parsed = parse_json(body)
    content: dict[str, Any] = parsed if isinstance(parsed, dict) else {}
    if isinstance(content.get("error"), str):
        raise _refused(content["error"], response, account)
    token = content.get("access_token")
    if response.status != 200 or not isinstance(token, str) or not is_token(token):
        busy = response.status == 429 or (response.status or 0) >= 500
        hint = "" if busy else "Check whether accounts_url is the root of a Zoho Accounts server."
        said = " ".join(
            part for part in (f"it answered HTTP {response.status} without a token.", response.note, hint) if part
        )
        raise TransportError(f"could not get an access token from {account.where}: {said}", response)
    lives = _seconds(content.get("expires_in"))
    return Token(token, started + lives - min(_MARGIN, lives / 10))


def _seconds(lives: Any) -> float:
    """The lifetime of a token. The usual one if the number is invalid, as an expired token is renewed anyway."""
    try:
        seconds = float(lives)
    except (TypeError, ValueError, OverflowError):
        return _USUAL_LIFE
    return min(seconds, _LONGEST_LIFE) if seconds > 1 else _USUAL_LIFE


def _refused(reason: str, response: Response, account: Account) -> TokenRefused:
    secrets = (account.client_secret, account.refresh_token)
    # Zoho's errors are a word or two; any other text is not shown.
    plain = _PLAIN.match(reason) and not any(secret in reason for secret in secrets)
    said = reason if plain else "an error that is not shown"
    refused = Response(response.method, response.path, status=response.status, title=said)
    hint = f" {_HINTS[reason]}" if reason in _HINTS else ""
    message = f"{account.where} issued no access token: {said} (HTTP {response.status}).{hint}"
    return TokenRefused(message, refused, too_many=reason == _TOO_MANY)


def is_token(text: str) -> bool:
    """Whether a text is valid as an access token in a header."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text
