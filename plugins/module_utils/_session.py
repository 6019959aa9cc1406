# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How this collection speaks HTTP, whichever server it speaks to."""

from __future__ import annotations

from typing import Any

from ._requests import HTTPAdapter, requests
from ._retry import RetryPolicy
from ._version import VERSION

_MOST_CONNECTIONS = 64  # kept open to one server; threads that find none free would open one for each request


def make_session(auth: Any, policy: RetryPolicy, *, encrypted: bool) -> Any:
    """A session whose requests ``auth`` signs, and which repeats them by ``policy``."""
    session = requests.Session()
    session.auth = auth  # never None: requests would then look into the user's .netrc
    # Plain http is for loopback: a proxy of the environment would get the secrets in the clear.
    session.trust_env = encrypted
    session.headers.update({"Accept": "application/json", "User-Agent": f"manageengine.id360/{VERSION}"})
    for prefix in ("https://", "http://"):
        session.mount(prefix, HTTPAdapter(pool_maxsize=_MOST_CONNECTIONS, max_retries=policy))
    return session


def read_body(response: Any, most: int) -> bytes:
    """The body, read up to ``most`` bytes: a server gone wrong must not fill the memory. What is cut is unreadable."""
    content = bytearray()
    for chunk in response.iter_content(65536):
        content += chunk
        if len(content) > most:
            response.close()
            break
    return bytes(content)
