# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, as values that know how they are told to the user.

Every error has ``failure()``: the keyword arguments for ``fail_json``: ``msg``, ``error`` where a request failed
(status, code, title, detail, method, path; each None where there is none), ``actions`` (what was already done), and
whatever else a module returns then, in ``result``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ._scopes import scopes_of
from ._secrets import without
from ._text import visible

# Codes and titles of absence (docs/api.md, "Absence"); the last two are placeholders in the vendor's documentation.
_NOT_FOUND_CODES = frozenset(["00010105", "00010112", "*****", "----"])
_PAGE_NOT_FOUND = "00000104"
ALREADY_EXISTS = "00000102"
INVALID_PARAMETER = "00000107"
_MOST_PROBLEMS = 100  # in a message


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
            return "Has the access token expired (it lives an hour), or is it of another data center?"
        scopes = scopes_of(self.method, self.path) if self.status == 403 else []
        if len(scopes) > 1:
            return f"This call needs one of the OAuth scopes {', '.join(scopes)}."
        if scopes:
            return f"This call needs the OAuth scope {scopes[0]}."
        if self.status == 404 and not self.absent:
            return "Is the url the root of an ID360 server?"
        return ""


class Id360Error(Exception):
    """Anything that ends a task with a clear sentence. Bad input is this class itself; ``option``: what it is about."""

    def __init__(self, message: str, answer: Answer | None = None, *, option: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.answer = answer
        self.option = option
        self.actions: list[str] = []
        self.result: dict[str, Any] = {}
        self.record_id = ""  # of the record that the actions were done to
        self.context = ""
        self.signal = 0  # that ended the work before its time

    @property
    def may_be_done(self) -> bool:
        """Whether the request, where it was one that writes, may have done its work all the same."""
        return self.answer is not None and (self.answer.repeated or (self.answer.status or 0) >= 500)

    def __str__(self) -> str:
        return self.message

    def redact(self, secret: str) -> None:
        """Take a secret out of all that is told: a server may repeat what it was sent."""
        self.message = without(secret, self.message)
        if self.answer:
            texts = {name: value for name, value in vars(self.answer).items() if isinstance(value, str)}
            hidden: dict[str, Any] = {name: without(secret, text) for name, text in texts.items()}
            self.answer = replace(self.answer, **hidden)

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
            "msg": visible(f"{self.context}: {self.message}" if self.context else self.message),
            **({"error": error} if error else {}),
            "actions": self.actions,
            **self.result,
        }


class StarterGone(Id360Error):
    """A write that was not begun, as whoever started this task is gone."""

    def __init__(self) -> None:
        super().__init__("the process that started this task is gone (was the job cancelled?): nothing new was begun")


class TransportError(Id360Error):
    """No usable answer: the connection, the certificate, a time-out, a redirect. ``sent``: the request had reached the
    server, or may have."""

    sent = False

    @property
    def may_be_done(self) -> bool:
        return self.sent or super().may_be_done


class UnreadableAnswer(TransportError):
    """A success whose body is not what the API documents: HTML of a proxy, an empty one, one cut short."""

    sent = True


class OutcomeUnknown(Id360Error):
    """A POST that may have done its work: it was sent, and no answer tells (docs/api.md 13)."""


class ApiError(Id360Error):
    """The API refused; ``answer`` is always there."""

    answer: Answer

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.quote, answer)


class NotFound(ApiError):
    """The API says that there is no such record (see ``Answer.absent``)."""


def api_error(answer: Answer) -> ApiError:
    """The error for an answer: NotFound only when it really says so."""
    return NotFound(answer) if answer.absent else ApiError(answer)


def is_refused_parameter(error: Id360Error) -> bool:
    """Whether the API refused a request for what it asked for: a filter that it can't read, an unknown field."""
    if not isinstance(error, ApiError) or isinstance(error, NotFound):
        return False
    return error.answer.code == INVALID_PARAMETER or error.answer.status in (400, 422)


def unknown_outcome(error: Id360Error) -> OutcomeUnknown:
    """The same, for a POST whose work may be done although its answer is lost or says otherwise."""
    message = f"the answer to the request was lost, and whether it did its work is not known: {error.message}"
    return OutcomeUnknown(message, error.answer)


def refusal(problems: Sequence[str], file: str = "", see: str = "") -> str:
    """Why nothing was written: how many problems there are, and the first hundred of them, with the ``file`` that they
    are in named once. ``see`` says where all of them are."""
    count = "is 1 problem" if len(problems) == 1 else f"are {len(problems)} problems"
    told = "; ".join(problems[:_MOST_PROBLEMS])
    before, named, after = told.partition(f"{file}, ") if file else (told, "", "")
    after = after.replace(named, "") if named else ""
    more = f"; and {len(problems) - _MOST_PROBLEMS} more{see}" if len(problems) > _MOST_PROBLEMS else ""
    return f"nothing was written, as there {count}: {before}{named}{after}{more}"


def bug_report(bug: Exception) -> Id360Error:
    """A mistake of ours: named by its place. Its own words may hold anything, and are left out."""
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    path = trace.tb_frame.f_code.co_filename.split(os.sep) if trace else []
    place = f"{'/'.join(path[-2:])}:{trace.tb_lineno}" if trace else "an unknown place"
    return Id360Error(f"this is a bug in manageengine.id360, please report it: {type(bug).__name__} in {place}")
