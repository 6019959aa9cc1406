# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors as values that know how they are reported.

    Id360Error               anything that ends a task with a message; invalid input is this class itself
    ├── ParentEnded          a write that was not started, because the parent process has ended
    ├── TransportError       no usable answer: the connection, the certificate, a time-out, a redirect
    │   └── UnreadableResponse   a success whose body is not what the API documents
    ├── OutcomeUnknown       a POST that may have been executed, as its response was lost
    ├── ApiError             the API refused the request
    │   ├── NotFound             the record does not exist
    │   └── InvalidRequest       the request itself is invalid: a malformed filter, an unknown field
    │       └── AlreadyExists        another record has a value that must be unique
    ├── TokenRefused         Zoho issued no access token (_connect/oauth.py)
    └── JobError             an execution failed, as a whole or for some rows (_bulk/execution.py)

The class follows from the status, code and title of a response (``api_error``), or from the types of the exceptions of
a failed connection (_http/connection_errors.py), as their texts differ between versions.

``failure()`` returns the keyword arguments for ``fail_json``: ``msg``; ``error`` if a request failed (status, code,
title, detail, method, path; each may be None); ``actions`` that were done before; and the keys of ``result``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from ._api_response import Response
from ._secrets import without
from ._text import visible

_ALREADY_EXISTS = "00000102"
INVALID_PARAMETER = "00000107"
_BAD_REQUEST = (400, 422)
_Error = TypeVar("_Error", bound="Id360Error")


class Id360Error(Exception):
    """Anything that ends a task with a clear sentence. Bad input is this class itself.

    ``option``: the option that the message is about, "" where it is about several or none. ``actions``: what was done
    before it, to the record of ``record_id``; ``result``: what else the task returns. ``may_be_created``: it is not
    known whether a record was created. ``signal`` ended the work before its time. An error that was raised is not
    changed: ``replace`` and what is built on it return a new one.
    """

    def __init__(self, message: str, response: Response | None = None, *, option: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.response = response
        self.option = option
        self.actions: list[str] = []
        self.result: dict[str, Any] = {}
        self.record_id = ""
        self.may_be_created = False
        self.context = ""
        self.signal = 0

    def replace(self: _Error, **values: Any) -> _Error:
        """The same error with other values."""
        unknown = values.keys() - vars(self).keys()
        if unknown:
            raise TypeError(f"an error has no {', '.join(sorted(unknown))}")
        error = type(self).__new__(type(self))
        vars(error).update(vars(self), **values)
        error.args = (error.message,)
        return error

    def with_context(self: _Error, context: str) -> _Error:
        """The same error with ``context`` before its message, unless it already has a more specific one."""
        return self.replace(context=self.context or context)

    def adding(self: _Error, text: str) -> _Error:
        """The same error with one more clause in its message."""
        return self.replace(message=f"{self.message}; {text}")

    def after(self: _Error, actions: Iterable[str]) -> _Error:
        """The same error with the actions that were done before its own."""
        return self.replace(actions=[*actions, *self.actions])

    def redacted(self: _Error, secret: str) -> _Error:
        """The same error without a secret in its texts: a server may repeat what it was sent."""
        error = self.replace(message=without(secret, self.message))
        if self.response:
            texts = {name: value for name, value in vars(self.response).items() if isinstance(value, str)}
            redacted: dict[str, Any] = {name: without(secret, text) for name, text in texts.items()}
            error.response = replace(self.response, **redacted)
        return error

    @property
    def may_be_done(self) -> bool:
        """Whether the request, where it was one that writes, may have done its work all the same."""
        return self.response is not None and (self.response.repeated or (self.response.status or 0) >= 500)

    @property
    def full_message(self) -> str:
        """The message with its context."""
        return f"{self.context}: {self.message}" if self.context else self.message

    def __str__(self) -> str:
        return self.message

    def failure(self) -> dict[str, Any]:
        """Arguments for ``fail_json``."""
        response = self.response
        error = response and {
            "status": response.status,
            "code": response.code and visible(response.code),
            "title": response.title and visible(response.title),
            "detail": response.detail and visible(response.detail),
            "method": response.method or None,
            "path": response.path or None,
        }
        return {
            "msg": visible(self.full_message),
            **({"error": error} if error else {}),
            "actions": self.actions,
            **self.result,
        }


class ParentEnded(Id360Error):
    """A write that was not started, as the parent process has ended."""

    def __init__(self) -> None:
        super().__init__(
            "the process that started this task has ended, for example as the job was cancelled; no further writes"
            " were started"
        )


class TransportError(Id360Error):
    """No usable answer: the connection, the certificate, a time-out, a redirect. ``sent``: the request had reached the
    server, or may have."""

    def __init__(self, message: str, response: Response | None = None, *, sent: bool = False) -> None:
        super().__init__(message, response)
        self.sent = sent

    @property
    def may_be_done(self) -> bool:
        return self.sent or super().may_be_done


class UnreadableResponse(TransportError):
    """A success whose body is not what the API documents: the HTML of a proxy, an empty or a truncated body."""

    def __init__(self, message: str, response: Response | None = None) -> None:
        super().__init__(message, response, sent=True)


class OutcomeUnknown(Id360Error):
    """A POST that was sent and whose response was lost (docs/api.md 13)."""


class ApiError(Id360Error):
    """The API refused the request; ``response`` is always set."""

    response: Response

    def __init__(self, response: Response) -> None:
        super().__init__(response.summary, response)


class NotFound(ApiError):
    """The record does not exist (see ``_not_found.py``)."""


class InvalidRequest(ApiError):
    """The API refused an invalid request: a malformed filter, an unknown field, an invalid value."""


class AlreadyExists(InvalidRequest):
    """Another record has a value that has to be unique, or the value is the one that is set."""


def api_error(response: Response) -> ApiError:
    """The error for a response that is not a success."""
    if response.not_found:
        return NotFound(response)
    if response.code == _ALREADY_EXISTS:
        return AlreadyExists(response)
    if response.code == INVALID_PARAMETER or response.status in _BAD_REQUEST:
        return InvalidRequest(response)
    return ApiError(response)


def unknown_outcome(error: Id360Error) -> OutcomeUnknown:
    """The error for a POST that may have been executed although its response was lost or is a failure."""
    message = f"the response to the request was lost, so its outcome is unknown: {error.message}"
    return OutcomeUnknown(message, error.response)


def bug_report(bug: Exception) -> Id360Error:
    """A bug of the collection, with its place in the code, but without the text of the exception."""
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    path = trace.tb_frame.f_code.co_filename.split(os.sep) if trace else []
    place = f"{'/'.join(path[-2:])}:{trace.tb_lineno}" if trace else "an unknown place"
    return Id360Error(f"this is a bug in manageengine.id360, please report it: {type(bug).__name__} in {place}")
