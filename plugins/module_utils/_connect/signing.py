# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a request is signed: with an access token that was given, or one that a refresh token makes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from .._errors import Id360Error
from .._http.requests_library import AuthBase
from .._text import Warn
from .oauth import Token, TokenRefused
from .token_cache import TokenCache

UNSHARED = "each task requests an access token of its own, and Zoho issues at most 10 in 10 minutes"
_HEADER, _SCHEME = "Authorization", "Zoho-oauthtoken "


class GivenToken(AuthBase):  # type: ignore[misc, unused-ignore]
    """Signs each request with one access token, as the API documents it."""

    option = "access_token"

    def __init__(self, access_token: str) -> None:
        self._access_token = access_token

    def __call__(self, request: Any) -> Any:
        request.headers[_HEADER] = _SCHEME + self._access_token
        return request

    def accepted(self) -> None:
        """The server took the token."""

    def renew(self, request: Any) -> bool:
        """Whether there is another token than the one that ``request`` was refused with: never."""
        return False


class RefreshedToken(AuthBase):  # type: ignore[misc, unused-ignore]
    """Signs requests with the token in the ``cache``, or a new one that ``ask`` returns.

    Zoho issues few tokens, and revokes old ones: none is requested while another process has one or requests one.
    ``redact`` is called with each token before it is used. Signing raises Id360Error if no token can be obtained.
    """

    option = "refresh_token"

    def __init__(
        self,
        ask: Callable[[], Token],
        cache: TokenCache | None,
        *,
        redact: Callable[[str], None],
        warn: Warn,
    ) -> None:
        self._ask, self._cache, self._redact, self._warn = ask, cache, redact, warn
        self._token: Token | None = None
        self._threads = threading.Lock()

    def __call__(self, request: Any) -> Any:
        with self._threads:
            token = self._token
            if token is None or not token.usable:
                token = self._adopt(self._obtain(dead=""))
        request.headers[_HEADER] = _SCHEME + token.value
        return request

    def accepted(self) -> None:
        """The server took the token: once it dies, it may be renewed again."""
        if self._token is None or not self._token.on_trial:
            return
        with self._threads, ExitStack() as turn:
            self._token = replace(self._token, on_trial=False)
            self._wait(turn)
            if self._cached("") == replace(self._token, on_trial=True):
                self._keep(self._token)

    def renew(self, request: Any) -> bool:
        """See to another token than the one that ``request`` was refused with (401); False when that would not help."""
        dead = str(request.headers.get(_HEADER, "")).removeprefix(_SCHEME)
        with self._threads:
            if self._token and self._token.value == dead:
                if self._token.on_trial:
                    return False
                self._adopt(self._obtain(dead))
        return True

    def _adopt(self, token: Token) -> Token:
        self._redact(token.value)
        self._token = token
        return token

    def _obtain(self, dead: str) -> Token:
        began = time.time()
        found = self._cached(dead)
        if found:
            return found
        with ExitStack() as turn:
            self._wait(turn)
            found = self._cached(dead)  # while this one waited, another may have got one, or learnt that there is none
            if found:
                return found
            refusal = self._cache.refusal(began) if self._cache else None
            if refusal:
                raise refusal
            try:
                token = replace(self._ask(), on_trial=bool(dead))
            except Id360Error as error:
                too_many = isinstance(error, TokenRefused) and error.too_many
                found = self._cached(dead) if too_many else None  # from a process that does not share the lock
                if found:
                    return found
                self._keep(error)
                raise
            self._keep(token)
            return token

    def _wait(self, turn: ExitStack) -> None:
        """Wait for the lock. If it can't be taken, a token is requested anyway."""
        if self._cache:
            try:
                turn.enter_context(self._cache.turn())
            except Id360Error as error:
                self._give_up(f"{self._cache.option}: {error.message}")

    def _cached(self, dead: str) -> Token | None:
        found = self._cache.read() if self._cache else None
        return found if found and found.value != dead else None

    def _keep(self, outcome: Token | Id360Error) -> None:
        if self._cache is None:
            return
        try:
            if isinstance(outcome, Token):
                self._cache.write(outcome)
            else:
                self._cache.write_refusal(outcome)
        except OSError as error:
            self._give_up(f"{self._cache.option}: {self._cache.path!r} can't be written: {error.strerror}")

    def _give_up(self, why: str) -> None:
        self._warn(f"{why}; {UNSHARED}")
        self._cache = None
