# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter directory_summary."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_summary
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: summarize a run"
description:
  - Internal to the role P(manageengine.id360.directory#role). It may change in any version.
  - Makes one message of the result of M(manageengine.id360.id360_directory) and of the plan that it was given.
positional: plan
options:
  _input:
    description: Result of M(manageengine.id360.id360_directory).
    type: dict
    required: true
  plan:
    description: Result of P(manageengine.id360.directory_plan#filter).
    type: dict
    required: true
  check:
    description: Whether the module ran in check mode.
    type: bool
    default: false
seealso:
  - plugin: manageengine.id360.directory
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Show the summary
  ansible.builtin.debug:
    msg: "{{ result | manageengine.id360.directory_summary(plan, check=ansible_check_mode) }}"
"""

RETURN = r"""
_value:
  description:
    - The number of changes, the warnings about the file, and a line each for leavers without an account, users of the
      file whose accounts are disabled, and users who are not in the file, with the first ten of them.
  type: list
  elements: str
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.summary import summarize


def directory_summary(result: Mapping[str, Any], plan: Mapping[str, Any], check: bool = False) -> list[str]:
    return summarize(result, plan, check=check)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"directory_summary": directory_summary}
