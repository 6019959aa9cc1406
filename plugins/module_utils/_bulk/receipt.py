# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The receipt of a bulk run: what was sent and what came of it, on disk before and after each POST.

``status`` is the state of the run: uploading → uploaded → executing → running → finished. A receipt that is left in
uploading or executing means that a POST was sent and its response was lost.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .._errors import Id360Error, OutcomeUnknown
from .._local.files import LARGEST_STATE, read_bytes, remove, write_atomically

VERSION = 1
UNKNOWN = ("uploading", "executing")
STATUSES = ("uploading", "uploaded", "executing", "running", "finished")
_NEEDED = {
    "uploaded": ["upload_id"],
    "executing": ["upload_id"],
    "running": ["upload_id", "execution_id"],
    "finished": ["upload_id", "execution_id", "outcome"],
}
_IDS = ("upload_id", "execution_id", "job_id")
_Result = TypeVar("_Result")


def digest(value: Any) -> str:
    """The SHA-256 of bytes, or of a JSON value with sorted keys."""
    data = value if isinstance(value, bytes) else json.dumps(value, sort_keys=True).encode()
    return hashlib.sha256(data).hexdigest()


class Receipt:
    """The receipt of one run, at ``path`` (None: not stored). ``entries`` is its content, empty at first."""

    def __init__(self, path: str | None, identity: Mapping[str, Any], *, read_only: bool = False) -> None:
        """Read what is there; a receipt of another run is as none. With ``read_only`` nothing is put down. Raises
        Id360Error for one that is damaged."""
        self.path, self._read_only = path, read_only
        self._start = {
            "version": VERSION,
            "identity": digest(identity),
            "sha256": identity["data"],
            **dict.fromkeys(_IDS),  # null until they are known
        }
        self._before = read_bytes(path, "receipt", LARGEST_STATE) if path and os.path.exists(path) else None
        self.entries: dict[str, Any] = {}
        found = self._parse(self._before) if self._before is not None else {}
        if found.get("identity") == self._start["identity"]:
            self.entries = found
        elif found.get("status") in UNKNOWN:
            raise Id360Error(
                f"receipt {path!r} belongs to another run, which was {found['status']}, and its outcome is"
                " unknown: finish that run, remove the receipt, or set another path"
            )

    def _parse(self, content: bytes) -> dict[str, Any]:
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            found = None
        hint = "it was not changed; to start a new run, remove it or set another path"
        if not isinstance(found, dict) or not isinstance(found.get("version"), int):
            raise Id360Error(f"receipt {self.path!r} is damaged or not a receipt: {hint}")
        if found["version"] > VERSION:
            raise Id360Error(f"receipt {self.path!r} was written by a newer version of this collection: {hint}")
        needed = ["identity", *_NEEDED.get(str(found.get("status")), [])]
        if found.get("status") not in STATUSES or not all(isinstance(found.get(name), str) for name in needed):
            raise Id360Error(f"receipt {self.path!r} is damaged: {hint}")
        return found

    @property
    def status(self) -> str:
        return str(self.entries.get("status", ""))

    def write(self, status: str, **entries: Any) -> None:
        """Store the state of the run; it is on disk when this returns."""
        if self._read_only:
            return
        self.entries = {**self._start, **self.entries, **entries, "status": status}
        if self.path:
            content = json.dumps(self.entries, indent=2, sort_keys=True).encode() + b"\n"
            write_atomically(self.path, content, "receipt")

    def track(self, status: str, post: Callable[[], _Result]) -> _Result:
        """Send a POST, with the receipt in ``status`` while its answer is awaited.

        If the server refused it, the receipt is restored. If its outcome is unknown, the receipt stays, and the next
        run stops.
        """
        before = dict(self.entries)
        self.write(status)
        try:
            return post()
        except OutcomeUnknown:
            raise
        except Id360Error:
            self.entries = before
            if self.path and before:
                self.write(before["status"])
            elif self.path and self._before is not None:
                write_atomically(self.path, self._before, "receipt")
            elif self.path:
                remove(self.path, "receipt")
            raise
