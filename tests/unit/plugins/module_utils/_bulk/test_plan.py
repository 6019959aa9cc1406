# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which writes a bulk run takes, from what is known before each."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._bulk.options import BulkOptions
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.plan import (
    columns_step,
    execution_step,
    removal_step,
    unmapped_step,
)
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

UPLOAD = {"match_columns": ["email", "name"], "header": [{"name": "email"}, {"name": "name"}, {"name": "shoe"}]}
MAPPED = {"id": "1", "status": "MAPPED", "user_id": "11"}
AGAIN = {"id": "2", "status": "MAPPED", "user_id": "11"}
UNKNOWN = {"id": "3", "status": "USER_NOT_FOUND"}
ROWS = [MAPPED, AGAIN, UNKNOWN]


@pytest.mark.parametrize(
    ("columns", "upload", "changes"),
    [(["name", "email"], UPLOAD, False), (["shoe"], UPLOAD, True), (["name", "email"], None, True)],
)
def test_columns_are_set_where_they_differ_or_the_upload_is_fresh(columns, upload, changes):
    assert columns_step(columns, upload).changes is changes


def test_columns_that_an_upload_does_not_have():
    with pytest.raises(Id360Error, match="match_columns contains hat"):
        columns_step(["email", "hat"], UPLOAD)


@pytest.mark.parametrize(
    ("user_ids", "rows", "ids"),
    [
        (None, ROWS, ("11",)),
        (None, [UNKNOWN], None),
        (None, [{"id": "4", "status": "DUPLICATE", "user_id": "12"}, MAPPED], ("11",)),
        (None, [], None),
        (None, None, ()),  # a dry run can't know them: there may be some
        (["7", "8"], ROWS, ("7", "8")),
        ([], ROWS, None),
    ],
)
def test_who_is_acted_on(user_ids, rows, ids):
    defaults = dict.fromkeys(BulkOptions.__dataclass_fields__)
    options = BulkOptions(**{**defaults, "action": "move-users", "body": {}, "user_ids": user_ids})
    step = execution_step(options, rows)
    assert (step and step.ids) == ids
    assert step is None or step.after == {"execution": {"action": "move-users"}}


def test_rows_that_are_not_mapped_fail_are_removed_or_stay():
    with pytest.raises(Id360Error, match=r"1 of 3 rows are not mapped \(USER_NOT_FOUND 1\)"):
        unmapped_step("fail", ROWS, ["email"])
    assert unmapped_step("remove", ROWS, ["email"]).before == {"rows_removed": ["3"]}
    for unmapped_rows, rows in (("ignore", ROWS), ("remove", [MAPPED]), ("fail", [MAPPED])):
        assert unmapped_step(unmapped_rows, rows, ["email"]) is None


@pytest.mark.parametrize(("named", "removed"), [(None, ("1", "2", "3")), (["3", "99"], ("3",)), (["99"], None)])
def test_rows_that_are_named_are_removed(named, removed):
    step = removal_step(named, ROWS)
    assert (step and step.ids) == removed
