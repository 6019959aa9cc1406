# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which server the connection options mean, by where they come from."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import (
    CONNECTION_OPTIONS,
    FromEnvironment,
    account_of,
    connect,
)
from ansible_collections.manageengine.id360.plugins.module_utils._connect.servers import ACCOUNTS, API
from ansible_collections.manageengine.id360.plugins.module_utils._connect.signing import GivenToken, RefreshedToken

DEFAULTS = {**dict.fromkeys(CONNECTION_OPTIONS), "access_token": "t", "validate_certs": True}
ENVIRONMENT_URL = FromEnvironment("https://id360.example.com/api/v1/")


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({}, API.urls["US"]),
        ({"data_center": "EU"}, API.urls["EU"]),
        ({"url": "https://id360.example.com"}, "https://id360.example.com"),
        ({"url": "https://id360.example.com/here/api/v1"}, "https://id360.example.com/here"),
        ({"url": "https://id360.example.com", "data_center": "EU"}, "https://id360.example.com"),
        ({"url": ENVIRONMENT_URL}, "https://id360.example.com"),
        ({"url": ENVIRONMENT_URL, "data_center": FromEnvironment("EU")}, "https://id360.example.com"),
        ({"url": ENVIRONMENT_URL, "data_center": "EU"}, API.urls["EU"]),
        ({"url": "http://[::1]:8360/"}, "http://[::1]:8360"),
        ({"url": "http://localhost:8360"}, "http://localhost:8360"),
    ],
)
def test_url(options, url):
    assert connect({**DEFAULTS, "timeout": 1, "retries": 0, **options}, read_only=True).url == url


TYPED, ENVIRONMENT = str, FromEnvironment


def trio(origin):
    return {name: origin(name) for name in ("client_id", "client_secret", "refresh_token")}


@pytest.mark.parametrize(
    ("options", "signs_with"),
    [
        ({"access_token": TYPED("t")}, GivenToken),
        ({"access_token": ENVIRONMENT("t")}, GivenToken),
        (trio(TYPED), RefreshedToken),
        (trio(ENVIRONMENT), RefreshedToken),
        # of the same origin the access token wins
        ({"access_token": TYPED("t"), **trio(TYPED)}, GivenToken),
        ({"access_token": ENVIRONMENT("t"), **trio(ENVIRONMENT)}, GivenToken),
        # what is typed beats the environment
        ({"access_token": TYPED("t"), **trio(ENVIRONMENT)}, GivenToken),
        ({"access_token": ENVIRONMENT("t"), **trio(TYPED)}, RefreshedToken),
        ({"access_token": ENVIRONMENT("t"), **trio(ENVIRONMENT), "refresh_token": TYPED("r")}, RefreshedToken),
        # what is empty is not given
        ({"access_token": TYPED(""), **trio(ENVIRONMENT)}, RefreshedToken),
        # and of a trio that is not used nothing is asked
        ({"access_token": TYPED("t"), "client_id": TYPED("c")}, GivenToken),
        ({"access_token": ENVIRONMENT("t"), "client_id": ENVIRONMENT("c")}, GivenToken),
    ],
)
def test_credentials_by_origin(options, signs_with):
    given = {**DEFAULTS, "access_token": None, "token_cache": "", "timeout": 1, "retries": 0, **options}
    assert isinstance(connect(given, read_only=True)._auth, signs_with)


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({}, "accounts.zoho.com (data center US)"),
        ({"data_center": "EU"}, "accounts.zoho.eu (data center EU)"),
        ({"data_center": "CA"}, "accounts.zohocloud.ca (data center CA)"),
        ({"data_center": "EU", "accounts_url": TYPED("https://a.example.com")}, "a.example.com (accounts_url)"),
        ({"data_center": "EU", "accounts_url": ENVIRONMENT("https://a.example.com")}, "accounts.zoho.eu"),
        ({"accounts_url": ENVIRONMENT("https://a.example.com")}, "a.example.com (accounts_url)"),
        # a URL of another data center does not move the accounts server
        ({"url": API.urls["EU"]}, "accounts.zoho.com (data center US)"),
    ],
)
def test_which_accounts_server_is_asked(options, where):
    given = {**DEFAULTS, **trio(TYPED), "timeout": 1, "retries": 0, **options}
    assert account_of(given).where.startswith(where)


def test_every_data_center_has_both_servers():
    assert list(API.urls) == list(ACCOUNTS.urls) == CONNECTION_OPTIONS["data_center"]["choices"]
