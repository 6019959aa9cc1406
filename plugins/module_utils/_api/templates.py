# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User creation templates (docs/api.md, "Templates")."""

from __future__ import annotations

from typing import Any

from .._errors import Id360Error
from .._http.client import Client
from .._text import Warn, describe_matches, snake_case_keys
from .._values import did_you_mean
from .listing import Listing, read_all

_MAX_NAMED = 20  # templates in a message


def all_templates(client: Client, warn: Warn | None = None) -> list[dict[str, Any]]:
    """All templates, with keys in snake_case; values, such as ``-`` for no time, are those of the API.

    An incomplete listing is a warning if ``warn`` is given, otherwise an error.
    """
    walk = read_all(lambda: Listing(client, "/templates/users/creation", {}, {}).by_offset(), warn, read_again=True)
    return [snake_case_keys(raw) for raw in walk if raw.get("id")]


def with_id(templates: list[dict[str, Any]], given: str) -> list[dict[str, Any]]:
    return [template for template in templates if str(template["id"]) == given.strip()]


def with_name(templates: list[dict[str, Any]], given: str) -> list[dict[str, Any]]:
    """Spaces around a name mean nothing."""
    return [template for template in templates if str(template.get("name") or "").strip() == given.strip()]


def template_id(client: Client, given: str) -> str:
    """The id of the template with this name or id; raises Id360Error for none, or more than one."""
    return resolve_template(all_templates(client), given)


def resolve_template(templates: list[dict[str, Any]], given: str) -> str:
    """The id of the one of ``templates`` with this name or id; raises Id360Error for none, or more than one."""
    matches = with_id(templates, given) or with_name(templates, given)
    ids = sorted(str(template["id"]) for template in matches)
    if len(ids) != 1:
        reason = describe_matches(ids, "template", "name") if ids else _no_such_template(templates, given)
        raise Id360Error(f"template {given!r}: {reason}", option="template")
    return ids[0]


def _no_such_template(templates: list[dict[str, Any]], given: str) -> str:
    names = sorted(str(template.get("name") or template["id"]).strip() for template in templates)
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    there = ", ".join(repr(name) for name in names[:_MAX_NAMED]) or "none"
    return f"no template has this name or id{did_you_mean(given, names)}; the templates are {there}{more}"
