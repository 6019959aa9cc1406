# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of a report of drift, and the sentence that sums them up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .findings import FINDINGS, Finding

_MEANINGS = {
    "extra": "users not declared; users and groups declared absent",
    "missing": "declared, not in the tenant",
    "different": "in both, not the same",
    "failed": "could not be compared",
}


def count_findings(findings: Sequence[Finding], report: Mapping[str, Any]) -> dict[str, Any]:
    """The findings and the records that are as declared, counted, users and groups apart.

    The ``report`` counts as unchanged also those who are declared disabled and are nowhere.
    """
    nowhere = sum(1 for finding in findings if finding.finding == "missing" and not finding.actions)
    numbers = Counter(finding.finding for finding in findings)
    numbers["unchanged"] = max(0, report["summary"]["unchanged"] - nowhere)
    kinds = report.get("unchanged") or {"users": report["summary"]["unchanged"], "groups": 0}  # as reports once were
    as_declared = {"users": max(0, kinds["users"] - nowhere), "groups": kinds["groups"]}
    percents = percentages({name: numbers[name] for name in ("unchanged", *FINDINGS)})
    fields = Counter(name for finding in findings for name in finding.fields if finding.finding == "different")
    return {
        "unchanged": {
            "count": numbers["unchanged"],
            **as_declared,
            "percent": percents["unchanged"],
            "meaning": "",
            "notes": [],
            "details": _kinds(**as_declared),
        },
        **{name: _sort(name, findings, percents[name]) for name in FINDINGS},
        "all": len(findings),
        "total": len(findings) + numbers["unchanged"],
        "new": sum(1 for finding in findings if finding.is_new),
        "fields": sorted(fields.items(), key=lambda counted: (-counted[1], counted[0])),
        "departments": _departments(findings),
    }


def _sort(name: str, findings: Iterable[Finding], percent: str) -> dict[str, Any]:
    mine = [finding for finding in findings if finding.finding == name]
    groups = sum(1 for finding in mine if finding.kind == "group")
    notes = [_MEANINGS[name]]
    if name == "different" and mine:
        notes.append(_number(sum(len(finding.fields) for finding in mine), "field"))
    if name == "extra" and mine:
        enabled = sum(1 for finding in mine if finding.kind == "user" and finding.status == "enabled")
        notes += [f"{enabled:,} enabled"] if enabled else []
    kinds = {"users": len(mine) - groups, "groups": groups}
    return {
        "count": len(mine),
        **kinds,
        "percent": percent,
        "meaning": notes[0],
        "notes": notes,
        "details": [*notes, *_kinds(**kinds)],
    }


def _kinds(users: int, groups: int) -> list[str]:
    """Users and groups apart, where there are groups at all."""
    return [f"{_number(users, 'user')}, {_number(groups, 'group')}"] if groups else []


def _departments(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The users among the findings by department, largest first; "" for users without one."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        if finding.kind == "user":
            counts.setdefault(finding.department, Counter())[finding.finding] += 1
    rows = [{"name": name, "all": sum(of.values()), **{s: of[s] for s in FINDINGS}} for name, of in counts.items()]
    return sorted(rows, key=lambda row: (-row["all"], row["name"].casefold()))


def headline(counts: Mapping[str, Any]) -> str:
    """What was found, in a sentence such as "14 records differ in 20 fields."."""
    fields = _number(sum(count for _name, count in counts["fields"]), "field")
    verbs = {
        "extra": ("is extra", "are extra"),
        "missing": ("is missing", "are missing"),
        "different": (f"differs in {fields}", f"differ in {fields}"),
        "failed": ("could not be compared", "could not be compared"),
    }
    clauses: list[str] = []
    for name in FINDINGS:
        count = counts[name]["count"]
        if count:
            subject = _number(count, "record") if not clauses else f"{count:,}"
            clauses.append(f"{subject} {verbs[name][count != 1]}")
    if not clauses:
        return "The tenant is as declared."
    return (" and ".join(clauses) if len(clauses) < 3 else f"{', '.join(clauses[:-1])} and {clauses[-1]}") + "."


def percentages(counts: Mapping[str, int]) -> dict[str, str]:
    """Percentages with one decimal that add up to 100.0; only what is nothing is 0.0."""
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, "0.0")
    tenths = {name: max(1000 * count // total, 1 if count else 0) for name, count in counts.items()}
    left = 1000 - sum(tenths.values())
    if left < 0:
        tenths[max(tenths, key=lambda name: tenths[name])] += left
    # One that was rounded up from nothing has its tenth.
    rest = {name: 1000 * count % total if 1000 * count >= total else 0 for name, count in counts.items()}
    for name in sorted(counts, key=lambda name: -rest[name])[: max(0, left)]:
        tenths[name] += 1
    return {name: f"{value // 10}.{value % 10}" for name, value in tenths.items()}


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
