# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup id360_group."""

from __future__ import annotations

DOCUMENTATION = r"""
name: id360_group
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Look up ID360 groups
description:
  - Returns groups with their members, by name or id, as M(manageengine.id360.id360_group_info) returns them.
extends_documentation_fragment:
  - manageengine.id360.connection.lookup
  - manageengine.id360.record_lookup
options:
  _terms:
    description:
      - Names or ids of groups. Names are compared exactly. A term of digits is an id or, if no group has this id, a
        name. Two groups with the same name are an error.
    required: true
    type: list
    elements: str
notes:
  - OAuth scope C(id360.group.READ), or C(id360.group.ALL).
seealso:
  - module: manageengine.id360.id360_group_info
"""

EXAMPLES = r"""
- name: Show the id of a group
  ansible.builtin.debug:
    msg: "{{ lookup('manageengine.id360.id360_group', 'Designers').id }}"

- name: Show how many members each of the groups that exist has
  ansible.builtin.debug:
    msg: "{{ item.name }}: {{ item.members_count }}"
  loop: "{{ query('manageengine.id360.id360_group', 'Designers', 'Nobody', missing='warn') }}"
  loop_control:
    label: "{{ item.id }}"

- name: Read the group with the token of another account
  ansible.builtin.debug:
    msg: "{{ lookup('manageengine.id360.id360_group', 'Designers', access_token=other_token).name }}"
  vars:
    other_token: "{{ lookup('ansible.builtin.env', 'ID360_ACCESS_TOKEN') }}"
"""

RETURN = r"""
_raw:
  description:
    - The groups in the order of the terms, as the API returns them, with keys in snake_case. One group if there is one
      term; with C(query) or C(wantlist=true), always a list.
  type: list
  elements: dict
"""

from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.plugin_utils._lookup.plugin import RecordLookup


class LookupModule(RecordLookup):
    resource = GROUP
