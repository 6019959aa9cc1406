# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users from .xlsx workbooks: which cells are texts, and which may not be what they show."""

from __future__ import annotations

import importlib
from datetime import date, datetime, time

import openpyxl
import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

SEED = {"users": [{"id": "1", "email": "ann@example.com", "title": "Clerk"}]}
HEADER = ["E-Mail", "Titel", "Summe", None]
COLUMNS = {"e-mail": "email", "TITEL": "title"}


@pytest.fixture
def workbook(simulator, directory, tmp_path):
    """Manage the users in a workbook: a table with Ann, whose title is a cell with a value and a number format."""
    simulator.reset(SEED)

    def managed(value, form="General", **options):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Staff"
        sheet.append(["All people of the firm"])
        sheet.append(HEADER)
        sheet.append(["ann@example.com", value, 3.5])
        sheet["B3"].number_format = form
        sheet["F9"].number_format = "0"  # a cell that was touched, and is blank
        book.create_sheet("Other").append(["email"])
        book.save(tmp_path / "people.xlsx")
        given = {"skip_lines": 1, "columns": COLUMNS, **options}
        return directory(src=str(tmp_path / "people.xlsx"), **given)

    return managed


@pytest.mark.parametrize(
    ("value", "form", "title"),
    [
        ("Head", "General", "Head"),
        ("00123", "General", "00123"),
        (123, "General", "123"),
        (123, "@", "123"),
        (123.0, "0", "123"),
        (123, "00000", "00123"),
        (date(2026, 11, 30), "dd.mm.yyyy", "2026-11-30"),
        (datetime(2026, 11, 30), "yyyy-mm-dd hh:mm", "2026-11-30"),
    ],
)
def test_cells_that_are_certain(simulator, workbook, value, form, title):
    done = workbook(value, form)
    assert [request.body for request in simulator.writes] == [{"title": title}]
    assert done["summary"]["patch"] == 1


@pytest.mark.parametrize(
    ("value", "form", "problem"),
    [
        (True, "General", "is a boolean: format the column as text, and enter the value again"),
        (1.5, "General", "is a number that may differ from what is shown (format 'General')"),
        (10**15, "0", "is a number that may differ from what is shown (format '0')"),
        (12345678, "#,##0", "is a number that may differ from what is shown (format '#,##0')"),
        (datetime(2026, 11, 30, 8), "yyyy-mm-dd", "is a date with a time of day"),
        (time(8), "hh:mm", "is not a text, a date or a number"),
        ("#N/A", "General", "is the error #N/A"),
        ('="Head"', "General", "is a formula without a result: save the workbook in a spreadsheet program"),
    ],
)
def test_cells_that_may_not_be_what_they_show(simulator, workbook, value, form, problem):
    with pytest.raises(Id360Error) as refused:
        workbook(value, form)
    assert f"sheet 'Staff', cell B3: it {problem}" in refused.value.message
    assert "12345678" not in refused.value.message
    assert simulator.writes == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sheet": "Nobody"}, "has no sheet 'Nobody'; its sheets are 'Staff', 'Other'"),
        ({"sheet": "Other", "skip_lines": 0}, "sheet 'Other', row 1: there is no column 'e-mail'"),
        ({"columns": {"Mail": "email"}}, "sheet 'Staff', row 2: there is no column 'Mail' (did you mean 'E-Mail'?)"),
        ({"delimiter": ";"}, "delimiter can't be used with src"),
        ({"encoding": "cp1252"}, "encoding can't be used with src"),
    ],
)
def test_options_of_workbooks(simulator, workbook, options, message):
    with pytest.raises(Id360Error) as refused:
        workbook("Head", **options)
    assert message in refused.value.message
    assert simulator.writes == []


def test_a_hidden_sheet_is_passed_over_and_a_hidden_row_is_read(simulator, directory, tmp_path):
    simulator.reset(SEED)
    book = openpyxl.Workbook()
    for number, state in enumerate(("hidden", "veryHidden", "visible")):
        sheet = book.create_sheet(state, number)
        sheet.sheet_state = state
        sheet.append(["email", "title"])
        sheet.append(["ann@example.com", state])
        sheet.row_dimensions[2].hidden = True
    path = str(tmp_path / "people.xlsx")
    book.save(path)
    directory(src=path)
    directory(src=path, sheet="hidden")
    assert [request.body for request in simulator.writes] == [{"title": "visible"}, {"title": "hidden"}]


def test_a_workbook_is_uploaded_as_csv(simulator, bulk, tmp_path):
    book = openpyxl.Workbook()
    for row in (["email", "no"], ["ann@example.com", 7], [None, None], ["bob@example.com", "007"]):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    bulk(src=str(tmp_path / "people.xlsx"))
    (upload,) = simulator.tenant.uploads.values()
    rows = [tuple(entity["imported_data"].values()) for entity in upload["entities"]]
    assert rows == [("ann@example.com", "7"), ("bob@example.com", "007")]


def test_without_openpyxl_it_is_said(workbook, monkeypatch):
    found = importlib.import_module

    def hidden(name, *arguments):
        if name == "openpyxl":
            raise ImportError(name)
        return found(name, *arguments)

    monkeypatch.setattr(importlib, "import_module", hidden)
    with pytest.raises(Id360Error, match=r"people.xlsx': Failed to import the required Python library \(openpyxl\)"):
        workbook("Head")
