# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows the connection options of a plugin in a table of their own.

antsibull-docs sorts all options of a plugin by name, so that the dozen which every plugin has stand between its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_FRAGMENT = Path(__file__).parents[2] / "plugins/doc_fragments/connection.py"
_DOCUMENTATION, *_OTHERS = re.findall(r'r"""(.*?)"""', _FRAGMENT.read_text(encoding="utf-8"), re.DOTALL)
OPTIONS = set(yaml.safe_load(_DOCUMENTATION)["options"])
_TITLE = "Connection options"
_TEXT = "They are the same for all modules and lookups. How to set them once: "
_GUIDE = "Authentication"


class SeparateConnectionOptions(SphinxTransform):
    """Moves their rows to a section behind the one of the other options."""

    default_priority = 700  # before the table of contents of a page is made

    def apply(self, **_kwargs: Any) -> None:
        for table in list(self.document.findall(nodes.table)):
            if "ansible-option-table" not in table["classes"]:
                continue
            body = next(table.findall(nodes.tbody))
            rows = [row for row in body if _option(row) in OPTIONS]
            if len(rows) != len(OPTIONS):
                continue
            guide = pending_xref(
                "", nodes.inline(_GUIDE, _GUIDE), refdomain="std", reftype="doc", reftarget=f"/docsite/{_GUIDE.lower()}"
            )
            guide["refexplicit"], guide["refdoc"] = True, self.env.docname
            text = nodes.paragraph("", "", nodes.Text(_TEXT), guide, nodes.Text("."))
            section = nodes.section("", nodes.title(_TITLE, _TITLE), text)
            section["names"].append(nodes.fully_normalize_name(_TITLE))
            self.document.note_implicit_target(section)
            section += _table_of(table, rows)
            parent = table.parent
            while not isinstance(parent, nodes.section):
                parent = parent.parent
            parent.parent.insert(parent.parent.index(parent) + 1, section)
            if len(body) == 0:  # the plugin has no other options
                parent.remove(table)
                parent += nodes.paragraph("", "This module has no options of its own.")


def _option(row: nodes.Node) -> str:
    """The name of the option that a row is about; "" for a sub-option, which is shown further to the right."""
    titles = [found.astext() for found in row.findall(nodes.strong)]
    indented = any("ansible-option-indent" in found.astext() for found in row.findall(nodes.raw))
    return titles[0] if titles and not indented else ""


def _table_of(table: nodes.table, rows: list[nodes.Node]) -> nodes.table:
    group = next(table.findall(nodes.tgroup))
    new_group = group.copy()
    for child in group.children:
        if isinstance(child, nodes.tbody):
            for row in rows:
                child.remove(row)
            new_group += nodes.tbody("", *rows)
        else:
            new_group += child.deepcopy()
    new = table.copy()
    new["ids"], new["names"] = [], []
    new += new_group
    return new


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_transform(SeparateConnectionOptions)
    return {"version": "1", "parallel_read_safe": True}
