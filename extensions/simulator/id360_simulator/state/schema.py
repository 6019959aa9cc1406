# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of users and groups, in the API's spelling and order."""

from __future__ import annotations

import dataclasses
from typing import Any

Record = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Kind:
    """What a record of one kind may hold."""

    name: str
    fields: tuple[str, ...]
    writable: dict[str, type]
    # Left out of a plain listing, there only when asked for with `fields`.
    unlisted: frozenset[str] = frozenset()
    # Can't be cleared, and have to be there in a POST.
    required: frozenset[str] = frozenset()


_USER_FIELDS = (
    "city company country department description displayName email employeeID fax firstName gender homePhone id "
    "isDomainVerified language lastName manager mobileNumber postOfficeBox primarySource seatingLocation "
    "stateProvince status street telephoneNumber title workLocation zipPostal"
)
_UNLISTED_USER_FIELDS = (
    "company department fax homePhone manager postOfficeBox seatingLocation telephoneNumber title primarySource"
)
_READ_ONLY_USER_FIELDS = {"id", "isDomainVerified", "primarySource"}

USERS = Kind(
    name="users",
    fields=tuple(_USER_FIELDS.split()),
    writable={name: str for name in _USER_FIELDS.split() if name not in _READ_ONLY_USER_FIELDS}
    | {"status": int, "password": str},
    unlisted=frozenset(_UNLISTED_USER_FIELDS.split()),
    required=frozenset({"email"}),
)

GROUPS = Kind(
    name="groups",
    fields=(
        "id",
        "name",
        "description",
        "members_count",
        "when_created",
        "is_dynamic",
        "primary_source",
        "members",
    ),
    writable={"name": str, "description": str, "is_dynamic": bool, "members": list},
    required=frozenset({"name"}),
)

JOB_FIELDS = ("id", "start_time", "end_time", "action_name", "status", "module")


def project(record: Record, names: tuple[str, ...], null_fields: bool) -> Record:
    """Only these fields. A field without a value is missing or, if requested, null."""
    return {name: record.get(name) for name in names if null_fields or name in record}


def all_names(kind: Kind, record: Record) -> tuple[str, ...]:
    """The known fields, followed by other fields that the seed contains."""
    return kind.fields + tuple(name for name in record if name not in kind.fields)
