# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one guarded import of the HTTP library.

Modules must load without ``requests`` to say that it is missing; everything else imports the names from here.
"""

from __future__ import annotations

import traceback

IMPORT_ERROR: str | None = None
try:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter
    from requests.auth import AuthBase
    from requests.exceptions import RequestException
    from urllib3 import exceptions as urllib3_exceptions
    from urllib3.util import Retry
except ImportError:
    IMPORT_ERROR = traceback.format_exc()
    requests = urllib3 = urllib3_exceptions = None  # type: ignore[assignment]
    AuthBase = HTTPAdapter = Retry = object  # type: ignore[assignment, misc]
    RequestException = Exception  # type: ignore[assignment, misc]


class TooSlow(RequestException):  # type: ignore[misc, unused-ignore]
    """A response was not complete within the time limit."""


__all__ = ["IMPORT_ERROR", "AuthBase", "HTTPAdapter", "Retry", "TooSlow", "requests", "urllib3", "urllib3_exceptions"]
