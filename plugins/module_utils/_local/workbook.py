# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of an .xlsx workbook as texts. A cell that could mean something else than its text is refused: spreadsheets
make numbers of ids, and dates of much."""

from __future__ import annotations

import importlib
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

from ansible.module_utils.basic import missing_required_lib

from .._errors import Id360Error
from .._problems import Place, Problem

_EXACT = 10**15  # spreadsheets keep 15 digits of a number
_ZEROS = re.compile(r"0+\Z")  # the format 00000 shows 00123
_CURE = "format the column as text, and enter the value again"


class WorkbookRows:
    """One sheet, by default the first one that is not hidden: its name, the ``header``, the ``line`` of that, and the
    ``rows`` below it, each with its number. Hidden rows are read: without them, users would seem to be missing.

    A cell that has no certain text is noted in ``problems``, and its row left out, unless its column is ``ignored``.
    """

    def __init__(self, file: BinaryIO, named: str, sheet: str | None, skip_lines: int) -> None:
        """Raises Id360Error, as reading ``rows`` does, for what is no workbook."""
        self._content, self._named = file.read(), named
        self.problems: list[Problem] = []
        self.ignored: set[int] = set()
        self.sheet, self._cells = self._open(sheet, results=False)
        self._results: Iterator[tuple[int, Sequence[Any]]] | None = None
        for _number in range(skip_lines):
            next(self._cells, ())
        self.line, self.header = self._header(skip_lines + 1)
        self.rows = self._rows()

    def where(self, line: int, column: int = 0) -> str:
        letters = ""
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"sheet {self.sheet!r}, " + (f"cell {letters}{line}" if letters else f"row {line}")

    def _header(self, line: int) -> tuple[int, list[str]]:
        """The first row from a ``line`` on with something in it, and its number."""
        for number, cells in enumerate(self._cells, line):
            row = self._texts(number, cells)
            if row is None or any(text.strip() for text in row):
                return number, row or []
        return line, []

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        for line, cells in enumerate(self._cells, self.line + 1):
            row = self._texts(line, cells)
            if row:
                yield line, row

    def _texts(self, line: int, cells: Sequence[Any]) -> list[str] | None:
        formulas = [cell.data_type == "f" for cell in cells]
        if any(formulas):
            cells = self._results_in(line)
        texts, clear = [], True
        for number, (cell, is_formula) in enumerate(zip(cells, formulas), 1):
            text, problem = _text(cell, is_formula=is_formula)
            texts.append(text)
            if problem and number not in self.ignored:
                clear = False
                self.problems.append(Problem(f"it {problem}", Place(self._named, self.where(line, number), line)))
        return texts if clear else None

    def _results_in(self, line: int) -> Sequence[Any]:
        """The cells of a row with the results of its formulas. Only a workbook with some is read twice."""
        if self._results is None:
            self._results = enumerate(self._open(self.sheet, results=True)[1], 1)
        return next((cells for number, cells in self._results if number == line), ())

    def _open(self, sheet: str | None, *, results: bool) -> tuple[str, Iterator[Sequence[Any]]]:
        try:
            openpyxl = importlib.import_module("openpyxl")
        except ImportError:
            raise Id360Error(f"{self._named}: {missing_required_lib('openpyxl')}") from None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions
                book = openpyxl.load_workbook(io.BytesIO(self._content), read_only=True, data_only=results)
        except Exception:  # openpyxl has dozens
            raise Id360Error(
                f"{self._named} can't be read as an .xlsx workbook: save it again in this format"
            ) from None
        sheets = {found.title: found for found in book.worksheets}
        if sheet is not None and sheet not in sheets:
            raise Id360Error(
                f"{self._named} has no sheet {sheet!r}; its sheets are {', '.join(map(repr, sheets)) or 'none'}"
            )
        visible = [found.title for found in book.worksheets if found.sheet_state == "visible"]
        if sheet is None and not visible:
            raise Id360Error(f"{self._named} has no sheet with cells that is not hidden")
        found = sheets[visible[0] if sheet is None else sheet]
        found.reset_dimensions()  # some programs write wrong ones
        return found.title, self._guarded(iter(found.iter_rows()))

    def _guarded(self, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    row = next(rows, None)
            except Exception:
                raise Id360Error(f"{self._named} can't be read as an .xlsx workbook: it is damaged") from None
            if row is None:
                return
            yield row


def _text(cell: Any, *, is_formula: bool) -> tuple[str, str]:
    """The text of a cell, and what is wrong with it. The value itself may be a secret."""
    value, kind = cell.value, cell.data_type
    if value is None:
        lost = is_formula and kind == "n"
        return "", "is a formula without a result: save the workbook in a spreadsheet program" if lost else ""
    if kind == "e":
        return "", f"is the error {value}"
    if isinstance(value, str):
        return value, ""
    if isinstance(value, bool):
        return "", f"is a boolean: {_CURE}"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat(), "" if midnight else f"is a date with a time of day: {_CURE}"
    if isinstance(value, date):
        return value.isoformat(), ""
    if not isinstance(value, (int, float)):
        return "", f"is not a text, a date or a number: {_CURE}"
    form = str(cell.number_format or "General")
    zeros = _ZEROS.match(form)
    if value != value // 1 or abs(value) >= _EXACT or not (zeros or form in ("General", "@")):
        return "", f"is a number that may differ from what is shown (format {form!r}): {_CURE}"
    return str(int(value)).zfill(len(form) if zeros else 0), ""
