# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for a list of users, checked as a whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from .._api.templates import resolve_template
from .._errors import Id360Error
from .._model.desired import Desired
from .._model.diff import new_person
from .._model.managers import cycles
from .._model.match import shared_keys
from .._model.plan import make_plan
from .._model.resource import Existing
from .._model.user import USER
from .._problems import Problem, unplaced
from .._values import folded
from .items import Matched, Where, WorkItem
from .people import People, with_managers

_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+\Z")


def add_planned_changes(found: Iterable[Matched], people: People, removed: Iterable[Existing], mode: str) -> None:
    """Add to ``people`` which users the run creates, renames and deletes."""
    for entry, existing in found:
        email = entry.desired.values.get("email", "")
        people.moved.update(entry.desired.excluded)
        if existing and entry.desired.state == "absent":
            people.deleted.add(existing.record["id"])
        elif existing and email and not USER.field("email").same(existing.record.get("email"), email):
            people.renamed[folded(email)] = existing.record["id"]
            people.moved.add(existing.record["id"])
        elif existing is None and email and entry.desired.state in ("present", "enabled"):
            people.created[folded(email)] = new_person(email)
    if mode == "delete":
        people.deleted.update(existing.record["id"] for existing in removed)


def plan_users(
    found: Sequence[Matched], where: Where, people: People, protected: frozenset[str], templates: list[dict[str, Any]]
) -> tuple[list[WorkItem], list[Problem]]:
    """The items that need changes or warnings, in the order of the list, and the problems."""
    items: list[WorkItem] = []
    problems: list[Problem] = []
    in_sync = people.index.in_sync
    freed = {
        existing.record["id"]
        for entry, existing in found
        if existing and existing.record["id"] not in in_sync and _frees_a_key(entry.desired, existing)
    }
    for entry, existing in found:
        desired, mark = entry
        try:
            _validate_not_protected(desired, existing, protected)
            resolved, unknown = (
                with_managers(USER, desired, people, existing) if desired.state != "absent" else (desired, [])
            )
            if existing and existing.record["id"] in in_sync:
                continue
            if desired.template and existing is None and desired.state in ("present", "enabled"):
                resolved = resolved._replace(template=resolve_template(templates, desired.template))
            plan = make_plan(USER, existing, resolved)
        except Id360Error as error:
            problems.append(Problem(error.message, where(mark, error.option)))
            continue
        warnings = []
        if desired.id and not existing:
            warnings.append(f"no user has the id {desired.id}; state absent is unchanged")
        if unknown and existing:
            warnings.append(f"{where(mark, '')}: {'; '.join(unknown)}: {', '.join(USER.people)} is not changed")
        if changes_employee_id(desired, existing, as_number=True):
            warnings.append(f"{where(mark, 'employee_id')}: employee_id changes, {new_employee_id(desired, existing)}")
        if plan.requests and desired.state != "absent":
            others = [other for other in people.index.candidates(desired) if other.record["id"] not in freed]
            shared = shared_keys(USER, desired, existing.record if existing else None, others)
            warnings += [f"{where(mark, key)}: {warning}" for key, warning in shared.items()]
        plan = replace(plan, warning="; ".join([plan.warning, *warnings] if plan.warning else warnings))
        if plan.requests or plan.warning:
            managers = [desired.values.get(name, "") for name in USER.people] if desired.state != "absent" else []
            items.append(
                WorkItem(USER, desired, resolved, existing, plan, people.to_be_created(managers), where(mark, ""))
            )
    return items, problems


def changes_employee_id(desired: Desired, existing: Existing | None, *, as_number: bool = False) -> bool:
    """Whether an account that was found by email has another employee_id than its entry; with ``as_number``, one that
    is the same number: spreadsheets drop leading zeros, and put separators between thousands."""
    if existing is None or desired.id or desired.state == "absent":
        return False
    new, old = desired.values.get("employee_id"), existing.record.get("employee_id")
    if not new or not old or USER.field("employee_id").same(old, new):
        return False
    return not as_number or _digits(str(new)) == _digits(str(old))


def _digits(employee_id: str) -> str:
    """The id without leading zeros, and without dots where they separate thousands."""
    return (employee_id.replace(".", "") if _THOUSANDS.match(employee_id) else employee_id).lstrip("0")


def new_employee_id(desired: Desired, existing: Existing | None) -> str:
    record = existing.record if existing else {}
    return f"{record.get('employee_id')!r} to {desired.values['employee_id']!r} of {record.get('email')}"


def _frees_a_key(desired: Desired, existing: Existing) -> bool:
    """Whether the account gives up one of its keys in the run."""
    changed = (key for key in USER.keys[1:] if key in desired.values)
    return desired.state == "absent" or any(
        not USER.field(key).same(existing.record.get(key), desired.values[key]) for key in changed
    )


def _validate_not_protected(desired: Desired, existing: Existing | None, protected: frozenset[str]) -> None:
    if desired.state not in ("disabled", "absent"):
        return
    for email in (desired.values.get("email"), existing.record.get("email") if existing else None):
        if email and folded(email) in protected:
            message = f"state {desired.state}: {email} is protected, and can't be disabled or deleted"
            raise Id360Error(message, option="state")


def left_disabled(found: Iterable[Matched]) -> list[Existing]:
    """The disabled accounts of entries with state present, whose users may have returned."""
    toggle = USER.toggle
    listed = [existing for entry, existing in found if existing and entry.desired.state == "present"]
    return [existing for existing in listed if toggle and existing.record.get(toggle.field) == toggle.off]


def manager_problems(found: Sequence[Matched], people: People) -> list[Problem]:
    """The cycles of managers that the list would create."""
    if not any(entry.desired.values.get("manager") for entry, _seen in found):
        return []
    manager_of = {
        record_id: str(existing.record["manager"])
        for record_id, existing in people.index.records.items()
        if existing.record.get("manager") and record_id not in people.deleted
    }
    changed = []
    for entry, existing in found:
        desired = entry.desired
        manager = desired.values.get("manager")
        if manager is None or desired.state == "absent":
            continue
        ids = people.ids(manager) if "@" in manager else [manager]
        me = existing.record["id"] if existing else new_person(desired.values.get("email", ""))
        if desired.state == "disabled" and ids == [me]:
            continue  # left as it is, see with_managers
        if manager_of.get(me, "") != "".join(ids[:1]):  # an existing cycle is no problem of this run
            manager_of[me] = ids[0] if len(ids) == 1 else ""
            changed.append(me)
    rings = cycles(manager_of, changed)
    named = (" -> ".join(people.email_or_id(person) for person in ring) for ring in rings)
    return unplaced(f"the managers form a cycle: {ring}" for ring in named)


def plan_removals(removed: Iterable[Existing], mode: str) -> list[WorkItem]:
    """The items for unlisted users that are disabled or deleted."""
    state = {"disable": "disabled", "delete": "absent"}.get(mode, "")
    desired_records = ((existing, Desired(state, {}, id=existing.record["id"])) for existing in removed)
    return [
        WorkItem(USER, desired, desired, existing, make_plan(USER, existing, desired))
        for existing, desired in desired_records
    ]
