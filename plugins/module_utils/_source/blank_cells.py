# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a blank cell of a table means: its field is not managed, or it is cleared. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping


def managed_cells(cells: Mapping[str, str], cleared: Container[str]) -> dict[str, str]:
    """The cells of a row, by option, that the row manages: those with a value, and with "" the blank ones whose option
    is in ``cleared``. A cell of blanks only is blank. A cell that the row is too short to have is never cleared."""
    return {option: cell if cell.strip() else "" for option, cell in cells.items() if option in cleared or cell.strip()}
