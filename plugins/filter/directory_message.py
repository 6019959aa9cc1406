# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter directory_message."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_message
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: explain a failed run"
description:
  - Internal to the role P(manageengine.id360.directory#role). It may change in any version.
  - Makes one message of the problems in a plan and in a failed result of M(manageengine.id360.id360_directory). The
    module reports problems with their places in the text that the role passed. The message has their places in the HR
    file.
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
seealso:
  - plugin: manageengine.id360.directory
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Fail with the places in the file
  ansible.builtin.fail:
    msg: "{{ result | manageengine.id360.directory_message(plan) }}"
"""

RETURN = r"""
_value:
  description: The message with the places in the HR file.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import message_of


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"directory_message": message_of}
