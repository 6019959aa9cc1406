# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that can't be: each is refused before any request."""

from __future__ import annotations

import pytest
from uploads import GOOD

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "exactly one of src, content, records and upload_id is required"),
        ({"content": GOOD, "upload_id": "1"}, "not content and upload_id"),
        ({"content": GOOD, "state": "absent"}, "state absent requires upload_id"),
        ({"content": GOOD, "entity_ids": ["1"]}, "entity_ids and entity_filter are valid only with state absent"),
        ({"content": GOOD, "action": "../users"}, "action '../users' is not an id"),
        ({"upload_id": "a/b"}, "upload_id 'a/b' is not an id"),
        ({"src": "/a.csv", "rejects": "/b/../a.csv"}, "src and rejects are the same file"),
        ({"content": GOOD, "receipt": "/a", "rejects": "/a"}, "receipt and rejects are the same file"),
        ({"src": "/none.csv"}, "src '/none.csv' can't be read: No such file or directory"),
        ({"content": "a,b\n1,2\n3,4,5\n"}, "content, line 3, column 3: the row has 3 columns, the header 2"),
        ({"content": "a,b\n"}, "content: the table has no rows"),
        ({"content": ",\n1\n"}, "content, line 1: there is no header"),
        ({"content": "a,,b\n1,2,3\n"}, "content, line 1, column 2: the column has no name"),
        ({"content": "a,b,a\n1,2,3\n"}, "content, line 1, column 3: the column 'a' is not unique"),
        ({"content": 'a\n"1\n'}, "it is not CSV: the quotes of this row do not match"),
        ({"content": "a\nb\0\n"}, "content, line 2: the line contains a NUL byte"),
        (
            {"content": "email;name\nu1;U1\n", "delimiter": ","},
            "content, line 1: the name of the only column contains ';'",
        ),
        (
            {"content": '"email|name"\nu1|U1\n'},
            "content, line 1: the name of the only column contains '|': set delimiter",
        ),
        ({"content": "email;name\nu1\nu2\n"}, "content, line 1: the header contains ';', but no row does"),
        (
            {"records": [{"email;name": "u1@example.com;U1"}]},
            "records, line 1: the name of the only column contains ';'",
        ),
        ({"records": [{"email": "u1"}], "delimiter": ";"}, "delimiter can't be used with records"),
        ({"content": GOOD, "encoding": "cp1252"}, "encoding can't be used with content"),
        ({"content": GOOD, "skip_lines": -1}, "skip_lines -1 is less than 0"),
        (
            {"content": "a;b\n1;2;3\n\x07;4\n"},
            "content, line 2, column 3: the row has 3 columns, the header 2; line 3, column 1: it contains a control",
        ),
        ({"content": "a,b\n,\n  , \n"}, "content: the table has no rows that are not blank"),
        ({"content": "a,b\n,\n1,2,3\n"}, "content, line 3, column 3: the row has 3 columns, the header 2"),
        ({"content": 'a,b\n,\n"x\ny",1\n\n,\n1,\x07\n'}, "content, line 7, column 2: it contains"),
        ({"records": []}, "records is empty"),
        ({"records": [{"email": " u1@example.com"}]}, "records, line 2, column 1: it has leading or trailing blanks"),
        ({"content": "x,Email\n1,u1@example.com\n2,=A1\n"}, "content, line 3, column 2: it begins with '='"),
        ({"content": "employeeID\nE\u200b1\n"}, "content, line 2, column 1: it contains an invisible character"),
        ({"content": "No.\n1001.0\n", "match_columns": ["No."]}, "it is what a spreadsheet shows instead"),
        ({"records": [{"a": False}]}, "records, item 1: a False is a boolean: quote it"),
        ({"records": [{"a": "1"}, {"a": ["1"]}]}, "records, item 2: a ['1'] is a list, not a text"),
        ({"content": GOOD, "match_columns": ["email", "shoes"]}, "match_columns contains shoes"),
        ({"content": GOOD, "match_columns": ["email", "email"]}, "match_columns contains email twice"),
        ({"content": GOOD, "rejects": "/none/r.csv"}, "rejects '/none/r.csv' can't be written: "),
        ({"content": GOOD, "receipt": "/"}, "receipt '/' is not a regular file"),
        ({"content": "a\n\udcff\n"}, "content contains half of a character"),
        ({"src": "/a\0b"}, "contains a control character (U+0000)"),
        ({"content": GOOD, "app_config_id": "9" * 5000}, "is not a number"),
        ({"upload_id": "1", "state": "absent", "entity_filter": ""}, "entity_filter is empty"),
        ({"content": GOOD, "wait_interval": 0}, "wait_interval 0 is not between 0 and 3600"),
        ({"content": GOOD, "match_columns": []}, "match_columns is empty"),
        ({"content": GOOD, "app_config_id": "7a"}, "app_config_id '7a' is not a number"),
        ({"content": GOOD, "template_input": {"id": "x", "data": []}}, "template_input.id 'x' is not a number"),
        ({"content": GOOD, "user_ids": ["1/2"]}, "user_ids '1/2' is not an id"),
    ],
)
def test_bad_input_sends_nothing(simulator, bulk, options, message, check_mode):
    with pytest.raises(Id360Error) as failed:
        bulk(**options, check_mode=check_mode)
    assert message in failed.value.failure()["msg"]
    assert simulator.requests == []
