# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task that makes one record as declared, as YAML to be copied into a playbook. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._text import UNSEEN

from .findings import Finding, only

_FIELDS = {"user": {*USER.by_name, "template"}, "group": set(GROUP.by_name)}
_TEMPLATE = re.compile(r"\{[{%#]")


def correcting_task(finding: Finding, new_users: Mapping[str, str]) -> str:
    """The task that corrects a finding. ``new_users``: emails of users without an id, by what the finding shows.

    "" if there is none: for a failed finding, for one with only a password, and for a disabled account, which no task
    can create, and which is not deleted because a list lacks it.
    """
    options, verb = _options(finding, new_users)
    if not options:
        return ""
    name = f"{verb} {finding.kind} {finding.key}"
    if _TEMPLATE.search(name):
        name = f"{verb} {finding.kind} {finding.id or ''}".rstrip()
    lines = [f"- name: {_quoted(name)}", f"  manageengine.id360.id360_{finding.kind}:", *_lines(options, "    ")]
    if USER.secret_name in finding.after:
        lines.append(f"    # {USER.secret_name} is in the declaration, and in no report")
    return "\n".join(lines) + "\n"


def _options(finding: Finding, new_users: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    if finding.finding == "extra":
        if finding.declared:
            return {"id": finding.id, "state": "absent"}, "Delete"
        return ({"id": finding.id, "state": "disabled"} if finding.status != "disabled" else {}), "Disable"
    if finding.finding == "missing":
        return (_create(finding, new_users) if "create" in finding.actions else {}), "Create"
    options = _update(finding, new_users) if finding.finding == "different" else {}
    return ({"id": finding.id, **options} if options else {}), "Update"


def _create(finding: Finding, new_users: Mapping[str, str]) -> dict[str, Any]:
    after = finding.after
    options = {name: _with_emails(value, new_users) for name, value in after.items() if name in _FIELDS[finding.kind]}
    if after.get("members"):
        options["members"] = {"set": _with_emails(after["members"], new_users)}
    if after.get("status") == "disabled":
        options["create_disabled"] = True
    return options


def _update(finding: Finding, new_users: Mapping[str, str]) -> dict[str, Any]:
    before, after = finding.before, finding.after
    options = {
        name: _with_emails(after.get(name, ""), new_users) for name in finding.fields if name in _FIELDS[finding.kind]
    }
    if "members" in finding.fields:
        changed = {"add": only(after, before, "members"), "remove": only(before, after, "members")}
        options["members"] = {name: _with_emails(people, new_users) for name, people in changed.items() if people}
    if after.get("status") in ("enabled", "disabled"):
        options["state"] = after["status"]
    return options


def _with_emails(value: Any, new_users: Mapping[str, str]) -> Any:
    """A value, or the values of a list, with the emails of new users."""
    if isinstance(value, list):
        return [_with_emails(item, new_users) for item in value]
    return new_users.get(value, value) if isinstance(value, str) else value


def _lines(options: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for name, value in options.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list):
            lines += [f"{indent}{name}:", *(f"{indent}  - {_quoted(item)}" for item in value)]
        else:
            plain = name in ("state", "create_disabled")
            lines.append(f"{indent}{name}: {_plain(value) if plain else _quoted(value)}")
    return lines


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _quoted(value: Any) -> str:
    """A value as YAML. What Ansible would evaluate as a template is marked as ``!unsafe``."""
    text = json.dumps(value, ensure_ascii=False)
    text = UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return f"!unsafe {text}" if _TEMPLATE.search(text) else text
