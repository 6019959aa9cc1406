# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A YAML file that is encrypted with ansible-vault, on the control node."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import yaml
from ansible.errors import AnsibleError
from ansible.parsing.vault import VaultLib, VaultSecret, is_encrypted

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.files import (
    LARGEST_STATE,
    check_writable,
    read_bytes,
    remove,
    write_atomically,
)
from ansible_collections.manageengine.id360.plugins.module_utils._local.locks import locked


class VaultFile:
    """The file at ``path``, which the variable ``option`` names; ``secret_option`` is the one of the ``secret``."""

    def __init__(self, path: str, option: str, secret: str, secret_option: str) -> None:
        self._path, self._option, self._secret_option = path, option, secret_option
        # As ansible-vault reads the secret from a file: without the line break at the end
        self._secret = VaultSecret(secret.strip().encode())

    def read(self, is_valid: Callable[[Any], bool]) -> dict[str, Any]:
        """The content; {} where there is no file. Raises Id360Error for one that can't be read, or written later."""
        check_writable(self._path, self._option)
        if not os.path.lexists(self._path):
            return {}
        content = read_bytes(self._path, self._option, LARGEST_STATE)
        named = f"{self._option} {self._path!r}"
        if not is_encrypted(content):
            raise Id360Error(f"{named} is not encrypted with ansible-vault: set another file, or encrypt it first")
        try:
            text = VaultLib([("default", self._secret)]).decrypt(content)
        except AnsibleError:
            raise Id360Error(f"{named} can't be decrypted with {self._secret_option}") from None
        document: Any = None
        with suppress(yaml.YAMLError):  # its message may contain a password
            document = yaml.safe_load(text) or {}
        if not is_valid(document):
            raise Id360Error(f"{named} contains something other than initial passwords: set another file")
        return dict(document)

    def change(
        self, is_valid: Callable[[Any], bool], change: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> dict[str, Any]:
        """Read and write the content under a lock. Without a change the file is untouched, and
        an empty one is removed."""
        with locked({self._path: f"vault file {os.path.realpath(self._path)}"}):
            before = self.read(is_valid)
            after = change(before)
            if after and after != before:
                text = yaml.safe_dump(after, allow_unicode=True, sort_keys=False)
                write_atomically(self._path, VaultLib().encrypt(text, secret=self._secret), self._option)
            elif before and not after:
                remove(self._path, self._option)
        return after
