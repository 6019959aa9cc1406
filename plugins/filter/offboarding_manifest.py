# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offboarding_manifest."""

from __future__ import annotations

DOCUMENTATION = r"""
name: offboarding_manifest
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: parse a manifest"
description:
  - Internal to the role P(manageengine.id360.offboarding#role). It may change in any version.
  - Parses and validates the text of a manifest that the role has written.
positional: path
options:
  _input:
    description: Text of the manifest. An empty text is a manifest without accounts.
    type: str
    required: true
  path:
    description: Path of the manifest, for messages.
    type: str
    required: true
seealso:
  - plugin: manageengine.id360.offboarding
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Show the accounts in a manifest
  ansible.builtin.debug:
    msg: "{{ (text | manageengine.id360.offboarding_manifest('leavers.json')).entries | map(attribute='email') }}"
  vars:
    text: "{{ lookup('ansible.builtin.file', 'leavers.json') }}"
"""

RETURN = r"""
_value:
  description:
    - C(entries), the accounts in the manifest, and C(problems), why it is invalid, one sentence each.
    - C(witnesses), users that identify the tenant.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.manifest import read_manifest


def offboarding_manifest(text: str, path: str) -> dict[str, Any]:
    return read_manifest(text, path)._asdict()


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"offboarding_manifest": offboarding_manifest}
