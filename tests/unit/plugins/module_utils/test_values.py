# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts are refused. Those that are passed over without a look are such that it would find nothing in them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._values import (
    is_plain,
    key_problem,
    path_segment,
    text_problem,
)

MARKS = [
    *string.printable,
    "__omit_place_holder__",
    "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER",
    "1.02E+11",
    "#N/A",
    "\u200b",
]


@given(st.lists(st.sampled_from(MARKS) | st.characters(), max_size=6).map("".join))
def test_a_plain_text_has_no_problem(text):
    if is_plain(text):
        assert not text_problem(text)
        assert not key_problem(text)


def test_what_most_cells_have_is_plain():
    for text in ("Ann", "ann.lee@example.com", "00123", "Department 12", "x-1"):
        assert is_plain(text)


def test_what_an_id_is():
    for text in ("1", "2000000000001", "a-b_C"):
        assert path_segment(text, "id") == text
    for text in ("", ".", "..", "1.5", "a/b", "%2e", "1?x", "1#x", "1\n", " 1", "é", "٣"):
        with pytest.raises(Id360Error, match="is not an id: only letters, digits"):
            path_segment(text, "id")
