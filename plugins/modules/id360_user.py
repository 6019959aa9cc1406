#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manages one user of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_user
short_description: Manage an ID360 user
description:
  - Creates, updates, enables, disables and deletes a user.
  - An omitted option is not managed. An empty string clears the field; an empty field and a missing one are equal.
  - A change never deletes and recreates a user.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
attributes:
  check_mode:
    support: full
    details:
      - A password cannot be compared without setting it. With O(update_password=always), check mode reports a change.
  diff_mode:
    support: full
    details:
      - Shows what identifies the user, the fields that the task manages, the manager by email, and C(status) as
        C(enabled) or C(disabled); for a creation also C(template), for a deletion all fields.
      - If the email of the manager is not known, one more request reads it, in diff mode only.
      - A password is never shown. If it is set, the diff contains C((set)).
  idempotent:
    support: full
options:
  state:
    description:
      - V(present) creates the user if it does not exist, and updates what differs. It neither enables nor disables.
      - V(enabled) does the same, and enables a disabled user.
      - V(disabled) disables an enabled user, and updates what differs. A user that does not exist is not created; the
        task is unchanged, with a warning.
      - V(absent) deletes the user.
    type: str
    choices: [present, enabled, disabled, absent]
    default: present
  id:
    description:
      - Id of the user. It takes precedence over O(match_by).
      - If no user has it, O(state=absent) is unchanged with a warning, and every other state fails.
    type: str
  email:
    description:
      - Email address of the user; required to create one. Addresses that differ only in case are the same account.
      - It must have one C(@), a dot in its domain, and no blanks, separators, brackets or quotes.
      - If the user was found by O(id) or O(employee_id), a different address renames the account.
    type: str
  match_by:
    description:
      - Options that identify the user, in this order. The first one that matches a user is used. If another one matches
        a different user, the task fails. Options without a value are skipped.
    type: list
    elements: str
    choices: [email, employee_id]
    default: [email]
  template:
    description:
      - Id or name of the user creation template. Leading and trailing spaces of the name are ignored.
      - It is used only when the user is created.
    type: str
  create_disabled:
    description:
      - Whether O(state=present) creates the user disabled.
    type: bool
    default: false
  password:
    description:
      - Password of the user. It is never shown or logged.
    type: str
  update_password:
    description:
      - V(on_create) sets the password only when the user is created.
      - V(always) sets it in each run, in a separate request. If the server answers that it is the current password, the
        task is unchanged.
    type: str
    choices: [on_create, always]
    default: on_create
  groups:
    description:
      - Groups that the user is a member of, by name or id. Other groups are not changed.
      - They are changed after the user, one after the other, with the same locks and checks as in
        M(manageengine.id360.id360_group). All groups are listed once before.
      - The task fails before any write if a group does not exist or is dynamic, if several groups have the name, or if
        the server does not return all members of a group.
      - Ignored with O(state=absent), and with O(state=disabled) for a user that does not exist.
      - M(manageengine.id360.id360_directory) manages members with its option C(groups).
    type: dict
    suboptions:
      set:
        description:
          - All groups of the user. The user is removed from all other groups except dynamic ones. An empty list removes
            the user from all groups except dynamic ones.
          - The members of all groups must be known; otherwise the task fails.
        type: list
        elements: str
      add:
        description: Groups to add the user to.
        type: list
        elements: str
      remove:
        description: Groups to remove the user from. Groups that do not exist are ignored.
        type: list
        elements: str
  city:
    description: City of the user.
    type: str
  company:
    description: Company of the user.
    type: str
  country:
    description:
      - Country of the user, as a two-letter code.
      - Quote it, as YAML reads V(NO) without quotes as a boolean, which is refused.
    type: str
  department:
    description: Department of the user.
    type: str
  description:
    description: Description of the user.
    type: str
  display_name:
    description: Display name of the user.
    type: str
  employee_id:
    description:
      - Id of the user in the organization. It is compared exactly, in Unicode's composed form (NFC).
      - Quote it, as YAML reads V(00123) without quotes as the number 83, which is refused.
      - If another user has the same one, the task warns and names the id of that user.
    type: str
  fax:
    description: Fax number of the user.
    type: str
  first_name:
    description: First name of the user.
    type: str
  gender:
    description: Gender of the user, as the API accepts it, such as V(M) or V(F).
    type: str
  home_phone:
    description: Home phone number of the user.
    type: str
  language:
    description: Language of the user, such as V(en) or V(en-CA).
    type: str
  last_name:
    description: Last name of the user.
    type: str
  manager:
    description:
      - Id or email of the manager. A user cannot be their own manager.
      - If the manager does not exist, the task fails before any write; with O(state=disabled) it disables the user,
        with a warning. In check mode, an email that no user has causes a warning and shows as
        V((not there yet\) ann@example.com), as an earlier task may create that user.
      - A manager that is not listed is looked up again after 1, 2 and 3 seconds, as listings may be delayed.
    type: str
  mobile_number:
    description: Mobile phone number of the user.
    type: str
  post_office_box:
    description: Post office box of the user.
    type: str
  seating_location:
    description: Seating location of the user.
    type: str
  state_province:
    description: State or province of the user.
    type: str
  street:
    description: Street of the user.
    type: str
  telephone_number:
    description: Work phone number of the user.
    type: str
  title:
    description: Job title of the user.
    type: str
  work_location:
    description: Work location of the user.
    type: str
  zip_postal:
    description: ZIP or postal code of the user. Quote it to keep leading zeros.
    type: str
seealso:
  - module: manageengine.id360.id360_user_info
notes:
  - OAuth scopes. C(id360.user.READ) to find the user, C(id360.user.CREATE) to create, C(id360.user.UPDATE) to update,
    enable and disable, C(id360.user.DELETE) to delete; C(id360.user.ALL) covers all of them. O(template) requires
    C(id360.template.user.read), and O(groups) C(id360.group.READ) and C(id360.group.UPDATE).
  - An unchanged user takes one request if the server lists all requested fields, otherwise two. Each action takes one
    more, and so do O(template) for a creation and a new O(manager) given by id. O(groups) takes a listing of all
    groups, and four requests for each group that changes.
  - A server may search with case. The module searches for O(email) as given, in lower case, in upper case, with capital
    initials, and with an upper-case domain. If the directory uses another capitalization, V(present) and V(enabled)
    find the account after the server refuses to create a second one; V(disabled) and V(absent) do not find it and are
    unchanged. Use O(id) or O(match_by=employee_id) in such directories.
  - If an item of a loop fails, Ansible shows the item, including its password. Set C(no_log) on such a task.
  - If the response to a creation is lost, the module looks for the user for a few seconds before it fails. It never
    creates a second one.
"""

EXAMPLES = r"""
- name: Create an account for a joiner
  manageengine.id360.id360_user:
    email: ann.lee@example.com
    first_name: Ann
    last_name: Lee
    display_name: Ann Lee
    employee_id: "00123"
    country: "NO"
    department: Marketing
    title: Designer
    manager: alex.hales@example.com
    template: User Creation System Template
    password: "{{ lookup('ansible.builtin.password', '/dev/null', length=20) }}-aA1"

- name: Update the department and title, and clear the fax number
  manageengine.id360.id360_user:
    email: ann.lee@example.com
    department: Sales
    title: Account Manager
    fax: ""

- name: Add the user to two groups, and remove the user from a third one
  manageengine.id360.id360_user:
    email: ann.lee@example.com
    groups:
      add: [Designers, Quality]
      remove: [Newcomers]

- name: Rename the account that has this employee id
  manageengine.id360.id360_user:
    match_by: [employee_id]
    employee_id: "00123"
    email: ann.berg@example.com
    last_name: Berg

- name: Disable the account of a leaver
  manageengine.id360.id360_user:
    email: ann.berg@example.com
    state: disabled

- name: Enable the account of a returning employee, and set a new password
  manageengine.id360.id360_user:
    email: ann.berg@example.com
    state: enabled
    password: "{{ lookup('ansible.builtin.password', '/dev/null', length=20) }}-bB2"
    update_password: always

- name: Delete the account
  manageengine.id360.id360_user:
    email: ann.berg@example.com
    state: absent
"""

RETURN = r"""
user:
  description:
    - The user as the API returns it after the task, with keys in snake_case, including fields that this collection does
      not know. In check mode, the predicted user.
    - After a deletion, the user as it was last read. Empty if there is no such user.
  returned: success
  type: dict
  sample:
    id: "2000000000001"
    email: ann.lee@example.com
    employee_id: "00123"
    first_name: Ann
    last_name: Lee
    display_name: Ann Lee
    department: Marketing
    manager: "2000000072269"
    status: 1
    is_domain_verified: false
    primary_source:
      id: "2000000072637"
      application_name: Berge-Corp
      application_service:
        id: "2000000018007"
        name: Universal Directory
        service_name: ZOHO_DIRECTORY
groups_added:
  description: Names of the groups that the user was added to, or would be in check mode.
  returned: success
  type: list
  elements: str
  sample: [Designers, Quality]
groups_removed:
  description: Names of the groups that the user was removed from, or would be in check mode.
  returned: success
  type: list
  elements: str
  sample: [Newcomers]
actions:
  description:
    - The operations that were done, or would be done in check mode, in order. V(create), V(patch), V(password),
      V(enable), V(disable), V(delete).
    - They are followed by one V(patch) for each group that the user was added to or removed from.
    - After a failure, the operations done before it.
  returned: always
  type: list
  elements: str
  sample: [patch, enable]
error:
  description: The error of the server, and the request that it answered. Values that are not known are null.
  returned: when a request failed
  type: dict
  contains:
    status:
      description: HTTP status of the response.
      type: int
      sample: 422
    code:
      description: Error code of the API.
      type: str
      sample: "00010111"
    title:
      description: Title of the error.
      type: str
      sample: Template Validation Failed
    detail:
      description: Description of the error by the server.
      type: str
      sample: Password does not meet password policy complexity requirements.
    method:
      description: Method of the request.
      type: str
      sample: POST
    path:
      description: Path of the request, below V(/api/v1).
      type: str
      sample: /users
"""

from ansible_collections.manageengine.id360.plugins.module_utils._model.memberships import GROUPS_OPTION
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module
from ansible_collections.manageengine.id360.plugins.module_utils._module.user import manage_user

MODULE = Module({**USER_OPTIONS, "groups": GROUPS_OPTION}, manage_user)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
