# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SCIM filter expressions (RFC 7644, 3.4.2.2), with every value escaped.

Attribute names are the API's; string values are JSON strings, so that quotes in values are escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable


def equals(attribute: str, value: str) -> str:
    """``attribute eq "value"``"""
    return f"{attribute} eq {json.dumps(value, ensure_ascii=False)}"


def all_of(expressions: Iterable[str]) -> str:
    """The expressions joined by ``and``. An expression with an ``or`` must be in parentheses."""
    return " and ".join(expressions)


def any_of(expressions: Iterable[str]) -> str:
    """The expressions joined by ``or``, each once, in the order given."""
    return " or ".join(dict.fromkeys(expressions))
