# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which server the connection options mean, by where they come from."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import (
    CONNECTION_OPTIONS,
    FromEnvironment,
    account_of,
    connect,
)
from ansible_collections.manageengine.id360.plugins.module_utils._connect.servers import ACCOUNTS, API
from ansible_collections.manageengine.id360.plugins.module_utils._connect.signing import GivenToken, RefreshedToken
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

DEFAULTS = {**dict.fromkeys(CONNECTION_OPTIONS), "access_token": "t", "validate_certs": True}
TRIO = {"access_token": None, "client_id": "c", "client_secret": "s", "refresh_token": "r", "token_cache": ""}
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


@pytest.mark.parametrize("value", ["MARS", 7, True, [7], [["EU"]], {"EU": 1}])
def test_what_is_no_data_center_is_refused(value):
    (message,) = ArgumentSpecValidator(CONNECTION_OPTIONS).validate({"data_center": value}).error_messages
    assert message == f"value of data_center must be one of: {', '.join(API.urls)}, got: {value}"


SIMULATOR = "http://127.0.0.1:8360"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"access_token": None},
        {"url": "https://id360.example.com", "data_center": "EU", "access_token": "typed"},
        {"url": "no URL", "ca_path": "/nowhere", "accounts_url": "no URL"},
        {"access_token": None, "client_id": "c", "client_secret": "s", "refresh_token": "r", "token_cache": "/nowhere"},
    ],
)
def test_a_simulator_in_the_environment_beats_all_options(monkeypatch, options):
    monkeypatch.setenv("ID360_SIMULATOR", f"{SIMULATOR}/api/v1/")
    told = []
    client = connect({**DEFAULTS, "timeout": 1, "retries": 0, **options}, read_only=True, warn=told.append)
    request = client._auth(SimpleNamespace(headers={}))
    assert (client.url, request.headers) == (SIMULATOR, {"Authorization": "Zoho-oauthtoken simulator-token"})
    (warning,) = told
    assert warning.startswith(f"ID360_SIMULATOR is set: requests go to the simulator at {SIMULATOR} only")


@pytest.mark.parametrize(
    "value",
    [
        "https://id360.manageengine.com",
        "http://10.0.0.1:8360",
        "https://127.0.0.1",
        "127.0.0.1:8360",
        " ",
        "http://[",
        "http://127.0.0.1.example.com",
        "http://localhost:80@id360.example.com",
        "http://u:p@localhost",
    ],
)
def test_a_simulator_elsewhere_is_refused(monkeypatch, value):
    monkeypatch.setenv("ID360_SIMULATOR", value)
    with pytest.raises(Id360Error, match=r"^ID360_SIMULATOR ") as refused:
        connect({**DEFAULTS, "url": SIMULATOR, "timeout": 1, "retries": 0}, read_only=True)
    assert "u:p" not in refused.value.message


@pytest.mark.parametrize(
    ("here", "options", "message"),
    [
        (SIMULATOR, {"data_center": "EU"}, "data_center in the task leads to https://id360.manageengine.eu, but"),
        (SIMULATOR, {"url": "https://a.example.com"}, "url in the task leads to https://a.example.com, but"),
        ("http://localhost:1", {"url": "https://a.example.com", "data_center": "EU"}, "url in the task leads to"),
        (SIMULATOR, {"accounts_url": "https://a.example.com", **TRIO}, "accounts_url in the task leads to"),
        (SIMULATOR, {"accounts_url": FromEnvironment("https://a.example.com"), **TRIO}, ""),
        (SIMULATOR, {"accounts_url": "https://a.example.com"}, ""),
        (SIMULATOR, {"url": "http://localhost:1"}, ""),
        (SIMULATOR, {"data_center": FromEnvironment("EU"), "url": FromEnvironment(SIMULATOR)}, ""),
        ("https://b.example.com", {"url": "https://a.example.com"}, ""),
        ("nonsense", {"data_center": "EU"}, ""),
        ("", {"data_center": "EU"}, ""),
    ],
)
def test_where_the_environment_leads_to_this_machine_the_task_must_not_lead_elsewhere(
    monkeypatch, here, options, message
):
    monkeypatch.setenv("ID360_URL", here)
    url = FromEnvironment(here) if here else None
    try:
        connect({**DEFAULTS, "url": url, "timeout": 1, "retries": 0, **options}, read_only=True)
        told = ""
    except Id360Error as error:
        told = error.message
    assert told.startswith(message)
    assert bool(told) == bool(message) == (f"loopback address {here}" in told)


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


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("URL", "nonsense"),
        ("DATA_CENTER", "MARS"),
        ("ACCESS_TOKEN", "a b"),
        ("ACCOUNTS_URL", "ftp://a.example.com"),
        ("VALIDATE_CERTS", "perhaps"),
        ("CA_PATH", "/nowhere"),
        ("TIMEOUT", "soon"),
        ("TIMEOUT", "0"),
        ("RETRIES", "-1"),
        ("RETRIES", "many"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named_where_its_value_counts(monkeypatch, variable, value):
    option = variable.lower()
    validator = ArgumentSpecValidator(CONNECTION_OPTIONS)

    def told(**typed):
        given = trio(TYPED) if option == "accounts_url" else {} if option == "access_token" else {"access_token": "t"}
        checked = validator.validate({**given, **typed})
        if checked.error_messages:
            return checked.error_messages[0]
        try:
            connect(checked.validated_parameters, read_only=True)
        except Id360Error as error:
            return error.message
        return ""

    typed = told(**{option: value})
    assert typed
    assert "ID360_" not in typed
    monkeypatch.setenv(f"ID360_{variable}", value)
    assert f"ID360_{variable}" in told()
