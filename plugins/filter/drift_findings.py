# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter drift_findings."""

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_findings
author: The manageengine.id360 contributors (@manageengine-id360)
version_added: 0.1.0
short_description: "Internal: sort and count drift"
description:
  - Internal to the role P(manageengine.id360.drift_report#role). It may change in any version.
  - Turns a report of M(manageengine.id360.id360_directory) into findings, sorted by danger, with counts, and with a
    task that corrects each of them. It does not read or write files.
options:
  _input:
    description: Content of the report in Base64, as M(ansible.builtin.slurp) returns it.
    type: str
    required: true
  previous:
    description: Content of an earlier report in Base64, to mark new findings and list those that are gone.
    type: str
  allow_extra:
    description: Whether users who are not in the declaration count as drift.
    type: bool
    default: false
seealso:
  - plugin: manageengine.id360.drift_report
    plugin_type: role
    description: The role that uses this filter.
"""

EXAMPLES = r"""
- name: Show the summary
  ansible.builtin.debug:
    msg: "{{ (report.content | manageengine.id360.drift_findings).headline }}"
"""

RETURN = r"""
_value:
  description:
    - C(problem), why the content is not a report, or an empty string. If there is a problem, there are no other keys.
    - C(findings), the records that differ from the declaration, most dangerous first; C(gone), those of O(previous)
      that no longer differ; C(data), both as JSON for a script element.
    - C(counts), the number of findings by kind, field and department; C(drift), the number that counts as drift;
      C(headline), a summary in one sentence.
    - C(check), whether the report is from check mode, and C(url), the URL of the tenant.
  type: dict
"""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

from ansible_collections.manageengine.id360.plugins.plugin_utils._drift.page import as_script_data, drift_of


def drift_findings(content: str, previous: str | None = None, allow_extra: bool = False) -> dict[str, Any]:
    try:
        text, earlier = b64decode(content).decode(), b64decode(previous).decode() if previous else None
        drift = drift_of(text, previous=earlier, allow_extra=allow_extra)
    except ValueError as error:
        return {"problem": "it is not in UTF-8" if isinstance(error, UnicodeError) else str(error)}
    return {"problem": "", **drift, "data": as_script_data(drift)}


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"drift_findings": drift_findings}
