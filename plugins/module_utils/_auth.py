# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a request is signed: with an access token that was given.

A refresh trio (client_id, client_secret, refresh_token) gets its own class here when it comes; the client only knows
that it is handed something that signs requests.
"""

from __future__ import annotations

from typing import Any

from ._requests import AuthBase


class GivenToken(AuthBase):  # type: ignore[misc, unused-ignore]
    """Signs each request with one access token, as the API documents it."""

    def __init__(self, access_token: str) -> None:
        self._access_token = access_token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Zoho-oauthtoken {self._access_token}"
        return request
