# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that options name: regular files only. Files with personal data are written atomically with mode 0600, and
never through a link."""

from __future__ import annotations

import os
import stat
import tempfile
from typing import BinaryIO

from .._errors import Id360Error

MIB = 1024 * 1024
LARGEST_STATE = 64 * MIB  # what this collection writes and reads again: receipts, manifests, states
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def open_regular(path: str, option: str) -> BinaryIO:
    """A file, open for reading; raises Id360Error, naming the option, for one that can't be read, and for a device, a
    pipe or a folder: those can hang, never end, or do something."""
    try:
        _validate_regular(os.stat(path), path, option)  # not opened: some devices act upon that
        file = os.fdopen(os.open(path, _FLAGS), "rb")
    except FileNotFoundError as error:
        folder = "" if os.path.isabs(path) else f" (searched in {os.path.dirname(os.path.abspath(path))!r})"
        raise Id360Error(f"{option} {path!r} can't be read: {error.strerror}{folder}") from None
    except (OSError, ValueError) as error:
        raise Id360Error(f"{option} {path!r} can't be read: {getattr(error, 'strerror', error)}") from None
    try:
        _validate_regular(os.fstat(file.fileno()), path, option)
    except Id360Error:
        file.close()
        raise
    return file


def read_bytes(path: str, option: str, largest: int | None = None) -> bytes:
    """The content of a file, of ``largest`` bytes at most; raises Id360Error as ``open_regular`` does."""
    with open_regular(path, option) as file:
        try:
            content = file.read(-1 if largest is None else largest + 1)
        except OSError as error:
            raise Id360Error(f"{option} {path!r} can't be read: {error.strerror}") from None
    if largest is not None and len(content) > largest:
        raise Id360Error(f"{option} {path!r} is larger than {largest // MIB} MiB")
    return content


def _validate_regular(found: os.stat_result, path: str, option: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Id360Error(f"{option} {path!r} is not a regular file")


def check_writable(path: str, option: str) -> None:
    """Raise Id360Error, naming the option, where a file can't be written; better before than after the work."""
    full = os.path.abspath(path)
    folder = os.path.dirname(full)
    try:
        found = os.lstat(full)
    except (FileNotFoundError, NotADirectoryError, PermissionError):  # the access to its directory decides
        found = None
    except (OSError, ValueError) as error:
        raise Id360Error(f"{option} {path!r} can't be written: {getattr(error, 'strerror', error)}") from None
    if found and stat.S_ISLNK(found.st_mode):
        raise Id360Error(f"{option} {path!r} is a symbolic link, which is not followed")
    if found:
        _validate_regular(found, path, option)
    if not os.access(folder, os.W_OK | os.X_OK) or not os.path.isdir(folder):
        raise Id360Error(f"{option} {path!r} can't be written: {folder!r} is not a writable directory")
    if found and found.st_uid != os.geteuid() and os.stat(folder).st_mode & stat.S_ISVTX:
        raise Id360Error(
            f"{option} {path!r} belongs to another user, in the directory {folder!r}, where users can replace only"
            " their own files"
            ": remove it as that user, or set another path"
        )


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
