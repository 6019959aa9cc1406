# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets in texts of a server, which may repeat what it was sent, and spell it as it likes."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from urllib.parse import quote, quote_plus

NOT_SHOWN = "********"
_HEX_OF_JSON = re.compile(r"\\u[0-9a-f]{4}")
_HEX_OF_URL = re.compile(r"%[0-9A-F]{2}")


@lru_cache(maxsize=256)
def spellings(secret: str) -> tuple[str, ...]:
    """A secret as it is, and as it stands in JSON, in a URL and in HTML; the longest first. None of an empty one."""
    found = {secret, html.escape(secret), html.escape(secret, quote=False)}
    for ascii_only in (True, False):
        text = json.dumps(secret, ensure_ascii=ascii_only)[1:-1]
        found |= {text, text.replace("/", "\\/"), _HEX_OF_JSON.sub(_upper, text)}
        found.add(_HEX_OF_JSON.sub(_upper, text).replace("/", "\\/"))
    data = secret.encode("utf-8", "surrogatepass")
    for text in (quote(data, safe=""), quote(data), quote_plus(data)):
        found |= {text, _HEX_OF_URL.sub(lambda match: match.group().lower(), text)}
    return tuple(sorted(found - {""}, key=lambda text: (-len(text), text)))


def _upper(match: re.Match[str]) -> str:
    return "\\u" + match.group()[2:].upper()


def without(secret: str, text: str) -> str:
    """A text without a secret, however that is spelled."""
    for spelling in spellings(secret):
        text = text.replace(spelling, NOT_SHOWN)
    return text
