# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the client refuses by itself, whoever uses it."""

from __future__ import annotations

import pytest
from engine import bulk_params

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_client_of_a_dry_run_sends_no_write(simulator, method):
    client = connect(bulk_params(simulator), read_only=True)
    with pytest.raises(AssertionError, match=f"{method} /users/1 in check mode"):
        client.request(method, "/users/1", body={"title": "Chief"})
    assert simulator.requests == []
