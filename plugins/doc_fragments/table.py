# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a file of rows is written: the options of all that read one."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  delimiter:
    description:
      - Separator of the columns in a text file, such as V(;). V(tab) is a tab.
      - V(auto) detects comma, semicolon, tab or C(|) from the header, or reads C(sep=;) in the first line.
    type: str
    default: auto
  encoding:
    description:
      - Encoding of a text file, such as V(cp1252) or V(utf-16-le), under any name that Python knows.
      - V(auto) is UTF-8, or the encoding of the byte order mark, such as UTF-16.
      - A file in UTF-8 is refused if the encoding that is set would garble it.
    type: str
    default: auto
  sheet:
    description:
      - Name of the sheet in a workbook. The default is the first one that is not hidden.
      - Hidden rows, such as those that a filter hides, are read like all others.
    type: str
  skip_lines:
    description: Number of lines (in a workbook, rows) to skip before the header, such as a title.
    type: int
    default: 0
"""
