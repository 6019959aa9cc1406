# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SCIM filters (RFC 7644, 3.4.2.2): parsed by scim2-filter-parser, compiled to functions on records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from scim2_filter_parser import ast  # type: ignore[import-untyped]
from scim2_filter_parser.lexer import SCIMLexer  # type: ignore[import-untyped]
from scim2_filter_parser.parser import SCIMParser, SCIMParserError  # type: ignore[import-untyped]

from .comparisons import FilterError, Predicate, compare

# The library's lexer ends a string at the first quote, escaped or not, reads one digit as a number, and does not
# tell true from "true". So each JSON value goes through it as a string that holds the value's number.
_VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.$:-])(?:-?\d+(?:\.\d+)?|true|false|null)(?![\w.$:-])')


@lru_cache(maxsize=256)
def compile_filter(text: str, attributes: frozenset[str], case_sensitive: bool = True) -> Predicate:
    """A function that returns whether a record matches the filter."""
    values: list[Any] = []

    def number(found: re.Match[str]) -> str:
        values.append(json.loads(found.group(), strict=False))
        return f'"{len(values) - 1}"'

    try:
        tree = SCIMParser().parse(SCIMLexer().tokenize(_VALUE.sub(number, text)))
        if tree is None:
            raise FilterError(text)
        return _Compiler(values, attributes, case_sensitive).compile(tree)
    except (SCIMParserError, ValueError, IndexError, RecursionError) as error:
        raise FilterError(text) from error


class _Compiler:
    def __init__(self, values: list[Any], attributes: frozenset[str], case_sensitive: bool) -> None:
        self.values = values
        self.attributes = attributes
        self.case_sensitive = case_sensitive

    def compile(self, node: Any, parent: str | None = None) -> Predicate:
        if isinstance(node, ast.Filter):
            parent = _path(node.namespace, self.attributes)[0] if node.namespace else parent
            inside = self.compile(node.expr, parent)
            return (lambda record: not inside(record)) if node.negated else inside
        if isinstance(node, ast.LogExpr):
            return self._any(_alternatives(node), parent)
        if isinstance(node, ast.AttrExpr):
            return self._comparison(node, parent)
        raise FilterError(type(node).__name__)

    def _any(self, alternatives: Iterator[list[Any]], parent: str | None) -> Predicate:
        """`a eq "x" or a eq "y" and … or …` becomes one look into a dictionary: such filters are long."""
        choices: dict[str, dict[str, list[Predicate]]] = {}
        tests: list[Predicate] = []
        for chain in alternatives:
            operands = [part for operand in chain for part in _conjunction(operand)]
            place, equality = self._first_equality(operands, parent)
            if equality is None:
                tests.append(self._all(operands, parent))
            else:
                name, value = equality
                rest = self._all(operands[:place] + operands[place + 1 :], parent)
                choices.setdefault(name, {}).setdefault(self._fold(value), []).append(rest)
        tests += [self._look_up(name, tests_of_value) for name, tests_of_value in choices.items()]
        return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)

    def _all(self, operands: list[Any], parent: str | None) -> Predicate:
        tests = [self.compile(operand, parent) for operand in operands]
        return tests[0] if len(tests) == 1 else lambda record: all(test(record) for test in tests)

    def _first_equality(self, operands: list[Any], parent: str | None) -> tuple[int, tuple[str, str] | None]:
        for place, operand in enumerate(operands):
            equality = self._equality(operand, parent)
            if equality is not None:
                return place, equality
        return 0, None

    def _equality(self, node: Any, parent: str | None) -> tuple[str, str] | None:
        node = _bare(node)
        if not (isinstance(node, ast.AttrExpr) and node.value.lower() == "eq"):
            return None
        names = _path(node.attr_path, self.attributes, parent)
        value = self._value(node)
        return (names[0], value) if len(names) == 1 and isinstance(value, str) else None

    def _look_up(self, name: str, tests_of_value: dict[str, list[Predicate]]) -> Predicate:
        fold = self._fold

        def test(record: dict[str, Any]) -> bool:
            value = record.get(name)
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, str):
                    for rest in tests_of_value.get(fold(item), ()):
                        if rest(record):
                            return True
            return False

        return test

    def _value(self, node: Any) -> Any:
        return self.values[int(node.comp_value.value)]

    def _comparison(self, node: Any, parent: str | None) -> Predicate:
        verb = node.value.lower()
        value = None if verb == "pr" else self._value(node)
        return compare(_path(node.attr_path, self.attributes, parent), verb, value, self.case_sensitive)

    def _fold(self, text: str) -> str:
        return text if self.case_sensitive else text.casefold()


def _alternatives(node: Any) -> Iterator[list[Any]]:
    """The operands of an unbracketed chain, parted at each `or`.

    The library gives `and` and `or` the same weight, from left to right; SCIM lets `and` bind stronger.
    """
    chain: list[tuple[str, Any]] = []
    while isinstance(node, ast.LogExpr):
        chain.append((node.op.lower(), node.expr2))
        first = node.expr1
        # Brackets show as a Filter in a Filter; without them the chain goes on.
        node = first.expr if isinstance(first.expr, ast.LogExpr) and not first.negated else first
    operands = [node]
    for word, operand in reversed(chain):
        if word == "or":
            yield operands
            operands = []
        operands.append(operand)
    yield operands


def _bare(node: Any) -> Any:
    """A node without the brackets around it."""
    while isinstance(node, ast.Filter) and not node.negated and not node.namespace:
        node = node.expr
    return node


def _conjunction(node: Any) -> list[Any]:
    """The operands of a bracketed `and`; the node alone where it is something else."""
    inside = _bare(node)
    alternatives = list(_alternatives(inside)) if isinstance(inside, ast.LogExpr) else []
    return alternatives[0] if len(alternatives) == 1 else [node]


def _path(node: Any, attributes: frozenset[str], parent: str | None = None) -> tuple[str, ...]:
    name = node.attr_name
    if not isinstance(name, str) or node.uri or (parent or name) not in attributes:
        raise FilterError(str(name))
    path = (parent, name) if parent else (name,)
    return (*path, node.sub_attr.value) if node.sub_attr else path
