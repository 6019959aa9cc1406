# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a write with an uncertain outcome: the record that it was to change is read once to find out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .._api_response import Response
from .._errors import Id360Error
from .._text import Warn, ignore_message


class ReadBack(NamedTuple):
    """What reading shows of a write: whether all of it was done, or only some (``begun``); in words what is there
    instead, and the record where there is one."""

    done: bool
    begun: bool = False
    shows: str = ""
    record: dict[str, Any] | None = None


def resolve_uncertain(
    error: Id360Error,
    write: str,
    read: Callable[[], ReadBack],
    begun: Callable[[], None],
    warn: Warn,
    *,
    expected: bool = False,
) -> ReadBack:
    """Find out with ``read`` whether a write that ended in ``error`` was done; ``write`` names it in messages.

    Returns with a warning if all of it was done; otherwise raises ``error`` with the finding added. An error after
    which nothing can have been done is raised as it is. ``begun`` is called if some of the write was done.
    ``expected``: no warning, as the repetition of a write that was done gets this response.
    """
    if not error.may_be_done:
        raise error
    try:
        seen = read()
    except Id360Error as read_error:
        if expected:
            begun()
        clause = f"it may have been done nevertheless, and reading the record failed: {read_error.message}"
        raise error.adding(clause) from None
    if seen.done or seen.begun:
        begun()
    if not seen.done:
        raise error.adding(f"it may have been done nevertheless, but {seen.shows}") from None
    if not expected:
        warn(
            f"the request to {write} failed, but reading the record shows that it was done; the error was:"
            f" {error.message}"
        )
    return seen


def confirm(response: Response, read: Callable[[], ReadBack], begun: Callable[[], None]) -> None:
    """Verify with ``read`` a success without a documented body, if the request was sent more than once.

    Raises Id360Error if it was not done. ``begun`` as for ``resolve_uncertain``.
    """
    if not response.repeated:
        begun()
        return
    clause = f"the request was sent again, and the server answered HTTP {response.status}"
    resolve_uncertain(Id360Error(clause, response), "", read, begun, ignore_message, expected=True)
