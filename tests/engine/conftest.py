# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated tenant for each test, and the logic of modules on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from engine import TOKEN, Managed, bulk_params, managing, validated
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._bulk.options import make_bulk_options
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.run import run_bulk
from ansible_collections.manageengine.id360.plugins.module_utils._bulk.steps import BulkOutcome
from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import CONNECTION_OPTIONS, connect
from ansible_collections.manageengine.id360.plugins.module_utils._directory.options import make_options
from ansible_collections.manageengine.id360.plugins.module_utils._directory.run import manage_directory
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP, GROUP_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER, USER_OPTIONS
from ansible_collections.manageengine.id360.plugins.modules.id360_directory import OPTIONS as DIRECTORY_OPTIONS


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def user(simulator: Simulator) -> Callable[..., Managed]:
    return managing(simulator, USER, USER_OPTIONS)


@pytest.fixture
def group(simulator: Simulator) -> Callable[..., Managed]:
    return managing(simulator, GROUP, GROUP_OPTIONS)


@pytest.fixture
def bulk(simulator: Simulator) -> Callable[..., BulkOutcome]:
    """Run a bulk upload with the options of its module, over HTTP."""

    def carried_out(*, check_mode: bool = False, warnings: list[str] | None = None, **given: Any) -> BulkOutcome:
        params = bulk_params(simulator, **given)
        told = [] if warnings is None else warnings
        client = connect(params, read_only=check_mode)
        return run_bulk(client, make_bulk_options(params), params["receipt"], told.append)

    return carried_out


@pytest.fixture
def directory(simulator: Simulator) -> Callable[..., dict[str, Any]]:
    """Manage a directory with the options of its module, over HTTP; the result has ``warnings``."""
    spec = ArgumentSpecValidator({**CONNECTION_OPTIONS, **DIRECTORY_OPTIONS})

    def managed(*, check_mode: bool = False, **given: Any) -> dict[str, Any]:
        params = validated(spec, {"url": simulator.url, "access_token": TOKEN, **given})
        warnings: list[str] = []
        client = connect(params, read_only=check_mode)
        result = manage_directory(client, make_options(params), warnings.append, check_mode=check_mode)
        return {**result, "warnings": warnings}

    return managed
