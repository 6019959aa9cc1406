# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users from CSV, JSON and YAML files: what they mean, and where what is wrong with them stands."""

from __future__ import annotations

import json

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

ANN = {"id": "1", "email": "ann@example.com", "title": "Clerk", "city": "Oslo", "employeeID": "007"}
SEED = {"users": [ANN, {"id": "2", "email": "bob@example.com"}]}


@pytest.fixture
def source(simulator, directory, tmp_path):
    """Manage the users in a file of a kind and content."""
    simulator.reset(SEED)

    def managed(kind, content, **options):
        path = tmp_path / f"people.{kind}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return directory(src=str(path), **options)

    return managed


HEAD = {"title": "Head"}
KEYS = {"Mail": "email", "T": "title"}
EMAIL = {"email": "email"}
NAMES = {"email": "email", "title": "title"}
MAPPED = {"E-Mail": "email", "Straße": "title"}
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le")
ODS = b"PK\x03\x04  mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
CP1252 = {"columns": MAPPED, "encoding": "cp1252"}


@pytest.mark.parametrize(
    ("kind", "content", "options", "body"),
    [
        ("csv", "email,title\nann@example.com,Head\n", {}, {"title": "Head"}),
        ("CSV", "email,title\r\nann@example.com,Head\r\n", {}, {"title": "Head"}),
        ("csv", b"\xef\xbb\xbfemail,displayName\nann@example.com,\xc3\x86 B\n", {}, {"displayName": "Æ B"}),
        ("csv", "employeeID,last_name\n007,Lee\n", {"match_by": ["employee_id"]}, {"lastName": "Lee"}),
        ("csv", 'email,street\nann@example.com,"Road 1\nback, ""left"""\n', {}, {"street": 'Road 1\nback, "left"'}),
        ("csv", " email , title \nann@example.com,Head\n\n", {}, {"title": "Head"}),
        ("csv", "email,title,fax,city\nann@example.com,, ,Bergen\n", {}, {"city": "Bergen"}),
        ("csv", "email,title,city\nann@example.com,Head\n", {"blank_cells": "clear"}, {"title": "Head"}),
        (
            "csv",
            "id,email,title,city,password,state\n,ann@example.com, ,Oslo, \t,\n",
            {"blank_cells": "clear"},
            {"title": ""},
        ),
        ("csv", "E-Mail;Stra\xdfe;Ort\nann@example.com;J\xf6rg;\n".encode("cp1252"), CP1252, {"title": "Jörg"}),
        ("csv", '\ufeff"Name, first"|email|title\nx|ann@example.com|Head\n', {"columns": NAMES}, {"title": "Head"}),
        ("csv", "Name, first|email\nHead|ann@example.com\n", {"columns": {**EMAIL, "Name, First": "title"}}, HEAD),
        ("csv", "sep=;\r\nemail;title,city\r\n", {"columns": EMAIL}, None),
        ("csv", 'Staff;\n;\nemail;title\nann@example.com;"Head"\n;\n', {"skip_lines": 2}, HEAD),
        ("csv", "email^title\nann@example.com^Head\n", {"delimiter": "^"}, HEAD),
        ("csv", "email,title,,\nann@example.com,Head,,,,,\n,,,,,,,,\n", {}, HEAD),
        ("csv", "EMAIL, Title \nann@example.com,Head\n", {}, HEAD),
        ("csv", "\r\n  \nemail;title\nann@example.com;Head\n", {}, HEAD),
        ("csv", "x,,x,Mail,u\u0308\n1,2,3,ann@example.com,Head\n", {"columns": {"MAIL ": "email", "Ü": "title"}}, HEAD),
        ("csv", '\ufeff\ufeff"e\xadmail";\u200etitle\u200b\nann@example.com;Head\n', {}, HEAD),
        ("tsv", "email\ttitle\nann@example.com\tHead\n", {}, HEAD),
        ("txt", "email\ttitle\nann@example.com\tHead\n".encode("utf-16"), {}, HEAD),
        ("txt", "email\ttitle\nann@example.com\tHead\n".encode("utf-16-be"), {"encoding": "utf-16-be"}, HEAD),
        ("csv", "email;title\nann@example.com;Head\n", {"delimiter": ";", "encoding": "utf-8"}, HEAD),
        (
            "json",
            '[{"Mail": "ann@example.com", "title": "x", "T": "Head"}]',
            {"columns": {"Mail": "email", "T": "title"}},
            HEAD,
        ),
        ("yml", "- {Mail: ann@example.com, x: 5, T: Head}\n", {"columns": {"Mail": "email", "T": "title"}}, HEAD),
        ("json", '[{"email": "ann@example.com", "title": "Head", "city": null}]', {}, {"title": "Head"}),
        ("json", b"\xef\xbb\xbf [ ]\n", {}, None),
        ("json", '[{"email": "ann@example.com", "city": ""}]', {}, {"city": ""}),
        ("yml", "- email: ann@example.com\n  title: Head\n  city:\n", {}, {"title": "Head"}),
        ("yaml", "- {email: ann@example.com, employee_id: '008'}\n", {}, {"employeeID": "008"}),
        ("yaml", "[]", {}, None),
        ("json", '[{"id": 1, "title": "Head", "manager": 2}]', {}, {**HEAD, "manager": "2"}),
        ("yml", "- {ID: 1, Boss: 2, title: Head}\n", {"columns": {"ID": "id", "Boss": "manager"}}, {"manager": "2"}),
    ],
)
def test_what_a_file_means(simulator, source, kind, content, options, body):
    done = source(kind, content, **options)
    assert [request.body for request in simulator.writes] == ([] if body is None else [body])
    assert done["changed"] is (body is not None)


def test_states_and_booleans_are_texts_too(simulator, source):
    rows = "email,state,create_disabled\nann@example.com,disabled,\nnew@example.com,,true\n"
    source("csv", rows, max_removals=1)
    assert [user["status"] for user in simulator.tenant.users.values()] == [0, 1, 0]


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("csv", "", "' is empty"),
        ("csv", "\ufeff\n \n", "line 1: there is no header"),
        ("csv", "email,,title\n", "line 1, column 2: the column has no name"),
        ("csv", "email,email\n", "line 1, column 2: another column is mapped to email too"),
        ("csv", "email,titel,Password\nann@example.com,x,hush\n", "column 2: there is no option 'titel' (did you mean"),
        ("csv", "email,employeeID,employee_id\n", "line 1, column 3: another column is mapped to employee_id too"),
        ("csv", "email\nann@example.com,hush\n", "line 2, column 2: the row has 2 columns, the header 1"),
        (
            "csv",
            'email\n"ann\n',
            "line 2: it is not CSV: the quotes of this row do not match: remove a stray",
        ),
        (
            "csv",
            'email,title\na@example.com,"19" rack"\n',
            "line 2: it is not CSV: the quotes of this row do not match",
        ),
        (
            "csv",
            'email,fax\na@x.org,"x\ny"\nb@x.org,"c\n,\n,\n',
            "line 4: it is not CSV: the quotes of this row do not match, and its quoted cell goes on to line 6",
        ),
        (
            "csv",
            'email,title\na@x.org,"Head\nb@x.org,"x"\n',
            "line 2: it is not CSV: the quotes of this row do not match, and its quoted cell goes on to line 3",
        ),
        ("csv", b"email\nann\x00\n", "line 2: the line contains a NUL byte: remove it, or, if the file is in UTF-16"),
        (
            "csv",
            b"email,title\nann@example.com,a\xe9b\n",
            "line 2, column 2: it is not UTF-8: save the file as",
        ),
        (
            "csv",
            b'email,street\nann@example.com,"Stra\xdfe 1\nx"\n',
            "line 2, column 2: it is not UTF-8: save the file as",
        ),
        ("csv", 'title,email\n"two\nlines",ann@example.com\nx,nobody\n', "line 4, column 2: email 'nobody' is not an"),
        ("csv", "title,email\nx,\n", "line 2: no identifier for the user"),
        ("csv", "email,state\nann@example.com,gone\n", "line 2, column 2: value of state must be one of"),
        (
            "csv",
            "email\nann@example.com\nANN@example.com\n",
            "line 3, column 1: email ANN@example.com is the same",
        ),
        ("csv", "email,manager\nann@example.com,zed@example.com\n", "line 2, column 2: manager 'zed@example.com': no"),
        ("json", "", "' is empty"),
        ("json", "[ ]".encode("utf-16-be"), "is in UTF-16 without a byte order mark: save the file as UTF-8"),
        ("yml", "<!DOCTYPE html>", "is an HTML page: save it as .xlsx or as CSV UTF-8"),
        ("json", "{}", "line 1, column 1: it is not a JSON list: a list must begin here"),
        ("json", '[\n {"email": }]', "line 2, column 12: it is not a JSON list"),
        (
            "json",
            '[{"email": "ann@example.com"} {}]',
            "line 1, column 31: it is not a JSON list: a comma or",
        ),
        ("json", "[] x", "line 1, column 4: it is not a JSON list: there is text after the list"),
        ("json", '["x"]', "line 1, column 2: it is not an object"),
        (
            "json",
            '[{"email": "ann@example.com",\n  "employee_id": 7}]',
            "line 2, column 3: employee_id 7 is a number: quote it",
        ),
        (
            "json",
            '[\n{"email": "ann@example.com", "country": false}]',
            "line 2, column 30: country false is a boolean: quote it",
        ),
        ("json", '[{"email": "ann@example.com", "members": {}}]', "line 1, column 31: members is an object"),
        ("json", '[{"email": "a@b.c", "email": "ann@example.com"}]', "line 1, column 3: email is given more"),
        ("json", '[{"email": "ann@example.com", "titel": "x"}]', "line 1, column 31: there is no option titel"),
        ("json", b'[{"email": "\xe9"}]', "line 1, column 13: it is not UTF-8: save the file as UTF-8"),
        ("json", "[" * 100000, "is nested too deeply"),
        ("yml", "email: ann@example.com\n", "is not a YAML list"),
        (
            "yml",
            "- &a {email: ann@example.com}\n- {<<: *a, title: x}\n",
            "line 2, column 3: it merges another mapping (<<): write its keys here",
        ),
        ("yml", "- email: [\n", "line 2, column 1: it is not YAML"),
        ("yml", "- x\n", "line 1, column 3: it is not a mapping"),
        (
            "yml",
            "- email: ann@example.com\n  country: NO\n",
            "line 2, column 12: country NO is not a text, as YAML reads it as bool",
        ),
        (
            "yml",
            "- email: ann@example.com\n  employee_id: 00123\n",
            "line 2, column 16: employee_id 00123 is not a text, as YAML reads it as int: quote it",
        ),
        ("yml", "- email: ann@example.com\n  password: 12345678\n", "line 2, column 13: password is not a text"),
        (
            "yml",
            "- email: ann@example.com\n  title: a\n  title: b\n",
            "line 3, column 10: title is given more",
        ),
        ("yml", "- email: ann@example.com\n  titel: x\n", "line 2, column 10: there is no option titel"),
        ("yml", "- id: 0101\n", "line 1, column 7: id 0101 is not a text, as YAML reads it as int: quote it"),
        ("yml", "- id: 1\n  city: [x]\n", "line 2, column 9: city is a list, not a text: set a single value"),
        ("json", f'[{{"id": {"9" * 5000}}}]', "line 1, column 3: id Infinity is a number: quote it"),
        ("json", '[{"id": 1.0}]', "line 1, column 3: id 1.0 is a number: quote it"),
        ("json", '[{"id": true, "password": 12345678}]', "line 1, column 15: password is a number: quote it"),
        ("json", '[{"id": "1", "city": ["x"]}]', "city is a list, not a text: set a single value"),
        ("yml", "- email: !!python/object:os.system ann\n", "line 1, column 10: email ann is not a text"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(simulator, source, kind, content, expected):
    with pytest.raises(Id360Error) as refused:
        source(kind, content)
    message = refused.value.failure()["msg"]
    assert f"people.{kind}'" in message
    assert expected in message
    assert "hush" not in message
    assert "12345678" not in message
    assert simulator.writes == []


@pytest.mark.parametrize(
    ("kind", "content", "options", "expected"),
    [
        ("csv", b"PK\x03\x04  [Content_Types].xml", {}, "is a workbook (.xlsx): name it .xlsx, or save it as CSV"),
        ("xlsx", b"PK\x03\x04  [Content_Types].xml", {}, "can't be read as an .xlsx workbook"),
        ("xlsx", b"PK\x03\x04rest", {}, "is a ZIP archive or a damaged workbook: unpack it"),
        ("xlsx", ODS, {}, "is an OpenDocument file (.ods): save it as .xlsx or as CSV UTF-8"),
        ("csv", ODS, {}, "is an OpenDocument file (.ods): save it as .xlsx or as CSV UTF-8"),
        ("xlsx", b"\xd0\xcf\x11\xe0rest", {}, "is a workbook in an old format (.xls): save it as .xlsx"),
        ("xlsx", ENCRYPTED, {}, "is protected by a password: save it without one"),
        ("csv", ENCRYPTED, {}, "is protected by a password: save it without one"),
        ("xlsx", "", {}, "' is empty"),
        ("csv", "\ufeff\n <HTML><body>", {}, "is an HTML page: save it as .xlsx or as CSV UTF-8"),
        ("xlsx", "<html>".encode("utf-16"), {}, "is an HTML page: save it as .xlsx or as CSV UTF-8"),
        ("xlsx", "<?xml version='1.0'?>", {}, "is an XML document: save it as .xlsx or as CSV UTF-8"),
        ("csv", b"%PDF-1.7\n\xe2", {}, "is a PDF document: save it as .xlsx or as CSV UTF-8"),
        ("csv", b"\x1f\x8b\x08\x00", {}, "is compressed with gzip: unpack it"),
        ("csv", b"\xd0\xcf\x11\xe0rest", {}, "is a workbook in an old format (.xls): save it as .xlsx"),
        ("xlsx", "email\n", {}, "is not an .xlsx workbook: save it as one"),
        ("csv", "email\n", {"sheet": "Staff"}, "sheet can't be used with src "),
        ("csv", "Jörg\n", {"encoding": "cp1252"}, "is in UTF-8, but encoding is cp1252, which would garble it"),
        ("csv", "\ufeffemail\n", {"encoding": "cp1252"}, "begins with the byte order mark of UTF-8, but encoding is"),
        ("csv", "email;x\na;\x81\n".encode("latin-1"), {"encoding": "cp1252"}, "line 2, column 2: it is not cp1252: "),
        (
            "csv",
            "email\n".encode("utf-16-le"),
            {},
            "is in UTF-16 without a byte order mark: set encoding to utf-16-le",
        ),
        ("csv", "é;ß\n".encode("utf-16-be"), {}, "is in UTF-16 without a byte order mark: set encoding to utf-16-be"),
        ("csv", ";;\nemail\n", {}, "line 1: there is no header; if it is below this line, set skip_lines"),
        (
            "csv",
            "email\n",
            {"skip_lines": 5},
            "line 6: there is no header, as the file ends before it: skip_lines is 5",
        ),
        ("csv", "sep=;;\n", {}, "line 2: there is no header"),
        ("csv", "sep=a\nemail\n", {}, "line 1: sep= 'a' is not a single character"),
        (
            "csv",
            "E-Mail;Abtlg;X;X;\nann@example.com;\n",
            {"columns": {"Mail": "email", "Abteilung": "department", "Zzz": "title"}},
            "there is no column 'Mail' (did you mean 'E-Mail'?) and no column 'Abteilung' (did you mean 'Abtlg'?)",
        ),
        (
            "csv",
            "a;b\n",
            {"columns": {"Zzz": "email"}},
            "line 1: there is no column 'Zzz', which columns asks for; the header has 'a', 'b'",
        ),
        (
            "csv",
            "Mail,mail \n",
            {"columns": {"Mail": "email"}},
            "line 1, column 2: another column is mapped to email too",
        ),
        ("csv", "email,sum\n,35\n", {"columns": {"email": "email"}}, "line 2: no identifier for the user"),
        ("csv", "email,title,city\na@x.com,,\nb@x.co", {}, "line 3: the row has 1 of 3 columns, and no line break"),
        ("csv", "email,title,city,\r\nb@x.com,T", {}, "line 2: the row has 2 of 3 columns, and no line break"),
        ("csv", 'email,title,fax\na@x.com,"x\ny"\rb@x.c', {}, "line 4: the row has 1 of 2 columns, and no line break"),
        ("csv", "email\ttitle\na@x.com".encode("utf-16"), {}, "line 2: the row has 1 of 2 columns, and no line break"),
    ],
)
def test_what_is_wrong_with_a_file_and_its_options(simulator, source, kind, content, options, expected):
    with pytest.raises(Id360Error) as refused:
        source(kind, content, **options)
    assert expected in refused.value.failure()["msg"]
    assert len(refused.value.result.get("problems", [1])) == 1
    assert simulator.writes == []


@pytest.mark.parametrize(
    "content",
    [
        "email,title,city\nann@example.com\n",
        "email,title,city\nbob@example.com,\nann@example.com,",
        "email,title,city\nann@example.com,,\n \t ",
        "email,title,city,,\nann@example.com,,",
        "sep=;\r\nemail;title\r\nann@example.com;\r\n",
        "email\nann@example.com",
    ],
)
def test_a_file_that_is_not_cut_off(source, content):
    source("csv", content)


def test_the_file_is_named_once_and_each_problem_has_its_place(source):
    with pytest.raises(Id360Error) as refused:
        source("csv", "email;state\na@example.com;gone\nb@example.com;gone;x\nnobody\n")
    message = refused.value.message
    assert message.count("people.csv'") == 1
    for place in ("line 2, column 2: value", "line 3, column 3: the row has 3 columns", "line 4, column 1: email"):
        assert place in message


def test_all_that_is_wrong_is_told_at_once(source):
    rows = "\n".join(f"user{number}@example.com,gone" for number in range(150))
    with pytest.raises(Id360Error) as refused:
        source("csv", f"email,state\n{rows}\n")
    assert len(refused.value.result["problems"]) == 150
    assert "there are 150 problems" in refused.value.message
    assert "; and 50 more, see problems" in refused.value.message


def test_a_password_column_is_used_and_never_told(simulator, source, tmp_path):
    rows = "email,password,state\nnew@example.com,Canary-1-secret,\nann@example.com,Canary-2-secret,gone\n"
    with pytest.raises(Id360Error) as refused:
        source("csv", rows)
    assert "Canary" not in str(refused.value.failure())
    done = source("csv", rows.replace("gone", "enabled"), report=str(tmp_path / "report.json"))
    assert simulator.writes[0].body["password"] == "Canary-1-secret"
    assert "Canary" not in json.dumps(done) + (tmp_path / "report.json").read_text()
