# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup variables."""

from __future__ import annotations

DOCUMENTATION = r"""
name: variables
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: validate role variables"
description:
  - Internal to the roles and playbooks of this collection. It may change in any version.
  - AWX surveys provide strings, such as V(false), V(30) or a list of emails with one per line, and an empty string for
    an unanswered question. The lookup converts them to their types, once for all tasks.
  - A variable that is empty, null or V(omit) gets its default.
options:
  _terms:
    description: Prefix of the names of the variables.
    required: true
  spec:
    description:
      - For each variable, by its name without the prefix, its C(kind) and optionally its C(default), whether it is
        C(required), its C(choices), its C(minimum), and the C(keys) that a dictionary must have.
      - The kinds are V(text), V(secret), V(text_or_number), V(boolean), V(integer), V(choice), V(choices), V(date),
        V(people), V(names), V(dictionary), V(dictionary_of_texts) and V(dictionaries).
      - V(people) are split at line breaks, commas and semicolons, V(names) at line breaks, or in one line at commas.
        Dictionaries and lists may be JSON.
    type: dict
    required: true
  digest:
    description:
      - Whether to add a C(digest) of the values and of the other variables of the host. Two hosts with the same digest
        would do the same work.
      - Facts, C(ansible_*) and results of tasks are not part of it.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Read the variables
  ansible.builtin.set_fact:
    example_options: "{{ lookup('manageengine.id360.variables', 'example_', spec=spec) }}"
  vars:
    spec:
      fail: {kind: boolean, default: false}
      accounts: {kind: people, required: true}
    example_fail: "no"
    example_accounts: |
      ann.lee@example.com
      bob.ray@example.com
"""

RETURN = r"""
_raw:
  description:
    - The values by name, without the prefix, and C(problems), why they are invalid, one sentence each.
  type: list
  elements: dict
"""

from collections.abc import Mapping
from typing import Any

from ansible.plugins.lookup import LookupBase

from ansible_collections.manageengine.id360.plugins.plugin_utils._variables import (
    check_variables,
    host_digest,
    own_variables,
)


class LookupModule(LookupBase):  # type: ignore[misc, unused-ignore]
    def run(self, terms: list[str], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[dict[str, Any]]:
        self.set_options(var_options=variables, direct=kwargs)
        spec, digest = self.get_option("spec"), self.get_option("digest")
        found = []
        for prefix in terms:
            checked = self._check(prefix, spec, variables or {})
            if digest:
                noted = (prefix + "work", prefix + "once")  # what the role notes with it
                own = own_variables(variables or {}, noted)
                checked["digest"] = host_digest([checked, {name: self._rendered(own[name]) for name in own}])
            found.append(checked)
        return found

    def _rendered(self, value: Any) -> Any:
        """A value with its templates as this host renders them: hosts may share a template that distinguishes them."""
        if "{{" not in str(value) and "{%" not in str(value):
            return value
        try:
            return self._templar.template(value)
        except Exception:  # one that can't be rendered here tells nothing, and nobody may need it
            return value

    def _check(self, prefix: str, spec: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
        # Those that are omit are dropped from a dictionary.
        given = self._templar.template({name: variables[prefix + name] for name in spec if prefix + name in variables})
        # Before 2.19 a value from a vault is no text.
        plain = {name: str(value) if hasattr(value, "vault") else value for name, value in given.items()}
        values, problems = check_variables(spec, plain, prefix)
        return {**values, "problems": problems}
