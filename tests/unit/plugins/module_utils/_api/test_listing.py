# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a walk brought everything."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._api.listing import Page, read_all
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


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

    def walk():
        for page in next(left, []):
            ids, _of, total = page.partition(" of ")
            yield Page([{"id": name} if name != "?" else {} for name in ids], int(total or 3))

    if brought is None:
        with pytest.raises(Id360Error, match="the server listed 2 of 3 records"):
            read_all(walk)
    else:
        assert len(read_all(walk)) == brought
    assert next(left, None) is None
