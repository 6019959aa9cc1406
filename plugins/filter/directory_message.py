# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter directory_message."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_message
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Name problems by their places in the file of a personnel department
description:
  - Makes one message of problems, with the file named once, and with the first hundred of them. Internal to the role
    P(manageengine.id360.directory#role).
  - M(manageengine.id360.id360_directory) names problems by their places in the text that it was given. In the message,
    they have their places in the file that this text was made of.
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
    description: What P(manageengine.id360.directory_plan#filter) returned, if the module found the problems.
    type: dict
seealso:
  - plugin: manageengine.id360.directory
    plugin_type: role
    description: The role that this filter was made for.
"""

EXAMPLES = r"""
- name: Say what is wrong
  ansible.builtin.fail:
    msg: "{{ result.problems | manageengine.id360.directory_message('staff.csv', plan) }}"
"""

RETURN = r"""
_value:
  description: The message.
  type: str
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import refusal
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.people import in_terms_of_the_feed


def directory_message(said: str | Sequence[str], path: str, plan: Mapping[str, Any] | None = None) -> str:
    texts = [said] if isinstance(said, str) else list(said)
    told = [in_terms_of_the_feed(text, "content", plan) for text in texts] if plan else texts
    return told[0] if isinstance(said, str) else refusal(told, f"directory_src {path!r}")


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"directory_message": directory_message}
