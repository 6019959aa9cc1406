# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for a list of users, checked as a whole. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from .._api.templates import the_template
from .._errors import Id360Error
from .._model.desired import Wish
from .._model.managers import cycles
from .._model.match import shared_keys
from .._model.plan import plan
from .._model.resource import Seen
from .._model.user import USER
from .._values import folded
from .items import Found, Item, Where, new_person
from .people import People, with_managers


def people_of(found: Iterable[Found], people: People, removed: Iterable[Seen], mode: str) -> None:
    """Note in ``people`` who is created, renamed and deleted."""
    for entry, seen in found:
        email = entry.wish.values.get("email", "")
        if seen and entry.wish.state == "absent":
            people.deleted.add(seen.record["id"])
        elif seen and email and not USER.field("email").same(seen.record.get("email"), email):
            people.renamed[folded(email)] = seen.record["id"]
            people.moved.add(seen.record["id"])
        elif seen is None and email and entry.wish.state in ("present", "enabled"):
            people.created[folded(email)] = new_person(email)
    if mode == "delete":
        people.deleted.update(seen.record["id"] for seen in removed)


def plan_users(
    found: Sequence[Found], where: Where, people: People, protected: frozenset[str], templates: list[dict[str, Any]]
) -> tuple[list[Item], list[str]]:
    """What is to be done, in the order of the list, and what is wrong with it. Who is as wished is in neither."""
    items: list[Item] = []
    problems: list[str] = []
    freed = {seen.record["id"] for entry, seen in found if seen and _frees_a_key(entry.wish, seen)}
    for entry, seen in found:
        wish, place = entry
        try:
            _refuse_protected(wish, seen, protected)
            resolved, unknown = with_managers(USER, wish, people, seen) if wish.state != "absent" else (wish, [])
            if seen and seen.record["id"] in people.roll.as_wished:
                continue
            if wish.template and seen is None and wish.state in ("present", "enabled"):
                resolved = replace(resolved, template=the_template(templates, wish.template))
            wanted = plan(USER, seen, resolved)
        except Id360Error as error:
            problems.append(f"{where(place, error.message.split(' ', 1)[0])}: {error.message}")
            continue
        warnings = []
        if wish.id and not seen:
            warnings.append(f"there is no user with id {wish.id}, which is to be absent")
        if unknown and seen:
            warnings.append(f"{where(place, '')}: {'; '.join(unknown)}: {', '.join(USER.people)} is left as it is")
        if changes_employee_id(wish, seen, zeros_only=True):
            warnings.append(f"{where(place, 'employee_id')}: employee_id changes, {new_employee_id(wish, seen)}")
        if wanted.requests and wish.state != "absent":
            others = [other for other in people.roll.candidates(wish) if other.record["id"] not in freed]
            shared = shared_keys(USER, wish, seen.record if seen else None, others)
            warnings += [f"{where(place, key)}: {warning}" for key, warning in shared.items()]
        wanted = replace(wanted, warning="; ".join([wanted.warning, *warnings] if wanted.warning else warnings))
        if wanted.requests or wanted.warning:
            managers = [wish.values.get(name, "") for name in USER.people] if wish.state != "absent" else []
            items.append(Item(USER, wish, resolved, seen, wanted, people.to_be_created(managers), where(place, "")))
    return items, problems


def changes_employee_id(wish: Wish, seen: Seen | None, *, zeros_only: bool = False) -> bool:
    """Whether an account that was found by email has another employee_id than its entry; with ``zeros_only``, one that
    differs in leading zeros, which spreadsheets drop."""
    if seen is None or wish.id or wish.state == "absent":
        return False
    new, old = wish.values.get("employee_id"), seen.record.get("employee_id")
    if not new or not old or USER.field("employee_id").same(old, new):
        return False
    return not zeros_only or str(new).lstrip("0") == str(old).lstrip("0")


def new_employee_id(wish: Wish, seen: Seen | None) -> str:
    record = seen.record if seen else {}
    return f"{record.get('employee_id')!r} to {wish.values['employee_id']!r} of {record.get('email')}"


def _frees_a_key(wish: Wish, seen: Seen) -> bool:
    """Whether a key that an account has now is another one's, or nobody's, after the run."""
    changed = (key for key in USER.keys[1:] if key in wish.values)
    return wish.state == "absent" or any(
        not USER.field(key).same(seen.record.get(key), wish.values[key]) for key in changed
    )


def _refuse_protected(wish: Wish, seen: Seen | None, protected: frozenset[str]) -> None:
    if wish.state not in ("disabled", "absent"):
        return
    for email in (wish.values.get("email"), seen.record.get("email") if seen else None):
        if email and folded(email) in protected:
            raise Id360Error(f"state {wish.state}: {email} is protected, and never disabled or deleted")


def manager_problems(found: Sequence[Found], people: People) -> list[str]:
    """The rings of managers that the list would make, in words."""
    if not any(entry.wish.values.get("manager") for entry, _seen in found):
        return []
    manager_of = {
        record_id: str(seen.record["manager"])
        for record_id, seen in people.roll.records.items()
        if seen.record.get("manager") and record_id not in people.deleted
    }
    changed = []
    for entry, seen in found:
        wish = entry.wish
        manager = wish.values.get("manager")
        if manager is None or wish.state == "absent":
            continue
        ids = people.ids(manager) if "@" in manager else [manager]
        me = seen.record["id"] if seen else new_person(wish.values.get("email", ""))
        if wish.state == "disabled" and ids == [me]:
            continue  # left as it is, see with_managers
        if manager_of.get(me, "") != "".join(ids[:1]):  # a ring that is there already is not of this run
            manager_of[me] = ids[0] if len(ids) == 1 else ""
            changed.append(me)
    rings = cycles(manager_of, changed)
    return [f"managers in a ring: {' -> '.join(people.called(person) for person in ring)}" for ring in rings]


def plan_removals(removed: Iterable[Seen], mode: str) -> list[Item]:
    """The items of users who are not listed and are to go."""
    state = {"disable": "disabled", "delete": "absent"}.get(mode, "")
    wishes = ((seen, Wish(state, {}, id=seen.record["id"])) for seen in removed)
    return [Item(USER, wish, wish, seen, plan(USER, seen, wish)) for seen, wish in wishes]
