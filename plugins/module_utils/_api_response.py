# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the API said, as a value: a request and the response to it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ._not_found import means_not_found, means_upload_not_found
from ._scopes import scopes_of


@dataclass(frozen=True)
class Response:
    """A request and the response to it. None of the fields contains a secret.

    ``code``, ``title`` and ``detail`` are those of the API's error. ``repeated``: an earlier attempt was sent, and may
    have done its work. ``note``: a sentence about the response, for messages only.
    """

    method: str
    path: str
    status: int | None = None
    code: str | None = None
    title: str | None = None
    detail: str | None = None
    repeated: bool = False
    note: str = ""

    @property
    def not_found(self) -> bool:
        """Whether the record does not exist."""
        return means_not_found(self.status, self.code, self.title)

    @property
    def upload_not_found(self) -> bool:
        """Whether the upload does not exist."""
        return means_upload_not_found(self.status, self.code)

    @property
    def summary(self) -> str:
        """Title, detail, code and HTTP status in one text, followed by a hint on the cause."""
        text = ": ".join(part.strip() for part in (self.title, self.detail) if part and part.strip())
        code = f"code {self.code}, " if self.code else ""
        status = f"HTTP {self.status}" if self.status else "no answer"
        return " ".join(part for part in (text, f"({code}{status})", self.note, self._hint) if part)

    @property
    def _hint(self) -> str:
        if self.status == 401:
            return "Check whether the access token has expired (after one hour) or belongs to another data center."
        scopes = scopes_of(self.method, self.path) if self.status == 403 else []
        if len(scopes) > 1:
            return f"This call needs one of the OAuth scopes {', '.join(scopes)}."
        if scopes:
            return f"This call needs the OAuth scope {scopes[0]}."
        if self.status == 404 and not self.not_found:
            return "Check whether url is the root of an ID360 server."
        return ""
