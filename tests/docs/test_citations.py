# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No file refers to a text that the repository does not have, and docs/api.md has whatever is cited from it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = (CHECKOUT / "docs/api.md").read_text(encoding="utf-8")
NAMES = subprocess.run(
    ["git", "ls-files", "-z"], cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True
).stdout.split("\0")
FILES = [CHECKOUT / name for name in NAMES if (CHECKOUT / name).is_file() and CHECKOUT / name != Path(__file__)]
MADE = {"CHANGELOG.md"}  # by a release


def occurrences(pattern: str, folders: tuple[str, ...] = ("",)) -> Iterator[tuple[str, str]]:
    """Each file that matches, with what it matches."""
    for path in FILES:
        name = str(path.relative_to(CHECKOUT))
        if name.startswith(folders):
            content = path.read_bytes()
            if b"\0" not in content:  # a workbook is no text
                for match in re.finditer(pattern, content.decode("utf-8", errors="replace")):
                    yield name, match[1]


def test_texts_in_capitals_are_there() -> None:
    there = {path.name for path in FILES} | MADE
    named = list(occurrences(r"\b([A-Z][A-Z_]+\.md)\b"))
    assert ("galaxy.yml", "CONTRIBUTING.md") in named
    assert [found for found in named if found[1] not in there] == []


def test_calls_are_named_by_method_and_path() -> None:
    assert list(occurrences(r"\b([UGJTP][1-8]|[Ss]eed 0\d\d)\b", ("plugins", "extensions", "roles", "docs"))) == []
    assert list(occurrences(r"\b(C[O]NTRACT|[Ss]eed 0\d\d)\b")) == []


def test_cited_decisions_and_sections_are_there() -> None:
    decisions = set(re.findall(r"^### (\d+)\. ", PAGE, re.MULTILINE))
    numbers = [
        (name, number) for name, cited in occurrences(r"docs/api\.md((?:,? \d+(?:-\d+)?)+)") for number in _all(cited)
    ]
    assert len(numbers) > 15
    assert [found for found in numbers if found[1] not in decisions] == []
    sections = set(re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE))
    titles = list(occurrences(r'docs/api\.md[^"\n]{0,20}"([A-Z][\w ]+)"'))
    assert len(titles) > 8
    assert [found for found in titles if found[1] not in sections] == []


def _all(cited: str) -> Iterator[str]:
    """The numbers of "1-4, 10"."""
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", cited):
        yield from (str(number) for number in range(int(first), int(last or first) + 1))
