# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup directory_passwords."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_passwords
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Generate and store initial passwords
description:
  - Gives each user that is to be created a random password, and keeps the passwords in a file that is encrypted with
    ansible-vault, on the control node. Internal to the role P(manageengine.id360.directory#role).
  - The content of the file is a dictionary. C(initial_passwords) has by email the passwords of users that were created,
    and C(uncertain) those of users whose creation was begun and not confirmed, such as after a lost response.
  - The file is written atomically with mode 0600. Its other entries are kept.
options:
  _terms:
    description:
      - What to do.
      - V(check) returns why the file can't be used, or an empty string.
      - V(content) generates a password for each joiner in O(plan), writes them to the file as uncertain, and returns
        the text for O(manageengine.id360.id360_directory#module:content) with them.
      - V(settle) moves the passwords of users that were created according to O(result), and removes those of users that
        were not. It returns a sentence about the file, without passwords.
    required: true
  path:
    description: Path of the file, relative to the directory of the playbook.
    type: str
    required: true
  vault_secret:
    description: Secret that the file is encrypted with. V(check) tells if it is missing.
    type: str
  length:
    description: Number of characters of a password.
    type: int
    default: 16
  classes:
    description: Classes of characters. A password has at least one of each.
    type: list
    elements: str
    choices: [lower, upper, digit, special]
    default: [lower, upper, digit, special]
  plan:
    description: What P(manageengine.id360.directory_plan#filter) returned.
    type: dict
  result:
    description: What M(manageengine.id360.id360_directory) returned.
    type: dict
  write:
    description: Whether the file is written, which it must not be in check mode.
    type: bool
    default: true
"""

EXAMPLES = r"""
- name: Fail if the file can't be used
  ansible.builtin.fail:
    msg: "{{ problem }}"
  when: problem | length > 0
  vars:
    problem: >-
      {{ lookup('manageengine.id360.directory_passwords', 'check', path='passwords.yml', vault_secret=secret) }}
"""

RETURN = r"""
_raw:
  description: One text for each term.
  type: list
  elements: str
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.outcome import outcome_of
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.passwords import (
    UNCERTAIN,
    Policy,
    is_document,
    reserve,
    settle,
)
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import with_passwords
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.vault_file import VaultFile

# Not as a tuple, which the ansible-doc of ansible-core 2.16 warns about.
_PATH = "directory_initial_passwords"
_SECRET = "directory_initial_passwords_vault_secret"


class LookupModule(LookupBase):  # type: ignore[misc, unused-ignore]
    def run(self, terms: list[str], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[str]:
        self.set_options(var_options=variables, direct=kwargs)
        steps = {"check": self._check, "content": self._content, "settle": self._settle}
        path = self._loader.path_dwim(self.get_option("path"))
        file = VaultFile(path, _PATH, self.get_option("vault_secret") or "", _SECRET)
        try:
            return [steps[term](file) for term in terms]
        except Id360Error as error:
            raise AnsibleError(error.message) from None

    def _policy(self) -> Policy:
        return Policy(self.get_option("length"), self.get_option("classes"))

    def _check(self, file: VaultFile) -> str:
        if not (self.get_option("vault_secret") or "").strip():
            named = f"{_PATH} {self.get_option('path')}"
            return f"{named} needs {_SECRET}, the secret that the file is encrypted with"
        problem = self._policy().problem()
        if problem:
            return f"directory_initial_passwords_length {problem}"
        try:
            file.read(is_document)
        except Id360Error as error:
            return error.message
        return ""

    def _content(self, file: VaultFile) -> str:
        plan = self.get_option("plan")
        policy, passwords = self._policy(), {}

        def reserving(document: dict[str, Any]) -> dict[str, Any]:
            reserved, made = reserve(document, plan["joiners"], policy)
            passwords.update(made)
            return reserved

        if plan["joiners"] and self.get_option("write"):
            file.change(is_document, reserving)
        elif plan["joiners"]:
            reserving({})
        return with_passwords(plan, passwords)

    def _settle(self, file: VaultFile) -> str:
        joiners = self.get_option("plan")["joiners"]
        created, dropped = outcome_of(joiners, self.get_option("result"))
        if not joiners:
            return ""
        document = file.change(is_document, lambda before: settle(before, created, dropped))
        unknown = [email for email in joiners if email in document.get(UNCERTAIN, {})]
        message = f"initial passwords: {len(created)} in {self.get_option('path')}"
        return message + (f", and uncertain there: {len(unknown)} ({', '.join(unknown[:10])})" if unknown else "")
