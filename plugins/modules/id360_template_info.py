#!/usr/bin/python
# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads user creation templates of ManageEngine ID360."""

from __future__ import annotations

DOCUMENTATION = r"""
module: id360_template_info
short_description: Read ID360 user creation templates
description:
  - Returns one user creation template, or all of them. They are used by
    O(manageengine.id360.id360_user#module:template).
version_added: 0.1.0
author: The manageengine.id360 contributors (@manageengine-id360)
extends_documentation_fragment:
  - manageengine.id360.connection
  - manageengine.id360.attributes
  - manageengine.id360.attributes.info
options:
  id:
    description: Id of a template. If it does not exist, the result is empty.
    type: str
  name:
    description: Name of a template. Leading and trailing spaces are ignored.
    type: str
seealso:
  - module: manageengine.id360.id360_user
notes:
  - OAuth scope C(id360.template.user.read).
"""

EXAMPLES = r"""
- name: Read all templates
  manageengine.id360.id360_template_info:
  register: all_templates

- name: Read a template by name
  manageengine.id360.id360_template_info:
    name: User Creation System Template

- name: Read a template by id
  manageengine.id360.id360_template_info:
    id: "{{ all_templates.templates[0].id }}"
"""

RETURN = r"""
templates:
  description:
    - The templates as the API returns them, with keys in snake_case. A name may end in a space, C(category) may be
      null, and C(-) stands for no time.
    - Empty if there are none.
  returned: success
  type: list
  elements: dict
  sample:
    - id: "2000000066609"
      name: User Creation System Template
      description: User creation template
      category: General
      is_default: true
      is_user_defined: false
      is_multi_dir_template: true
      created_time: "-"
      last_modified_time: "-"
      directories:
        - id: "2000000174051"
          name: PrimeTech Solutions
          is_mandatory: false
"""

from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._api.templates import all_templates, with_id, with_name
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._module.run import run
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import ID, TEXT


def read(shell: Shell, client: Client) -> dict[str, Any]:
    wanted_id, wanted_name = shell.params["id"], shell.params["name"]
    for option in ("id", "name"):
        if shell.params[option] is not None and not shell.params[option].strip():
            raise Id360Error(f"{option} is empty: omit it to list all templates")
    try:
        templates = all_templates(client, shell.warn)
    except Id360Error as error:
        raise error.with_context("could not read templates") from None
    if wanted_id is not None:
        templates = with_id(templates, wanted_id)
    if wanted_name is not None:
        templates = with_name(templates, wanted_name)
    return {"changed": False, "templates": templates}


OPTIONS = {"id": {"type": ID}, "name": {"type": TEXT}}
MODULE = Module(OPTIONS, read, rules={"mutually_exclusive": [("id", "name")]})


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
