# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared by tests that sign in with a refresh token."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect
from ansible_collections.manageengine.id360.plugins.module_utils._connect.oauth import Account
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client

OAUTH = "/oauth/v2/token"
SECRETS = ("simulator-secret", "simulator-refresh")
DENIED = r"issued no access token: Access Denied \(HTTP 200\)\. Zoho issues at most 10 access tokens in 10 minutes"
NOBODY = {"email": "none@example.com", "state": "absent"}


def token_requests(simulator):
    """The number of requested tokens."""
    return sum(request.path == OAUTH for request in simulator.requests)


def cache_file(folder) -> Path:
    (path,) = Path(folder).glob("*.json")
    return path


def clients(simulator, refresh, count):
    params = {"data_center": None, "validate_certs": True, "ca_path": None, "timeout": 30, **refresh}
    return [connect(params, read_only=True) for _client in range(count)]


def read(client: Client) -> None:
    client.request("GET", "/users", expects=list)


def account_of(refresh):
    return Account(refresh["accounts_url"], "here", refresh["client_id"], *SECRETS)
