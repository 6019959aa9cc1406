# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries as people type them. Names of fields are in the API's spelling or in that of the options; values are the
API's, and a comparison with a value that a field never has is refused, as it would find nothing, or everything. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .._errors import Id360Error
from .._text import snake_case
from .._values import did_you_mean, quoted, shortened
from .resource import Resource, Toggle

_QUOTED = r'"(?:[^"\\]|\\.)*"?'
# A quoted value, or an attribute: the name before an operator.
_PART = re.compile(rf"{_QUOTED}|([A-Za-z_][\w.]*)(?=\[|\s+(?:eq|ne|co|sw|ew|pr|gt|ge|lt|le)\b)", re.IGNORECASE)
# A quoted value, or a comparison: a field, an operator and a value.
_COMPARISON = re.compile(
    rf'{_QUOTED}|([A-Za-z_]\w*)\s+(eq|ne|co|sw|ew|gt|ge|lt|le)\s+({_QUOTED}|[^\s()\[\]"]+)', re.IGNORECASE
)
_OPERATORS = "eq, ne, co, sw, ew, gt, ge, lt, le and pr, combined with and, or and not"
_ORDERING = ("gt", "ge", "lt", "le")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WORDS_OF_ON = ("enabled", "enable", "active", "true", "on", "yes")
_WORDS_OF_OFF = ("disabled", "disable", "inactive", "false", "off", "no")


def api_filter(resource: Resource, expression: str) -> str:
    """A SCIM filter with the API's names of fields; quoted values are left alone. See ``validate_filter``."""
    return _PART.sub(lambda part: api_attribute(resource, part[1]) if part[1] else part[0], expression)


def validate_filter(resource: Resource, expression: str, option: str = "filter") -> None:
    """Raise Id360Error for a comparison with a value of a kind that the field never has, with what to write instead."""
    for part in _COMPARISON.finditer(expression):
        name, verb, value = part.groups()
        expected = _expected(resource, name, verb.lower(), value) if name else ""
        if expected:
            raise Id360Error(
                f"{option} compares {name} with {shortened(value)}, but the API has {expected}", option=option
            )


def _expected(resource: Resource, name: str, verb: str, value: str) -> str:
    """Why a field never has this ``value``, and what to compare it with instead; "" if it may have it."""
    known, plain = snake_case(name), value.strip('"')
    if value == "null":
        return ""
    if resource.toggle and known == resource.toggle.field:
        return _expected_of_toggle(resource.toggle, name, verb, plain)
    members = resource.members.field if resource.members else ""
    if known in (*resource.people, members):
        what = "the ids of users" if known == members else "the id of a user"
        how = f'write {name} {verb} "ID", with the id that id360_user_info returns for this email'
        return f"{what} there: {how}" if "@" in plain else ""
    field = resource.by_name.get(known)
    if field is None:
        return ""
    if field.type == "bool":
        meant = "true" if plain.lower() in _WORDS_OF_ON else "false"
        return "" if value in ("true", "false") else f"true or false there: write {name} {verb} {meant}"
    is_text = value.startswith('"') or not (_NUMBER.fullmatch(value) or value.lower() in ("true", "false"))
    return "" if is_text else f'a text there: write {name} {verb} "{value}"'


def _expected_of_toggle(toggle: Toggle, name: str, verb: str, plain: str) -> str:
    if plain in (str(toggle.on), str(toggle.off)) or (verb in _ORDERING and _NUMBER.fullmatch(plain)):
        return ""
    values = f"{toggle.on} (enabled) or {toggle.off} (disabled) there"
    for words, meant in ((_WORDS_OF_ON, toggle.on), (_WORDS_OF_OFF, toggle.off)):
        if plain.lower() in words:
            return f"{values}: write {name} {'ne' if verb == 'ne' else 'eq'} {meant}"
    return f"{values}: write {name} eq {toggle.on} or {name} eq {toggle.off}"


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
    """For a query that the server refused: the query, which of its names are not known, and all that are known."""
    known = resource.names
    names_used = [*attributes(expression), *names]
    unknown = [name for name in names_used if snake_case(name.lstrip("-").split(".")[0]) not in known]
    parts = [f"{option} is {quoted(expression)}"] if expression else []
    parts += [
        f"{name} is not a known field of a {resource.kind}{did_you_mean(snake_case(name), known)}" for name in unknown
    ]
    if expression and not unknown:
        parts.append(f"its field names are known: the operators are {_OPERATORS}, and texts are in double quotes")
    return "; ".join([*parts, f"known fields: {', '.join(sorted(known))}"])


def query_names(params: Mapping[str, object]) -> list[str]:
    """The names in the options ``sort`` and ``fields``."""
    found: list[str] = []
    for option in ("sort", "fields"):
        given = params.get(option)
        found += [str(name).strip() for name in given] if isinstance(given, list) else []
    return found
