# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the modules that read records are told which, and what of them."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  filter:
    description:
      - A SCIM filter. Names of fields are taken in either spelling (V(last_name) or V(lastName)); everything else is
        sent to the server as it is. If the server refuses it, the message lists the known fields.
      - Quotes and backslashes in a value need a backslash, as in JSON.
    type: str
  sort:
    description:
      - Fields to sort by, in either spelling (V(last_name) or V(lastName)); a V(-) before one sorts descending.
    type: list
    elements: str
  fields:
    description:
      - The fields to return, in either spelling. Without it, records come with all fields.
      - A field that a record does not have is null. Members of a group that the server does not show are missing.
    type: list
    elements: str
  limit:
    description: How many records to return at most. Without it, all of them.
    type: int
"""
