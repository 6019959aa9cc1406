# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module in the worker process of ansible-playbook, if the module would run on this host anyway. Otherwise
Ansible runs it as usual.

Starting a module takes far longer than its work. The engine and its HTTP library are imported at the top of this file:
strategies load action plugins before they fork, so that they are loaded once for all workers.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from functools import lru_cache
from typing import Any, ClassVar

from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display

from ...module_utils._connect.connection import CONNECTION_OPTIONS
from ...module_utils._http.requests_library import IMPORT_ERROR
from ...module_utils._module.shell import NOT_ECHOED, Module, Shell, perform, urls_with_secrets
from ...module_utils._option_types import dictionary_problem
from .connections import Connections
from .plain import encode_result, plain
from .surroundings import surroundings

_VARIABLE = "id360_in_process"
_DISCOVERED_LATER = ("", "auto", "auto_silent", "auto_legacy", "auto_legacy_silent")

display = Display()
_connections = Connections()


class InProcess(NormalAction):  # type: ignore[misc, unused-ignore]
    """The action plugin of a module, which is ``module``."""

    module: ClassVar[Module]

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        variables = task_vars or {}
        obstacle = self._obstacle(variables)
        if not obstacle:
            try:
                return self._in_process(variables)
            except _UncheckedOptions:
                obstacle = "its options can't be validated"  # the module reports why
        self._log_mode(f"runs as a module, as {obstacle}")
        result: dict[str, Any] = super().run(tmp, task_vars)
        return result

    def _in_process(self, variables: dict[str, Any]) -> dict[str, Any]:
        call = _Call(self.module, self._task, self._environment, echo=_echoes(variables))
        # Ansible runs local modules in the folder of the playbook.
        with surroundings(self._environment, self._loader.get_basedir()):
            checked = call.check()
            self._log_mode("runs in the process of ansible-playbook")
            result = call.perform(checked)
        if call.signal:  # Ansible's own handlers are back: the worker ends as it would have
            os.kill(os.getpid(), call.signal)
        return self._as_of_a_module(encode_result(result))

    def _log_mode(self, what: str) -> None:
        display.vvv(f"{self._task.action} {what}", host=self._play_context.remote_addr)

    def _obstacle(self, variables: dict[str, Any]) -> str:
        """Why the module has to run as a module; an empty text where it has not to."""
        if not self._wanted(variables):
            return f"{_VARIABLE} is false"
        if self._task.async_val:
            return "the task is async"
        if self._connection.transport != "local":
            return f"the connection is {self._connection.transport}, not local"
        if self._task.become or self._connection.become:
            return "the task becomes another user"
        if IMPORT_ERROR:
            return "ansible-playbook can't import requests"
        # On macOS, a forked process is killed when it reads the proxies of the system, as requests does.
        if sys.platform == "darwin":
            return "this is macOS"
        if threading.current_thread() is not threading.main_thread():
            return "the strategy runs it in a thread"
        python = self._python(variables)
        if not _is_own(python):
            return f"its Python is {python or 'not known yet'}, not that of ansible-playbook"
        self._environment = self._environment_of_task()
        settings = sorted(name for name in self._environment if name.startswith(("PYTHON", "LD_")))
        return f"its environment sets {settings[0]}" if settings else ""

    def _wanted(self, variables: dict[str, Any]) -> bool:
        value = self._templar.template(variables.get(_VARIABLE, True))
        try:
            return bool(boolean(value))
        except TypeError:
            raise AnsibleActionFail(f"{_VARIABLE} is {value!r}, which is not a boolean") from None

    def _python(self, variables: dict[str, Any]) -> str:
        """The Python that the module would run on; empty where Ansible would have to look for one first."""
        if self._task.delegate_to:
            variables = (variables.get("ansible_delegated_vars") or {}).get(self._task.delegate_to) or {}
        wanted = constants.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
        python = self._templar.template(wanted) or ""
        if python in _DISCOVERED_LATER:
            python = (variables.get("ansible_facts") or {}).get("discovered_interpreter_python") or ""
        return str(python)

    def _environment_of_task(self) -> dict[str, str]:
        values: dict[str, Any] = {}
        if any(self._task.environment or []):
            self._compute_environment_string(values)
        return {str(name): str(value) for name, value in values.items()}

    def _as_of_a_module(self, printed: str) -> dict[str, Any]:
        """The result that Ansible makes of what a module prints: its messages name the module, not the action."""
        answer = {"rc": 0, "stdout": printed, "stdout_lines": [printed], "stderr": "", "stderr_lines": []}
        try:
            parsed = self._parse_returned_data(answer, "legacy")
        except TypeError:  # until ansible-core 2.18
            parsed = self._parse_returned_data(answer)
        if isinstance(parsed, dict):
            return parsed
        result: dict[str, Any] = parsed.as_result_dict(for_round_trip=True)  # since ansible-core 2.21
        return result


class _UncheckedOptions(Exception):
    """The options cannot be passed to a module, or validated, in this process."""


class _Call:
    """One run of a module: what AnsibleModule does around its logic."""

    def __init__(self, module: Module, task: Any, environment: dict[str, str], *, echo: bool) -> None:
        self._module, self._task, self._environment, self._echo = module, task, environment, echo
        self._secrets: set[str] = set()
        self._warnings: dict[str, None] = {}  # in order, and each once
        self.signal = 0

    def check(self) -> Any:
        """The options as ArgumentSpecValidator finds them; raises _UncheckedOptions."""
        try:
            options = plain(self._task.args)
            return ArgumentSpecValidator(self._module.argument_spec, **self._module.rules).validate(options)
        except Exception as error:
            raise _UncheckedOptions from error

    def perform(self, checked: Any) -> dict[str, Any]:
        """What the module would print."""
        params = checked.validated_parameters
        self._secrets |= checked._no_log_values
        for clash in checked._warnings:
            self._warn(f"Both option {clash['option']} and its alias {clash['alias']} are set.")
        result = self._refusal(checked) or self._done(params)
        self._secrets |= urls_with_secrets(params)
        if self._echo:
            result["invocation"] = NOT_ECHOED if self._module.quiet else {"module_args": params}
        if self._warnings:
            result["warnings"] = list(self._warnings)
        if checked._deprecations:
            result["deprecations"] = checked._deprecations
        # What is a secret and the text of a boolean as well would take the boolean away.
        kept = {name: value for name, value in result.items() if value is None or isinstance(value, bool)}
        return {**remove_values(result, self._secrets), **kept}

    def _refusal(self, checked: Any) -> dict[str, Any]:
        problem = dictionary_problem(self._module.argument_spec, checked.validated_parameters)
        if not (problem or checked.error_messages):
            return {}
        message = problem or checked.errors.msg
        if not problem and isinstance(checked.errors[0], UnsupportedError):
            message = f"Unsupported parameters for ({self._task.action}) module: {message}"
        return {"failed": True, "msg": message}

    def _done(self, params: dict[str, Any]) -> dict[str, Any]:
        shell = Shell(
            params, self._task.check_mode, self._task.diff, self._warn, self._secrets.add, cancelled=self._cancelled
        )
        settings = [params[name] for name in CONNECTION_OPTIONS]
        with _connections.shared((shell.check_mode, *settings, *sorted(self._environment.items()))) as share:
            return perform(self._module, shell, share)

    def _warn(self, message: str) -> None:
        self._warnings[message] = None

    def _cancelled(self, number: int) -> None:
        self.signal = number


def _echoes(variables: dict[str, Any]) -> bool:
    """Whether results have the options of the task in them (``invocation``): until ansible-core 2.20 they always do."""
    try:
        return bool(constants.config.get_config_value("INJECT_INVOCATION", variables=variables))
    except AnsibleError:
        return True


@lru_cache(maxsize=16)
def _is_own(python: str) -> bool:
    """Whether it is the Python that runs this. One in another folder may be the same program, and have other libraries:
    that of a virtual environment."""
    found = shutil.which(python) or ""
    here = os.path.dirname(os.path.abspath(found)) == os.path.dirname(os.path.abspath(sys.executable))
    return here and os.path.realpath(found) == os.path.realpath(sys.executable)
