# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts are refused. Those that are passed over without a look are such that it would find nothing in them."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
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
    "<<Omit>>",
    "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER",
    "1.02E+11",
    "1.02e11",
    "1001.0",
    "#N/A",
    "#WERT!",
    "\u200b",
]
DAMAGED = ["1001.0", "1001.", "-7.00", "1001,00", "1,001", "1,001.00", "1.001,00", "1\u2019001", "12\xa0345\u202f678,5"]
DAMAGED += ["1.02E+11", "1.02e11", "1,02E+11", "1.5e3", "1.0E-5", "1e+05", "#n/a"]
DAMAGED += ["#WERT!", "#ÜBERLAUF!", "#NOM?", "#¿NOMBRE?", "#ЗНАЧ!", "#NV", "#Н/Д", "#N/D!", "#DEĞER!", "##"]
IDS = ["1E5", "E5", "1E5X", "12E", "5e11", "7E-05", "12.34", "1.001", "10.20.0", "1001.0A", "1,5", "12,0001", "1001"]
IDS += ["#1", "#sales!", "#", "#NVX", "# 7", "#a#b"]


@settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])  # time proves nothing here
@given(st.lists(st.sampled_from(MARKS) | st.characters(), max_size=6).map("".join))
def test_a_plain_text_has_no_problem(text):
    if is_plain(text):
        assert not text_problem(text)
        assert not key_problem(text)


def test_what_most_cells_have_is_plain():
    for text in ("Ann", "ann.lee@example.com", "00123", "Department 12", "x-1"):
        assert is_plain(text)


def test_a_number_that_a_spreadsheet_wrote_is_no_key_and_an_id_that_looks_like_one_is():
    assert [text for text in DAMAGED if is_plain(text) or "spreadsheet" not in key_problem(text)] == []
    assert [text for text in IDS if key_problem(text)] == []


def test_what_an_id_is():
    for text in ("1", "2000000000001", "a-b_C"):
        assert path_segment(text, "id") == text
    for text in ("", ".", "..", "1.5", "a/b", "%2e", "1?x", "1#x", "1\n", " 1", "é", "٣"):
        with pytest.raises(Id360Error, match="is not an id: only letters, digits"):
            path_segment(text, "id")
