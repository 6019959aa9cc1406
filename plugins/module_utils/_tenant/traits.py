# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection assumes of a tenant (docs/api.md), and what follows where it is otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .._api_response import Response
from .._text import visible

UNKNOWN = "unknown"
NOTHING = "nothing"
_NOT_KNOWN = "unknown: there are no records to check it on, or the token may not read them"
_LARGEST_SKEW = 60  # seconds
_LONGEST = 120  # characters of what a server said


@dataclass(frozen=True)
class Trait:
    """The ``assumed`` value, and what ``follows`` from each value; nothing follows from other values."""

    assumed: str
    follows: Mapping[str, str] = field(default_factory=dict)


class Observation(NamedTuple):
    """A value that was seen, and a remark, from which nothing follows."""

    value: str
    remark: str

    def __str__(self) -> str:
        return f"{self.value}, {self.remark}" if self.remark else self.value


_GIVE_IDS = "don't use emails or names: use ids of users, managers and members; lookups by email fail"
_MEMBERS = (
    "slower: each group is read by id for its members, if they are returned there;"
    " otherwise tasks that change members fail"
)
_ABSENCE = (
    "don't use state absent with an id that may not exist: the response does not count as absence, and the task fails"
    " (please report it)"
)

TRAITS: dict[str, Trait] = {
    "read_scopes": Trait("the token may read users, groups, jobs, templates and uploads"),
    "fields_on_lists": Trait(
        "honoured",
        {
            "ignored": "slower: each user that is compared is read by id",
            "refused": "slower: each user that is compared is read by id",
            "partly": "slower: each user that is compared is read by id",
        },
    ),
    "fields_on_records": Trait("honoured", {}),
    "filter_case": Trait(
        "sensitive",
        {
            "insensitive": "nothing: an email is found in any capitalization",
        },
    ),
    "filter_or": Trait(
        "works",
        {
            "short only": "don't use lists of many emails (members, id360_directory): their filters are long",
            "refused": _GIVE_IDS,
            "ignored": "slower: each filter returns the whole listing, which the modules then compare",
            "finds nothing": _GIVE_IDS,
        },
    ),
    "filter_id": Trait(
        "works",
        {
            "refused": "slower: each new member given by id is read by id",
            "finds nothing": "slower: each new member given by id is read by id",
            "ignored": "slower: members given by id take the whole listing",
        },
    ),
    "largest_page": Trait("1000 records"),
    "totals": Trait(
        "add up",
        {
            "fewer records than counted": (
                "don't use id360_directory with unlisted_users: it fails, as the listing is incomplete;"
                " info modules warn"
            ),
            "the same cursor twice": "don't use listings of more than one page: they fail",
            "no new records": "don't use listings of more than one page: they fail",
            "no total": "incomplete listings are not detected: keep max_removals low",
        },
    ),
    "members_on_lists": Trait("whole", {"cut": _MEMBERS, "none": _MEMBERS}),
    "not_found_user": Trait("two of: HTTP 404, code 00010105, a title that ends in Not Found"),
    "not_found_group": Trait("two of: HTTP 404, code *****, a title that ends in Not Found"),
    "start_index": Trait(
        "0 or 1, and the next page begins at start_index plus the records of the page",
        {"repeats": "don't use listings of jobs, templates and uploads of more than one page: they may fail"},
    ),
    "clock_skew": Trait("at most 60 s"),
    "rate_limit_headers": Trait("Retry-After at most, with HTTP 429"),
}
_USES = {
    "users": "id360_user, id360_user_info, id360_directory, nor emails as members or managers",
    "groups": "id360_group, id360_group_info, nor groups in id360_directory",
    "jobs": "id360_job_info, id360_job",
    "templates": "id360_template_info, nor the option template by name",
    "uploads": "id360_bulk_upload, id360_upload_info",
}


def finding(name: str, seen: Any) -> dict[str, str]:
    """A trait as it was seen, for people."""
    trait = TRAITS[name]
    return {"trait": name, "assumed": trait.assumed, "seen": _as_text(name, seen), "follows": _follows(name, seen)}


def as_data(seen: Any) -> Any:
    """What was seen, for programs."""
    if isinstance(seen, Observation):
        return str(seen)
    if not isinstance(seen, Response):
        return seen
    parts = [f"HTTP {seen.status}", f"code {seen.code}" if seen.code else "no code", seen.title or "no title"]
    return visible(", ".join(parts))[:_LONGEST]


def _as_text(name: str, seen: Any) -> str:
    if isinstance(seen, dict):
        return ", ".join(f"{what}: {value}" for what, value in seen.items())
    if name == "clock_skew" and seen != UNKNOWN:
        return f"{seen} s"
    return str(as_data(seen))


def _follows(name: str, seen: Any) -> str:
    if isinstance(seen, Observation):
        seen = seen.value
    if seen == UNKNOWN:
        return _NOT_KNOWN
    if name == "read_scopes":
        lost = [uses for what, uses in _USES.items() if seen.get(what) not in ("yes", UNKNOWN)]
        return f"don't use {'; '.join(lost)}" if lost else NOTHING
    if name == "largest_page":
        requests = -(-100_000 // max(1, seen))
        return NOTHING if requests <= 100 else f"slower: a listing of 100,000 records takes {requests} requests"
    if name == "clock_skew":
        late = abs(seen) > _LARGEST_SKEW
        return (
            "the times of jobs and tokens are wrong: synchronize the clock of this host with NTP" if late else NOTHING
        )
    if name in ("not_found_user", "not_found_group"):
        return NOTHING if seen.not_found else _ABSENCE
    return TRAITS[name].follows.get(str(seen), NOTHING)
