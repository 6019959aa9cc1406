# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User creation templates (seed 003 of the API documents, T1)."""

from __future__ import annotations

from typing import Any

from ._client import Client
from ._errors import Id360Error
from ._pages import Listing, take_all


def all_templates(client: Client) -> list[dict[str, Any]]:
    """Every template, in the API's spelling."""
    return take_all(lambda: Listing(client, "/templates/users/creation", {}, {}).by_offset())


def template_id(client: Client, wanted: str) -> str:
    """The id of the template that has ``wanted`` as its id or name; spaces around a name mean nothing.

    Raises Id360Error when no template, or more than one, is meant.
    """
    templates = all_templates(client)
    ids = {str(t.get("id")) for t in templates if str(t.get("id")) == wanted.strip()}
    ids = ids or {str(t.get("id")) for t in templates if str(t.get("name") or "").strip() == wanted.strip()}
    if len(ids) != 1:
        meant = f"{len(ids)} templates have this name: ids {', '.join(sorted(ids))}" if ids else "there is no such one"
        raise Id360Error(f"template {wanted!r}: {meant}")
    return ids.pop()
