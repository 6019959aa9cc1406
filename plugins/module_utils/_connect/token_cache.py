# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens that the processes of one user share: one file for each account.

The directory (mode 0700) and the files (0600) belong to the user; file names are digests. Refresh tokens and client
secrets are not stored. A file that is damaged, owned by another user, or accessible to others is ignored.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict
from typing import Any

from .._api_response import Response
from .._errors import Id360Error
from .._local.locks import locked
from .._local.private_folder import is_private, private_folder
from .oauth import Account, Token, is_token

_MAX_BYTES = 65536  # bytes; a larger file is ignored


class TokenCache:
    """The place of one account's token. ``folder`` is None for the default, in the user's cache directory.

    ``option`` is what messages name: the option, or the environment variable that sets it.

    Raises Id360Error, naming ``option``, for a folder that can't be used or is accessible to others.
    """

    def __init__(self, folder: str | None, account: Account, option: str = "token_cache") -> None:
        self.option = option
        self._folder = _default_folder(option) if folder is None else _own_folder(folder, option)
        # With the secrets: a token is used only with the secrets that it was obtained with.
        identity = [account.accounts_url, account.client_id, account.client_secret, account.refresh_token]
        self._name = hashlib.sha256(json.dumps(identity).encode()).hexdigest()
        self.path = os.path.join(self._folder, f"{self._name}.json")

    def turn(self) -> AbstractContextManager[None]:
        """Hold the lock while a token is requested, so that concurrent processes request only one."""
        return locked({"a new access token": self._name}, self._folder)

    def read(self) -> Token | None:
        """The token, if there is one that can be trusted and used."""
        stored = self._stored()
        try:
            token = Token(stored["access_token"], float(stored["use_until"]), stored.get("on_trial") is True)
            return token if is_token(token.value) and token.usable else None
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            return None

    def write(self, token: Token) -> None:
        """Keep a token; raises OSError where that can't be done."""
        self._store({"access_token": token.value, "use_until": token.use_until, "on_trial": token.on_trial})

    def refusal(self, since: float) -> Id360Error | None:
        """Why another process that asked after ``since`` (seconds since the epoch) got no token."""
        refused: Any = self._stored().get("refused")
        try:  # one in the future was written by a clock that was ahead
            recent = since <= refused["at"] <= time.time()
            return Id360Error(refused["message"], Response(**refused["response"])) if recent else None
        except (TypeError, KeyError):
            return None

    def write_refusal(self, error: Id360Error) -> None:
        """Store why there is no token, for processes that wait for it; raises OSError if that fails."""
        response = asdict(error.response) if error.response else {"method": "", "path": ""}
        self._store({"refused": {"at": time.time(), "message": error.message, "response": response}})

    def _stored(self) -> dict[str, Any]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                stored = json.loads(file.read(_MAX_BYTES)) if _is_ours(os.fstat(descriptor)) else None
        except (OSError, ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def _store(self, values: dict[str, Any]) -> None:
        # There is one writer, under the lock: a file of a killed process is removed.
        new = f"{self.path}.new"
        with suppress(FileNotFoundError):
            os.unlink(new)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"version": 1, **values}, file)
        os.replace(new, self.path)


def _is_ours(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _default_folder(option: str) -> str:
    try:
        return private_folder("tokens")
    except Id360Error as error:
        raise Id360Error(f"{option}: {error.message}") from None


def _own_folder(folder: str, option: str) -> str:
    try:
        if folder.startswith("~"):
            raise ValueError("this user has no home directory")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        private = is_private(folder)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Id360Error(f"{option} {folder!r} can't be used: {reason}") from None
    if not private:
        raise Id360Error(
            f"{option} {folder!r} is accessible to other users: set it to a writable directory of this user, mode 0700"
        )
    return os.path.abspath(folder)
