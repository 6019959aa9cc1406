# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A row is called by what finds its user."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._bulk.rows import describe_rows, row_name

ANN = {"id": "5", "imported_data": {"Name": "Ann", "Nr": " 007 ", "Mail": "ann@example.com"}}


@pytest.mark.parametrize(
    ("row", "columns", "name"),
    [
        (ANN, ["Nr", "Mail"], "007"),
        (ANN, ["No"], "ann@example.com"),
        (ANN, [], "ann@example.com"),
        ({"id": "5", "imported_data": {"Name": "Ann"}}, ["Mail"], "id 5"),
        ({"id": "5", "imported_data": ["Ann"]}, ["Mail"], "id 5"),
        ({"id": "5", "imported_data": {"Nr": 7}}, ["Nr"], "7"),
        ({}, [], "id None"),
        ({"id": "5", "imported_data": {"Nr": "x" * 500}}, ["Nr"], "x" * 100),
    ],
)
def test_names(row, columns, name):
    assert row_name(row, columns) == name


def test_the_first_three_are_told():
    rows = [{**ANN, "message": f"no {number}"} for number in range(4)]
    assert describe_rows(rows[:1], "message", ["Nr"]) == "007: no 0"
    assert describe_rows(rows, "message", ["Nr"]) == "007: no 0; 007: no 1; 007: no 2; …"
