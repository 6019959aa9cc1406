#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an upload of ManageEngine ID360, and its rows."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_upload_info
short_description: Read an ID360 bulk upload
description:
  - Returns an upload and its rows.
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.attributes.info
options:
  action:
    description: Id of the management action of the upload, such as V(move-users).
    type: str
    required: true
  upload_id:
    description:
      - Id of the upload. If the upload or the O(action) does not exist, the results are empty, with a warning that
        quotes the server.
    type: str
    required: true
  entities:
    description: Whether to read the rows as well.
    type: bool
    default: true
  entity_filter:
    description: A SCIM filter for rows, by status or column, such as C(status eq "DUPLICATE_USER").
    type: str
seealso:
  - module: manageengine.id360.id360_bulk_upload
notes:
  - OAuth scope C(id360.management.read), or C(id360.management.all).
"""

EXAMPLES = r"""
- name: Upload a table
  manageengine.id360.id360_bulk_upload:
    action: move-users
    records:
      - {email: alex.hales@example.com, department: Sales}
      - {email: nobody@example.com, department: Sales}
  register: people

- name: Read the upload and all of its rows
  manageengine.id360.id360_upload_info:
    action: move-users
    upload_id: "{{ people.upload.id }}"

- name: Read the rows that match a user
  manageengine.id360.id360_upload_info:
    action: move-users
    upload_id: "{{ people.upload.id }}"
    entity_filter: status eq "MAPPED"

- name: Read the upload without its rows
  manageengine.id360.id360_upload_info:
    action: move-users
    upload_id: "{{ people.upload.id }}"
    entities: false
"""

RETURN = r"""
upload:
  description: The upload as the API returns it. Empty if it does not exist.
  returned: success
  type: dict
  sample:
    id: "2000000000001"
    header:
      - {name: email, is_match_column: true}
    match_columns: [email]
entities:
  description: The rows of the upload. The keys of C(imported_data) are the columns of the file.
  returned: success
  type: list
  elements: dict
  sample:
    - id: "2000000110001"
      user_id: "200000010001"
      status: MAPPED
      imported_data: {email: alexhales@company.com}
entity_counts:
  description: Number of these rows by status.
  returned: success
  type: dict
  sample: {MAPPED: 1}
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._api.uploads import count_rows, read_rows, read_upload
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import ID, TEXT

OPTIONS: dict[str, dict[str, Any]] = {
    "action": {"type": TEXT, "required": True},
    "upload_id": {"type": ID, "required": True},
    "entities": {"type": "bool", "default": True},
    "entity_filter": {"type": TEXT},
}


def read(shell: Shell, client: Client) -> dict[str, Any]:
    action, upload_id = shell.params["action"], shell.params["upload_id"]
    upload = read_upload(client, action, upload_id, shell.warn)
    rows = []
    if upload and shell.params["entities"]:
        rows = read_rows(client, action, upload_id, shell.params["entity_filter"] or "")
    return {"changed": False, "upload": upload or {}, "entities": rows, "entity_counts": count_rows(rows)}


MODULE = Module(OPTIONS, read)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
