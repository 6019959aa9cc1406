# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries of a list, each the options of a module that manages one record, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._errors import Id360Error
from .._model.desired import Desired, make_desired
from .._model.group import GROUP_OPTIONS
from .._model.resource import Resource
from .._model.user import USER_OPTIONS
from .._option_types import dictionary_problem
from .._problems import Problem
from .._source.source import Source
from .._values import did_you_mean

# The options of an entry: those of the module for one record, except match_by, which is an option of the task.
ENTRY_OPTIONS = {
    "user": {name: option for name, option in USER_OPTIONS.items() if name != "match_by"},
    "group": GROUP_OPTIONS,
}


class Entry(NamedTuple):
    """One entry as a desired record, with its ``mark`` for ``Source.where``."""

    desired: Desired
    mark: Any


def make_entries(
    resource: Resource, options: Mapping[str, Any], source: Source, match_by: Iterable[str] | None
) -> tuple[list[Entry], list[Problem]]:
    """The entries of a source, and what is wrong with the others."""
    options = {name: spec for name, spec in options.items() if name != "match_by"}
    validators = {name: ArgumentSpecValidator({name: spec}) for name, spec in options.items()}
    plain = {field.name for field in resource.fields if field.type == "str"}
    defaults = {"match_by": match_by, **{name: spec["default"] for name, spec in options.items() if "default" in spec}}
    entries: list[Entry] = []
    problems: list[Problem] = []
    for mark, given in source.entries:
        params: Mapping[str, Any] = given
        if not plain.issuperset(given) or not {str}.issuperset(map(type, given.values())):
            params, wrong = _validated(options, validators, given)
            if wrong:
                problems += [Problem(message, source.where(mark, name)) for name, message in wrong]
                continue
        try:
            entries.append(Entry(make_desired(resource, {**defaults, **params}), mark))
        except Id360Error as error:
            problems.append(Problem(error.message, source.where(mark, error.option)))
    return entries, [*source.problems, *problems]


def _validated(
    options: Mapping[str, Any], validators: Mapping[str, ArgumentSpecValidator], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The options of an entry as Ansible makes them, and what is wrong with them, each with the option's name."""
    params: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for name, value in given.items():
        if name not in validators:
            wrong.append((name, f"there is no option {name}{did_you_mean(name, validators)}"))
            continue
        checked = validators[name].validate({name: value})
        problem = dictionary_problem({name: options[name]}, checked.validated_parameters)
        wrong += [(name, message) for message in ([problem] if problem else checked.error_messages)]
        params.update(checked.validated_parameters)
    return params, wrong
