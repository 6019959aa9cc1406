#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a tenant of ManageEngine ID360 is like."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_tenant_info
short_description: Check how an ID360 tenant behaves
description:
  - This collection makes assumptions about the API where the vendor's documentation is silent. This module checks which
    of them hold for a tenant, and returns the consequences of those that do not.
  - It sends at most 40 requests, whatever the size of the tenant, all of them GET. Requests refused with HTTP 429 are
    not counted.
  - The result contains no email, name, id or token. The playbook C(manageengine.id360.doctor) writes it to files.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.attributes.info
notes:
  - OAuth scopes C(id360.user.READ), C(id360.group.READ), C(id360.job.READ), C(id360.template.user.read) and
    C(id360.management.read). Without one of them, the traits that depend on it are V(unknown).
  - A token that is not accepted, or does not permit anything, is a finding and not a failure. A server that does not
    answer, or is not an ID360 server, is a failure.
seealso:
  - module: manageengine.id360.id360_user_info
"""

EXAMPLES = r"""
- name: Examine the tenant
  manageengine.id360.id360_tenant_info:
  register: examined

- name: Show what differs from the assumptions of the collection
  ansible.builtin.debug:
    msg: "{{ examined.findings | rejectattr('follows', 'equalto', 'nothing') }}"

- name: Fail if the token cannot read users
  ansible.builtin.assert:
    that: examined.tenant.traits.read_scopes.users == 'yes'
"""

RETURN = r"""
tenant:
  description:
    - The properties of the tenant that could be read.
  returned: success
  type: dict
  contains:
    collection_version:
      description: Version of this collection.
      type: str
    url:
      description: Root of the server.
      type: str
    data_center:
      description: The data center with this root. Null for any other URL.
      type: str
    signed_in:
      description: Whether the server accepted the token, whatever its scopes.
      type: bool
    signs_with:
      description: Option that the access token comes from, V(access_token) or V(refresh_token).
      type: str
    sign_in_error:
      description: Why no token was issued or accepted. Null if one was.
      type: str
    requests:
      description: Number of requests sent.
      type: int
    counts:
      description: Number of C(users), C(groups), C(jobs) and C(templates) as counted by the server. Null if unknown.
      type: dict
    traits:
      description:
        - What was observed, by trait. V(unknown) if it could not be determined.
        - C(read_scopes) is a dictionary by kind of record. C(largest_page), C(start_index) and C(clock_skew) (in
          seconds) are numbers. All others are strings.
        - C(filter_case) is V(sensitive), V(insensitive) or V(unknown). C(members_on_lists) is V(whole), V(cut), V(none)
          or V(unknown).
      type: dict
  sample:
    collection_version: 0.1.0
    url: https://id360.manageengine.eu
    data_center: EU
    signed_in: true
    signs_with: refresh_token
    sign_in_error:
    requests: 24
    counts: {users: 1180, groups: 64, jobs: 12, templates: 3}
    traits:
      read_scopes: {users: "yes", groups: "yes", jobs: "yes", templates: "yes", uploads: no (HTTP 403)}
      fields_on_lists: honoured, empty fields are left out
      fields_on_records: honoured, empty fields are left out
      filter_case: sensitive
      filter_or: works
      filter_id: works
      largest_page: 1000
      totals: add up
      members_on_lists: whole
      not_found_user: HTTP 404, code 00010105, User Not Found
      not_found_group: HTTP 404, code *****, Resource Not Found
      start_index: 1
      clock_skew: 0
      rate_limit_headers: none
findings:
  description: The traits as a list to display, in the same order.
  returned: success
  type: list
  elements: dict
  contains:
    trait:
      description: Name of the trait.
      type: str
    assumed:
      description: What the collection assumes.
      type: str
    seen:
      description: What was observed.
      type: str
    follows:
      description: Consequences for users of the collection. V(nothing) if all works as documented.
      type: str
  sample:
    - trait: filter_id
      assumed: works
      seen: refused
      follows: "slower: each new member given by id is read by id"
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._tenant.examine import examine


def read(shell: Shell, client: Client) -> dict[str, Any]:
    try:
        return {"changed": False, **examine(client, shell.params["retries"])}
    except Id360Error as error:
        raise error.with_context("could not examine the tenant") from None


MODULE = Module({}, read)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
