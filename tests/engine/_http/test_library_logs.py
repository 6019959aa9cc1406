# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What requests and urllib3 log, where somebody has turned their logs on."""

from __future__ import annotations

import logging

import pytest
from canaries import PASSWORD, environment_with_secrets, options_of, sign_in_once, tenant

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


@pytest.fixture
def simulator():
    with tenant() as running:
        yield running


OAUTH = {"method": "POST", "path": "/oauth/v2/token"}


def test_the_logs_of_the_libraries_have_no_secrets(simulator, user, tmp_path, caplog):
    environment = environment_with_secrets(simulator, tmp_path)
    caplog.set_level(logging.DEBUG)
    secrets = sign_in_once(user, simulator, environment)
    simulator.clear_faults()
    options = {**options_of(environment), "email": "new@example.com", "password": PASSWORD}
    assert user(**options).actions == ["create"]
    simulator.fault(**OAUTH, status=500, body=" ".join(secrets))
    with pytest.raises(Id360Error):
        user(**{**options, "token_cache": "", "retries": 0})
    assert "/users" in caplog.text
    assert not [secret for secret in secrets if secret in caplog.text]
