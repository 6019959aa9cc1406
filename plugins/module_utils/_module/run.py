# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module as AnsibleModule, in a separate process."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._http.requests_library import IMPORT_ERROR
from .._option_types import dictionary_problem
from .shell import NOT_ECHOED, Module, Shell, perform, urls_with_secrets


class RedactingModule(AnsibleModule):  # type: ignore[misc, unused-ignore]
    """A module that neither logs nor echoes URLs with a password, even if the option is invalid or unused (ansible-core
    before 2.21 echoes all options)."""

    def log(self, msg: str, log_args: dict[str, Any] | None = None) -> None:
        if urls_with_secrets(self.params):  # parts of one may be anywhere in the text
            super().log("Invoked")
        else:
            super().log(msg, log_args)

    def exit_json(self, **kwargs: Any) -> None:
        self.no_log_values.update(urls_with_secrets(self.params))
        super().exit_json(**kwargs)

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        self.no_log_values.update(urls_with_secrets(self.params))
        super().fail_json(dictionary_problem(self.argument_spec, self.params) or msg, **kwargs)


class QuietModule(RedactingModule):
    """A module that neither echoes nor logs its options."""

    def log(self, msg: str, log_args: dict[str, Any] | None = None) -> None:
        super().log("Invoked")

    def exit_json(self, **kwargs: Any) -> None:
        super().exit_json(invocation=NOT_ECHOED, **kwargs)

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        super().fail_json(msg, invocation=NOT_ECHOED, **kwargs)


def run(module: Module) -> None:
    """Run a module in the process that Ansible started for it."""
    kind = QuietModule if module.quiet else RedactingModule
    ansible = kind(argument_spec=module.argument_spec, supports_check_mode=True, **module.rules)
    problem = dictionary_problem(module.argument_spec, ansible.params)
    if problem:
        ansible.fail_json(msg=problem)
    if IMPORT_ERROR:
        ansible.fail_json(msg=missing_required_lib("requests"), exception=IMPORT_ERROR)
    shell = Shell(
        ansible.params,
        ansible.check_mode,
        ansible._diff,
        ansible.warn,
        ansible.no_log_values.add,
        cancelled=_ignore_signal,
    )
    result = perform(module, shell)
    if result.pop("failed", False):
        ansible.fail_json(**result)
    ansible.exit_json(**result)


def _ignore_signal(_signal: int) -> None:
    """The result reports that the work was cancelled, and the process ends anyway."""
