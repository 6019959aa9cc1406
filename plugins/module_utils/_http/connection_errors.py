# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a connection failed, and whether its request was sent.

Both follow from the types of the exceptions, as the texts of requests, urllib3 and Python differ between versions.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from .._api_response import Response
from .._errors import TransportError
from .requests_library import TooSlow, requests, urllib3_exceptions

_UNKNOWN_ISSUER = (18, 19, 20, 21)  # OpenSSL's codes for a certificate whose CA is not trusted


def transport_error(
    error: Exception, response: Response, host: str, timeout: float, *, sent: bool = False
) -> TransportError:
    """The sentence for a connection that failed: what was being talked to, and why it failed."""
    return TransportError(f"no answer from {host}: {_reason(error, timeout)}", response, sent=sent)


def _reason(error: Exception, timeout: float) -> str:
    causes = list(_causes(error))

    def has(*types: type[BaseException]) -> bool:
        return any(isinstance(cause, types) for cause in causes)

    if has(TooSlow):
        return "its response was not complete after ten times the timeout"
    if has(requests.exceptions.ProxyError, urllib3_exceptions.ProxyError):
        return "the proxy cannot be reached, or refused the request"
    if never_sent(error):
        return "the proxy in the environment is not valid"
    if has(ssl.SSLError, urllib3_exceptions.SSLError, requests.exceptions.SSLError):
        return _tls_reason(causes)
    if has(socket.gaierror):
        return "its name cannot be resolved"
    if has(socket.timeout, TimeoutError, urllib3_exceptions.ReadTimeoutError, requests.exceptions.Timeout):
        return f"it did not answer within {timeout:g} s"
    if has(ConnectionRefusedError):
        return "it refused the connection"
    return "the connection broke before the response was complete"


def _tls_reason(causes: list[BaseException]) -> str:
    refused = next((cause for cause in causes if _is_of_certificate(cause)), None)
    if refused is not None:
        hint = " (check whether ca_path contains its CA)"
        unknown = getattr(refused, "verify_code", 0) in _UNKNOWN_ISSUER
        reason = getattr(refused, "verify_message", "") or refused
        return f"its certificate was not accepted: {reason}{hint if unknown else ''}"
    failed = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), causes[-1])
    if getattr(failed, "library", "") in ("X509", "PEM"):  # no handshake has to do with these parts of OpenSSL
        return f"the CA bundle can't be read ({failed})"
    return f"the TLS connection failed ({failed})"


def _is_of_certificate(cause: BaseException) -> bool:
    """Whether it is Python's SSLCertVerificationError or urllib3's CertificateError, which both are a ValueError."""
    return isinstance(cause, ValueError) and not isinstance(cause, requests.RequestException)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and its causes, the outermost first: requests wraps those of urllib3, and urllib3 Python's."""
    seen, following = set[int](), [error]
    while following:
        cause = following.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        linked = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        following += [other for other in linked if isinstance(other, BaseException)]


def never_sent(error: Exception) -> bool:
    """Whether the request was given up before any connection: the proxy's URL is none, or of an unknown kind."""
    return isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema))


def was_sent(error: Exception) -> bool:
    """False when the connection was certainly never made."""
    if never_sent(error):
        return False
    cause = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(cause, urllib3_exceptions.ProxyError):
        return False
    if isinstance(cause, urllib3_exceptions.SSLError):
        return not any(_is_of_certificate(inner) for inner in _causes(cause))
    return not isinstance(cause, (urllib3_exceptions.NewConnectionError, urllib3_exceptions.ConnectTimeoutError))
