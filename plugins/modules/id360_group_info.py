#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads groups of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_group_info
short_description: Read ID360 groups
description:
  - Returns one group, the groups that match a filter, the groups of a user, or all groups, with their members.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.attributes.info
  - manageengine.id360.query
options:
  id:
    description: Id of a group. If it does not exist, the result is empty, with a warning.
    type: str
  name:
    description: Name of the groups, compared exactly. ID360 allows several groups with the same name.
    type: str
  member:
    description:
      - Id or email of a user. Returns the groups that the user is a member of, from one listing of all groups.
      - If the user does not exist, the result is empty, with a warning.
      - If the listing does not contain all members of a group, the group is read by id as well.
    type: str
  members_as:
    description:
      - Content of C(members) in RV(groups).
      - V(ids) returns the ids of the users.
      - V(users) returns dictionaries with C(id), C(email) and C(display_name). They are looked up for all groups at
        once, with filters or a listing of all users, whichever takes fewer requests. C(email) and C(display_name) are
        null for a member that is not listed as a user.
    type: str
    choices: [ids, users]
    default: ids
seealso:
  - module: manageengine.id360.id360_group
notes:
  - OAuth scope C(id360.group.READ), or C(id360.group.ALL); with O(member) by email and O(members_as=users)
    C(id360.user.READ) as well.
  - If the server lists fewer groups than it counts, or fewer members of a group, the task warns.
"""

EXAMPLES = r"""
- name: Read a group and its members
  manageengine.id360.id360_group_info:
    name: Designers
  register: designers

- name: List the dynamic groups, largest first
  manageengine.id360.id360_group_info:
    filter: is_dynamic eq true
    sort: [-members_count]

- name: List the names of the groups of a user
  manageengine.id360.id360_group_info:
    member: ann.lee@example.com
    fields: [name]
  register: groups_of_ann

- name: Read a group with the emails of its members
  manageengine.id360.id360_group_info:
    name: Designers
    members_as: users

- name: List the names and sizes of all groups
  manageengine.id360.id360_group_info:
    fields: [name, members_count]
"""

RETURN = r"""
complete:
  description:
    - V(false) if the server listed fewer groups than it counts, or fewer members of a group. A warning contains both
      numbers.
    - Listings with O(filter) or O(limit) are not checked.
  returned: success
  type: bool
  sample: true
groups:
  description:
    - The groups as the API returns them, with keys in snake_case, including fields that this collection does not know.
    - Empty if there are none.
  returned: success
  type: list
  elements: dict
  sample:
    - id: "2000000106686"
      name: Designers
      description: All designers
      is_dynamic: false
      members: ["2000000108825", "2000000108623"]
      members_count: 2
"""

from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._module.info import info_module
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run

MODULE = info_module(GROUP)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
