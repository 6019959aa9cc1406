#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manages one group of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_group
short_description: Manage an ID360 group
description:
  - Creates, updates and deletes a group, and sets, adds and removes its members.
  - An omitted option is not managed. An empty string clears the field; an empty field and a missing one are equal.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - Shows what identifies the group, and the fields that the task manages; for a deletion all fields.
      - Members are shown by email. If emails are not known, one more request reads them, in diff mode only. If there
        are more than 100 such members, only those that are added or removed are looked up; the others are shown by id.
  idempotent:
    support: full
options:
  state:
    description:
      - V(present) creates the group if it does not exist, and updates what differs.
      - V(absent) deletes the group.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - Id of the group.
      - If no group has it, O(state=absent) is unchanged with a warning, and O(state=present) fails.
    type: str
  name:
    description:
      - Name of the group; required to create one. It is compared exactly, in Unicode's composed form (NFC).
      - If the name of a new group differs from that of an existing group only in case or blanks, the task warns.
      - ID360 allows several groups with the same name. If there are several, the task fails and names their ids.
      - If the group was found by O(id), a different name renames it. If another group has that name, the task fails.
    type: str
  description:
    description: Description of the group.
    type: str
  is_dynamic:
    description: Whether the group is dynamic. The server chooses the members of dynamic groups by rules.
    type: bool
  members:
    description:
      - Members of the group, by id or email. If omitted or an empty dictionary, members are not managed.
      - If new members do not exist, the task fails before any write and names all of them. In check mode, an email that
        no user has causes a warning and shows as V((not there yet\) ann@example.com), as an earlier task may create
        that user.
      - A server may search with case. Users are searched for by email as given, in lower case, in upper case, with
        capital initials, and with an upper-case domain. A user that is not listed is looked up again after 1, 2 and 3
        seconds, as listings may be delayed.
      - A string is split at line breaks, commas and semicolons.
      - The members of a dynamic group cannot be managed.
    type: dict
    suboptions:
      set:
        description:
          - All members of the group. An empty list removes all members. A blank string is refused.
          - Mutually exclusive with O(members.add) and O(members.remove).
        type: list
        elements: str
      add:
        description: Members to add.
        type: list
        elements: str
      remove:
        description: Members to remove. An email that no user has is ignored.
        type: list
        elements: str
seealso:
  - module: manageengine.id360.id360_group_info
notes:
  - OAuth scopes. C(id360.group.READ) to find the group, C(id360.group.CREATE) to create, C(id360.group.UPDATE) to
    update, C(id360.group.DELETE) to delete; C(id360.group.ALL) covers all of them. Members given by email require
    C(id360.user.READ).
  - The API replaces the list of members as a whole. Tasks of one user on one host therefore lock a group from reading
    to writing; the locks are in the user's cache directory (E(XDG_CACHE_HOME)). After each write the members are read
    again, and written once more if a writer on another host removed some in the meantime. A writer on another host that
    read the group before, and writes it later, cannot be detected.
  - If the server returns fewer members than it counts, members are not changed, as the others would be removed.
  - An unchanged group takes one request. Looking up emails and new ids takes one for each hundred or so, and a creation
    one for the names of the other groups. A write takes two, as the group is read again, and one more if the group is
    given by O(id).
  - After a creation the task waits for up to 10 seconds until the group is listed, as ID360 would accept a second one.
    If the response to a creation is lost, the task looks for the group for as long before it fails. In this case, check
    whether the group exists before you run the task again.
"""

EXAMPLES = r"""
- name: Create a group with exactly two members
  manageengine.id360.id360_group:
    name: Designers
    description: All designers
    members:
      set: [alex.hales@example.com, ann.lee@example.com]

- name: Add a member and remove another one; keep the others
  manageengine.id360.id360_group:
    name: Designers
    members:
      add: [bob.ray@example.com]
      remove: [ann.lee@example.com]
  register: designers

- name: Rename the group
  manageengine.id360.id360_group:
    id: "{{ designers.group.id }}"
    name: Design

- name: Remove all members
  manageengine.id360.id360_group:
    name: Design
    members:
      set: []

- name: Delete the group
  manageengine.id360.id360_group:
    name: Design
    state: absent
"""

RETURN = r"""
group:
  description:
    - The group as the API returns it after the task, with keys in snake_case, including fields that this collection
      does not know. In check mode, the predicted group.
    - After a deletion, the group as it was last read. Empty if there is no such group.
  returned: success
  type: dict
  sample:
    id: "2000000106686"
    name: Designers
    description: All designers
    is_dynamic: false
    members: ["2000000108825", "2000000108623"]
    members_count: 2
    when_created: "2024-05-07T10:36:27+05:30"
members_added:
  description: Ids of the users who were added, or would be in check mode, sorted.
  returned: success
  type: list
  elements: str
  sample: ["2000000108623"]
members_removed:
  description: Ids of the users who were removed, or would be in check mode, sorted.
  returned: success
  type: list
  elements: str
  sample: []
actions:
  description:
    - The operations that were done, or would be done in check mode, in order. V(create), V(patch), V(delete). A second
      V(patch) wrote members again that another writer had removed.
    - After a failure, the operations done before it.
  returned: always
  type: list
  elements: str
  sample: [patch]
error:
  description: The error of the server, and the request that it answered. Values that are not known are null.
  returned: when a request failed
  type: dict
  contains:
    status:
      description: HTTP status of the response.
      type: int
      sample: 404
    code:
      description: Error code of the API.
      type: str
      sample: "*****"
    title:
      description: Title of the error.
      type: str
      sample: Resource Not Found
    detail:
      description: Description of the error by the server.
      type: str
      sample: This Group does not exist.
    method:
      description: Method of the request.
      type: str
      sample: PATCH
    path:
      description: Path of the request, below V(/api/v1).
      type: str
      sample: /groups/2000000106686
"""

from functools import partial

from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP, GROUP_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._module.record import manage_record
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module

MODULE = Module(GROUP_OPTIONS, partial(manage_record, resource=GROUP))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
