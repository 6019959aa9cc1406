# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the guides: their code blocks and the tables in them."""

from __future__ import annotations

import csv
import re
import textwrap
from datetime import date
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

FOLDER = Path(__file__).resolve().parents[2] / "docs/docsite/rst"
GUIDES = sorted(path.stem for path in FOLDER.glob("*.rst"))

_BLOCK = re.compile(
    r"^(?P<indent> *)\.\. code-block:: (?P<language>\S+)\n(?P<options>(?:(?P=indent) +:.*\n)*)\n"
    r"(?P<text>(?:(?P=indent) +.*\n|\n)+)",
    re.MULTILINE,
)


class Block(NamedTuple):
    """One code block. A ``caption`` with a dot in it is the name of a file."""

    language: str
    caption: str
    text: str


def read(guide: str) -> str:
    return (FOLDER / f"{guide}.rst").read_text(encoding="utf-8")


def blocks(guide: str) -> list[Block]:
    found = []
    for match in _BLOCK.finditer(read(guide)):
        caption = re.search(r":caption: (.*)", match["options"])
        text = textwrap.dedent(match["text"]).strip("\n") + "\n"
        found.append(Block(match["language"], caption[1] if caption else "", text))
    return found


def write(block: Block, folder: Path) -> None:
    """Write the file that a block shows. Its caption may end in ", in cp1252", or for a workbook in ", sheet Staff"."""
    name, _comma, how = block.caption.partition(", ")
    if name.endswith(".xlsx"):
        _write_workbook(block.text, folder / name, how.removeprefix("sheet "))
    else:
        (folder / name).write_bytes(block.text.encode(how.removeprefix("in ") or "utf-8"))


def _write_workbook(text: str, path: Path, title: str) -> None:
    """Its second sheet has the rows of a CSV text, with texts and dates in the cells."""
    book = Workbook()
    sheet = book.create_sheet(title)
    for row in csv.reader(text.splitlines()):
        sheet.append([date.fromisoformat(cell) if re.fullmatch(r"\d{4}-\d\d-\d\d", cell) else cell for cell in row])
    book.save(path)


def commands(guide: str, name: str) -> list[str]:
    """The lines of its consoles that run a command, with the variables that are set before it."""
    typed = [line[2:] for block in blocks(guide) if block.language == "console" for line in block.text.splitlines()]
    return [line for line in typed if re.match(rf"(\w+=\S+ )*{name} ", line)]


def rows(guide: str) -> list[str]:
    """The first cells of the tables' rows."""
    return re.findall(r"^   \* - (.*)", read(guide), re.MULTILINE)


def literals(text: str) -> list[str]:
    return re.findall(r"``(.+?)``", text)
