# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The diff of a group's members: who is added and removed, and how a diff lists members. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .resource import Resource


class MembersDiff(NamedTuple):
    """The ids of the members that are added and removed, sorted."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def members_diff(resource: Resource, before: Mapping[str, Any], after: Mapping[str, Any]) -> MembersDiff:
    """The members that a record has after a change but not before it, and the other way round."""
    name = resource.members.field if resource.members else ""
    old, new = (set(record.get(name) or ()) for record in (before, after))
    return MembersDiff(tuple(sorted(new - old)), tuple(sorted(old - new)))


def members_by_email(members: Iterable[str], emails: Mapping[str, str]) -> list[str]:
    """Members as a diff lists them: by email where ``emails`` has that of an id, sorted, so that their order is not a
    difference."""
    return sorted(emails.get(member, member) for member in members)


def with_members_by_email(resource: Resource, record: dict[str, Any], emails: Mapping[str, str]) -> dict[str, Any]:
    """A record as a diff shows it, with its members by email."""
    name = resource.members.field if resource.members else ""
    members = record.get(name)
    return {**record, name: members_by_email(members, emails)} if isinstance(members, list) else record
