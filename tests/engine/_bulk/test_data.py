# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is uploaded: the rows of files, texts and records, as the server shall get them."""

from __future__ import annotations

import pytest
from uploads import DISABLE, GOOD, U1, U2, statuses

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

CP1252 = {"encoding": "cp1252"}


@pytest.mark.parametrize(
    ("data", "left_out"),
    [
        ({"content": GOOD + "\n\n"}, ""),  # blank lines are no rows
        ({"content": "\ufeff" + GOOD + ",\n"}, "1 blank row was removed"),
        ({"content": GOOD.replace("\nu2", "\n , \t\n\u00a0,\nu2")}, "2 blank rows were removed"),
        ({"content": GOOD.replace("\n", "\r\n") + " \r\n,\r\n,\r\n"}, "3 blank rows were removed"),
        ({"records": [U1, {"email": " "}, U2, {"first_name": None}]}, "2 blank rows were removed"),
        ({"content": GOOD.replace("U1", '="U1"')}, ""),
        ({"content": GOOD.replace("U1", '"=""U1"""')}, ""),
    ],
)
def test_blank_rows_are_left_out_with_a_warning(simulator, bulk, data, left_out):
    """And what a spreadsheet wraps is sent unwrapped."""
    for check_mode in (True, False):
        warnings: list[str] = []
        done = bulk(**data, **DISABLE, check_mode=check_mode, warnings=warnings)
        assert (warnings, done.after["rows"]) == ([left_out] if left_out else [], 2)
    (upload,) = simulator.tenant.uploads.values()
    assert [entity["imported_data"] for entity in upload["entities"]] == [U1, U2]
    assert statuses(simulator) == [0, 0, 1, 1]


def test_a_short_last_row_without_a_line_break_is_a_cut_off_file_but_not_a_cut_off_text(bulk, tmp_path):
    content = "email,first_name\nu1@example.com,U1\nu2@example.com"
    assert bulk(content=content).after["rows"] == 2
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(Id360Error, match="line 3: the row has 1 of 2 columns, and no line break at its end"):
        bulk(src=str(tmp_path / "a.csv"))


def test_what_has_no_blank_rows_is_sent_byte_for_byte(simulator, bulk):
    content = '\ufeff"email",note \r\nu1@example.com,"a\n""b"""\nu2@example.com\r\n\n'
    bulk(content=content)
    assert content.encode().decode() in simulator.writes[0].body


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("a.csv", "email;first_name\r\nu1@example.com;Jörg\r\nu2@example.com;\r\n".encode("cp1252"), CP1252),
        ("a.txt", "email\tfirst_name\t\nu1@example.com\tJörg\t\nu2@example.com\t\n".encode("utf-16"), {}),
        ("a.tsv", b'sep=|\nemail|first_name\nu1@example.com|"J\xc3\xb6rg"\nu2@example.com\n', {}),
        (
            "a.csv",
            b"Staff\n\nemail,first_name,,\nu1@example.com,J\xc3\xb6rg,,\nu2@example.com,\n",
            {"skip_lines": 2},
        ),
        ("a.csv", b"first, name|email\nU1|u1@example.com\nU2|u2@example.com\n", {"match_columns": ["email"]}),
        ("a.csv", b"email,first_name\n u1@example.com ,J\xc3\xb6rg\nu2@example.com\t,\n", {}),
        ("a.dat", b"email,first_name\nu1@example.com,J\xc3\xb6rg\nu2@example.com,\n", {}),
    ],
)
def test_whatever_file_it_is_csv_in_utf_8_is_sent(simulator, bulk, tmp_path, name, content, options):
    (tmp_path / name).write_bytes(content)
    done = bulk(src=str(tmp_path / name), **options)
    assert done.after["rows"] == 2
    (upload,) = simulator.tenant.uploads.values()
    rows = [entity["imported_data"] for entity in upload["entities"]]
    if "match_columns" in options:
        rows = [{"email": row["email"], "first_name": row["first, name"]} for row in rows]
        assert rows == [U1, U2]
    else:
        assert rows == [{**U1, "first_name": "Jörg"}, {**U2, "first_name": ""}]


def test_what_is_not_utf_8_is_named_by_line(simulator, bulk, tmp_path):
    (tmp_path / "people.csv").write_bytes(b"a\nb\nxy\xff\n")
    with pytest.raises(Id360Error, match="line 3, column 1: it is not UTF-8: save the file as CSV UTF-8"):
        bulk(src=str(tmp_path / "people.csv"))
