# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Ansible edge: runs a module's logic, and tells its result or failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._client import Client
from ._connection import CONNECTION_OPTIONS, connect
from ._errors import Id360Error, bug_report
from ._info import make_query, query_options, read_records
from ._manage import Outcome, manage, predict
from ._requests import IMPORT_ERROR
from ._resource import Resource
from ._server import ACCOUNTS, API, may_have_secrets
from ._wish import Wish, make_wish

_NOT_ECHOED: dict[str, Any] = {"module_args": {}}
Logic = Callable[[AnsibleModule, Client], "dict[str, Any]"]


class DiscreetModule(AnsibleModule):  # type: ignore[misc, unused-ignore]
    """A module that does not echo a URL with a password in it, which is refused (ansible-core echoes before 2.21)."""

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        urls = [self.params.get(service.option) for service in (API, ACCOUNTS)]
        self.no_log_values.update(url for url in urls if isinstance(url, str) and may_have_secrets(url))
        super().fail_json(msg, **kwargs)


class QuietModule(DiscreetModule):
    """A module that neither echoes nor logs its options: they are whole lists of people, with their passwords."""

    def log(self, msg: str, log_args: dict[str, Any] | None = None) -> None:
        super().log("Invoked")

    def exit_json(self, **kwargs: Any) -> None:
        super().exit_json(invocation=_NOT_ECHOED, **kwargs)

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        super().fail_json(msg, invocation=_NOT_ECHOED, **kwargs)


def run(
    options: dict[str, dict[str, Any]], logic: Logic, *, kind: type[AnsibleModule] = DiscreetModule, **rules: Any
) -> None:
    """Run a module: its own ``options`` beside those of the connection, ``logic`` for its result, and ``rules`` for
    AnsibleModule, or another ``kind`` of it. Whatever goes wrong ends in one sentence."""
    module = kind(argument_spec={**CONNECTION_OPTIONS, **options}, supports_check_mode=True, **rules)
    if IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=IMPORT_ERROR)
    try:
        client = connect(module.params, read_only=module.check_mode, warn=module.warn, hide=module.no_log_values.add)
        result = logic(module, client)
    except Id360Error as error:
        module.fail_json(changed=bool(error.actions), **error.failure())
    except Exception as bug:
        module.fail_json(**bug_report(bug).failure())
    module.exit_json(**result)


def manage_record(module: AnsibleModule, client: Client, resource: Resource) -> dict[str, Any]:
    """The logic of a module that manages one record."""
    wish = make_wish(resource, module.params)
    (outcome,) = manage_outcomes(module, client, resource, [wish])
    return result_of(module, resource, outcome)


def manage_outcomes(module: AnsibleModule, client: Client, resource: Resource, wishes: list[Wish]) -> list[Outcome]:
    """Manage records one after the other, or in check mode predict it; a failure tells what was done before it."""
    act = predict if module.check_mode else manage
    outcomes: list[Outcome] = []
    for wish in wishes:
        try:
            outcomes.append(act(client, resource, wish, module.warn))
        except Id360Error as error:
            error.actions = [*(action for outcome in outcomes for action in outcome.actions), *error.actions]
            raise
    return outcomes


def result_of(module: AnsibleModule, resource: Resource, outcome: Outcome) -> dict[str, Any]:
    """An outcome as a module returns it."""
    result: dict[str, Any] = {
        "changed": bool(outcome.actions),
        resource.kind: outcome.record,
        "actions": outcome.actions,
    }
    if resource.members:
        result["members_added"] = list(outcome.members_added)
        result["members_removed"] = list(outcome.members_removed)
    if module._diff:
        result["diff"] = {"before": outcome.before, "after": outcome.after}
    return result


def run_info(resource: Resource) -> None:
    """Run a module that reads records."""

    def read(module: AnsibleModule, client: Client) -> dict[str, Any]:
        query = make_query(resource, module.params)
        lacks: list[str] = []
        try:
            records = read_records(client, resource, query, module.warn, lacks.append)
        except Id360Error as error:
            error.context = error.context or f"could not read {resource.kind}s"
            raise
        for lack in lacks:
            module.warn(lack)
        return {"changed": False, f"{resource.kind}s": records, "complete": not lacks}

    run(query_options(resource), read, mutually_exclusive=[("id", resource.keys[0], "filter")])
