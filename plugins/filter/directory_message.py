# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter directory_message."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_message
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: name places in HR files"
description:
  - Internal to the role P(manageengine.id360.directory#role). It may change in any version.
  - Makes one message of problems, with the file named once, and with at most the first hundred of them.
  - M(manageengine.id360.id360_directory) reports problems with their places in the text that the role passed. The
    message has their places in the HR file.
positional: path, plan
options:
  _input:
    description: The problems, as a list, or a message of the module.
    type: raw
    required: true
  path:
    description: Path of the file.
    type: str
    required: true
  plan:
    description: Result of P(manageengine.id360.directory_plan#filter), if the module found the problems.
    type: dict
seealso:
  - plugin: manageengine.id360.directory
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Fail with the places in the file
  ansible.builtin.fail:
    msg: "{{ result.problems | manageengine.id360.directory_message('staff.csv', plan) }}"
"""

RETURN = r"""
_value:
  description: The message with the places in the HR file.
  type: str
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import refusal
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import in_terms_of_the_feed


def directory_message(said: str | Sequence[str], path: str, plan: Mapping[str, Any] | None = None) -> str:
    texts = [said] if isinstance(said, str) else list(said)
    told = [in_terms_of_the_feed(text, "content", plan) for text in texts] if plan and "src" in plan else texts
    return told[0] if isinstance(said, str) else refusal(told, f"directory_src {path!r}")


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"directory_message": directory_message}
