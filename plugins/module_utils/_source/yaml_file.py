# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries from a YAML file: a list of mappings whose values are strings (null: not managed).

PyYAML composes nodes, which have their position and the type that YAML resolves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ansible.module_utils.basic import missing_required_lib

from .._errors import Id360Error
from .._local.encoding import decode_utf8
from .._problems import Place, Problem
from .source import ALL_NAMES, KnownNames, Source

try:
    import yaml
except ImportError:
    yaml = None  # type: ignore[assignment, unused-ignore]

_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"(0|[1-9][0-9]*)\Z")  # 010 is another number in YAML than its digits say
_Positions = dict[str, tuple[int, int]]  # line and column by option, and of the entry under ""
_Mark = tuple[int, _Positions]  # the number of an entry, and what is where in it


def yaml_entries(content: bytes, named: str, names: KnownNames = ALL_NAMES) -> Source:
    """The entries in the content of a file; raises Id360Error for what is no list."""
    if yaml is None:
        raise Id360Error(f"{named}: {missing_required_lib('PyYAML')}")
    text = decode_utf8(content, named)
    try:
        # libyaml's, where PyYAML has it, is many times as fast
        document = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise Id360Error(f"{named}{_mark(error)}: it is not YAML: {getattr(error, 'problem', '')}") from None
    except RecursionError:
        raise Id360Error(f"{named} is nested too deeply") from None
    if not isinstance(document, yaml.SequenceNode):
        raise Id360Error(f"{named} is not a YAML list")

    def where(mark: _Mark, name: str) -> Place:
        number, positions = mark
        line, column = positions.get(name, positions[""])
        return Place(named, f"line {line}, column {column}", number, name)

    problems: list[Problem] = []

    def entries() -> Iterator[tuple[_Mark, dict[str, str]]]:
        for number, node in enumerate(document.value, 1):
            values, positions, wrong = _entry(node, names)
            problems.extend(Problem(message, where((number, positions), name)) for name, message in wrong)
            if not wrong:
                yield (number, positions), values

    return Source(entries(), where, problems)


def _mark(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _entry(node: Any, names: KnownNames) -> tuple[dict[str, str], _Positions, list[tuple[str, str]]]:
    """The values of an entry, their positions, and what is wrong with it."""
    positions: _Positions = {"": (node.start_mark.line + 1, node.start_mark.column + 1)}
    if not isinstance(node, yaml.MappingNode):
        return {}, positions, [("", "it is not a mapping")]
    values: dict[str, str] = {}
    wrong = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            wrong.append(("", "one of its keys is not a text"))
            continue
        if key.tag == f"{_TAG}merge":
            wrong.append(("", "it merges another mapping (<<): write its keys here"))
            continue
        name, kind = str(key.value), value.tag.removeprefix(_TAG)
        if names.only is not None and name not in names.only:
            continue
        if name in positions:
            wrong.append((name, f"{name} is given more than once"))
        positions[name] = (value.start_mark.line + 1, value.start_mark.column + 1)
        if kind == "str" or (kind == "int" and name in names.ids and _WHOLE.match(value.value)):
            values[name] = value.value
        elif not isinstance(value, yaml.ScalarNode):
            what = "a list" if isinstance(value, yaml.SequenceNode) else "a mapping"
            wrong.append((name, f"{name} is {what}, not a text: set a single value, and quote it"))
        elif kind != "null":
            label = names.label(name, value.value)
            wrong.append((name, f"{label} is not a text, as YAML reads it as {kind}: quote it"))
    return values, positions, wrong
