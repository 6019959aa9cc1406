# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules that read records: which records, and which of their fields."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  filter:
    description:
      - A SCIM filter. Field names are accepted in either spelling (V(last_name) or V(lastName)); the rest is sent to
        the server unchanged. If the server refuses the filter, the message lists the known fields.
      - Values are those of the API. V(status eq 1) finds enabled users, V(status eq 0) disabled ones, and a manager is
        given by id. A comparison with a value that the field never has, such as C(status eq "disabled") or an email as
        manager, fails. Servers may compare values with case. A filter that finds nothing is not an error.
      - The operators are C(eq), C(ne) (equal or not), C(co), C(sw), C(ew) (contains, starts or ends with), C(gt),
        C(ge), C(lt), C(le) and C(pr) (has a value), combined with C(and), C(or), C(not) and parentheses. There is no
        operator for a list of values; write V(department eq "IT" or department eq "Sales").
      - Escape quotes and backslashes in a value with a backslash, as in JSON.
    type: str
  sort:
    description:
      - Fields to sort by, in either spelling (V(last_name) or V(lastName)). A leading V(-) sorts in descending order.
    type: list
    elements: str
  fields:
    description:
      - The fields to return, in either spelling. The default is all fields.
      - A field without a value is null. If the server does not return the members of a group, C(members) is omitted.
    type: list
    elements: str
  limit:
    description: Maximum number of records to return. The default is all.
    type: int
"""
