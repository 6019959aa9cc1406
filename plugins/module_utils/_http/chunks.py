# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Items that would make a URL too long, sent in several requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from .._errors import ApiError

_LONGEST = 6000  # bytes of a URL, encoded; leaves room for the rest of the URL within 8 kB
_URI_TOO_LONG = 414


def chunks(items: Sequence[str], joint: str, longest: int = _LONGEST) -> Iterator[Sequence[str]]:
    """The items in order, as many at a time as fit, joined by ``joint``, into ``longest`` bytes of a URL."""
    start = length = 0
    for at, item in enumerate(items):
        added = len(quote(f"{item}{joint}", safe=""))
        if at > start and length + added > longest:
            yield items[start:at]
            start, length = at, 0
        length += added
    if start < len(items):
        yield items[start:]


def send_in_chunks(items: Sequence[str], joint: str, send: Callable[[Sequence[str]], None]) -> None:
    """Give all items to ``send``, in as few requests as URLs allow: fewer at a time after HTTP 414."""
    longest = _LONGEST
    while items:
        chunk = next(chunks(items, joint, longest))
        try:
            send(chunk)
        except ApiError as refused:
            if refused.response.status != _URI_TOO_LONG or len(chunk) == 1:
                raise
            longest = len(quote(joint.join(chunk), safe="")) // 2
        else:
            items = items[len(chunk) :]
