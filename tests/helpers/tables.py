# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables in the formats of many programs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from properties import TEXTS

# The byte order mark of each encoding; one without a mark must be set in the option.
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "cp1252", "iso8859-15", "mac-roman"]
SAYS_NOTHING = ENCODINGS[4:]
DELIMITERS = [",", ";", "\t", "|", "^"]
COLUMNS = ["title", "city", "street", "company", "description"]
EMAILS = [f"u{number}@example.com" for number in range(4)]
# Spreadsheets write a text this way to keep leading zeros.
CELLS = TEXTS.filter(lambda text: not re.match('="', text))


@dataclass(frozen=True)
class Written:
    """A file with the ``options`` that its readers need, and the ``rows`` in it."""

    name: str
    content: bytes
    options: dict[str, Any]
    header: list[str]
    rows: list[list[str]]


@st.composite
def tables(draw: st.DrawFn) -> Written:
    """Users by email, and some of their fields; some cells are blank."""
    encoding, delimiter = draw(st.sampled_from(ENCODINGS)), draw(st.sampled_from(DELIMITERS))
    header = ["email", *draw(st.lists(st.sampled_from(COLUMNS), min_size=1, unique=True))]
    cells = st.sampled_from(["", " "]) | CELLS.map(lambda text: text.encode(encoding, "ignore").decode(encoding))
    emails = draw(st.lists(st.sampled_from(EMAILS), min_size=1, unique=True))
    rows = [[email, *(draw(cells) for _name in header[1:])] for email in emails]
    text = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    if any(mark in cell for row in rows for cell in row for mark in "\r\n"):
        quoting = csv.QUOTE_ALL  # csv.QUOTE_MINIMAL leaves out those that do not end its own lines
    writer = csv.writer(
        text,
        delimiter=delimiter,
        quoting=quoting,
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    options: dict[str, Any] = {"encoding": encoding} if encoding in SAYS_NOTHING else {}
    said = draw(st.sampled_from(["", "sep=", "delimiter"]))
    if said == "sep=" and delimiter != "^":
        text.write(f"sep={delimiter}\r\n")
    elif said == "delimiter" or delimiter == "^":
        options["delimiter"] = delimiter
    if not text.tell() and draw(st.booleans()):
        text.write("Staff of today\n\n")
        options["skip_lines"] = 2
    writer.writerows([header, *rows])
    return Written(
        f"a{draw(st.sampled_from(['.csv', '.txt', '.tsv']))}", text.getvalue().encode(encoding), options, header, rows
    )
