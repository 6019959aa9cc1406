# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a module that both shells share: its options, their rules, and its logic.

There are two shells: AnsibleModule (``run.py``), and the action plugins, which do the work in the process of
ansible-playbook (``plugins/plugin_utils/_in_process``). Nothing below knows which of them runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .._connect.connection import CONNECTION_OPTIONS, connect
from .._connect.servers import ACCOUNTS, API, may_have_secrets
from .._errors import Id360Error, bug_report
from .._garbage import rare_collections
from .._http.client import Client
from .._secrets import spellings, without
from .._text import Warn, visible
from .parent_process import ParentProcess

NOT_ECHOED: dict[str, Any] = {"module_args": {}}


@dataclass(frozen=True)
class Shell:
    """What the logic of a module knows of Ansible: the validated options, and the modes. ``redact`` hides a secret in
    all output; ``cancelled`` is called with the signal that ended the work early."""

    params: dict[str, Any]
    check_mode: bool
    diff: bool
    warn: Warn
    redact: Callable[[str], None]
    cancelled: Callable[[int], None]


@dataclass(frozen=True)
class Module:
    """A module: its ``options`` beside those of the connection, its ``logic``, which returns the result or raises
    Id360Error, and the ``rules`` of its options, as AnsibleModule calls them (``mutually_exclusive``, …).

    The options of a ``quiet`` one are neither echoed nor logged: they are whole lists of people, with their passwords.
    """

    options: Mapping[str, dict[str, Any]]
    logic: Callable[[Shell, Client], dict[str, Any]]
    quiet: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)

    @property
    def argument_spec(self) -> dict[str, dict[str, Any]]:
        return {**CONNECTION_OPTIONS, **self.options}


def _no_callback(_client: object) -> None:
    return


def perform(module: Module, shell: Shell, connected: Callable[[Client], None] = _no_callback) -> dict[str, Any]:
    """Run a module's logic; ``connected`` is called with the client before any request. After any error the result has
    ``failed`` and ``msg``."""
    shell = _redacting(shell)
    try:
        for secret in _secrets_in(shell.params, module.argument_spec):
            shell.redact(secret)
        client = connect(
            shell.params,
            read_only=shell.check_mode,
            warn=shell.warn,
            redact=shell.redact,
            parent_has_ended=ParentProcess().has_ended,
        )
        connected(client)
        with rare_collections():
            return module.logic(shell, client)
    except Id360Error as error:
        if error.signal:
            shell.cancelled(error.signal)
        return {"failed": True, "changed": bool(error.actions), **error.failure()}
    except Exception as bug:
        return {"failed": True, **bug_report(bug).failure()}


def _redacting(shell: Shell) -> Shell:
    """The same shell, which hides a secret in all its spellings, and escapes invisible characters in warnings."""

    secrets: set[str] = set()

    def redact(secret: str) -> None:
        secrets.add(secret)
        for spelling in spellings(secret):
            shell.redact(spelling)

    def warn(text: str) -> None:  # Ansible hides secrets in results alone
        for secret in secrets:
            text = without(secret, text)
        shell.warn(visible(text))

    return replace(shell, warn=warn, redact=redact)


def _secrets_in(params: Mapping[str, Any], spec: Mapping[str, dict[str, Any]]) -> list[str]:
    return [params[name] for name in spec if spec[name].get("no_log") and isinstance(params.get(name), str)]


def urls_with_secrets(params: Mapping[str, Any]) -> set[str]:
    """The URLs in the options that may contain a password: they are refused, and must not be echoed."""
    urls = [params.get(service.option) for service in (API, ACCOUNTS)]
    return {url for url in urls if isinstance(url, str) and may_have_secrets(url)}
