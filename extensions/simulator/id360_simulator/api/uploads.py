# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls under /management/actions that upload people as CSV, and change what was uploaded."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import HTTP
from typing import Any

from aiohttp import web

from ..errors import ApiError, invalid
from ..state.schema import Record
from . import query as q
from .call import Call, data, no_content
from .matching import CsvError, default_match_columns, match, read_csv
from .paging import offset_listing

_ENTITY_FIELDS = ("id", "user_id", "status", "imported_data")


def create_upload(call: Call) -> web.Response:
    """POST /management/actions/{action}/uploads: the id is a number here."""
    q.allow(call.query)
    _check_action(call)
    try:
        header, rows = read_csv(_file(call))
    except CsvError:
        raise invalid("file") from None
    settings = call.settings
    header = [name for name in header if name not in settings.lost_columns]
    rows = [{name: row[name] for name in header} for row in rows[: max(len(rows) - settings.lost_rows, 0)]]
    tenant = call.tenant
    entities = [{"id": tenant.new_id("entities"), "user_id": None, "status": "", "imported_data": row} for row in rows]
    upload: Record = {
        "id": tenant.new_id("uploads"),
        "action": call.part("action"),
        "header": header,
        "match_columns": default_match_columns(header),
        "entities": entities,
    }
    match(upload, tenant.users)
    tenant.uploads[upload["id"]] = upload
    return data(_shown(upload), status=201)


def get_upload(call: Call) -> web.Response:
    """GET /management/actions/{action}/uploads/{id}"""
    q.allow(call.query)
    return data(_shown(find_upload(call)))


def list_entities(call: Call) -> web.Response:
    """GET /management/actions/{action}/uploads/{id}/data"""
    upload = find_upload(call)
    return offset_listing(call, upload["entities"], _attributes(upload), view=_flat)


def delete_entities(call: Call) -> web.Response:
    """DELETE /management/actions/{action}/uploads/{id}/data: all of the rows named, or none."""
    q.allow(call.query, "ids", "filter")
    upload = find_upload(call)
    if not call.query:
        raise invalid("ids")
    doomed = {entity["id"] for entity in upload["entities"]}
    if "ids" in call.query:
        ids = set(call.query["ids"].split(","))
        if not ids <= doomed:
            raise invalid("ids")
        doomed = ids
    passes = q.requested_filter(call.query, _attributes(upload), call.settings)
    if passes is not None:
        doomed &= {entity["id"] for entity in upload["entities"] if passes(_flat(entity))}
    upload["entities"] = [entity for entity in upload["entities"] if entity["id"] not in doomed]
    return no_content()


def delete_entity(call: Call) -> web.Response:
    """DELETE /management/actions/{action}/uploads/{id}/data/{entity_id}"""
    q.allow(call.query)
    upload = find_upload(call)
    kept = [entity for entity in upload["entities"] if entity["id"] != call.part("entity_id")]
    if len(kept) == len(upload["entities"]):
        raise ApiError("*****", "This entity does not exist.")
    upload["entities"] = kept
    return no_content()


def set_match_columns(call: Call) -> web.Response:
    """PUT /management/actions/{action}/uploads/{id}/match-columns: the body is a bare array of names."""
    q.allow(call.query)
    upload = find_upload(call)
    names = call.json()
    if not isinstance(names, list):
        raise ApiError("00000100", "The request body is not a JSON array.")
    if not names or not all(isinstance(name, str) and name in upload["header"] for name in names):
        raise invalid("match_columns")
    if len(set(names)) < len(names):
        raise invalid("match_columns")
    kept = call.settings.kept_match_columns
    upload["match_columns"] = [name for name in upload["header"] if name in kept] if kept else names
    match(upload, call.tenant.users)
    return data(upload["match_columns"])


def find_upload(call: Call) -> Record:
    """The upload that the path names."""
    _check_action(call)
    upload = call.tenant.uploads.get(call.part("upload_id"))
    if upload is None or upload["action"] != call.part("action"):
        raise ApiError("*****", "This upload does not exist.")
    return upload


def _check_action(call: Call) -> None:
    if call.part("action") not in call.settings.actions:
        raise ApiError("*****", "This action does not exist.")


def _file(call: Call) -> bytes:
    """The only part of a multipart/form-data body, named `file`."""
    if call.request.content_type != "multipart/form-data":
        raise ApiError("00000103")
    head = f"Content-Type: {call.request.headers['Content-Type']}\r\n\r\n".encode()
    parts = list(message_from_bytes(head + call.body, policy=HTTP).iter_parts())
    names = [part.get_param("name", header="content-disposition") for part in parts]
    if names != ["file"]:
        raise invalid(next((str(name) for name in names if name != "file"), "file"))
    if parts[0].get_content_type() != "text/csv":
        raise ApiError("00000103")
    content = parts[0].get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _shown(upload: Record) -> Record:
    columns = upload["match_columns"]
    header = [{"name": name, "is_match_column": name in columns} for name in upload["header"]]
    return {"id": int(upload["id"]), "header": header, "match_columns": columns}


def _attributes(upload: Record) -> frozenset[str]:
    return frozenset((*_ENTITY_FIELDS, *upload["header"]))


def _flat(entity: Record) -> dict[str, Any]:
    """The row as a filter sees it: its columns, and what the API put beside them."""
    return {**entity["imported_data"], **entity}
