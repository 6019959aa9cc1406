# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of fields in queries, as people type them: in the API's spelling or in that of the options. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .._text import snake_case
from .._values import did_you_mean, shown
from .resource import Resource

# A quoted value, or an attribute: the name before an operator.
_PART = re.compile(
    r'"(?:[^"\\]|\\.)*"?|([A-Za-z_][\w.]*)(?=\s*\[|\s+(?:eq|ne|co|sw|ew|pr|gt|ge|lt|le)\b)', re.IGNORECASE
)


def api_filter(resource: Resource, expression: str) -> str:
    """A SCIM filter with the API's names of fields; quoted values are left alone."""
    return _PART.sub(lambda part: api_attribute(resource, part[1]) if part[1] else part[0], expression)


def api_attribute(resource: Resource, name: str) -> str:
    """``primary_source.application_name`` → ``primarySource.applicationName``, where the API spells the first so."""
    first, *rest = name.split(".")
    known = resource.api_name(first)
    if known != first:
        rest = [re.sub(r"_([a-z])", lambda match: match[1].upper(), part) for part in rest]
    return ".".join([known, *rest])


def attributes(expression: str) -> list[str]:
    """The attributes in a SCIM filter."""
    return list(dict.fromkeys(part[1] for part in _PART.finditer(expression) if part[1]))


def explain(resource: Resource, expression: str, names: Iterable[str] = (), option: str = "filter") -> str:
    """For a query that the server refused: what was asked for, which of its names are not known, and those that are."""
    known = resource.names
    asked = [*attributes(expression), *names]
    unknown = [name for name in asked if snake_case(name.lstrip("-").split(".")[0]) not in known]
    told = [f"{option} is {shown(expression)}"] if expression else []
    told += [
        f"{name} is not a known field of a {resource.kind}{did_you_mean(snake_case(name), known)}" for name in unknown
    ]
    if expression and not unknown:
        told.append("its field names are known: check the operators, and put texts in double quotes")
    return "; ".join([*told, f"known fields: {', '.join(sorted(known))}"])


def query_names(params: Mapping[str, object]) -> list[str]:
    """The names in the options ``sort`` and ``fields``."""
    found: list[str] = []
    for option in ("sort", "fields"):
        given = params.get(option)
        found += [str(name).strip() for name in given] if isinstance(given, list) else []
    return found
