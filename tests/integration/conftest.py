# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated tenant for each test, and the engine on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._bulk.options import make_run
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.run import run_bulk
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.steps import BulkOutcome
from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import CONNECTION_OPTIONS, connect
from ansible_collections.manageengine.id360.plugins.module_utils._directory.options import make_options
from ansible_collections.manageengine.id360.plugins.module_utils._directory.run import manage_directory
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP, GROUP_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Resource
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER, USER_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module, Shell, perform
from ansible_collections.manageengine.id360.plugins.module_utils._record.manage import manage, predict
from ansible_collections.manageengine.id360.plugins.modules.id360_bulk_upload import OPTIONS as BULK_OPTIONS
from ansible_collections.manageengine.id360.plugins.modules.id360_directory import OPTIONS as DIRECTORY_OPTIONS

TOKEN = "simulator-token"


@dataclass
class Managed:
    """What the engine made of the options."""

    record: dict[str, Any]
    actions: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    members_added: tuple[str, ...]
    members_removed: tuple[str, ...]
    emails: dict[str, str]
    warnings: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def validated(spec: ArgumentSpecValidator, given: dict[str, Any]) -> dict[str, Any]:
    """The options as Ansible hands them over; raises Id360Error for what a module fails with before it begins."""
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
        outcome = (predict if check_mode else manage)(client, resource, make_desired(resource, params), warnings.append)
        return Managed(*outcome, warnings=warnings)

    return managed


@pytest.fixture
def user(simulator: Simulator) -> Callable[..., Managed]:
    return managing(simulator, USER, USER_OPTIONS)


@pytest.fixture
def group(simulator: Simulator) -> Callable[..., Managed]:
    return managing(simulator, GROUP, GROUP_OPTIONS)


def bulk_params(simulator: Simulator, **given: Any) -> dict[str, Any]:
    """The options of id360_bulk_upload as Ansible hands them over."""
    spec = ArgumentSpecValidator({**CONNECTION_OPTIONS, **BULK_OPTIONS})
    defaults = {"url": simulator.url, "access_token": TOKEN, "action": "move-users", "wait_interval": 0.01}
    return validated(spec, {**defaults, **given})


@pytest.fixture
def bulk(simulator: Simulator) -> Callable[..., BulkOutcome]:
    """Carry out a bulk upload by the options of its module, over HTTP."""

    def carried_out(*, check_mode: bool = False, warnings: list[str] | None = None, **given: Any) -> BulkOutcome:
        params = bulk_params(simulator, **given)
        told = [] if warnings is None else warnings
        client = connect(params, read_only=check_mode)
        return run_bulk(client, make_run(params), params["receipt"], told.append, check_mode=check_mode)

    return carried_out


@pytest.fixture
def directory(simulator: Simulator) -> Callable[..., dict[str, Any]]:
    """Manage a whole directory by the options of its module, over HTTP; ``warnings`` are in the result."""
    spec = ArgumentSpecValidator({**CONNECTION_OPTIONS, **DIRECTORY_OPTIONS})

    def managed(*, check_mode: bool = False, **given: Any) -> dict[str, Any]:
        params = validated(spec, {"url": simulator.url, "access_token": TOKEN, **given})
        warnings: list[str] = []
        client = connect(params, read_only=check_mode)
        result = manage_directory(client, make_options(params), warnings.append, check_mode=check_mode)
        return {**result, "warnings": warnings}

    return managed
