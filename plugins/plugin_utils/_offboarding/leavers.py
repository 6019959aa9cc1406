# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of an offboarding, and the witnesses that identify the tenant."""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.manageengine.id360.plugins.module_utils._problems import Problem, unplaced

from .accounts import Account, contradictions, finds, named, place
from .manifest import Entry, as_record, is_closed, is_there, other_account

Record = dict[str, Any]
_WITNESSES = 10


class Leavers(NamedTuple):
    """The accounts of a run: existing ones by id, and those of the manifest that no longer exist."""

    records: dict[str, Record]
    gone: list[Entry]
    problems: list[Problem]


def find_leavers(facts: dict[str, Any], entries: list[Entry], there: dict[str, Record]) -> Leavers:
    """``there`` are all users by id. Each open account of the manifest that is not among them was asked for by id."""
    path = facts["path"]
    still_open = [entry for entry in entries if not is_closed(entry)]
    mismatches = [other_account(path, entry, there[entry["id"]]) for entry in still_open if entry["id"] in there]
    problems = unplaced(problem for problem in mismatches if problem)
    # If no account of the manifest exists, they were deleted, or the manifest belongs to another tenant.
    if still_open and not any(is_there(person, there) for person in [*still_open, *facts["witnesses"]]):
        problems = problems or [Problem(str(other_account(path, still_open[0], None)))]
    if not isinstance(facts["accounts"], list):
        if not entries:
            variables = "offboarding_accounts and offboarding_src are missing"
            problems.append(Problem(f"{variables}, and the manifest {path!r} does not exist"))
        return _split(still_open, {}, there, problems)
    records: dict[str, Record] = {}
    selected: list[Entry] = []
    for account, users in _found(facts):
        stored = [entry for entry in entries if finds(account, as_record(entry)) and not entry["undone"]]
        selected += [entry for entry in stored if not entry["deleted"]]
        if len(users) > 1:
            ids = ", ".join(sorted(users))
            problems.append(Problem(f"several users have {named(account)}: ids {ids}", place(account)))
        elif users:
            (record,) = users.values()
            problems += contradictions(account, record)
            records[record["id"]] = record
        elif not stored:
            problems.append(Problem(f"no user has {named(account)}", place(account)))
    return _split(selected, records, there, problems)


def _found(facts: dict[str, Any]) -> list[tuple[Account, dict[str, Record]]]:
    """Each requested account, and the users by id that match one of its keys."""
    found: list[tuple[Account, dict[str, Record]]] = [(account, {}) for account in facts["accounts"]]
    for look_up, users in zip(facts["look_ups"], facts["found"]):
        account, mine = found[look_up["account"]]
        mine.update((user["id"], user) for user in users if finds(account, user))
    return found


def choose_witnesses(facts: dict[str, Any], there: dict[str, Record], leaving: set[str]) -> list[Record]:
    """The witnesses of the manifest if one of them still exists, otherwise some remaining users."""
    stored: list[Record] = facts["witnesses"]
    if any(is_there(person, there) for person in stored):
        return stored
    stay = [user for user in facts["users"] if user["id"] not in leaving and user.get("email")]
    return [{"id": user["id"], "email": user["email"]} for user in stay[:_WITNESSES]]


def _split(
    selected: list[Entry], records: dict[str, Record], there: dict[str, Record], problems: list[Problem]
) -> Leavers:
    """The selected accounts of the manifest are added to ``records`` if they exist, and are gone otherwise."""
    stored = {entry["id"]: there[entry["id"]] for entry in selected if entry["id"] in there}
    return Leavers({**records, **stored}, [entry for entry in selected if entry["id"] not in there], problems)
