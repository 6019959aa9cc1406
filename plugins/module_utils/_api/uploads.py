# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads of a management action and their rows (docs/api.md, "Uploads")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .._errors import INVALID_PARAMETER, ApiError, Id360Error, NotFound, UnreadableResponse, unknown_outcome
from .._http.chunks import send_in_chunks
from .._http.client import Client
from .._text import Warn, name_list
from .._values import path_segment
from .listing import LARGEST_PAGE, Listing, read_all, read_some
from .uncertain_writes import ReadBack, confirm, resolve_uncertain

MAPPED = "MAPPED"
Row = dict[str, Any]


def uploads_path(action: str, upload_id: str = "") -> str:
    """The path of an upload, or of all of an action; raises Id360Error for what is no id."""
    path = f"/management/actions/{path_segment(action, 'action')}/uploads"
    return f"{path}/{path_segment(upload_id, 'upload_id')}" if upload_id else path


def send_upload(client: Client, action: str, content: bytes) -> dict[str, Any]:
    """Upload a CSV file, once: where the answer is lost it raises OutcomeUnknown."""
    file = ("upload.csv", content, "text/csv")
    try:
        return _upload(client.request("POST", uploads_path(action), file=file, once=True))
    except UnreadableResponse as unreadable:
        raise unknown_outcome(unreadable) from None


def read_upload(client: Client, action: str, upload_id: str, warn: Warn | None = None) -> dict[str, Any] | None:
    """The upload, or None if it does not exist, with the server's error as a warning, as it may mean that the action is
    unknown."""
    try:
        upload = _upload(client.request("GET", uploads_path(action, upload_id)))
    except ApiError as error:
        if not (isinstance(error, NotFound) or error.response.upload_not_found):
            raise
        if warn:
            warn(f"there is no upload {upload_id} of {action}; the server says: {error.response.summary}")
        return None
    if upload["id"] != upload_id:
        raise UnreadableResponse(f"the server returned upload {upload['id']} instead of upload {upload_id}")
    return upload


def _upload(raw: dict[str, Any]) -> dict[str, Any]:
    """An upload in our spelling: its id is a number in some answers, and ``match_columns`` is always there."""
    header = raw.get("header")
    columns = header if isinstance(header, list) else []
    if not raw.get("id") or not columns or not all(_has_name(column) for column in columns):
        raise UnreadableResponse("the server sent an upload without an id or a header")
    matching = raw.get("match_columns")
    if matching is None:
        matching = [column["name"] for column in columns if column.get("is_match_column")]
    if not _are_names(matching):
        raise UnreadableResponse("the server sent an upload whose match_columns are not a list of names")
    return {**raw, "id": str(raw["id"]), "match_columns": matching}


def _has_name(column: Any) -> bool:
    return isinstance(column, dict) and isinstance(column.get("name"), str)


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def set_match_columns(client: Client, action: str, upload_id: str, columns: list[str], warn: Warn) -> list[str] | None:
    """Set the columns that match rows to users (the body is a bare list), and return those that the server stored;
    None if the response does not contain them, and the upload must be read."""
    path = f"{uploads_path(action, upload_id)}/match-columns"

    def read() -> ReadBack:
        live = (read_upload(client, action, upload_id) or {}).get("match_columns", [])
        return ReadBack(set(live) == set(columns), shows=f"the upload has the match columns {name_list(live)}")

    try:
        kept = client.request("PUT", path, body=columns, expects=list)["data"]
    except UnreadableResponse:
        return None
    except Id360Error as error:
        resolve_uncertain(error, f"set the match columns of upload {upload_id}", read, lambda: None, warn)
        return None
    return kept if _are_names(kept) else None


def read_rows(client: Client, action: str, upload_id: str, expression: str = "") -> list[Row]:
    """The rows, those that a filter finds or all of them; ``imported_data`` is as it was uploaded."""
    path = f"{uploads_path(action, upload_id)}/data"
    params = {"filter": expression} if expression else {}

    def walk() -> Iterator[Any]:
        return Listing(client, path, params, {"limit": str(LARGEST_PAGE)}).by_offset()

    return [_row(raw) for raw in (read_some(walk()) if expression else read_all(walk))]


def _row(raw: dict[str, Any]) -> Row:
    if not raw.get("id"):
        raise UnreadableResponse("the server sent a row without an id")
    return {**raw, **{name: str(raw[name]) for name in ("id", "user_id") if raw.get(name) is not None}}


def count_rows(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows there are of each status."""
    return dict(Counter(str(row.get("status")) for row in rows))


def delete_rows(
    client: Client,
    action: str,
    upload_id: str,
    ids: list[str],
    begun: Callable[[], None],
    warn: Warn,
) -> None:
    """Delete rows: a single one with its own call, more in as few requests as URLs allow. ``begun`` is called once some
    are deleted.

    If the outcome of a request is uncertain, the rows are read. A repeated request may be refused because its rows are
    already deleted (docs/api.md 15).
    """
    path = f"{uploads_path(action, upload_id)}/data"

    def send(chunk: Sequence[str]) -> None:
        def read() -> ReadBack:
            left = {row["id"] for row in read_rows(client, action, upload_id)}.intersection(chunk)
            return ReadBack(not left, len(left) < len(chunk), f"{len(left)} of {len(chunk)} rows still exist")

        try:
            if len(ids) == 1:
                response = client.request("DELETE", f"{path}/{chunk[0]}", expects=None)
            else:
                response = client.request("DELETE", path, params={"ids": ",".join(chunk)}, expects=None)
        except Id360Error as error:
            resolve_uncertain(
                error, f"delete rows of upload {upload_id}", read, begun, warn, expected=_says_gone(error)
            )
        else:
            confirm(response, read, begun)

    send_in_chunks([path_segment(row_id, "entity_ids") for row_id in ids], ",", send)


def _says_gone(error: Id360Error) -> bool:
    """Whether the error of a deletion is the one for rows that are already deleted."""
    if not isinstance(error, ApiError):
        return False
    return error.response.code == INVALID_PARAMETER or error.response.upload_not_found or isinstance(error, NotFound)
