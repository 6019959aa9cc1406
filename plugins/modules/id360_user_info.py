#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads users of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_user_info
short_description: Read ID360 users
description:
  - Returns one user, the users that match a filter, or all users.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.attributes.info
  - manageengine.id360.query
options:
  id:
    description: Id of a user. If it does not exist, the result is empty, with a warning.
    type: str
  email:
    description:
      - Email address of a user. As a server may search with case, the module searches for it as given, in lower case,
        in upper case, with capital initials, and with an upper-case domain.
    type: str
seealso:
  - module: manageengine.id360.id360_user
notes:
  - OAuth scope C(id360.user.READ), or C(id360.user.ALL).
  - If the server lists fewer users than it counts, the task warns.
"""

EXAMPLES = r"""
- name: Read a user
  manageengine.id360.id360_user_info:
    email: alex.hales@example.com
  register: alex

- name: List the enabled users of a department, sorted by last name
  manageengine.id360.id360_user_info:
    filter: department eq "Marketing" and status eq 1
    sort: [last_name, first_name]

- name: List the disabled users whose title contains a word
  manageengine.id360.id360_user_info:
    filter: title co "Clerk" and status eq 0

- name: List the email and manager of all users
  manageengine.id360.id360_user_info:
    fields: [email, manager]
  register: people
"""

RETURN = r"""
complete:
  description:
    - V(false) if the server listed fewer users than it counts. A warning contains both numbers.
    - Listings with O(filter) or O(limit) are not checked.
  returned: success
  type: bool
  sample: true
users:
  description:
    - The users as the API returns them, with keys in snake_case, including fields that this collection does not know.
    - Empty if there are none.
  returned: success
  type: list
  elements: dict
  sample:
    - id: "2000000000001"
      email: alexhales@company.com
      employee_id: "12342"
      first_name: Alex
      last_name: Hales
      department: Marketing
      status: 1
      is_domain_verified: false
"""

from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._module.info import info_module
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run

MODULE = info_module(USER)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
