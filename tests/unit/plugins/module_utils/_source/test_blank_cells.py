# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A blank cell leaves its field alone, or clears it."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._source.blank_cells import managed_cells


@pytest.mark.parametrize(
    ("cells", "cleared", "managed"),
    [
        ({"title": "Head", "city": ""}, (), {"title": "Head"}),
        ({"title": "Head", "city": " \t"}, ("city",), {"title": "Head", "city": ""}),
        ({"title": "", "city": "\u00a0"}, ("title",), {"title": ""}),
        ({"title": " Head "}, ("title", "city"), {"title": " Head "}),
        ({}, ("title",), {}),
    ],
)
def test_managed_cells(cells, cleared, managed):
    assert managed_cells(cells, cleared) == managed
