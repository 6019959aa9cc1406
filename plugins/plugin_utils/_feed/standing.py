# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who of the file works here today, who has left, and who is still to come: by dates and a status. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ansible_collections.manageengine.id360.plugins.module_utils._values import alike

from .feed import Feed, Row

ACTIVE, ENDED, FUTURE, IGNORED = "active", "ended", "future", "ignored"
OPTIONS = ("start_date", "end_date", "status")  # the columns that this file is about
_STATUS_VALUES = {"active": "enabled", "inactive": "disabled"}
_MEANS = {"enabled": ACTIVE, "disabled": ENDED, "ignore": IGNORED}
# Of two rows of one person the one that leads: whoever works here again has not left, and whoever has left and
# will come again is not here in the meantime.
_LEADS = (ACTIVE, ENDED, FUTURE)
_KEYS = ("id", "employee_id", "email")


@dataclass(frozen=True)
class Terms:
    """``no_end`` are values of a date that mean none, ``status_values`` words of a status with what they mean
    (enabled, disabled, ignore). ``duplicates``: first or refuse."""

    today: date
    date_formats: Sequence[str] = ("%Y-%m-%d",)
    no_end: Sequence[str] = ()
    status_values: Mapping[str, str] | None = None
    create_days_before: int = 0
    duplicates: str = "refuse"

    def problems(self) -> list[str]:
        return [
            f"directory_status_values: {word!r} is {means!r}, which is none of {', '.join(_MEANS)}"
            for word, means in (self.status_values or {}).items()
            if means not in _MEANS
        ]


def standings(feed: Feed, terms: Terms) -> tuple[list[str], list[str]]:
    """The standing of each row, and what is wrong with the dates and words that decide it."""
    none = {alike(value) for value in terms.no_end}
    words = {alike(word): _MEANS[means] for word, means in (terms.status_values or _STATUS_VALUES).items()}
    begins = terms.today + timedelta(days=terms.create_days_before)
    found, problems = [], []
    for row in feed.rows:
        dates: dict[str, date | None] = {}
        for option in ("start_date", "end_date"):
            text = row.cells.get(option, "")
            dates[option] = None
            if text and alike(text) not in none:
                dates[option] = _date(text, [*terms.date_formats, *feed.date_formats])
                if dates[option] is None:
                    formats = " or ".join(terms.date_formats)
                    problems.append(f"{row.where}{feed.labels[option]}: {text!r} is not a date like {formats}")
        word = row.cells.get("status", "")
        means = words.get(alike(word)) if word else ACTIVE
        if means is None:
            label = feed.labels["status"]
            problems.append(f"{row.where}{label}: {word!r} is not in directory_status_values, which says what it means")
        start, end = dates["start_date"], dates["end_date"]
        if means == IGNORED:
            found.append(IGNORED)
        elif means == ENDED or (end and end < terms.today):
            found.append(ENDED)
        else:
            found.append(FUTURE if start and start > begins else ACTIVE)
    return found, problems


def _date(text: str, formats: Sequence[str]) -> date | None:
    for form in formats:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def one_row_each(feed: Feed, found: Sequence[str], terms: Terms) -> tuple[Feed, list[str], list[str]]:
    """The feed with one row for each person, as far as it is certain which: identical rows are one, and of rows with
    different standings one leads. With it the standings, and what to warn of."""
    kept: dict[int, tuple[Row, str]] = {}
    first: dict[tuple[str, str], int] = {}
    identical, left_out = 0, 0
    for number, (row, standing) in enumerate(zip(feed.rows, found)):
        keys = [(key, row.cells[key].lower()) for key in _KEYS if row.cells.get(key)]
        others = {first[key] for key in keys if key in first}
        other = kept[min(others)] if others else None
        if other and other[0].cells == row.cells:
            identical += 1
            continue
        if other and len(others) == 1 and standing != other[1] and IGNORED not in (standing, other[1]):
            if _LEADS.index(standing) > _LEADS.index(other[1]):
                continue
            del kept[min(others)]
        elif other and terms.duplicates == "first":
            left_out += 1
            continue
        kept[number] = (row, standing)
        for key in keys:
            if first.setdefault(key, number) not in kept:
                first[key] = number
        for key in [key for key, at in first.items() if at not in kept] if other else ():
            del first[key]
    warnings = []
    if identical:
        warnings.append(f"identical rows are counted once; left out: {identical}")
    if left_out:
        warnings.append(f"of several rows of a person the first is taken (directory_duplicates); left out: {left_out}")
    rows = [row for row, _standing in kept.values()]
    return feed._replace(rows=rows), [standing for _row, standing in kept.values()], warnings
