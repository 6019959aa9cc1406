# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offboarding_undo_plan."""

from __future__ import annotations

DOCUMENTATION = r"""
name: offboarding_undo_plan
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Plan how an offboarding is undone
description:
  - Says what brings the accounts of a manifest back. It reads and writes nothing itself. The role
    P(manageengine.id360.offboarding#role) is made of it.
options:
  _input:
    description: What there is to know.
    type: dict
    required: true
    suboptions:
      path:
        description: Path of the manifest, for messages.
        type: str
      entries:
        description: The accounts in the manifest.
        type: list
        elements: dict
      accounts:
        description:
          - The accounts that are restored, as P(manageengine.id360.offboarding_accounts#filter) returns them. Anything
            but a list is all accounts in the manifest.
        type: list
        elements: dict
      users:
        description: All users.
        type: list
        elements: dict
      known:
        description:
          - More users, with ids that the manifest has, those of the reports too. Who is in neither list was asked for
            by id, and is gone.
        type: list
        elements: dict
      groups:
        description: All groups, with their members.
        type: list
        elements: dict
      now:
        description: The present, such as V(2026-11-30T08:00:00Z).
        type: str
seealso:
  - plugin: manageengine.id360.offboarding
    plugin_type: role
    description: The role that this filter was made for.
"""

EXAMPLES = r"""
- name: Plan an undo
  ansible.builtin.set_fact:
    plan: "{{ facts | manageengine.id360.offboarding_undo_plan }}"
"""

RETURN = r"""
_value:
  description:
    - C(problems), what forbids the run, a sentence each.
    - C(groups), C(reports) and C(enable), the writes in their order, and
      C(manifest_after), the accounts to remember after them.
    - C(notes), what cannot be as it was, a sentence each.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.undo import plan_undo


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"offboarding_undo_plan": plan_undo}
