# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with people in them: the user's alone, whole or not there, and never written through a link."""

from __future__ import annotations

import os
import tempfile

from ._errors import Id360Error


def read_bytes(path: str, option: str) -> bytes:
    """The content of a file; raises Id360Error, naming the option, where it can't be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise Id360Error(f"{option} {path!r} can't be read: {getattr(error, 'strerror', error)}") from None


def check_writable(path: str, option: str) -> None:
    """Raise Id360Error, naming the option, where a file can't be written; better before than after the work."""
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.islink(path):
        raise Id360Error(f"{option} {path!r} is a link, which is not followed")
    if os.path.isdir(path):
        raise Id360Error(f"{option} {path!r} is not the path of a file")
    if not os.access(folder, os.W_OK | os.X_OK) or not os.path.isdir(folder):
        raise Id360Error(f"{option} {path!r} can't be written: there is no folder {folder!r} that can be written to")


def write_atomically(path: str, content: bytes, option: str) -> None:
    """Put a file with mode 0600 in place of what is there, on disk before this returns.

    Raises Id360Error, naming the option, where that can't be done; what was there is then untouched.
    """
    check_writable(path, option)
    path = os.path.abspath(path)
    folder = os.path.dirname(path)
    try:
        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".id360-")  # made with mode 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
            raise
        parent = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(parent)
        finally:
            os.close(parent)
    except OSError as error:
        raise Id360Error(f"{option} {path!r} can't be written: {error.strerror}") from None


def remove(path: str, option: str) -> None:
    """Remove a file if it is there."""
    check_writable(path, option)
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Id360Error(f"{option} {path!r} can't be removed: {error.strerror}") from None
