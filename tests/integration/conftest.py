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

from ansible_collections.manageengine.id360.plugins.module_utils._connection import CONNECTION_OPTIONS, connect
from ansible_collections.manageengine.id360.plugins.module_utils._manage import manage
from ansible_collections.manageengine.id360.plugins.module_utils._user import USER, USER_OPTIONS
from ansible_collections.manageengine.id360.plugins.module_utils._wish import make_wish

TOKEN = "simulator-token"


@dataclass
class Managed:
    """What the engine made of a wish."""

    record: dict[str, Any]
    actions: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    warnings: list[str] = field(default_factory=list)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def user(simulator: Simulator) -> Callable[..., Managed]:
    """Manage a user by the options of the module, over HTTP; raises Id360Error as the engine does."""

    def manage_user(*, check_mode: bool = False, **options: Any) -> Managed:
        spec = ArgumentSpecValidator({**CONNECTION_OPTIONS, **USER_OPTIONS})
        checked = spec.validate({"url": simulator.url, "access_token": TOKEN, **options})
        assert not checked.error_messages
        params = checked.validated_parameters
        warnings: list[str] = []
        client = connect(params, read_only=check_mode)
        outcome = manage(client, USER, make_wish(USER, params), warnings.append, check_mode=check_mode)
        return Managed(*outcome, warnings=warnings)

    return manage_user
