# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a request is signed: with an access token that was given, or one that a refresh token makes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any

from ._errors import Id360Error
from ._oauth import Token, TokenRefused
from ._requests import AuthBase
from ._token_cache import TokenCache

_HEADER, _SCHEME = "Authorization", "Zoho-oauthtoken "


class GivenToken(AuthBase):  # type: ignore[misc, unused-ignore]
    """Signs each request with one access token, as the API documents it."""

    def __init__(self, access_token: str) -> None:
        self._access_token = access_token

    def __call__(self, request: Any) -> Any:
        request.headers[_HEADER] = _SCHEME + self._access_token
        return request

    def renew(self, request: Any) -> bool:
        """Whether there is another token than the one that ``request`` was refused with: never."""
        return False


class RefreshedToken(AuthBase):  # type: ignore[misc, unused-ignore]
    """Signs each request with a token that ``ask`` makes, one that others left in the ``cache`` if there is one.

    Zoho gives few tokens, and kills old ones: no token is asked for while another process has one, or is about to.
    ``hide`` is told each token before it is used. Signing raises Id360Error when there is none to be had.
    """

    def __init__(self, ask: Callable[[], Token], cache: TokenCache | None, hide: Callable[[str], None]) -> None:
        self._ask, self._cache, self._hide = ask, cache, hide
        self._token: Token | None = None
        self._threads = threading.Lock()

    def __call__(self, request: Any) -> Any:
        with self._threads:
            if self._token is None or not self._token.usable:
                self._take(self._obtain(dead=""))
            token = self._token
        request.headers[_HEADER] = _SCHEME + (token.value if token else "")
        return request

    def renew(self, request: Any) -> bool:
        """See to another token than the one that ``request`` was refused with (401)."""
        dead = str(request.headers.get(_HEADER, "")).removeprefix(_SCHEME)
        with self._threads:
            if self._token is None or self._token.value == dead:
                self._take(self._obtain(dead))
        return True

    def _take(self, token: Token) -> None:
        self._hide(token.value)
        self._token = token

    def _obtain(self, dead: str) -> Token:
        found = self._cached(dead)
        if found:
            return found
        with self._cache.turn() if self._cache else nullcontext():
            found = self._cached(dead)  # while this one waited, another may have got one
            if found:
                return found
            try:
                token = self._ask()
            except TokenRefused as refused:
                found = self._cached(dead) if refused.too_many else None  # from where no lock of ours reaches
                if found:
                    return found
                raise
            if self._cache:
                with suppress(Id360Error):  # a token that can't be kept is good all the same
                    self._cache.write(token)
            return token

    def _cached(self, dead: str) -> Token | None:
        found = self._cache.read() if self._cache else None
        return found if found and found.value != dead else None
