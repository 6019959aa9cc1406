# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of id360_directory as a value, validated as far as possible without a server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._errors import Id360Error
from .._local.csv_table import as_utf8
from .._local.files import check_writable
from .._local.table import TableFormat, make_format
from .._model.query_names import validate_filter
from .._model.user import USER
from .._source.json_file import json_entries
from .._source.open import open_source
from .._source.source import Source, entries_of_option, with_places
from .entries import ENTRY_OPTIONS
from .removals import Limit, make_limit, make_protected
from .shard import Shard, make_shard

_MAX_CONCURRENCY = 64


@dataclass(frozen=True)
class DirectoryOptions:
    """The options of the task. ``users`` and ``groups`` are None if they are not managed, ``fingerprint`` if any plan
    may be applied. ``details``: also return the problems as data, for the program that generated ``content``."""

    users: Source | None
    groups: Source | None
    match_by: tuple[str, ...]
    mode: str
    scope: str
    sources: tuple[str, ...]
    protected: frozenset[str]
    limit: Limit
    member_limit: Limit | None
    shard: Shard
    threads: int
    report: str
    fingerprint: str | None
    details: bool


def _validate_without_src(params: Mapping[str, Any], how: TableFormat) -> None:
    """Raise Id360Error if an option for ``src`` is set without it."""
    for name in [*how.given(), *(["columns"] if params["columns"] else [])]:
        raise Id360Error(f"{name} is valid only with src")


def make_options(params: Mapping[str, Any]) -> DirectoryOptions:
    """The options, validated as far as possible without a server; raises Id360Error for invalid ones."""
    users, how = None, make_format(params)
    if params["src"] is None:
        _validate_without_src(params, how)
    if params["content"] is None and params["content_places"]:
        raise Id360Error("content_places is valid only with content")
    if params["src"] is not None:
        clear = params["blank_cells"] == "clear"
        columns = params["columns"] or {}
        options = list(ENTRY_OPTIONS["user"])
        users = open_source(params["src"], USER, options, columns=columns, how=how, clear=clear)
    elif params["content"] is not None:
        users = json_entries(as_utf8(params["content"], "content"), "content")
        if params["content_places"]:
            users = with_places(users, **params["content_places"])
    elif params["users"] is not None:
        users = entries_of_option("users", params["users"])
    if users is None and params["unlisted_users"] != "ignore":
        raise Id360Error(f"unlisted_users {params['unlisted_users']} requires users or src")
    if params["scope"] is not None and not params["scope"].strip() and params["unlisted_users"] != "ignore":
        raise Id360Error(f"scope is empty with unlisted_users {params['unlisted_users']}: omit it to include all users")
    validate_filter(USER, params["scope"] or "", "scope")
    if params["sources"] is not None and not params["sources"] and params["unlisted_users"] != "ignore":
        raise Id360Error(
            f"sources is empty with unlisted_users {params['unlisted_users']}: omit it to include all sources"
        )
    if params["sources"] and users is None:
        raise Id360Error("sources requires users or src")
    if not 1 <= params["concurrency"] <= _MAX_CONCURRENCY:
        raise Id360Error(f"concurrency {params['concurrency']} is not between 1 and {_MAX_CONCURRENCY}")
    if params["report"]:
        check_writable(params["report"], "report")
        if params["src"] is not None and os.path.realpath(params["report"]) == os.path.realpath(params["src"]):
            raise Id360Error(f"report {params['report']!r} is the same file as src")
    members = params["max_member_removals"]
    return DirectoryOptions(
        users=users,
        groups=entries_of_option("groups", params["groups"]) if params["groups"] is not None else None,
        match_by=tuple(params["match_by"]),
        mode=params["unlisted_users"],
        scope=(params["scope"] or "").strip(),
        sources=tuple(params["sources"] or ()),
        protected=make_protected(params["protected"]),
        limit=make_limit(params["max_removals"]),
        member_limit=make_limit(members, "max_member_removals") if members is not None else None,
        shard=make_shard(params["shard"]),
        threads=params["concurrency"],
        report=params["report"] or "",
        fingerprint=params["plan_fingerprint"],
        details=params["content"] is not None,
    )
