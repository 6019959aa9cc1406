# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write whose answer leaves open whether it was done: what it was to change is read once, and that decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .._errors import Id360Error
from .._response import Response
from .._text import Warn, unheard


class Look(NamedTuple):
    """What reading shows of a write: whether all of it was done, or only some (``begun``); in words what is there
    instead, and the record where there is one."""

    done: bool
    begun: bool = False
    shows: str = ""
    record: dict[str, Any] | None = None


def resolve_uncertain(
    error: Id360Error,
    called: str,
    look: Callable[[], Look],
    begun: Callable[[], None],
    warn: Warn,
    *,
    expected: bool = False,
) -> Look:
    """Tell by a look what became of a write that ended in ``error``; ``called`` says what it was to do.

    Returns when all of it was done, with a warning; else raises ``error``, with what the look shows added to it. An
    error after which nothing can have been done is raised as it is. ``begun`` is called where some of the write was
    done. ``expected``: a write that was done before would get just this answer, so there is nothing to warn of.
    """
    if not error.may_be_done:
        raise error
    try:
        seen = look()
    except Id360Error as unread:
        if expected:
            begun()
        said = f"it may have been done nevertheless, and reading the record failed: {unread.message}"
        raise error.adding(said) from None
    if seen.done or seen.begun:
        begun()
    if not seen.done:
        raise error.adding(f"it may have been done nevertheless, but {seen.shows}") from None
    if not expected:
        warn(
            f"the request to {called} failed, but reading the record shows that it was done; the error was:"
            f" {error.message}"
        )
    return seen


def confirm(response: Response, look: Callable[[], Look], begun: Callable[[], None]) -> None:
    """Believe a success whose body is not documented, but where the request was sent more than once, only after a look.

    Raises Id360Error where the look does not show it. ``begun`` as for ``resolve_uncertain``.
    """
    if not response.repeated:
        begun()
        return
    said = f"the request was sent again, and the server answered HTTP {response.status}"
    resolve_uncertain(Id360Error(said, response), "", look, begun, unheard, expected=True)
