# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions and retries for all servers, ID360 and Zoho Accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .._version import VERSION
from .deadline import DEADLINES, WatchedAdapter
from .requests_library import TooSlow, requests, urllib3_exceptions
from .retry import RetryPolicy

MAX_TIMEOUTS = 10  # times the timeout, until a response must be complete
_MAX_CONNECTIONS = 64  # kept open to one server; threads that find none free would open one for each request


class Exchange(NamedTuple):
    """A response of requests, its body, and the policy with the history of attempts."""

    response: Any
    body: bytes
    policy: RetryPolicy


class NoResponse(Exception):
    """The last attempt failed with ``broken``, requests' error; ``response`` is what was received, or None."""

    def __init__(self, broken: Exception, response: Any, policy: RetryPolicy) -> None:
        super().__init__()
        self.broken, self.response, self.policy = broken, response, policy


def make_session(auth: Any, *, encrypted: bool) -> Any:
    """A session whose requests are signed by ``auth``. It does not repeat requests; ``exchange`` does."""
    session = requests.Session()
    session.auth = auth  # never None: requests would then look into the user's .netrc
    # Plain http is for loopback: a proxy of the environment would get the secrets in the clear.
    session.trust_env = encrypted
    session.headers.update({"Accept": "application/json", "User-Agent": f"manageengine.id360/{VERSION}"})
    for prefix in ("https://", "http://"):
        session.mount(prefix, WatchedAdapter(pool_maxsize=_MAX_CONNECTIONS))
    return session


def exchange(
    session: Any,
    policy: RetryPolicy,
    method: str,
    url: str,
    *,
    max_bytes: int,
    timeout: float,
    may_repeat: Callable[[], bool] = lambda: True,
    **how: Any,
) -> Exchange:
    """Send a request, and repeat it as ``policy`` says while ``may_repeat()``; read at most ``max_bytes`` of the body.

    A body that breaks off counts as a broken connection; urllib3 alone would retry only failures before the body. A
    response that takes longer than ``MAX_TIMEOUTS`` times ``timeout`` seconds is given up. Raises NoResponse when the
    last attempt failed.
    """
    following: RetryPolicy | None = policy
    outcome: Exchange | NoResponse | None = None
    while following:
        policy, response = following, None
        try:
            with policy.gate.turn() as sent_at:
                if outcome is not None and not may_repeat():  # it may have been a long wait
                    break
                with DEADLINES.kept(MAX_TIMEOUTS * timeout):
                    # Redirects would take the token along.
                    response = session.request(method, url, timeout=timeout, allow_redirects=False, stream=True, **how)
                    body = _read_body(response, max_bytes)
        except requests.RequestException as broken:
            outcome = NoResponse(broken, response, policy)
            slow = isinstance(broken, TooSlow)
            following = None if slow else policy.after_error(method, url, _cause(broken, response))
        else:
            outcome = Exchange(response, body, policy)
            following = policy.after_response(method, url, response.raw, sent_at)
    if isinstance(outcome, Exchange):
        return outcome
    raise outcome or AssertionError("there is no policy")


def _cause(broken: Exception, response: Any) -> Exception:
    """What urllib3 calls an error that requests has wrapped."""
    if response is not None:  # while reading the body; for invalid gzip, urllib3 has another exception
        return urllib3_exceptions.ProtocolError(broken)
    cause = broken.args[0] if broken.args else None
    cause = getattr(cause, "reason", cause)  # of MaxRetryError
    return cause if isinstance(cause, Exception) else broken


def _read_body(response: Any, max_bytes: int) -> bytes:
    """The body, up to ``max_bytes``, so that a faulty server can't fill the memory; a truncated one is unreadable."""
    content = bytearray()
    for chunk in response.iter_content(65536):
        content += chunk
        if len(content) > max_bytes:
            response.close()
            return bytes(content)
    if response.raw.length_remaining:  # urllib3 before 2 does not mind
        raise requests.exceptions.ChunkedEncodingError("the body is shorter than its Content-Length")
    return bytes(content)
