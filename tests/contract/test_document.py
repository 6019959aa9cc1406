# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""openapi.yaml is valid, its examples are, and it has the calls, scopes and fields of docs/api.md and the simulator."""

from __future__ import annotations

from typing import Any

import pytest
from api_contract import Operation, document, resolved
from id360_simulator.api.routes import ROUTES
from id360_simulator.errors import ERRORS
from id360_simulator.state.schema import GROUPS, JOB_FIELDS, USERS
from openapi_spec_validator import validate

from ansible_collections.manageengine.id360.plugins.module_utils._scopes import SCOPES

CALLS = [(path, method) for path, item in document()["paths"].items() for method in item]


def schema(name: str) -> dict[str, Any]:
    return document()["components"]["schemas"][name]


def examples(content: dict[str, Any]) -> list[Any]:
    named = [resolved(example)["value"] for example in content.get("examples", {}).values()]
    return named + ([content["example"]] if "example" in content else [])


def test_the_document_is_valid() -> None:
    validate(document())


def test_the_calls_are_those_of_the_simulator() -> None:
    known = [(path, method.lower()) for method, path, _handler in ROUTES]
    assert sorted(CALLS) == sorted(known)


def test_the_scopes_are_those_of_the_page() -> None:
    # In the same order: docs/api.md writes {id} where a path has only one.
    routes = [(path, method.lower()) for method, path, _handler in ROUTES]
    written = [document()["paths"][path][method]["security"] for path, method in routes]
    listed = [" ".join(scope for requirement in one for scope in requirement["token"]) for one in written]
    assert listed == list(SCOPES.values())


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("SomeOfUser", USERS.fields),
        ("UserToCreate", USERS.writable),
        ("UserToUpdate", USERS.writable),
        ("SomeOfGroup", GROUPS.fields),
        ("GroupToCreate", GROUPS.writable),
        ("GroupToUpdate", GROUPS.writable),
        ("Job", (*JOB_FIELDS, "details")),
    ],
)
def test_the_fields_are_those_of_the_simulator(name: str, fields: Any) -> None:
    assert sorted(schema(name)["properties"]) == sorted(fields)


@pytest.mark.parametrize(("name", "fields"), [("User", USERS.fields), ("Group", GROUPS.fields)])
def test_all_fields_can_be_asked_for_and_sorted_by(name: str, fields: tuple[str, ...]) -> None:
    assert sorted(schema(f"{name}Fields")["items"]["enum"]) == sorted(fields)
    assert sorted(schema(f"{name}Sort")["items"]["enum"]) == sorted([*fields, *(f"-{field}" for field in fields)])


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_the_examples_are_as_their_schemas_say(path: str, method: str) -> None:
    called = Operation(path, method)
    given = {found["name"]: found["example"] for found in called.parameters if "example" in found}
    for rules, place in ((called.path, "path"), (called.query, "query")):
        rules.validate({name: value for name, value in given.items() if name in called.schemas(place)})
    for content_type, content in called.described.get("requestBody", {}).get("content", {}).items():
        assert examples(content)
        for example in examples(content):
            called.bodies[content_type].validate(example)
    for status, answer in called.described["responses"].items():
        for content_type, content in resolved(answer).get("content", {}).items():
            for example in examples(content):
                called.answers[status][content_type].validate(example)


def test_the_errors_are_those_of_the_simulator() -> None:
    printed = [example["value"] for example in document()["components"]["examples"].values()]
    for error in [example["error"] for example in printed if isinstance(example, dict) and "error" in example]:
        assert error["title"] == ERRORS[error["code"]][1]
