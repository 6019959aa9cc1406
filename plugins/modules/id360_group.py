#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manages one group of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_group
short_description: Manage a group of ManageEngine ID360
description:
  - Creates, changes and deletes a group, and sets, adds and removes its members.
  - An option that is left out is not managed. An empty string clears the field; empty and missing are equal.
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
      - Shows what identifies the group, and the fields that the task manages; on deletion all fields.
      - Members show by email. Those whose email the task has not read take one request more, in diff mode alone; of
        more than 100 such members, only those who come or go are looked up, and the others show by id.
  idempotent:
    support: full
options:
  state:
    description:
      - V(present) creates the group if there is none, and changes what differs.
      - V(absent) deletes the group.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - Id of the group.
      - If no group has it, V(absent) is unchanged with a warning, and V(present) fails.
    type: str
  name:
    description:
      - Name of the group; needed to create one. It is compared exactly, in Unicode's composed form (NFC).
      - A new group whose name differs from another group's in case or blanks only is created with a warning.
      - ID360 takes several groups with one name. The task fails when it finds more than one, naming their ids.
      - For a group that was found by O(id), another name renames it, unless a group has that name already.
    type: str
  description:
    description: Description of the group.
    type: str
  is_dynamic:
    description: Whether the group chooses its members itself, by rules of its own.
    type: bool
  members:
    description:
      - Who is in the group, by id or by email. Left out, members are not managed; an empty dictionary is the same.
      - The task fails before any write, naming all of them, if no user has an email or an id that would be new in the
        group. In check mode an email that no user has is a warning, and shows as C((not there yet) ann@example.com),
        as an earlier task may create that user.
      - As a server may search with case, addresses are looked for as typed, in lower case, in upper case, with capital
        initials, and with a domain in upper case. A user whom no listing shows is looked for again at 1, 2 and 3
        seconds, as a listing may lag behind a creation.
      - Instead of a list, a text is split at line breaks, commas and semicolons.
      - The members of a dynamic group can't be managed.
    type: dict
    suboptions:
      set:
        description:
          - These, and nobody else. An empty list empties the group; a blank text is refused.
          - Mutually exclusive with O(members.add) and O(members.remove).
        type: list
        elements: str
      add:
        description: These too.
        type: list
        elements: str
      remove:
        description: Not these. An email that nobody has is ignored.
        type: list
        elements: str
seealso:
  - module: manageengine.id360.id360_group_info
notes:
  - OAuth scopes, to find the group C(id360.group.READ), to create C(id360.group.CREATE), to change
    C(id360.group.UPDATE), to delete C(id360.group.DELETE). C(id360.group.ALL) covers all of them. Members by email need
    C(id360.user.READ).
  - The API replaces the members of a group as a whole. Tasks that run at the same time under one user of one machine
    take turns at each group; a folder in the user's cache folder (E(XDG_CACHE_HOME)) has the locks. After a write the
    members are read again, and written once more if somebody else, on another machine, dropped some meanwhile. What
    cannot be seen is somebody who read the group before this task wrote it, and writes it later.
  - Where the server lists fewer members than it counts, members are not changed, as those left out would be dropped.
  - A group that is in the desired state costs one request, emails and new ids to look up one for each hundred or so, a
    creation one for the names of the other groups. A write costs itself and the request that reads the group again; for
    a group given by O(id) one more, to know whose turn it is.
  - After a creation the task waits, 10 seconds at most, until the group is listed, as ID360 would take a second one.
    When the answer to a create is lost, it looks for the group as long before it fails. Look whether it is there before
    you run the task again then.
"""

EXAMPLES = r"""
- name: A group with exactly two people
  manageengine.id360.id360_group:
    name: Designers
    description: Everybody who draws
    members:
      set: [alex.hales@example.com, ann.lee@example.com]

- name: One joins and one leaves, whoever else is in it
  manageengine.id360.id360_group:
    name: Designers
    members:
      add: [bob.ray@example.com]
      remove: [ann.lee@example.com]
  register: designers

- name: It gets another name
  manageengine.id360.id360_group:
    id: "{{ designers.group.id }}"
    name: Design

- name: Nobody is in it any more
  manageengine.id360.id360_group:
    name: Design
    members:
      set: []

- name: There is no such group
  manageengine.id360.id360_group:
    name: Design
    state: absent
"""

RETURN = r"""
group:
  description:
    - The group as the API shows it after the task, with keys in snake_case, fields that this collection does not know
      included. In check mode, the group as it would be as far as that can be told.
    - When the group was deleted, as it was read last. Empty when there is none.
  returned: success
  type: dict
  sample:
    id: "2000000106686"
    name: Designers
    description: Everybody who draws
    is_dynamic: false
    members: ["2000000108825", "2000000108623"]
    members_count: 2
    when_created: "2024-05-07T10:36:27+05:30"
members_added:
  description: Ids of the people who became members, or in check mode would; sorted.
  returned: success
  type: list
  elements: str
  sample: ["2000000108623"]
members_removed:
  description: Ids of the people who were members, or in check mode would be no longer; sorted.
  returned: success
  type: list
  elements: str
  sample: []
actions:
  description:
    - What was done to the group, or in check mode would be done, in order. V(create), V(patch), V(delete). A second
      V(patch) had to write members again that somebody else had dropped.
    - On failure, what was done before it.
  returned: always
  type: list
  elements: str
  sample: [patch]
error:
  description: What the server said, and to which request; each value is null where there is none.
  returned: when a request failed
  type: dict
  contains:
    status:
      description: HTTP status of the answer.
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
      description: The error in the server's words.
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
