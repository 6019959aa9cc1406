# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offboarding_plan."""

from __future__ import annotations

DOCUMENTATION = r"""
name: offboarding_plan
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: plan an offboarding"
description:
  - Internal to the role P(manageengine.id360.offboarding#role). It may change in any version.
  - Plans the writes of an offboarding from the tenant, the variables and the manifest. It does not read or write files.
options:
  _input:
    description: The tenant, the variables of the role, and the manifest.
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
      witnesses:
        description: The users in the manifest that identify the tenant.
        type: list
        elements: dict
      accounts:
        description:
          - The accounts of the leavers, as P(manageengine.id360.offboarding_accounts#filter) returns them. Anything but
            a list selects all accounts in the manifest.
        type: list
        elements: dict
      look_ups:
        description: What they were looked up by, as P(manageengine.id360.offboarding_accounts#filter) returns it.
        type: list
        elements: dict
      found:
        description: The users that each of C(look_ups) found.
        type: list
        elements: list
      users:
        description: All users.
        type: list
        elements: dict
      known:
        description:
          - Further users whose ids are in the manifest. A user in neither list was requested by id and does not exist.
        type: list
        elements: dict
      groups:
        description: All groups, with their members.
        type: list
        elements: dict
      heir:
        description: New manager of the reports, as given. The default is the next manager above.
        type: str
      heirs:
        description: The users that match C(heir).
        type: list
        elements: dict
      stages:
        description: Some of V(disable), V(groups) and V(reports).
        type: list
        elements: str
      delete_after_days:
        description: Number of days after which accounts are deleted. If omitted, none are.
        type: int
      now:
        description: Current time, such as V(2026-11-30T08:00:00Z).
        type: str
seealso:
  - plugin: manageengine.id360.offboarding
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Plan an offboarding
  ansible.builtin.set_fact:
    plan: "{{ facts | manageengine.id360.offboarding_plan }}"
"""

RETURN = r"""
_value:
  description:
    - C(problems), why the plan cannot be applied, one sentence each, and C(message), all of them in one text.
    - C(manifest) and C(manifest_after), the accounts to store before the first write, and after the deletions.
    - C(witnesses), the users to store with them.
    - C(disable), C(groups), C(handovers) and C(delete), the writes in this order.
    - C(summary), what the role says at its end, one line each.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.plan import plan_offboarding


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"offboarding_plan": plan_offboarding}
