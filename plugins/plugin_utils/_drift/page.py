# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that the pages of a report of drift show, from the text of the report. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .counts import count_findings, headline
from .findings import Finding, compare, findings_of, read_report
from .task import correcting_task


def drift_of(text: str, *, previous: str | None = None, allow_extra: bool = False) -> dict[str, Any]:
    """The findings of a report with their counts, and with what is new and gone since the ``previous`` report.

    Raises ValueError for a text that is not a report of id360_directory.
    """
    report = read_report(text)
    findings = findings_of(report, allow_extra=allow_extra)
    gone = compare(findings, findings_of(read_report(previous))) if previous is not None else []
    counts = count_findings(findings, report)
    return {
        "check": report["check"],
        "url": str(report.get("url") or ""),
        "headline": headline(counts),
        "counts": {**counts, "gone": len(gone)},
        "drift": sum(1 for finding in findings if not finding.allowed),
        "left_disabled": [str(user.get("email") or user["id"]) for user in report.get("left_disabled") or []],
        "findings": [_as_data(finding, report.get("new_users") or {}) for finding in findings],
        "gone": [{name: getattr(finding, name) for name in ("finding", "kind", "key", "id")} for finding in gone],
    }


def as_script_data(drift: dict[str, Any]) -> str:
    """The findings as JSON that is safe in a script element."""
    data = {"findings": drift["findings"], "gone": drift["gone"]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _as_data(finding: Finding, new_users: Mapping[str, str]) -> dict[str, Any]:
    """A finding as the pages show it. ``new_users``: emails of users without an id, by what is shown of them."""
    fields = {name: value for name, value in vars(finding).items() if name not in ("actions", "allowed")}
    return {
        **fields,
        "fields": finding.fields,
        "note": note_on(finding),
        "rank": finding.rank,
        "task": correcting_task(finding, new_users),
    }


def note_on(finding: Finding) -> str:
    if finding.finding == "failed":
        return finding.error
    if finding.finding == "extra":
        return "Declared absent." if finding.declared else "Not declared."
    if finding.finding == "missing":
        return "Not in the tenant." if finding.actions else "Declared disabled, and not in the tenant."
    return ""
