# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole directory: read it once, plan it as a whole, and check the plan. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .._api.people import find_delayed, unknown_ids
from .._api.templates import all_templates
from .._errors import Id360Error
from .._http.client import Client
from .._model.diff import read_for_diff
from .._model.group import GROUP
from .._model.resource import Existing, Resource
from .._model.user import USER
from .._problems import Place, Problem, refusal, unplaced
from .._source.source import Source
from .._text import Warn
from .entries import ENTRY_OPTIONS, Entry, make_entries
from .fingerprint import fingerprint
from .foreign import foreign_accounts, foreign_problems
from .items import WorkItem, find, shard_key
from .options import DirectoryOptions
from .order import swap_problems
from .people import People
from .plan_groups import new_ids, plan_groups
from .plan_users import (
    add_planned_changes,
    changes_employee_id,
    left_disabled,
    manager_problems,
    new_employee_id,
    plan_removals,
    plan_users,
)
from .profiles import PROFILE_FIELDS
from .read import read_groups, read_members, read_scope, read_sources, read_users, read_whole, reading
from .removals import empty_list, removable, too_many, too_many_new_ids

_MAX_WARNINGS = 10
_MAX_REMOVALS = Place(option="max_removals")


@dataclass
class DirectoryPlan:
    """A plan without problems, of this shard. ``items`` need writes; ``not_found`` are entries to be disabled whose
    users do not exist. ``count`` records are planned, ``user_count`` of them users. ``foreign`` are the items whose
    accounts have other sources, each with its problem. ``unlisted`` are the users in scope that are not listed,
    ``left_disabled`` listed users whose accounts are disabled and stay so."""

    items: list[WorkItem]
    not_found: list[WorkItem]
    count: int
    user_count: int
    foreign: list[tuple[WorkItem, Problem]]
    unlisted: list[Existing]
    left_disabled: list[Existing]
    people: People
    sources: dict[str, str]

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.items)


class _PlanContext(NamedTuple):
    """What planning users and groups needs; both add to ``problems`` and ``foreign``."""

    client: Client
    options: DirectoryOptions
    warn: Warn
    people: People
    problems: list[Problem]
    foreign: list[tuple[WorkItem, Problem]]


def plan_directory(client: Client, options: DirectoryOptions, warn: Warn, *, for_diff: bool) -> DirectoryPlan:
    """Read the tenant and plan the changes. ``for_diff``: also read the fields that only a diff shows.

    Raises Id360Error that lists all problems.
    """
    problems: list[Problem] = []
    sources: dict[str, str] | None = {} if options.sources or options.report else None
    users = _entries(USER, options.users, options.match_by, problems)
    groups = _entries(GROUP, options.groups, None, problems)
    if options.users:
        deletes = options.mode == "delete" or any(entry.desired.state == "absent" for entry in users)
        shown = read_for_diff(USER, deletes=deletes) if for_diff else []
        profile = PROFILE_FIELDS if options.report else ()
        shown = list(dict.fromkeys([*shown, *profile]))
        index = read_users(client, [entry.desired for entry in users], shown, sources=sources)
    else:
        index = read_members(client, _members(groups))
    people = People(index)
    if sources is not None and options.sources:
        read_sources(client, index, sources, options.threads, warn)
    foreign = foreign_accounts(sources or {}, options.sources, warn)
    context = _PlanContext(client, options, warn, people, problems, [])
    keys, items, unlisted, left = _plan_users(context, users, foreign)
    user_count = sum(1 for key in keys if options.shard.takes(key))
    if options.groups:
        group_keys, group_items = _plan_groups(context, groups)
        keys, items = keys + group_keys, items + group_items
    mine = [item for item in items if options.shard.takes(item.shard_key)]
    problems += _shard_problems(mine, options)
    # A dry run with a report writes the report before it fails for these.
    if problems or (context.foreign and not (client.read_only and options.report)):
        raise problems_error([*problems, *(problem for _item, problem in context.foreign)], details=options.details)
    warnings = [item.plan.warning for item in mine if item.plan.warning]
    for warning in warnings[:_MAX_WARNINGS]:
        warn(warning)
    if len(warnings) > _MAX_WARNINGS:
        warn(f"{len(warnings) - _MAX_WARNINGS} more warnings of this kind are not shown")
    return DirectoryPlan(
        items=[item for item in mine if item.plan.requests],
        not_found=[item for item in mine if item.desired.state == "disabled" and not item.existing],
        count=sum(1 for key in keys if options.shard.takes(key)),
        user_count=user_count,
        foreign=context.foreign,
        unlisted=[existing for existing in unlisted if options.shard.takes(existing.record["id"])],
        left_disabled=[existing for existing in left if options.shard.takes(existing.record["id"])],
        people=people,
        sources=sources or {},
    )


def _entries(
    resource: Resource, source: Source | None, match_by: Iterable[str] | None, problems: list[Problem]
) -> list[Entry]:
    if source is None:
        return []
    entries, wrong = make_entries(resource, ENTRY_OPTIONS[resource.kind], source, match_by)
    problems += wrong
    return entries


def _members(groups: Sequence[Entry]) -> list[str]:
    desired_records = [
        entry.desired.members for entry in groups if entry.desired.members and entry.desired.state != "absent"
    ]
    return list(dict.fromkeys(email for desired in desired_records for email in desired.people))


def _plan_users(
    context: _PlanContext, entries: list[Entry], foreign: Mapping[str, str]
) -> tuple[list[str], list[WorkItem], list[Existing], list[Existing]]:
    """The shard keys of all planned users, the items, the unlisted users, and those that stay disabled. ``foreign`` are
    the accounts of other sources by id, with the names of the sources."""
    client, options, warn, people, problems, _foreign = context
    if options.users is None:
        return [], [], [], []
    where, index = options.users.where, people.index
    broken = bool(problems)
    found, wrong = find(USER, entries, where, index)
    problems += wrong
    found = read_whole(client, index, found, options.threads, warn)
    in_scope = read_scope(client, options.scope) if options.scope else set(index.records)
    in_scope -= foreign.keys()
    unknown = sorted(email for email in options.protected if not index.ids("email", email))
    if unknown:
        warn(f"protected: no user has the email {', '.join(unknown)}")
    absent = in_scope - {existing.record["id"] for _entry, existing in found if existing}
    unlisted = [existing for record_id, existing in index.records.items() if record_id in absent]
    removed = removable(unlisted, options.mode, options.protected)
    add_planned_changes(found, people, removed, options.mode)
    _add_delayed_users(
        client,
        people,
        [
            desired.values.get(name, "")
            for (desired, _mark), _seen in found
            if desired.state in ("present", "enabled")
            for name in USER.people
        ],
    )
    needs_template = any(entry.desired.template and existing is None for entry, existing in found)
    with reading("templates"):
        templates = all_templates(client) if needs_template else []
    items, wrong = plan_users(found, where, people, options.protected, templates)
    problems += wrong + manager_problems(found, people) + swap_problems(items)
    context.foreign.extend(foreign_problems(items, foreign))
    keys = [shard_key(USER, entry.desired, existing) for entry, existing in found]
    keys += [existing.record["id"] for existing in removed]
    removals = plan_removals(removed, options.mode)
    renumbered = [item for item in items if item.existing and changes_employee_id(item.desired, item.existing)]
    changed = [new_employee_id(item.desired, item.existing) for item in renumbered]
    message = too_many_new_ids(changed, options.limit, in_scope=len(in_scope))
    problems += [Problem(message, _MAX_REMOVALS)] if message else []
    if not broken:  # the user of an invalid entry is not unlisted
        problems += _removal_problems(
            options, [*items, *removals], removed, in_scope=len(in_scope), listed=len(entries)
        )
    return keys, [*items, *removals], unlisted, left_disabled(found)


def _removal_problems(
    options: DirectoryOptions, items: Sequence[WorkItem], unlisted: Sequence[Existing], *, in_scope: int, listed: int
) -> list[Problem]:
    """The problem if the items would disable and delete more accounts than allowed."""
    disabled = [item.existing for item in items if item.existing and "disable" in item.plan.actions]
    deleted = [item.existing for item in items if item.existing and "delete" in item.plan.actions]
    message = "" if listed else empty_list(unlisted, options.mode)
    message = message or too_many(disabled, deleted, options.limit, in_scope=in_scope, unlisted=len(unlisted))
    return [Problem(message, _MAX_REMOVALS)] if message else []


def _plan_groups(context: _PlanContext, entries: list[Entry]) -> tuple[list[str], list[WorkItem]]:
    client, options, warn, people, problems, _foreign = context
    if options.groups is None:
        return [], []
    where = options.groups.where
    index = read_groups(client, [entry.desired for entry in entries])
    found, wrong = find(GROUP, entries, where, index)
    problems += wrong
    found = read_whole(client, index, found, options.threads, warn)
    managed = [
        (entry.desired.members, existing)
        for entry, existing in found
        if entry.desired.members and entry.desired.state != "absent"
    ]
    _add_delayed_users(client, people, [person for members, _seen in managed for person in members.included])
    unknown = _unknown_ids(
        client,
        people,
        [i for members, existing in managed for i in new_ids(members, existing)],
        all_users=options.users is not None,
    )
    items, wrong = plan_groups(found, index, where, people, unknown, options.member_limit)
    problems += wrong
    return [shard_key(GROUP, entry.desired, existing) for entry, existing in found], items


def _add_delayed_users(client: Client, people: People, persons: Iterable[str]) -> None:
    """Look up users referenced by email that were not listed, as listings may be delayed."""
    unseen = list(
        dict.fromkeys(
            person
            for person in persons
            if "@" in person and not people.ids(person) and not people.index.ids("email", person)
        )
    )
    if not unseen or client.read_only:
        return
    with reading("users"):
        for records in find_delayed(client, unseen).values():
            for record in records:
                people.index.add(Existing(record, whole=False))


def _unknown_ids(client: Client, people: People, ids: Iterable[str], *, all_users: bool) -> set[str]:
    """The ids that no user has. ``all_users``: the index contains all users."""
    unlisted = [user_id for user_id in ids if user_id not in people.index.records]
    with reading("users"):
        return set(unlisted if all_users else unknown_ids(client, unlisted))


def _shard_problems(mine: Sequence[WorkItem], options: DirectoryOptions) -> list[Problem]:
    """What another run must do before this one: the users that it creates, and the emails that it releases."""
    problems = []
    for item in mine:
        others = sorted(email for email in item.needs if not options.shard.takes(email))
        if others:
            problems.append(f"{item.resource.kind} {item.key} requires {', '.join(others)}, created by another shard")
        if any(not options.shard.takes(record_id) for record_id in item.desired.excluded):
            email = item.desired.values.get("email")
            problems.append(f"{item.resource.kind} {item.key} requires the email {email}, released by another shard")
    return unplaced(f"{problem}: run this shard again after that one" for problem in problems)


def problems_error(problems: Sequence[Problem], *, details: bool) -> Id360Error:
    """The error of a plan with problems; with ``details`` the result has them as data too."""
    result: dict[str, Any] = {"problems": [str(problem) for problem in problems]}
    if details:
        result["problem_details"] = [problem.as_data() for problem in problems]
    return Id360Error(refusal(problems, see=", see problems")).replace(result=result)
