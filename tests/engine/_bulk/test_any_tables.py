# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of any dialect, encoding and content reach the server as they were written."""

from __future__ import annotations

from properties import tried
from tables import tables

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


@tried(15, 600, table=tables())
def test_each_row_is_uploaded(simulator, bulk, tmp_path, table):
    simulator.reset()
    (tmp_path / table.name).write_bytes(table.content)
    try:
        done = bulk(src=str(tmp_path / table.name), match_columns=["email"], **table.options)
    except Id360Error as error:
        if "is in UTF-8, but encoding is" in error.message:  # by chance
            return
        raise
    (upload,) = simulator.tenant.uploads.values()
    assert upload["header"] == table.header
    assert [list(entity["imported_data"].values()) for entity in upload["entities"]] == table.rows
    assert done.after["rows"] == len(table.rows)
