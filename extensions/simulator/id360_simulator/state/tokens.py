# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens: which are valid, and how OAuth issues new ones."""

from __future__ import annotations

import dataclasses
import secrets
import time
from collections import Counter, deque
from typing import Any

from ..errors import ApiError
from .settings import Settings

DEFAULT_TOKEN = "simulator-token"
_SCHEME = "Zoho-oauthtoken "


@dataclasses.dataclass
class Issued:
    """A token that OAuth gave out."""

    token: str
    dies: float


class Tokens:
    """The tokens of one tenant."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.issued: list[Issued] = []
        self.revoked: set[str] = set()
        self.uses: Counter[str] = Counter()
        self.grants: deque[float] = deque()

    def check(self, token: str | None) -> None:
        """Let a request with this token pass, or answer 401."""
        if token is None or not self.is_alive(token):
            raise ApiError("00000101")
        self.uses[token] += 1

    def is_alive(self, token: str) -> bool:
        """Whether the token is good for one request more."""
        if token in self.revoked:
            return False
        limit = self.settings.token_dies_after
        if limit is not None and self.uses[token] >= limit:
            return False
        if token == DEFAULT_TOKEN or token in self.settings.tokens:
            return True
        return any(issued.token == token and issued.dies > time.monotonic() for issued in self.issued)

    def revoke(self, token: str) -> None:
        """Make a token die."""
        self.revoked.add(token)

    def grant(self, form: dict[str, str], api_domain: str) -> dict[str, Any]:
        """A new access token or, as with Zoho, an error with HTTP 200."""
        settings = self.settings
        if form.get("grant_type") != "refresh_token":
            return {"error": "unsupported_grant_type"}
        if (form.get("client_id"), form.get("client_secret")) != (settings.client_id, settings.client_secret):
            return {"error": "invalid_client"}
        if form.get("refresh_token") != settings.refresh_token:
            return {"error": "invalid_code"}
        moment = time.monotonic()
        while self.grants and self.grants[0] <= moment - settings.token_requests_seconds:
            self.grants.popleft()
        if len(self.grants) >= settings.token_requests:
            return {
                "error": "Access Denied",
                "error_description": "You have made too many requests continuously. Please try again after some time.",
                "status": "failure",
            }
        self.grants.append(moment)
        issued = Issued(f"1000.{secrets.token_hex(16)}.{secrets.token_hex(16)}", moment + settings.expires_in)
        # A newer token kills the oldest one.
        self.issued = [*self.issued, issued][-settings.live_tokens :]
        return {
            "access_token": issued.token,
            "expires_in": settings.expires_in,
            "api_domain": api_domain,
            "token_type": "Bearer",
        }


def token_of(authorization: str | None) -> str | None:
    """The token in an Authorization header."""
    if authorization is None or not authorization.startswith(_SCHEME):
        return None
    return authorization.removeprefix(_SCHEME).strip()
