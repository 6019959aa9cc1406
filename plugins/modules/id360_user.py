#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manages one user of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_user
short_description: Manage a user of ManageEngine ID360
description:
  - Creates, changes, enables, disables and deletes a user.
  - An option that is left out is not managed. An empty string clears the field; empty and missing are equal.
  - A user is never deleted and created anew to make a change.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
attributes:
  check_mode:
    support: full
    details:
      - Whether a password is the one that the user has already cannot be known without setting it. With
        O(update_password=always), check mode says that it changes.
  diff_mode:
    support: full
    details:
      - Shows what identifies the user, the fields that the task manages, the manager by email, and C(status) as
        C(enabled) or C(disabled). On creation also C(template); on deletion all fields.
      - A manager whose email the task has not read takes one request more, in diff mode alone.
      - A password is never shown. One that is set shows as C((set)).
  idempotent:
    support: full
options:
  state:
    description:
      - V(present) creates the user if there is none, and changes what differs. It neither enables nor disables.
      - V(enabled) does the same, and enables a user who is disabled.
      - V(disabled) disables a user who is enabled, and changes what differs. A user who does not exist is not created;
        the task is unchanged, with a warning.
      - V(absent) deletes the user.
    type: str
    choices: [present, enabled, disabled, absent]
    default: present
  id:
    description:
      - Id of the user. It beats O(match_by).
      - If nobody has it, V(absent) is unchanged with a warning, and every other state fails.
    type: str
  email:
    description:
      - Email address of the user; needed to create one. Addresses that differ in case alone are one account.
      - It has one C(@), a dot in its domain, and no blanks, separators, brackets or quotes. Anything else is refused.
      - For a user who was found by O(id) or by O(employee_id), another address renames the account.
    type: str
  match_by:
    description:
      - Which options find the user, in this order. The first that finds one decides; if another one finds somebody
        else, the task fails. Options without a value are skipped.
    type: list
    elements: str
    choices: [email, employee_id]
    default: [email]
  template:
    description:
      - User creation template to create the user with, by id or by name. Spaces around the name do not matter.
      - It is used only when the user is created.
    type: str
  create_disabled:
    description:
      - Whether a user who is created by O(state=present) starts disabled.
    type: bool
    default: false
  password:
    description:
      - Password of the user. It is never read back, shown or logged.
    type: str
  update_password:
    description:
      - V(on_create) sets the password only when the user is created.
      - V(always) sets it each time, in a request of its own. If the server says that it is the user's password already,
        the task is unchanged.
    type: str
    choices: [on_create, always]
    default: on_create
  groups:
    description:
      - Groups that the user is a member of, by name or id. Groups that are not named are left as they are.
      - They are changed after the user, one after the other, with the same locks and checks as by
        M(manageengine.id360.id360_group). All groups are listed once before.
      - A group that does not exist or is dynamic, and a name that several groups have, fail before any write. So do
        groups of which the server does not return all members.
      - Ignored with O(state=absent), and for a user who does not exist with O(state=disabled).
      - M(manageengine.id360.id360_directory) manages members with its option C(groups).
    type: dict
    suboptions:
      set:
        description:
          - All groups that the user is to be a member of. The user is removed from all others except dynamic ones. An
            empty list removes the user from all groups but these.
          - The members of all groups must be known; otherwise the task fails.
        type: list
        elements: str
      add:
        description: Groups to add the user to.
        type: list
        elements: str
      remove:
        description: Groups to remove the user from. Those that do not exist are ignored.
        type: list
        elements: str
  city:
    description: City of the user.
    type: str
  company:
    description: Company that the user works for.
    type: str
  country:
    description:
      - Country of the user, as a code of two letters.
      - Quote it. Without quotes, YAML reads V(NO) as a boolean, which is refused.
    type: str
  department:
    description: Department of the user.
    type: str
  description:
    description: Description of the user.
    type: str
  display_name:
    description: Name of the user as it is displayed.
    type: str
  employee_id:
    description:
      - Id that the organization gave to the user. It is compared exactly, in Unicode's composed form (NFC).
      - Quote it. Without quotes, YAML reads V(00123) as the number 83, which is refused.
      - If another user has it, the task warns and names that user's id.
    type: str
  fax:
    description: Fax number of the user.
    type: str
  first_name:
    description: First name of the user.
    type: str
  gender:
    description: Gender of the user, as the API takes it, such as V(M) or V(F).
    type: str
  home_phone:
    description: Number of the user's phone at home.
    type: str
  language:
    description: Language of the user, such as V(en) or V(en-CA).
    type: str
  last_name:
    description: Last name of the user.
    type: str
  manager:
    description:
      - Manager of the user, by id or by email. A user cannot be their own manager.
      - If no user has it, the task fails before any write, but O(state=disabled) disables the user all the same, with a
        warning. In check mode an email that no user has is a warning, and shows as
        C((not there yet) ann@example.com), as an earlier task may create that user.
      - A manager whom no listing shows is looked for again at 1, 2 and 3 seconds, as a listing may lag behind a
        creation.
    type: str
  mobile_number:
    description: Number of the user's mobile phone.
    type: str
  post_office_box:
    description: Post office box of the user.
    type: str
  seating_location:
    description: Where the user sits.
    type: str
  state_province:
    description: State or province of the user.
    type: str
  street:
    description: Street of the user.
    type: str
  telephone_number:
    description: Number of the user's phone at work.
    type: str
  title:
    description: Job title of the user.
    type: str
  work_location:
    description: Where the user works.
    type: str
  zip_postal:
    description: ZIP or postal code of the user. Quote it.
    type: str
seealso:
  - module: manageengine.id360.id360_user_info
notes:
  - OAuth scopes, to find the user C(id360.user.READ), to create C(id360.user.CREATE), to change, enable and disable
    C(id360.user.UPDATE), to delete C(id360.user.DELETE). C(id360.user.ALL) covers all of them. O(template) needs
    C(id360.template.user.read), and O(groups) C(id360.group.READ) and C(id360.group.UPDATE).
  - A user that is in the desired state costs one request when the server lists all the fields that it is asked for, and
    two when it does not. Each action costs one more, and so do O(template) on creation and a O(manager) by id who is
    new. O(groups) costs a listing of all groups, and four requests for each group that changes.
  - A server may search with case. The user is looked for by the O(email) as it was typed, in lower case, in upper case,
    with capital initials, and with a domain in upper case. If the directory has yet another spelling, V(present) and
    V(enabled) learn of it when the server refuses to create a second account; V(disabled) and V(absent) find nobody and
    are unchanged. Use O(id) or O(match_by=employee_id) where addresses are spelled at random.
  - A loop over people shows its items, passwords included, when one of them fails. Set C(no_log) on such a task.
  - When the answer to a create is lost, the module looks for the user for a few seconds before it fails. It never
    creates a second one.
"""

EXAMPLES = r"""
- name: Ann joins
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

- name: Ann moves, and her fax goes
  manageengine.id360.id360_user:
    email: ann.lee@example.com
    department: Sales
    title: Account Manager
    fax: ""

- name: Ann works in two groups, and no longer in a third one
  manageengine.id360.id360_user:
    email: ann.lee@example.com
    groups:
      add: [Designers, Quality]
      remove: [Newcomers]

- name: Ann marries; the account is found by her employee id and gets the new address
  manageengine.id360.id360_user:
    match_by: [employee_id]
    employee_id: "00123"
    email: ann.berg@example.com
    last_name: Berg

- name: Ann leaves, her account is disabled
  manageengine.id360.id360_user:
    email: ann.berg@example.com
    state: disabled

- name: Ann comes back, with a new password
  manageengine.id360.id360_user:
    email: ann.berg@example.com
    state: enabled
    password: "{{ lookup('ansible.builtin.password', '/dev/null', length=20) }}-bB2"
    update_password: always

- name: Ann leaves for good
  manageengine.id360.id360_user:
    email: ann.berg@example.com
    state: absent
"""

RETURN = r"""
user:
  description:
    - The user as the API shows it after the task, with keys in snake_case, fields that this collection does not know
      included. In check mode, the user as it would be as far as that can be told.
    - When the user was deleted, as it was read last. Empty when there is none.
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
  description: Names of the groups that the user was added to, or in check mode would be.
  returned: success
  type: list
  elements: str
  sample: [Designers, Quality]
groups_removed:
  description: Names of the groups that the user was removed from, or in check mode would be.
  returned: success
  type: list
  elements: str
  sample: [Newcomers]
actions:
  description:
    - What was done to the user, or in check mode would be done, in order. V(create), V(patch), V(password), V(enable),
      V(disable), V(delete).
    - At the end, there is one V(patch) for each group that the user was added to or removed from.
    - On failure, what was done before it.
  returned: always
  type: list
  elements: str
  sample: [patch, enable]
error:
  description: What the server said, and to which request; each value is null where there is none.
  returned: when a request failed
  type: dict
  contains:
    status:
      description: HTTP status of the answer.
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
      description: The error in the server's words.
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
