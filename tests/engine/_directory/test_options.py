# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that can't be: each is refused before any request."""

from __future__ import annotations

import pytest
from directories import ANN

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"groups": [], "unlisted_users": "disable"}, "unlisted_users disable requires users or src"),
        ({"users": [], "max_removals": "some"}, "max_removals 'some' is neither a number nor a percentage"),
        ({"users": [], "max_removals": "101%"}, "max_removals '101%' is neither"),
        ({"groups": [], "max_member_removals": "ten"}, "max_member_removals 'ten' is neither a number nor"),
        ({"users": [], "max_removals": "-1"}, "max_removals '-1' is neither"),
        ({"users": [], "protected": ["ann"]}, "protected contains 'ann', which is not an email address"),
        ({"users": [], "protected": ["=ann@example.com"]}, "protected contains '=ann@example.com', which is not"),
        ({"users": [], "concurrency": 0}, "concurrency 0 is not between 1 and 64"),
        ({"users": [], "shard": {"index": 2, "count": 2}}, "shard index 2 is not between"),
        ({"users": [], "report": "/nowhere/report.json"}, "report '/nowhere/report.json' can't be written"),
        ({"users": [], "scope": " ", "unlisted_users": "delete"}, "scope is empty with unlisted_users delete"),
        ({"users": [], "scope": 'status ne "disabled"'}, 'scope compares status with "disabled", but the API has 1'),
        ({"src": "people.pdf"}, "src 'people.pdf' is not one of .csv, .tsv, .txt, .xlsx, .json, .yml and .yaml"),
        ({"users": [], "content_places": {"file": "a", "positions": []}}, "content_places is valid only with content"),
        ({"src": "people.xls"}, "and .yaml: save it as one of them"),
        ({"src": "people.json", "delimiter": ";"}, "delimiter can't be used with src 'people.json'"),
        ({"src": "people.csv", "delimiter": ";;"}, "delimiter ';;' is not a single character such as ';', auto"),
        ({"src": "people.csv", "encoding": "latin-99"}, "encoding 'latin-99' is not an encoding of text, such as"),
        ({"src": "people.csv", "encoding": "base64"}, "encoding 'base64' is not an encoding of text, such as"),
        (
            {"src": "people.csv", "columns": {"Mail": "emial"}},
            "columns: 'Mail' is mapped to 'emial', which is not an option for columns",
        ),
        (
            {"src": "people.csv", "columns": {"Mail": 5}},
            "columns: 'Mail' is mapped to 5, but both must be texts: quote them",
        ),
        (
            {"src": "people.csv", "columns": {"Mail": "email", "E-Mail": "email"}},
            "columns: 'E-Mail' and 'Mail' are both mapped to email",
        ),
        (
            {"src": "people.csv", "columns": {"Mail": "email", " MAIL": "title"}},
            "columns: ' MAIL' and 'Mail' differ only in case and blanks",
        ),
        (
            {"src": "people.csv", "columns": {"Mail": "email", " PassWord": "description"}},
            "columns: ' PassWord' is mapped to description, which is shown: map it to password, or omit it",
        ),
        ({"users": [], "max_removals": 1.5}, "1.5 is neither a whole number nor a percentage such as 10%"),
        ({"users": [], "protected": True}, "True is not a list or a text: write a list of texts"),
        ({"users": [], "columns": {"Mail": "email"}}, "columns is valid only with src"),
        ({"users": [], "sheet": "Staff"}, "sheet is valid only with src"),
        ({"users": [], "sources": [], "unlisted_users": "disable"}, "sources is empty with unlisted_users disable"),
        ({"groups": [], "sources": ["AD"]}, "sources requires users or src"),
        ({"src": "nowhere.csv"}, "src 'nowhere.csv' can't be read: No such file or directory"),
    ],
)
def test_options_that_cannot_be_meant(simulator, directory, options, message):
    with pytest.raises(Id360Error, match=message):
        directory(**options)
    assert simulator.requests == []


def test_a_report_does_not_replace_its_source(simulator, directory, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("email\nann@example.com\n")
    with pytest.raises(Id360Error, match=r"report './people.csv' is the same file as src"):
        directory(src="people.csv", report="./people.csv")


def test_a_refused_scope_is_named(simulator, directory):
    with pytest.raises(Id360Error) as failed:
        directory(users=[ANN], scope="nonsense")
    assert failed.value.failure()["msg"].startswith("scope 'nonsense': ")
