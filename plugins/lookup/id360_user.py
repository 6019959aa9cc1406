# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup id360_user."""

from __future__ import annotations

DOCUMENTATION = r"""
name: id360_user
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Look up ID360 users
description:
  - Returns users by email or id, as M(manageengine.id360.id360_user_info) returns them.
extends_documentation_fragment:
  - manageengine.id360.connection.lookup
  - manageengine.id360.record_lookup
options:
  _terms:
    description:
      - Emails or ids of users. Emails are compared without case.
    required: true
    type: list
    elements: str
notes:
  - OAuth scope C(id360.user.READ), or C(id360.user.ALL).
seealso:
  - module: manageengine.id360.id360_user_info
"""

EXAMPLES = r"""
- name: Show the id of a user
  ansible.builtin.debug:
    msg: "{{ lookup('manageengine.id360.id360_user', 'ann.lee@example.com').id }}"

- name: Show the users that exist
  ansible.builtin.debug:
    msg: "{{ query('manageengine.id360.id360_user', *emails, missing='ignore') | map(attribute='email') }}"
  vars:
    emails: [ann.lee@example.com, nobody@example.com]

- name: Ask a server that is set in variables
  ansible.builtin.debug:
    msg: "{{ lookup('manageengine.id360.id360_user', 'ann.lee@example.com').display_name }}"
  vars:
    ansible_id360_data_center: EU
    ansible_id360_timeout: 60
"""

RETURN = r"""
_raw:
  description:
    - The users in the order of the terms, as the API returns them, with keys in snake_case. One user if there is one
      term; with C(query) or C(wantlist=true), always a list.
  type: list
  elements: dict
"""

from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.plugin_utils._lookup.plugin import RecordLookup


class LookupModule(RecordLookup):
    resource = USER
