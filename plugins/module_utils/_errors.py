# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors as values that know how they are reported.

    Id360Error               anything that ends a task with one sentence; bad input is this class itself
    ├── StarterGone          a write that was not started, because the parent process has ended
    ├── TransportError       no usable answer: the connection, the certificate, a time-out, a redirect
    │   └── UnreadableAnswer     a success whose body is not what the API documents
    ├── OutcomeUnknown       a POST that may have done its work, and no answer tells
    ├── ApiError             the API refused
    │   ├── NotFound             there is no such record
    │   └── InvalidRequest       for what it asks or says: a filter that can't be read, an unknown field
    │       └── AlreadyExists        a value that has to be unique, and is another record's
    ├── TokenRefused         Zoho gives no access token (_connect/oauth.py)
    └── JobError             an execution that failed, as a whole or for some rows (_bulk/execution.py)

Which class it is comes from the status, code and title of an answer (``api_error``), or from the types of the
exceptions behind a connection that failed (_http/connection_errors.py), whose texts differ from version to version.

Every error has ``failure()``: the keyword arguments for ``fail_json``: ``msg``, ``error`` where a request failed
(status, code, title, detail, method, path; each None where there is none), ``actions`` (what was already done), and
whatever else a module returns then, in ``result``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ._scopes import scopes_of
from ._secrets import without
from ._text import visible

# Codes and titles of absence (docs/api.md, "Absence"); the last two are placeholders in the vendor's documentation.
_NOT_FOUND_CODES = frozenset(["00010105", "00010112", "*****", "----"])
_PAGE_NOT_FOUND = "00000104"
_ALREADY_EXISTS = "00000102"
INVALID_PARAMETER = "00000107"
_BAD_REQUEST = (400, 422)
_Error = TypeVar("_Error", bound="Id360Error")


@dataclass(frozen=True)
class Answer:
    """Which request it was and what the server said to it; no part of it holds a secret.

    ``repeated``: the request was sent before, and that earlier one may have done its work.
    ``note``: one more sentence about the answer, for the message only.
    """

    method: str
    path: str
    status: int | None = None
    code: str | None = None
    title: str | None = None
    detail: str | None = None
    repeated: bool = False
    note: str = ""

    @property
    def absent(self) -> bool:
        """True when the answer really says that there is no such record: two of status, code and title must say so.

        A wrong URL or a proxy answers 404 as well: without an API error body the status alone never counts.
        """
        title = (self.title or "").strip().lower()
        if self.code == _PAGE_NOT_FOUND or title == "page not found":
            return False
        return [self.status == 404, self.code in _NOT_FOUND_CODES, title.endswith("not found")].count(True) >= 2

    @property
    def no_such_upload(self) -> bool:
        """The same for uploads, whose absence has no documented code: 404 with an error of the API in it."""
        return self.status == 404 and self.code not in (None, _PAGE_NOT_FOUND)

    @property
    def quote(self) -> str:
        """What the server said: title, detail, code and HTTP status, as far as there are any."""
        said = ": ".join(part.strip() for part in (self.title, self.detail) if part and part.strip())
        code = f"code {self.code}, " if self.code else ""
        status = f"HTTP {self.status}" if self.status else "no answer"
        return " ".join(part for part in (said, f"({code}{status})", self.note, self._hint) if part)

    @property
    def _hint(self) -> str:
        if self.status == 401:
            return "Check whether the access token has expired (after one hour) or belongs to another data center."
        scopes = scopes_of(self.method, self.path) if self.status == 403 else []
        if len(scopes) > 1:
            return f"This call needs one of the OAuth scopes {', '.join(scopes)}."
        if scopes:
            return f"This call needs the OAuth scope {scopes[0]}."
        if self.status == 404 and not self.absent:
            return "Check whether url is the root of an ID360 server."
        return ""


class Id360Error(Exception):
    """Anything that ends a task with a clear sentence. Bad input is this class itself.

    ``option``: the option that the message is about, "" where it is about several or none. ``actions``: what was done
    before it, to the record of ``record_id``; ``result``: what else the task returns. ``may_be_created``: it is not
    known whether a record was created. ``signal`` ended the work before its time. An error that was raised is not
    changed: ``replace`` and what is built on it return a new one.
    """

    def __init__(self, message: str, answer: Answer | None = None, *, option: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.answer = answer
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
        if self.answer:
            texts = {name: value for name, value in vars(self.answer).items() if isinstance(value, str)}
            redacted: dict[str, Any] = {name: without(secret, text) for name, text in texts.items()}
            error.answer = replace(self.answer, **redacted)
        return error

    @property
    def may_be_done(self) -> bool:
        """Whether the request, where it was one that writes, may have done its work all the same."""
        return self.answer is not None and (self.answer.repeated or (self.answer.status or 0) >= 500)

    @property
    def told(self) -> str:
        """The message with its context."""
        return f"{self.context}: {self.message}" if self.context else self.message

    def __str__(self) -> str:
        return self.message

    def failure(self) -> dict[str, Any]:
        """Arguments for ``fail_json``."""
        answer = self.answer
        error = answer and {
            "status": answer.status,
            "code": answer.code and visible(answer.code),
            "title": answer.title and visible(answer.title),
            "detail": answer.detail and visible(answer.detail),
            "method": answer.method or None,
            "path": answer.path or None,
        }
        return {
            "msg": visible(self.told),
            **({"error": error} if error else {}),
            "actions": self.actions,
            **self.result,
        }


class StarterGone(Id360Error):
    """A write that was not begun, as whoever started this task is gone."""

    def __init__(self) -> None:
        super().__init__(
            "the process that started this task has ended, for example as the job was cancelled; no further writes"
            " were started"
        )


class TransportError(Id360Error):
    """No usable answer: the connection, the certificate, a time-out, a redirect. ``sent``: the request had reached the
    server, or may have."""

    def __init__(self, message: str, answer: Answer | None = None, *, sent: bool = False) -> None:
        super().__init__(message, answer)
        self.sent = sent

    @property
    def may_be_done(self) -> bool:
        return self.sent or super().may_be_done


class UnreadableAnswer(TransportError):
    """A success whose body is not what the API documents: HTML of a proxy, an empty one, one cut short."""

    def __init__(self, message: str, answer: Answer | None = None) -> None:
        super().__init__(message, answer, sent=True)


class OutcomeUnknown(Id360Error):
    """A POST with an unknown outcome: it was sent, and no response tells (docs/api.md 13)."""


class ApiError(Id360Error):
    """The API refused; ``answer`` is always there."""

    answer: Answer

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.quote, answer)


class NotFound(ApiError):
    """There is no such record (see ``Answer.absent``)."""


class InvalidRequest(ApiError):
    """The API refused a request for what it asks or says: a filter that it can't read, an unknown field, a value."""


class AlreadyExists(InvalidRequest):
    """Another record has a value that has to be unique, or the value is the one that is set."""


def api_error(answer: Answer) -> ApiError:
    """The error for an answer: NotFound only when it really says so."""
    if answer.absent:
        return NotFound(answer)
    if answer.code == _ALREADY_EXISTS:
        return AlreadyExists(answer)
    if answer.code == INVALID_PARAMETER or answer.status in _BAD_REQUEST:
        return InvalidRequest(answer)
    return ApiError(answer)


def unknown_outcome(error: Id360Error) -> OutcomeUnknown:
    """The same, for a POST whose work may be done although its answer is lost or says otherwise."""
    message = f"the response to the request was lost, so its outcome is unknown: {error.message}"
    return OutcomeUnknown(message, error.answer)


def bug_report(bug: Exception) -> Id360Error:
    """A bug of the collection, with its place in the code, but without the text of the exception."""
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    path = trace.tb_frame.f_code.co_filename.split(os.sep) if trace else []
    place = f"{'/'.join(path[-2:])}:{trace.tb_lineno}" if trace else "an unknown place"
    return Id360Error(f"this is a bug in manageengine.id360, please report it: {type(bug).__name__} in {place}")
