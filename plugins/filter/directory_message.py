# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter directory_message."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_message
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Tell a problem by its place in the file of a personnel department
description:
  - M(manageengine.id360.id360_directory) names problems by their place in the text that it was given. Here they get
    their place in the file that it was made of.
positional: named, plan
options:
  _input:
    description: What the module says.
    type: str
    required: true
  named:
    description: How the module names what it was given, such as V(content).
    type: str
    required: true
  plan:
    description: What P(manageengine.id360.directory_plan#filter) returned.
    type: dict
    required: true
seealso:
  - plugin: manageengine.id360.directory
    plugin_type: role
    description: The role that this filter was made for.
"""

EXAMPLES = r"""
- name: Say what is wrong
  ansible.builtin.fail:
    msg: "{{ result.msg | manageengine.id360.directory_message('content', plan) }}"
"""

RETURN = r"""
_value:
  description: The message with the places in the file of the personnel department.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import in_terms_of_the_feed


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"directory_message": in_terms_of_the_feed}
