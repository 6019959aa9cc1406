# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offboarding_plan."""

from __future__ import annotations

DOCUMENTATION = r"""
name: offboarding_plan
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: Plan an offboarding
description:
  - Says what an offboarding does, by what is there, what is asked for and what the manifest remembers. It reads and
    writes nothing itself. The role P(manageengine.id360.offboarding#role) is made of it.
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
      witnesses:
        description: The people in the manifest by whom the tenant is known again.
        type: list
        elements: dict
      accounts:
        description:
          - The accounts that leave, as P(manageengine.id360.offboarding_accounts#filter) returns them. Anything but a
            list is all accounts in the manifest.
        type: list
        elements: dict
      look_ups:
        description: What they were looked up by, as P(manageengine.id360.offboarding_accounts#filter) returns it.
        type: list
        elements: dict
      found:
        description: The users that each of O(look_ups) found.
        type: list
        elements: list
      users:
        description: All users.
        type: list
        elements: dict
      known:
        description:
          - More users, with ids that the manifest has. Who is in neither list was asked for by id, and is gone.
        type: list
        elements: dict
      groups:
        description: All groups, with their members.
        type: list
        elements: dict
      heir:
        description: Who gets the reports, as it was typed; nothing is the manager above.
        type: str
      heirs:
        description: The users that this finds.
        type: list
        elements: dict
      stages:
        description: Some of V(disable), V(groups) and V(reports).
        type: list
        elements: str
      delete_after_days:
        description: Delete the accounts whose date is so many days ago; nothing deletes nobody.
        type: int
      now:
        description: The present, such as V(2026-11-30T08:00:00Z).
        type: str
seealso:
  - plugin: manageengine.id360.offboarding
    plugin_type: role
    description: The role that this filter was made for.
"""

EXAMPLES = r"""
- name: Plan an offboarding
  ansible.builtin.set_fact:
    plan: "{{ facts | manageengine.id360.offboarding_plan }}"
"""

RETURN = r"""
_value:
  description:
    - C(problems), what forbids the run, a sentence each.
    - C(manifest) and C(manifest_after), the accounts to remember before anything is written, and after
      the deletions.
    - C(witnesses), the people to remember with them.
    - C(disable), C(groups), C(handovers) and C(delete), the writes in their order.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._offboarding.plan import plan_offboarding


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"offboarding_plan": plan_offboarding}
