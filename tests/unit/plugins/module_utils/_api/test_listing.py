# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a walk brought everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._api.listing import Page, read_all
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def pages(walk: list[str]) -> Iterator[Page]:
    """Pages of records, whose ids are single characters."""
    for page in walk:
        ids, _of, total = page.partition(" of ")
        yield Page([{"id": name} if name != "?" else {} for name in ids], int(total or 3))


@pytest.mark.parametrize(
    ("walks", "brought"),
    [
        ([["12", "3"]], 3),
        ([["12"], ["12", "3"]], 3),  # short, and then whole
        ([["12", "2"], ["12", "3"]], 3),  # one that came twice stood in the place of another
        ([["12"], ["12"]], None),
        ([["12", "2"], ["12", "2"]], None),
        ([["??", "?"]], 3),  # records without an id can only be counted
        ([["12 of 2", ""], ["12", "3"]], 3),  # somebody came while it was under way: the largest total counts
        ([["12 of 4", "4 of 3"], ["23", "4"]], 3),  # 1 was deleted after the first page: 3 moved up into that
    ],
)
def test_a_walk_has_to_bring_everybody(walks, brought):
    left = iter(walks)
    if brought is None:
        with pytest.raises(Id360Error, match="the server listed 2 of 3 records"):
            read_all(lambda: pages(next(left)))
    else:
        assert len(read_all(lambda: pages(next(left)))) == brought
    assert next(left, None) is None


@pytest.mark.parametrize(
    ("walks", "brought"),
    [
        ([["123"]], "123"),
        ([["12", "3"], ["12", "3"]], "123"),
        ([["12", "3"], ["12 of 4", "34 of 4"]], "1234"),  # 4 is new, and hides nobody
        ([["12", "4"], ["23", "4"], ["23", "4"]], "234"),  # 1 was deleted, 4 added, and 3 moved up
        ([["12", "4"], ["23", "4"], ["23", "5"], ["2", "35 of 4"]], "235"),
        ([["12", "4"], ["23", "4"], ["23", "5"], ["35", "6"]], "1 of 3 records were no longer listed when"),
        ([["12", "4"], ["23"], ["23"]], "the server listed 2 of 3 records"),
        ([["12"], ["12", "4"], ["23", "4"], ["23", "4"]], "234"),
        ([["12"], ["12"]], "the server listed 2 of 3 records"),
    ],
)
def test_what_moves_is_read_again(walks, brought):
    left, said = iter(walks), []
    listed = read_all(lambda: pages(next(left)), said.append, read_again=True)
    assert said[0].startswith(brought) if said else "".join(record["id"] for record in listed) == brought
    assert next(left, None) is None
    if said:
        left = iter(walks)
        with pytest.raises(Id360Error, match=brought):
            read_all(lambda: pages(next(left)), read_again=True)
