# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a plan: the only caller of requests that write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .._api.uncertain_writes import confirm, resolve_uncertain
from .._api_response import Response
from .._errors import AlreadyExists, Id360Error, NotFound, OutcomeUnknown, UnreadableResponse, unknown_outcome
from .._model.plan import NEW_ID, Plan, Request
from .read_back import read_back
from .target import Target

_IN_WORDS = {"patch": "change", "password": "set the password of"}
_LAST_PASSWORDS = re.compile(r"last (\d+) password")


@dataclass
class Applied:
    """What was done: the operations in order, and the record as the last answer showed it.

    ``secret_was_set``: the secret was there already. ``absence``: the server's words for a record that was gone
    before we deleted it.
    """

    record: dict[str, Any]
    actions: list[str] = field(default_factory=list)
    secret_was_set: bool = False
    absence: str = ""


class CreateUncertain(Exception):
    """A create was refused as "exists", or its outcome is ``unknown``: an existing record may be the created one.
    ``cause`` is the error to raise if looking it up again does not resolve that."""

    def __init__(self, cause: Id360Error, *, unknown: bool) -> None:
        super().__init__()
        self.cause, self.unknown = cause, unknown


def apply(target: Target, plan: Plan) -> Applied:
    """Send the writes of a plan in order.

    Raises Id360Error, which knows the actions done until then, or CreateUncertain.
    """
    done = Applied(dict(plan.record))
    for request in plan.requests:
        if any(done.record.get(name) != value for name, value in request.when.items()):
            continue
        label = f"{_IN_WORDS.get(request.action, request.action)} {_named(target, done.record)}"
        try:
            _send(target, request, done, label)
        except Id360Error as error:
            known = error.replace(record_id=done.record.get("id", ""), context=f"could not {label}")
            raise known.after(done.actions) from None
    return done


def _named(target: Target, record: dict[str, Any]) -> str:
    """The record for messages: one that is desired by id also with its email or name, as people don't know ids."""
    names = [record[key] for key in target.resource.keys[:1] if target.desired.id and record.get(key)]
    return f"{target.label} ({names[0]})" if names else target.label


def _send(target: Target, request: Request, done: Applied, label: str) -> None:
    begun = partial(done.actions.append, request.action)
    if request.action == "create":
        done.record = _create(target, request)
        begun()
        return
    read = partial(read_back, target, request, done.record)
    try:
        response = _write(target, request, done)
    except Id360Error as error:
        if isinstance(error, AlreadyExists) and request.is_secret and _is_current_secret(error):
            done.secret_was_set = not error.response.repeated
            if error.response.repeated:
                begun()
            return
        is_gone = isinstance(error, NotFound) and request.action == "delete"
        if is_gone and not error.may_be_done:  # it may also mean "not permitted": the record is read to find out
            if not read().done:
                raise
            done.absence = error.response.summary if error.response else ""
            return
        found = resolve_uncertain(error, label, read, begun, target.warn, expected=is_gone)
        done.record = found.record or done.record
    else:
        if response is None:
            begun()
        else:
            confirm(response, read, begun)


def _write(target: Target, request: Request, done: Applied) -> Response | None:
    """Change or delete a record. The answer, where that is all there is; where there is a record in it, None."""
    client, resource = target.client, target.resource
    path = request.path.replace(NEW_ID, done.record.get("id", ""))
    if request.body is None:
        response: Response = client.request(request.method, path, expects=None)
        done.record = {**done.record, **request.sets}
        return response
    record = resource.read(client.request(request.method, path, body=request.body))
    if record["id"] != done.record["id"]:
        raise UnreadableResponse(
            f"the server returned the {resource.kind} with id {record['id']}", Response(request.method, path)
        )
    done.record = record
    return None


def _create(target: Target, request: Request) -> dict[str, Any]:
    try:
        created = target.client.request(request.method, request.path, body=request.body, once=True)
        return target.resource.read(created)
    except OutcomeUnknown as lost:
        raise CreateUncertain(lost, unknown=True) from None
    except UnreadableResponse as unreadable:
        raise CreateUncertain(unknown_outcome(unreadable), unknown=True) from None
    except AlreadyExists as exists:
        raise CreateUncertain(exists, unknown=False) from None


def _is_current_secret(error: AlreadyExists) -> bool:
    """Whether the server refused a password because it is the one that is set (docs/api.md 14)."""
    last = _LAST_PASSWORDS.search(error.response.detail or "")
    return last is not None and last.group(1) == "1"
