# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offboarding_accounts."""

from __future__ import annotations

DOCUMENTATION = r"""
name: offboarding_accounts
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: parse a list of accounts"
description:
  - Internal to the role P(manageengine.id360.offboarding#role). It may change in any version.
  - Parses and validates the accounts in a list or in the content of a file. It does not read or write files.
extends_documentation_fragment:
  - manageengine.id360.table
options:
  _input:
    description: Emails and employee ids, or null.
    type: list
    elements: str
  content:
    description: The content of a file in Base64, as M(ansible.builtin.slurp) returns it, instead of a list.
    type: str
  path:
    description: Path of the file, for messages. Its extension decides how it is read.
    type: str
  columns:
    description: Maps names of columns to V(email), V(employee_id) and V(id).
    type: dict
    default: {}
seealso:
  - plugin: manageengine.id360.offboarding
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Read the accounts of a file
  ansible.builtin.set_fact:
    asked: "{{ none | manageengine.id360.offboarding_accounts(content=file.content, path='leavers.csv') }}"
"""

RETURN = r"""
_value:
  description:
    - C(problem), why the accounts are invalid, or an empty string.
    - C(accounts), each with its place and its keys. Null if neither a list nor a file is given.
    - C(look_ups), options of M(manageengine.id360.id360_user_info) that find them, with the number of the account.
  type: dict
"""

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import make_format
from ansible_collections.manageengine.id360.plugins.module_utils._problems import Problem, refusal
from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.accounts import (
    Account,
    accounts_in_file,
    accounts_in_list,
    look_ups,
)


def offboarding_accounts(
    accounts: Sequence[str] | None,
    content: str | None = None,
    path: str = "",
    columns: Mapping[str, str] | None = None,
    delimiter: str = "auto",
    encoding: str = "auto",
    sheet: str | None = None,
    skip_lines: int = 0,
) -> dict[str, Any]:
    given = {"delimiter": delimiter, "encoding": encoding, "sheet": sheet, "skip_lines": skip_lines}
    found: list[Account] | None = None
    problems: list[Problem] = []
    try:
        if content is not None:
            how = make_format(given, "offboarding_")
            found, problems = accounts_in_file(b64decode(content), path, columns or {}, how)
        elif isinstance(accounts, list):
            found, problems = accounts_in_list(accounts)
    except Id360Error as error:
        problems = [Problem(error.message)]
    return {
        "problem": refusal(problems) if problems else "",
        "accounts": found,
        "look_ups": look_ups(found or []),
    }


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"offboarding_accounts": offboarding_accounts}
