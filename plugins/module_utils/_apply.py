# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a plan: the only caller of requests that write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ._client import Client
from ._errors import ALREADY_EXISTS, ApiError, Id360Error, NotFound, OutcomeUnknown, UnreadableAnswer, unknown_outcome
from ._plan import NEW_ID, Plan, Request
from ._resource import Resource

_IN_WORDS = {"patch": "change", "password": "set the password of"}
_LAST_PASSWORDS = re.compile(r"last (\d+) password")


@dataclass
class Done:
    """What was done: the operations in order, and the record as the last answer showed it.

    ``secret_was_set``: the secret was there already. ``absence``: the server's words for a record that was gone
    before we deleted it.
    """

    record: dict[str, Any]
    actions: list[str] = field(default_factory=list)
    secret_was_set: bool = False
    absence: str = ""


class Replan(Exception):
    """A create was answered "exists", or its fate is ``unknown``: what is there now may be our own. ``cause`` is the
    error to tell when looking again does not help."""

    def __init__(self, cause: Id360Error, *, unknown: bool) -> None:
        super().__init__()
        self.cause, self.unknown = cause, unknown


def apply(client: Client, resource: Resource, plan: Plan, named: str) -> Done:
    """Send the writes of a plan in order.

    Raises Id360Error, which knows the actions done until then, or Replan. ``named`` is for the messages.
    """
    done = Done(dict(plan.record))
    for request in plan.requests:
        if any(done.record.get(name) != value for name, value in request.when.items()):
            continue
        try:
            _send(client, resource, request, done)
        except Id360Error as error:
            error.actions, error.record_id = done.actions, done.record.get("id", "")
            error.context = f"could not {_IN_WORDS.get(request.action, request.action)} {resource.kind} {named}"
            raise
    return done


def _send(client: Client, resource: Resource, request: Request, done: Done) -> None:
    if request.action == "create":
        done.record = _create(client, resource, request)
    elif request.action == "delete":
        done.absence = _delete(client, resource, request)
        if done.absence:
            return
    elif request.body is None:
        path = request.path.replace(NEW_ID, done.record.get("id", ""))
        client.request(request.method, path, expects=None)
        done.record.update(request.sets)
    else:
        try:
            done.record = resource.read(client.request(request.method, request.path, body=request.body))
        except ApiError as error:
            if not (request.is_secret and _is_current_secret(error)):
                raise
            if not error.answer.repeated:
                done.secret_was_set = True
                return
    done.actions.append(request.action)


def _create(client: Client, resource: Resource, request: Request) -> dict[str, Any]:
    try:
        return resource.read(client.request(request.method, request.path, body=request.body, once=True))
    except OutcomeUnknown as lost:
        raise Replan(lost, unknown=True) from None
    except UnreadableAnswer as unreadable:
        raise Replan(unknown_outcome(unreadable), unknown=True) from None
    except ApiError as error:
        if error.answer.code == ALREADY_EXISTS:
            raise Replan(error, unknown=False) from None
        raise


def _delete(client: Client, resource: Resource, request: Request) -> str:
    """Delete. Where there was nothing to delete, the server's words for it.

    "Not found" may also mean "not permitted": reading the record tells. If the DELETE was sent before, that one did it.
    """
    try:
        client.request(request.method, request.path, expects=None)
    except NotFound as absence:
        try:
            client.request("GET", request.path, envelope=resource.envelope)
        except NotFound:
            return "" if absence.answer.repeated else absence.answer.quote
        raise
    return ""


def _is_current_secret(error: ApiError) -> bool:
    """Whether the server refused a password because it is the one that is set (CONTRACT.md 14)."""
    last = _LAST_PASSWORDS.search(error.answer.detail or "")
    return error.answer.code == ALREADY_EXISTS and last is not None and last.group(1) == "1"
