# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the logic of modules in this process, over HTTP, with options as Ansible passes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import CONNECTION_OPTIONS, connect
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Resource
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell, perform
from ansible_collections.manageengine.id360.plugins.module_utils._record.manage import manage, predict
from ansible_collections.manageengine.id360.plugins.module_utils._record.target import Target
from ansible_collections.manageengine.id360.plugins.modules.id360_bulk_upload import OPTIONS as BULK_OPTIONS

TOKEN = "simulator-token"


@dataclass
class Managed:
    """The outcome for the options of a module."""

    record: dict[str, Any]
    actions: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    members_added: tuple[str, ...]
    members_removed: tuple[str, ...]
    emails: dict[str, str]
    warnings: list[str] = field(default_factory=list)


def validated(spec: ArgumentSpecValidator, given: dict[str, Any]) -> dict[str, Any]:
    """The options as Ansible passes them; raises Id360Error for options that Ansible rejects."""
    checked = spec.validate(given)
    if checked.error_messages:
        raise Id360Error("; ".join(checked.error_messages))
    return checked.validated_parameters


def performed(
    module: Module, simulator: Simulator, *, check_mode: bool = False, diff: bool = False, **given: Any
) -> dict[str, Any]:
    """The result of a module, as its shells return it, with the ``warnings``."""
    options = {"url": simulator.url, "access_token": TOKEN, **given}
    params = validated(ArgumentSpecValidator(module.argument_spec, **module.rules), options)
    warnings: list[str] = []
    shell = Shell(params, check_mode, diff, warnings.append, lambda _secret: None, lambda _signal: None)
    return {**perform(module, shell), "warnings": warnings}


def managing(simulator: Simulator, resource: Resource, options: dict[str, Any]) -> Callable[..., Managed]:
    """Manage a record by the options of its module, over HTTP; raises Id360Error as the engine does."""
    spec = ArgumentSpecValidator({**CONNECTION_OPTIONS, **options})

    def managed(*, check_mode: bool = False, **given: Any) -> Managed:
        params = validated(spec, {"url": simulator.url, "access_token": TOKEN, **given})
        warnings: list[str] = []
        client = connect(params, read_only=check_mode, warn=warnings.append)
        outcome = (predict if check_mode else manage)(
            Target(client, resource, make_desired(resource, params), warnings.append)
        )
        return Managed(*outcome, warnings=warnings)

    return managed


def bulk_params(simulator: Simulator, **given: Any) -> dict[str, Any]:
    """The options of id360_bulk_upload as Ansible passes them."""
    spec = ArgumentSpecValidator({**CONNECTION_OPTIONS, **BULK_OPTIONS})
    defaults = {"url": simulator.url, "access_token": TOKEN, "action": "move-users", "wait_interval": 0.01}
    return validated(spec, {**defaults, **given})
