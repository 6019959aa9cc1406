# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of any dialect, encoding and content mean what was written into them."""

from __future__ import annotations

from hypothesis import strategies as st
from properties import tried
from tables import EMAILS, tables

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER


@tried(20, 1000, table=tables(), blank_cells=st.sampled_from(["omit", "clear"]))
def test_each_cell_is_the_value_of_its_field(simulator, directory, tmp_path, table, blank_cells):
    simulator.reset({"users": [{"email": email, "title": "Before", "city": "Before"} for email in EMAILS]})
    (tmp_path / table.name).write_bytes(table.content)
    given = {"src": str(tmp_path / table.name), "blank_cells": blank_cells, **table.options}
    try:
        directory(**given)
    except Id360Error as error:
        if "is in UTF-8, but encoding is" in error.message:  # by chance
            return
        raise
    users = {user["email"]: user for user in simulator.tenant.users.values()}
    for email, *cells in table.rows:
        for name, cell in zip(table.header[1:], cells, strict=True):
            before = "Before" if name in ("title", "city") else ""
            blank = before if blank_cells == "omit" else ""
            assert users[email].get(USER.api_name(name), "") == (cell if cell.strip() else blank)
    assert len(users) == len(EMAILS)
    simulator.forget()
    assert directory(**given)["changed"] is False
    assert simulator.writes == []
