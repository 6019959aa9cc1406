# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Determines by dates and status which users of the file are active, have left, or have not joined yet. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from ansible_collections.manageengine.id360.plugins.module_utils._problems import Problem, unplaced
from ansible_collections.manageengine.id360.plugins.module_utils._values import loose_key

from .accounts import KEYS
from .feed import Feed, Row

ACTIVE, ENDED, FUTURE, IGNORED = "active", "ended", "future", "ignored"
OPTIONS = ("start_date", "end_date", "status")  # the columns that decide the state
_SERIAL = re.compile(r"[2-6]\d{4}([.,]\d+)?\Z")  # as spreadsheets count days: 20000 is in 1954, 60000 in 2064
_STATUS_VALUES = {"active": "enabled", "inactive": "disabled"}
_MEANS = {"enabled": ACTIVE, "disabled": ENDED, "ignore": IGNORED}
# Of two rows of one person, the one whose state is first here wins: a person that was hired again has not left, and one
# that will return is absent until then.
_PRECEDENCE = (ACTIVE, ENDED, FUTURE)


@dataclass(frozen=True)
class Terms:
    """``no_end``: values that stand for no date. ``status_values`` maps values of the status to enabled, disabled or
    ignore. ``duplicates``: first or refuse."""

    today: date
    date_formats: Sequence[str] = ("%Y-%m-%d",)
    no_end: Sequence[str] = ()
    status_values: Mapping[str, str] | None = None
    create_days_before: int = 0
    duplicates: str = "refuse"

    def problems(self) -> list[Problem]:
        return unplaced(
            f"directory_status_values: {word!r} is {means!r}, which is not one of {', '.join(_MEANS)}"
            for word, means in (self.status_values or {}).items()
            if means not in _MEANS
        )


def lifecycle_states(feed: Feed, terms: Terms) -> tuple[list[str], list[Problem]]:
    """The state of each row, and what is wrong with the dates and words that decide it."""
    none = {loose_key(value) for value in terms.no_end}
    words = {
        loose_key(word): _MEANS.get(means, ACTIVE) for word, means in (terms.status_values or _STATUS_VALUES).items()
    }
    begins = terms.today + timedelta(days=terms.create_days_before)
    formats = [*terms.date_formats, *feed.date_formats]

    @cache
    def date_of(text: str) -> date | None:
        return _date(text, formats) if text and loose_key(text) not in none else None

    # Many rows have the same values: each combination is evaluated once.
    @cache
    def state_of(word: str, first_day: str, last_day: str) -> tuple[str, list[tuple[str, str]]]:
        """The state, and the problems, each with its option."""
        means, wrong = words.get(loose_key(word)) if word else ACTIVE, []
        for option, text in (("start_date", first_day), ("end_date", last_day)):
            if text and loose_key(text) not in none and date_of(text) is None:
                wrong.append((option, _why_no_date(text, terms.date_formats)))
        if means is None:
            wrong.append(
                ("status", f"{word!r} is not in directory_status_values: map it to enabled, disabled or ignore")
            )
        start, end = date_of(first_day), date_of(last_day)
        if means == IGNORED:
            return IGNORED, wrong
        if means == ENDED or (end and end < terms.today):
            return ENDED, wrong
        return FUTURE if start and start > begins else ACTIVE, wrong

    found, problems = [], []
    for row in feed.rows:
        text_of = row.cells.get
        state, wrong = state_of(text_of("status", ""), text_of("start_date", ""), text_of("end_date", ""))
        found.append(state)
        if wrong:
            problems += [Problem(message, feed.place(row, option)) for option, message in wrong]
    return found, problems


def _date(text: str, formats: Sequence[str]) -> date | None:
    for form in formats:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _why_no_date(text: str, formats: Sequence[str]) -> str:
    """Why a text is not a date: with one of its numbers replaced by 1, 31.11.2026 would be one in its format."""
    for number in re.finditer(r"[0-9]{1,2}", text):
        other = text[: number.start()] + "1".zfill(len(number[0])) + text[number.end() :]
        for form in formats:
            if _date(other, [form]):
                return f"{text!r} has the format {form}, but there is no such day"
    cure = "set directory_date_formats"
    if _SERIAL.match(text):
        cure += ", or, if it is how a spreadsheet stores a date, format the column as a date and export the file again"
    return f"{text!r} is not a date in the format {' or '.join(formats)}: {cure}"


def one_row_each(feed: Feed, found: Sequence[str], terms: Terms) -> tuple[Feed, list[str], list[str]]:
    """The feed with one row for each user where that is unambiguous: identical rows count once, and of rows with
    different states, one takes precedence. Also the states, and the warnings."""
    kept: dict[int, tuple[Row, str]] = {}
    first: dict[str, dict[str, int]] = {key: {} for key in KEYS if key in feed.labels}
    identical, left_out = 0, 0
    for number, (row, state) in enumerate(zip(feed.rows, found)):
        keys = _keys(row, first)
        others = {first[key][value] for key, value in keys if value in first[key]}
        if others:
            number_of_other = min(others)
            other, other_state = kept[number_of_other]
            if other.cells == row.cells:
                identical += 1
                continue
            if len(others) == 1 and state != other_state and IGNORED not in (state, other_state):
                if _PRECEDENCE.index(state) > _PRECEDENCE.index(other_state):
                    continue
                del kept[number_of_other]
                for key, value in _keys(other, first):
                    if first[key].get(value) == number_of_other:
                        del first[key][value]
            elif terms.duplicates == "first":
                left_out += 1
                continue
        kept[number] = (row, state)
        for key, value in keys:
            first[key].setdefault(value, number)
    warnings = []
    if identical:
        warnings.append(f"identical rows count once; ignored: {identical}")
    if left_out:
        warnings.append(f"the first of several rows for one user is used (directory_duplicates); ignored: {left_out}")
    rows = [row for row, _state in kept.values()]
    return feed._replace(rows=rows), [state for _row, state in kept.values()], warnings


def has_duplicates(feed: Feed) -> bool:
    """Whether a key is that of several rows."""
    for key in feed.labels.keys() & set(KEYS):
        values = [value for row in feed.rows if (value := row.cells.get(key))]
        if len(set(map(str.lower, values))) < len(values):
            return True
    return False


def _keys(row: Row, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, row.cells[name].lower()) for name in names if row.cells.get(name)]
