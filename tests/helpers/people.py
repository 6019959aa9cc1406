# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with many users."""

from __future__ import annotations

from pathlib import Path


def write_people(path: Path, count: int, first: int = 0, **columns: str) -> str:
    """Write users with the emails user0@example.com and so on, and with other columns that are equal for all."""
    rows = [",".join([f"user{number}@example.com", *columns.values()]) for number in range(first, first + count)]
    path.write_text("\n".join([",".join(["email", *columns]), *rows, ""]))
    return str(path)
