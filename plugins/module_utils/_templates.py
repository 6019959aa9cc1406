# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User creation templates (seed 003 of the API documents, T1)."""

from __future__ import annotations

from typing import Any

from ._client import Client
from ._errors import Id360Error
from ._pages import Listing, take_all
from ._text import snake_case_keys


def all_templates(client: Client) -> list[dict[str, Any]]:
    """Every template, in our spelling; all else, such as ``-`` for no time, is as the API shows it."""
    walk = take_all(lambda: Listing(client, "/templates/users/creation", {}, {}).by_offset())
    return [snake_case_keys(raw) for raw in walk if raw.get("id")]


def templates_meant(templates: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    """Those that have ``wanted`` as their id, else as their name; spaces around a name mean nothing."""
    by_id = [template for template in templates if template.get("id") == wanted.strip()]
    return by_id or [t for t in templates if str(t.get("name") or "").strip() == wanted.strip()]


def template_id(client: Client, wanted: str) -> str:
    """The id of the template that is meant; raises Id360Error for none, or more than one."""
    ids = sorted(str(template["id"]) for template in templates_meant(all_templates(client), wanted))
    if len(ids) != 1:
        meant = f"{len(ids)} templates have this name: ids {', '.join(ids)}" if ids else "there is no such one"
        raise Id360Error(f"template {wanted!r}: {meant}")
    return ids[0]
