# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups of departments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._problems import Place
from ansible_collections.manageengine.id360.plugins.module_utils._values import is_address, loose_key

from .._variables import split_lines
from .feed import Row


def read_department_groups(department_groups: Mapping[str, Any]) -> tuple[dict[str, list[str]], list[str]]:
    """The groups of each department, by its ``loose_key``, and the problems."""
    groups_of, problems = {}, []
    for department, value in department_groups.items():
        names = split_lines(value) if isinstance(value, str) else value
        if not names or not isinstance(names, Sequence) or not all(isinstance(name, str) and name for name in names):
            problems.append(
                f"directory_department_groups: {department!r} is not mapped to the name of a group or a list of names"
            )
        else:
            key = loose_key(str(department))
            if key in groups_of:
                problems.append(
                    f"directory_department_groups: {department!r} is given twice; case and blanks are ignored"
                )
            groups_of[key] = list(names)
    return groups_of, problems


def unknown_departments(rows: Iterable[Row], groups_of: Mapping[str, Any]) -> list[str]:
    """A warning about the departments that no row has, as they may be misspelled."""
    there = {loose_key(department) for department in {row.cells.get("department", "") for row in rows}}
    missing = [repr(name) for name in groups_of if name not in there]
    return [f"directory_department_groups: no row has the department {', '.join(missing)}"] if missing else []


def department_groups_of(
    rows: Sequence[Row],
    ended: Iterable[bool],
    account_of: Mapping[Place, str],
    groups_of: Mapping[str, list[str]],
    *,
    clear: bool,
) -> list[dict[str, Any]]:
    """Each group of a department: which users of the file are in it by their department, and which are not."""
    if not groups_of:
        return []
    names = dict.fromkeys(name for groups in groups_of.values() for name in groups)
    # Thousands of users share few departments: users with the same groups are processed together.
    people: dict[frozenset[str], list[str]] = {}
    of_department = {
        department: people.setdefault(frozenset(groups_of.get(loose_key(department), ())), [])
        for department in dict.fromkeys(row.cells.get("department", "") for row in rows)
    }
    nowhere = people.setdefault(frozenset(), [])
    for row, has_ended in zip(rows, ended):
        department = row.cells.get("department")
        if not (department or has_ended or (clear and department is not None)):
            continue  # an unknown department is not an empty one
        person = account_of.get(row.place, "") if has_ended else row.cells.get("email", "")
        if not (has_ended or is_address(person)):
            continue  # the module reports the row
        if person:
            (of_department[department] if department and not has_ended else nowhere).append(person)
    return [
        {
            "name": name,
            "members": {
                "add": list(chain.from_iterable(persons for mine, persons in people.items() if name in mine)),
                "remove": list(chain.from_iterable(persons for mine, persons in people.items() if name not in mine)),
            },
        }
        for name in names
    ]
