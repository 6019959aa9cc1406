# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of the user's own, for what processes on one machine share."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator

from .._errors import Id360Error

_NAME = "manageengine.id360"


def private_folder(name: str) -> str:
    """The path of a directory that only the user can access: in the user's cache directory or, if that is not writable,
    in the directory for temporary files. It is created if missing. Raises Id360Error if that is not possible."""
    for parent in _parents():
        folder = os.path.join(parent, name)
        try:
            for part in (parent, folder):
                os.makedirs(part, mode=0o700, exist_ok=True)
            if all(is_private(part) for part in (parent, folder)):
                return folder
        except OSError:
            continue
    raise Id360Error(
        "no private directory could be created, neither in the user's cache directory nor in the temporary directory"
    )


def _parents() -> Iterator[str]:
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if os.path.isabs(cache):  # a user may be without a home folder; nothing is left in the current one
        yield os.path.join(cache, _NAME)
    try:
        temporary = tempfile.gettempdir()
    except OSError:
        return
    yield os.path.join(temporary, f"{_NAME}-{os.getuid()}")


def is_private(folder: str) -> bool:
    """Whether a directory belongs to this user, is writable, and is not accessible to others."""
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or not os.access(folder, os.W_OK):
        return False
    return not found.st_mode & 0o077
