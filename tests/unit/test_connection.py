# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which server the connection options mean, by where they come from."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._connection import API_URLS, FromEnvironment, connect

DEFAULTS = {"url": None, "data_center": None, "access_token": "t", "validate_certs": True, "ca_path": None}
ENVIRONMENT_URL = FromEnvironment("https://id360.example.com/api/v1/")


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({}, API_URLS["US"]),
        ({"data_center": "EU"}, API_URLS["EU"]),
        ({"url": "https://id360.example.com"}, "https://id360.example.com"),
        ({"url": "https://id360.example.com/here/api/v1"}, "https://id360.example.com/here"),
        ({"url": "https://id360.example.com", "data_center": "EU"}, "https://id360.example.com"),
        ({"url": ENVIRONMENT_URL}, "https://id360.example.com"),
        ({"url": ENVIRONMENT_URL, "data_center": FromEnvironment("EU")}, "https://id360.example.com"),
        ({"url": ENVIRONMENT_URL, "data_center": "EU"}, API_URLS["EU"]),
        ({"url": "http://[::1]:8360/"}, "http://[::1]:8360"),
        ({"url": "http://localhost:8360"}, "http://localhost:8360"),
    ],
)
def test_url(options, url):
    assert connect({**DEFAULTS, "timeout": 1, "retries": 0, **options}, read_only=True).url == url
