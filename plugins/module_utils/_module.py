# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Ansible edge: runs a module as AnsibleModule, and the logic that modules have in common."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._client import Client
from ._errors import Id360Error
from ._info import make_query, query_options, read_records
from ._manage import Outcome, manage, predict
from ._requests import IMPORT_ERROR
from ._resource import Resource
from ._shell import NOT_ECHOED, Module, Shell, perform, urls_with_secrets
from ._wish import Wish, make_wish


class DiscreetModule(AnsibleModule):  # type: ignore[misc, unused-ignore]
    """A module that neither logs nor echoes a URL with a password in it, which is refused (ansible-core echoes before
    2.21)."""

    def log(self, msg: str, log_args: dict[str, Any] | None = None) -> None:
        if urls_with_secrets(self.params):  # parts of one may be anywhere in the text
            super().log("Invoked")
        else:
            super().log(msg, log_args)

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        self.no_log_values.update(urls_with_secrets(self.params))
        super().fail_json(msg, **kwargs)


class QuietModule(DiscreetModule):
    """A module that neither echoes nor logs its options."""

    def log(self, msg: str, log_args: dict[str, Any] | None = None) -> None:
        super().log("Invoked")

    def exit_json(self, **kwargs: Any) -> None:
        super().exit_json(invocation=NOT_ECHOED, **kwargs)

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        super().fail_json(msg, invocation=NOT_ECHOED, **kwargs)


def run(module: Module) -> None:
    """Run a module in a process of its own, as Ansible starts it."""
    kind = QuietModule if module.quiet else DiscreetModule
    ansible = kind(argument_spec=module.argument_spec, supports_check_mode=True, **module.rules)
    if IMPORT_ERROR:
        ansible.fail_json(msg=missing_required_lib("requests"), exception=IMPORT_ERROR)
    shell = Shell(
        ansible.params,
        ansible.check_mode,
        ansible._diff,
        ansible.warn,
        ansible.no_log_values.add,
        cancelled=_heeded,
    )
    result = perform(module, shell)
    if result.pop("failed", False):
        ansible.fail_json(**result)
    ansible.exit_json(**result)


def _heeded(_signal: int) -> None:
    """The result says that the work was cancelled, and the process ends by itself."""


def manage_record(shell: Shell, client: Client, resource: Resource) -> dict[str, Any]:
    """The logic of a module that manages one record."""
    wish = make_wish(resource, shell.params)
    (outcome,) = manage_outcomes(shell, client, resource, [wish])
    return result_of(shell, resource, outcome)


def manage_outcomes(shell: Shell, client: Client, resource: Resource, wishes: list[Wish]) -> list[Outcome]:
    """Manage records one after the other, or in check mode predict it; a failure tells what was done before it."""
    act = predict if shell.check_mode else manage
    outcomes: list[Outcome] = []
    for wish in wishes:
        try:
            outcomes.append(act(client, resource, wish, shell.warn))
        except Id360Error as error:
            error.actions = [*(action for outcome in outcomes for action in outcome.actions), *error.actions]
            raise
    return outcomes


def result_of(shell: Shell, resource: Resource, outcome: Outcome) -> dict[str, Any]:
    """An outcome as a module returns it."""
    result: dict[str, Any] = {
        "changed": bool(outcome.actions),
        resource.kind: outcome.record,
        "actions": outcome.actions,
    }
    if resource.members:
        result["members_added"] = list(outcome.members_added)
        result["members_removed"] = list(outcome.members_removed)
    if shell.diff:
        result["diff"] = {"before": outcome.before, "after": outcome.after}
    return result


def info_module(resource: Resource) -> Module:
    """A module that reads records."""

    def read(shell: Shell, client: Client) -> dict[str, Any]:
        query = make_query(resource, shell.params)
        lacks: list[str] = []
        try:
            records = read_records(client, resource, query, shell.warn, lacks.append)
        except Id360Error as error:
            error.context = error.context or f"could not read {resource.kind}s"
            raise
        for lack in lacks:
            shell.warn(lack)
        return {"changed": False, f"{resource.kind}s": records, "complete": not lacks}

    rules = {"mutually_exclusive": [("id", resource.keys[0], "filter")]}
    return Module(query_options(resource), read, rules=rules)
