# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a response means that a record does not exist (docs/api.md, "Not found"). Pure."""

from __future__ import annotations

# The last two are placeholders in the vendor's documentation.
_CODES = frozenset(["00010105", "00010112", "*****", "----"])
# The path of the URL is wrong, so the response is about no record at all.
_PAGE_NOT_FOUND = "00000104"
_PAGE_TITLE = "page not found"


def means_not_found(status: int | None, code: str | None, title: str | None) -> bool:
    """Whether the record does not exist: at least two of status, code and title must say so.

    A wrong URL or a proxy answers 404 as well, so the status alone, without an error of the API, never counts.
    """
    title = (title or "").strip().lower()
    if code == _PAGE_NOT_FOUND or title == _PAGE_TITLE:
        return False
    return [status == 404, code in _CODES, title.endswith("not found")].count(True) >= 2


def means_upload_not_found(status: int | None, code: str | None) -> bool:
    """Whether the upload does not exist. No code is documented for that: any error of the API with HTTP 404."""
    return status == 404 and code not in (None, _PAGE_NOT_FOUND)
