# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every switch of the simulator, read anew at each request."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal, get_args, get_origin, get_type_hints


@dataclasses.dataclass(slots=True)
class Settings:
    """How the tenant behaves; the defaults are what the documents show."""

    # Who may call
    tokens: list[str] = dataclasses.field(default_factory=list)
    token_dies_after: int | None = None
    client_id: str = "simulator-client"
    client_secret: str = "simulator-secret"
    refresh_token: str = "simulator-refresh"
    expires_in: int = 3600
    live_tokens: int = 10
    token_requests: int = 10
    token_requests_seconds: float = 600
    denied_reads: list[str] = dataclasses.field(default_factory=list)
    # What is answered
    statuses: dict[str, int] = dataclasses.field(default_factory=dict)
    null_fields: bool = False
    honour_fields: bool = True
    refuse_fields: bool = False
    honour_fields_on_get: bool = True
    group_members_on_get: Literal["fields", "never", "always"] = "fields"
    group_members_on_list: bool = True
    truncate_members: int | None = None
    truncate_listed_members: int | None = None
    case_sensitive: bool = True
    refuse_or: bool = False
    refuse_id_filter: bool = False
    longest_filter: int | None = None
    ignore_filters: bool = False
    # Pages
    maximum_limit: int = 1000
    refuse_limit: int | None = None
    first_index: int = 1
    repeat_cursor: bool = False
    total_counts_all: bool = False
    no_totals: bool = False
    short_walk: int = 0
    # Writes
    create_status: Literal[0, 1] | None = None
    password_history: int = 1
    lag_listings: int = 0
    lag_seconds: float = 0
    # Jobs and executions
    actions: list[str] = dataclasses.field(
        default_factory=lambda: ["move-user", "move-users", "delete-user", "delete-users"]
    )
    execution_status: bool = True
    execution_envelope: bool = True
    execution_result: Literal["completed", "completed_with_errors", "time_out", "interrupted"] | None = None
    execution_states: list[str] | None = None
    failing_users: list[str] = dataclasses.field(default_factory=list)
    result_ids: Literal["user", "row"] = "user"
    job_lag_polls: int = 1
    job_step_seconds: float | None = None
    # Uploads that are stored differently from what was sent
    kept_match_columns: list[str] | None = None
    lost_columns: list[str] = dataclasses.field(default_factory=list)
    lost_rows: int = 0
    # Transport
    clock_skew: float = 0
    rate_limit_headers: bool = False
    latency: float = 0
    rate_limit: dict[str, Any] | None = None
    maximum_url: int = 8192
    maximum_url_everywhere: bool = False

    def update(self, values: dict[str, Any]) -> None:
        """Set what is named; nothing is set when a name or a type is wrong."""
        hints = get_type_hints(Settings)
        for name, value in values.items():
            if name not in hints:
                raise ValueError(f"no such setting: {name}")
            if not _fits(value, hints[name]):
                raise ValueError(f"the setting {name} can't be {value!r}")
        for name, value in values.items():
            setattr(self, name, value)


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of the type that a setting is declared with."""
    if isinstance(value, bool):  # an integer to Python, but not here
        return bool in (hint, *get_args(hint))
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if get_args(hint) and get_origin(hint) not in (list, dict):
        return any(_fits(value, option) for option in get_args(hint))
    return isinstance(value, (int, float) if hint is float else get_origin(hint) or hint)
