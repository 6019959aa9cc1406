# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validates the variables of a role or playbook, and converts the strings of surveys and command lines to their types.
Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.manageengine.id360.plugins.module_utils._option_types import NAMES, PEOPLE

_LONGEST_SHOWN = 100
_OMITTED = re.compile(r"__omit_place_holder__\w+\Z")  # what ansible-core before 2.19 has for omit
# Ansible's own variables of a host and of the run
_MAGIC = {"_task", "group_names", "groups", "hostvars", "omit", "play_hosts", "playbook_dir", "vars"}
_MAGIC |= {"inventory_dir", "inventory_file", "inventory_hostname", "inventory_hostname_short"}
_MAGIC |= {"role_name", "role_names", "role_path", "role_uuid"}
_FOUND_OUT = {"ansible_facts", "ansible_local", "ansible_delegated_vars", "ansible_loop", "ansible_loop_var"}
_KINDS = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "a dictionary"}


def check_variables(
    spec: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any], prefix: str
) -> tuple[dict[str, Any], list[str]]:
    """The values by name, and what is wrong with them, a sentence each that names the variable.

    ``spec`` has for each name its ``kind``, and if need be ``default``, ``required``, ``choices`` and ``minimum``.
    ``given`` are values by name. One that is not given, blank or None has the default.
    """
    values: dict[str, Any] = {}
    problems = []
    for name, rule in spec.items():
        value, variable = given.get(name), prefix + name
        if is_blank(value):
            values[name] = rule.get("default")
            if rule.get("required"):
                problems.append(f"{variable} is required, but missing or empty")
            continue
        try:
            values[name] = _READERS[rule["kind"]](value, rule)
        except ValueError as error:
            problems.append(f"{variable} {error}")
    return values, problems


def is_blank(value: Any) -> bool:
    """Whether a value is as good as none: a survey hands in "" for a question that was not answered."""
    return value is None or (isinstance(value, str) and (not value.strip() or bool(_OMITTED.match(value))))


def own_variables(variables: Mapping[str, Any], besides: Iterable[str]) -> dict[str, Any]:
    """What may tell a host from another: its variables, such as the address of a tenant or a token, by whatever name
    they go, and the environment of its tasks; not what Ansible or a task found out, nor those in ``besides``."""
    facts = {f"ansible_{name}" for name in variables.get("ansible_facts") or {}} | _FOUND_OUT
    return {
        name: value
        for name, value in variables.items()
        if name not in facts
        and name not in besides
        and name not in _MAGIC
        and not _is_result(value)
        # what Ansible sets where the inventory has no address for the host
        and not (name in ("ansible_host", "ansible_ssh_host") and value == variables.get("inventory_hostname"))
    }


def host_digest(values: Any) -> str:
    """A digest of the values of a role on a host, and of all that may tell it from another. Two hosts with the same one
    do the same work."""
    return sha256(json.dumps(_plain(values), sort_keys=True).encode()).hexdigest()


def _is_result(value: Any) -> bool:
    """Whether a value is what a task registered."""
    return isinstance(value, Mapping) and isinstance(value.get("changed"), bool)


def split_lines(text: str) -> list[str]:
    """The names in a text with one on each line. (A name may have a comma in it.)"""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _text(value: Any, _rule: Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    raise ValueError(f"is {_shown(value)}, not a text: quote it")


def _secret(value: Any, _wanted: Mapping[str, Any]) -> str:
    """A text that no message shows."""
    if not isinstance(value, str):
        raise ValueError("is not a text: quote it")
    return value


def _text_or_number(value: Any, rule: Mapping[str, Any]) -> str:
    """An id, say."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value, rule)


def _boolean(value: Any, _rule: Mapping[str, Any]) -> bool:
    try:
        return bool(boolean(value.strip() if isinstance(value, str) else value))
    except TypeError:
        raise ValueError(f"is {_shown(value)}, not a boolean: use true or false") from None


def _integer(value: Any, rule: Mapping[str, Any]) -> int:
    text = value.strip() if isinstance(value, str) else repr(value)
    if not re.match(r"[+-]?[0-9]{1,18}(\.0)?\Z", text):
        raise ValueError(f"is {_shown(value)}, not a whole number")
    number = int(text.partition(".")[0])
    if number < rule.get("minimum", number):
        raise ValueError(f"{number} must be at least {rule['minimum']}")
    return number


def _choice(value: Any, rule: Mapping[str, Any]) -> str:
    text = value.strip() if isinstance(value, str) else value
    if text not in rule["choices"]:
        raise ValueError(f"is {_shown(value)}, which is not one of {', '.join(rule['choices'])}")
    return str(text)


def _choices(value: Any, rule: Mapping[str, Any]) -> list[str]:
    return [_choice(item, rule) for item in _list(value, PEOPLE)]


def _date(value: Any, rule: Mapping[str, Any]) -> str:
    text = value.date().isoformat() if isinstance(value, datetime) else _text(value, rule).strip()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2026-11-30") from None


def _people(value: Any, _rule: Mapping[str, Any]) -> list[str]:
    """The module validates whether they are emails or ids."""
    return _texts(value, PEOPLE)


def _names(value: Any, _rule: Mapping[str, Any]) -> list[str]:
    return _texts(value, NAMES)


def _texts(value: Any, split: Callable[[str], list[str]]) -> list[str]:
    items = _list(value, split)
    for number, item in enumerate(items, 1):
        if not isinstance(item, str) and (not isinstance(item, int) or isinstance(item, bool)):
            raise ValueError(f"contains {_shown(item)} as entry {number}, which is not a text: quote it")
    return [str(item).strip() for item in items]


def _list(value: Any, split: Callable[[str], list[str]]) -> list[Any]:
    if isinstance(value, str):
        text = value.removeprefix("\ufeff")  # of a file that a lookup has read
        return list(_parsed(text, list)) if text.lstrip().startswith("[") else split(text)
    if isinstance(value, (list, tuple)):
        return list(value)
    raise ValueError(f"is {_shown(value)}, not a list or a text")


def _dictionary(value: Any, rule: Mapping[str, Any]) -> dict[str, Any]:
    found = _parsed(value, dict)
    missing = [key for key in rule.get("keys", ()) if is_blank(found.get(key))]
    if missing:
        raise ValueError(f"does not contain {' and '.join(missing)}")
    return found  # type: ignore[no-any-return]


def _dictionary_of_texts(value: Any, _rule: Mapping[str, Any]) -> dict[str, str]:
    found = _parsed(value, dict)
    for key, text in found.items():
        if not isinstance(text, str):
            raise ValueError(f"maps {str(key)!r} to {_shown(text)}, which is not a text: quote it")
    return {str(key): str(text) for key, text in found.items()}


def _dictionaries(value: Any, _rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = _parsed(value, list)
    for number, item in enumerate(found, 1):
        if not isinstance(item, Mapping):
            raise ValueError(f"contains {_named(item)} as entry {number}, which is not a dictionary")
    return found  # type: ignore[no-any-return]


def _parsed(value: Any, kind: type) -> Any:
    """A list or a dictionary, as it is or as JSON. Its values may be secrets, and are never shown."""
    expected = _KINDS[kind]
    found = value
    if isinstance(value, str):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError) as error:
            where = f", line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise ValueError(f"is a text that is not JSON{where}: set {expected}, or JSON") from None
    if not isinstance(found, Mapping if kind is dict else (list, tuple)):
        raise ValueError(f"is {_named(found)}, not {expected}")
    return _plain(found)


def _plain(value: Any) -> Any:
    """A value of plain types alone, which any ansible-core can keep as a fact."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return _text(value, {})
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)


def _named(value: Any) -> str:
    return next((named for kind, named in _KINDS.items() if isinstance(value, kind)), "a text")


def _shown(value: Any) -> str:
    """A value in a message. What is in a list or a dictionary may be a secret."""
    if isinstance(value, (list, tuple, Mapping)) or value is None:
        return "null" if value is None else _named(list(value) if isinstance(value, tuple) else value)
    text = repr(str(value)) if not isinstance(value, (bool, int, float)) else f"the {_named(value)[2:]} {value}"
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


_READERS: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "text": _text,
    "secret": _secret,
    "text_or_number": _text_or_number,
    "boolean": _boolean,
    "integer": _integer,
    "choice": _choice,
    "choices": _choices,
    "date": _date,
    "people": _people,
    "names": _names,
    "dictionary": _dictionary,
    "dictionary_of_texts": _dictionary_of_texts,
    "dictionaries": _dictionaries,
}
KINDS: Iterable[str] = tuple(_READERS)
