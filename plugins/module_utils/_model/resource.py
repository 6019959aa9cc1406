# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary in which a kind of record is described. Descriptions only: nothing is read or written here.

``Resource.read`` and ``Resource.write`` translate between the API's spelling and ours; between them everything is
snake_case, ids are strings, and an empty field is a missing one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .._api_response import Response
from .._errors import Id360Error, UnreadableResponse
from .._option_types import ID, TEXT
from .._text import as_count, as_id, as_text, json_type, snake_case, snake_case_keys
from .._values import (
    BOOLEANS,
    folded,
    is_address,
    is_no_value,
    is_plain,
    key_problem,
    normalized,
    path_segment,
    quoted,
    text_problem,
)


@dataclass(frozen=True)
class Field:
    """A field that can be written: the option ``name`` and, where they differ, the ``api`` name.

    ``type`` is the option's ("str" or "bool"; a boolean that is missing is false). ``is_email``: compared without case
    (ann@example.com and Ann@Example.com are one account). ``clearable``: an empty string clears it. ``is_person``: it
    holds the id of a user; the option also takes an email. ``is_key``: it can identify a record. ``listed``: a plain
    listing shows it. ``secret``: it is written, never read, and never shown.
    """

    name: str
    api: str = ""
    type: str = "str"
    clearable: bool = True
    is_email: bool = False
    is_person: bool = False
    is_key: bool = False
    listed: bool = True
    secret: bool = False

    @property
    def api_name(self) -> str:
        return self.api or self.name

    def canonical(self, value: Any) -> str:
        """The form in which two values are compared; empty and missing are equal."""
        if isinstance(value, str) and value.isascii() and self.type != "bool":  # nearly all
            return value.lower() if self.is_email else value
        if self.type == "bool":
            return as_text(bool(value))
        return folded(as_text(value)) if self.is_email else normalized(as_text(value))

    def same(self, one: Any, other: Any) -> bool:
        return one == other or self.canonical(one) == self.canonical(other)

    def spellings(self, value: str) -> list[str]:
        """The values to filter for, as the server may compare with case, or byte by byte: the given value, its
        canonical form, and the form with decomposed accents."""
        accents_apart = unicodedata.normalize("NFD", value)
        return list(dict.fromkeys([value, self.canonical(value), normalized(value), accents_apart]))

    def case_variants(self, value: str) -> list[str]:
        """More spellings for a single record: a leaver who is not found would keep the account."""
        if not self.is_email:
            return self.spellings(value)
        local, at, domain = value.lower().rpartition("@")
        usual = [
            value.upper(),
            f"{local.title()}{at}{domain}",
            f"{local.title()}{at}{domain.capitalize()}",
            f"{local}{at}{domain.upper()}",
        ]
        return list(dict.fromkeys([*self.spellings(value), *usual]))

    def validate(self, value: Any) -> None:
        """Raise Id360Error for a value that the field can't have, naming it unless it is a secret."""
        if self.type == "bool":
            return
        problem = self._problem(value)
        if problem:
            shown = f" {quoted(value)}" if value and not self.secret else ""
            raise Id360Error(f"{self.name}{shown} {problem}", option=self.name)

    def _problem(self, value: str) -> str:
        if not value:
            return "" if self.clearable else "is empty, but it can't be cleared"
        if value in BOOLEANS:
            return "is a boolean: quote it (YAML reads NO and YES so)"
        if self.is_key and is_no_value(value):
            return "stands for no value: leave it empty, or omit it"
        if not is_plain(value):
            problem = text_problem(value)
            if not problem and (self.is_key or self.is_person):
                problem = key_problem(value)
            if problem:
                return problem
        if (self.is_email or (self.is_person and "@" in value)) and not is_address(value):
            return "is not an email address"
        if self.is_person and "@" not in value:
            path_segment(value, self.name)
        return ""


@dataclass(frozen=True)
class Members:
    """A field with the ids of users, which the API replaces as a whole.

    ``count`` is the field with their number: a shorter list is incomplete. The server chooses the members of a record
    whose field ``managed_by_server`` is true.
    """

    field: str = "members"
    count: str = "members_count"
    managed_by_server: str = "is_dynamic"

    def known(self, record: Mapping[str, Any]) -> bool:
        """Whether a record, in our spelling, has all its members; missing is unknown, not empty."""
        members, count = record.get(self.field), as_count(record.get(self.count))
        return isinstance(members, list) and (count is None or len(members) >= count)


@dataclass(frozen=True)
class Toggle:
    """A field that is changed by separate calls: ``POST {item}/enable`` and ``POST {item}/disable``."""

    field: str
    on: int = 1
    off: int = 0


@dataclass(frozen=True)
class Resource:
    """A kind of record: its path and its fields.

    ``read_only`` are API names of fields that are never written, and ``probe_field`` is one that every record has and
    plain listings omit. ``holds_people``: the records that ``is_person`` fields refer to. ``from_template`` is the path
    for creation from a template, followed by the template's id. ``envelope`` is the key of a single record in a
    response, or None. ``key_is_unique``: the server refuses a second record with the same first key. ``titles`` are
    fields with a record's name for headers, in order of preference.
    """

    kind: str
    path: str
    fields: tuple[Field, ...]
    read_only: tuple[str, ...] = ()
    probe_field: str = ""
    holds_people: bool = False
    toggle: Toggle | None = None
    secret: Field | None = None
    from_template: str = ""
    members: Members | None = None
    envelope: str | None = "data"
    key_is_unique: bool = True
    titles: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the fields that can identify a record beside its id; no two records should share the first."""
        return tuple(field.name for field in self.fields if field.is_key)

    @property
    def secret_name(self) -> str:
        return self.secret.name if self.secret else ""

    @cached_property
    def only_with_fields(self) -> frozenset[str]:
        """The API names that a plain listing leaves out."""
        return frozenset([self.probe_field, *(field.api_name for field in self.fields if not field.listed)]) - {""}

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields that can be written, by the names of their options."""
        return {field.name: field for field in self.fields}

    @cached_property
    def by_api(self) -> dict[str, str]:
        """The names of the options by the API's."""
        return {field.api_name: field.name for field in self.fields}

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The names of the fields that hold the id of a user."""
        return tuple(field.name for field in self.fields if field.is_person)

    @cached_property
    def free_texts(self) -> frozenset[str]:
        """The names of the fields that any text may be in."""
        free = (field for field in self.fields if not (field.is_key or field.is_email or field.is_person))
        return frozenset(field.name for field in free if field.type == "str" and field.clearable)

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return ("id", *self.people)

    def field(self, name: str) -> Field:
        return self.by_name[name]

    def item(self, record_id: str) -> str:
        """The path of one record; an id that would leave its path is refused."""
        return f"{self.path}/{path_segment(record_id, 'id')}"

    @cached_property
    def all_fields(self) -> str:
        """All known fields, for the parameter ``fields``."""
        toggled = (self.toggle.field,) if self.toggle else ()
        members = (self.members.field,) if self.members else ()
        return ",".join((*self.read_only, *(field.api_name for field in self.fields), *toggled, *members))

    @cached_property
    def _api_names(self) -> dict[str, str]:
        return {snake_case(api): api for api in self.all_fields.split(",")}

    @property
    def names(self) -> Collection[str]:
        """The names of all known fields, in our spelling."""
        return self._api_names.keys()

    def api_name(self, name: str) -> str:
        """The API's name of a field in either spelling; one that is not known is passed on as it is."""
        return self._api_names.get(name) or self._api_names.get(snake_case(name), name)

    def whole(self, api_record: Mapping[str, Any]) -> bool:
        """Whether a listed record, in the API's spelling, was read whole; what it lacks is then empty, not unknown.

        A record with a field that a plain listing leaves out shows that the server honoured ``fields``.
        """
        return not self.only_with_fields or not self.only_with_fields.isdisjoint(api_record)

    def read(self, api_record: Mapping[str, Any]) -> dict[str, Any]:
        """A record from the API in our spelling; raises UnreadableResponse as ``translate`` does, and without an id."""
        record = self.translate(api_record)
        if not record.get("id"):
            raise UnreadableResponse(f"the server sent a {self.kind} without an id", Response("", self.path))
        return record

    def translate(self, api_record: Mapping[str, Any]) -> dict[str, Any]:
        """A record, or some fields of one, in our spelling, unknown keys included, without the secret.

        Raises UnreadableResponse for a key of a type that keys do not have, as such a record can't be identified. Ids
        were validated when the response was read.
        """
        record: dict[str, Any] = snake_case_keys(api_record)
        record.pop(self.secret_name, None)
        for name in self._ids:
            if name in record:
                record[name] = as_id(record[name])
        for name in self.keys:
            if not isinstance(record.get(name, ""), (str, type(None))):
                what = f"the server sent a {self.kind} with {json_type(record[name])} as its {name}"
                raise UnreadableResponse(f"{what}: check whether url leads to the ID360 API", Response("", self.path))
        name = self.members.field if self.members else ""
        if isinstance(record.get(name), list):
            record[name] = [as_id(member) for member in record[name]]
        return record

    def write(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values in our spelling as a body for the API."""
        return {self.api_name(name): value for name, value in values.items()}


class Existing(NamedTuple):
    """A record as it was read, in our spelling. Where it is not ``whole``, a field that it lacks is unknown."""

    record: dict[str, Any]
    whole: bool = True


def field_options(resource: Resource) -> dict[str, dict[str, Any]]:
    """The options of the fields that can be written."""

    def kind(field: Field) -> str:
        return field.type if field.type != "str" else ID if field.is_person else TEXT

    return {field.name: {"type": kind(field)} for field in resource.fields}
