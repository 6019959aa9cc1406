# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of signing in have in common."""

from __future__ import annotations

import pytest
from signing_in import SECRETS


@pytest.fixture
def refresh(simulator, tmp_path):
    """The options of a task that signs in with a refresh token."""
    return {
        "url": simulator.url,
        "accounts_url": simulator.url,
        "access_token": None,
        "client_id": "simulator-client",
        "client_secret": SECRETS[0],
        "refresh_token": SECRETS[1],
        "token_cache": str(tmp_path / "tokens"),
        "retries": 2,
    }
