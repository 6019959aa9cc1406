# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a bulk upload as a value, validated as far as possible without a server."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._api.uploads import uploads_path
from .._errors import Id360Error
from .._local.files import check_writable
from .._values import did_you_mean, path_segment
from .._wait import check_wait_options
from .data import Data, make_data
from .receipt import digest

_SOURCES = ("src", "content", "records")


@dataclass(frozen=True)
class BulkOptions:
    """``table`` is the data to upload, or None with ``upload_id``. ``body`` is the body of the execution without
    ``user_ids``. Times are in seconds."""

    action: str
    state: str
    table: Data | None = field(repr=False)
    upload_id: str | None
    match_columns: list[str] | None
    body: dict[str, Any]
    user_ids: list[str] | None
    unmapped_rows: str
    entity_ids: list[str] | None
    entity_filter: str | None
    wait: bool
    wait_timeout: float
    wait_interval: float
    fail_on_row_errors: bool
    rejects: str | None

    def identity(self, api_root: str) -> dict[str, Any]:
        """What makes two runs the same run."""
        return {
            "api_root": api_root,
            "data": digest(self.table.content) if self.table else f"upload {self.upload_id}",
            "action": self.action,
            "match_columns": None if self.match_columns is None else sorted(self.match_columns),
            "body": self.body,
            "user_ids": None if self.user_ids is None else sorted(set(self.user_ids)),
        }


def make_bulk_options(params: Mapping[str, Any]) -> BulkOptions:
    """The options of the task; raises Id360Error for what is not valid, and for data that is no table."""
    uploads_path(params["action"], params["upload_id"] or "")
    _validate_sources(params)
    _validate_paths(params)
    table = make_data(params)
    if params["match_columns"] is not None:
        _validate_columns(params["match_columns"], table)
    for name in ("user_ids", "entity_ids"):
        for value in params[name] or ():
            path_segment(value, name)
    for name in ("receipt", "rejects"):
        if params[name]:
            check_writable(params[name], name)
    check_wait_options(params["wait_timeout"], params["wait_interval"])
    body: dict[str, Any] = {}
    if params["app_config_id"] is not None:
        body["app_config_id"] = _number(params["app_config_id"], "app_config_id")
    if params["template_input"] is not None:
        template = params["template_input"]
        body["template_input"] = {"id": _number(template["id"], "template_input.id"), "data": template["data"]}
    taken = [name for name in BulkOptions.__dataclass_fields__ if name not in ("table", "body")]
    return BulkOptions(table=table, body=body, **{name: params[name] for name in taken})


def _validate_sources(params: Mapping[str, Any]) -> None:
    sources = [name for name in (*_SOURCES, "upload_id") if params[name] is not None]
    if params["state"] == "absent" and (sources != ["upload_id"] or params["receipt"]):
        raise Id360Error("state absent requires upload_id, and does not accept data or a receipt")
    if len(sources) != 1:
        given = f", not {' and '.join(sources)}" if sources else ""
        raise Id360Error(f"exactly one of {', '.join(_SOURCES)} and upload_id is required{given}")
    if params["state"] != "absent" and (params["entity_ids"] is not None or params["entity_filter"] is not None):
        raise Id360Error("entity_ids and entity_filter are valid only with state absent")
    if params["entity_ids"] is not None and params["entity_filter"] is not None:
        raise Id360Error("entity_ids and entity_filter are mutually exclusive")
    if params["entity_filter"] == "":
        raise Id360Error("entity_filter is empty: omit it to remove all rows")


def _validate_paths(params: Mapping[str, Any]) -> None:
    """A file that is read and written, or written as two things, would be lost."""
    for name in ("src", "receipt", "rejects"):
        if params[name] and "\0" in params[name]:
            raise Id360Error(f"{name} {params[name]!r} contains a NUL byte")
    files = {name: os.path.realpath(params[name]) for name in ("src", "receipt", "rejects") if params[name]}
    for name, path in files.items():
        others = [other for other in files if other != name and files[other] == path]
        if others:
            raise Id360Error(f"{name} and {others[0]} are the same file, {params[name]!r}")


def _validate_columns(columns: list[str], table: Data | None) -> None:
    if not columns:
        raise Id360Error("match_columns is empty: name at least one column, or omit it")
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise Id360Error(f"match_columns contains {', '.join(twice)} twice")
    if table:
        validate_columns_exist(columns, table.header)


def validate_columns_exist(columns: Sequence[str], header: Sequence[str]) -> None:
    missing = [name for name in columns if name not in header]
    if missing:
        named = ", ".join(f"{name}{did_you_mean(name, header)}" for name in missing)
        raise Id360Error(f"match_columns contains {named}, which is not in the header")


def _number(value: str, option: str) -> int:
    """The API expects these ids as JSON numbers."""
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        raise Id360Error(f"{option} {value!r} is not a number")
    return int(value)
