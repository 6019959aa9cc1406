# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options, the same for every module, and the client that they make."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from ansible.module_utils.common.parameters import AnsibleFallbackNotFound

from .._errors import Id360Error
from .._http.client import Client
from .._local.files import MIB, read_bytes
from .._option_types import CHOICE, PATH, SECRET, TEXT, naming
from .._text import Warn, ignore_message
from .oauth import Account, is_token, request_token
from .servers import (
    ACCOUNTS,
    API,
    SIMULATOR_VARIABLE,
    Service,
    is_loopback,
    may_have_secrets,
    server_root,
    simulator_root,
)
from .signing import UNSHARED, GivenToken, RefreshedToken
from .token_cache import TokenCache

_LONGEST_TIMEOUT = 3600  # seconds
_LARGEST_BUNDLE = 16 * MIB
_DATA_CENTER = "US"
_SIMULATOR_TOKEN = "simulator-token"  # what the simulator accepts by default


class FromEnvironment(str):
    """A text that was not typed in the task."""


FromEnvironment.__name__ = "str"  # Ansible names the type of a value that it can't convert


def variable_of(option: str) -> str:
    """The environment variable of an option."""
    return f"ID360_{option.upper()}"


def from_environment(variable: str) -> str:
    """The value of an environment variable; one that is empty counts as not set."""
    if os.environ.get(variable):
        return FromEnvironment(os.environ[variable])
    raise AnsibleFallbackNotFound


def plain_from_environment(variable: str) -> str:
    """The same for what is no text; Ansible names the type of a value that it can't convert."""
    return str(from_environment(variable))


def off_or_from_environment(variable: str) -> str:
    """The value of an option for which an empty value has a meaning."""
    if variable in os.environ:
        return os.environ[variable]
    raise AnsibleFallbackNotFound


def _option(name: str, type: str, **spec: Any) -> dict[str, Any]:
    variable = variable_of(name)
    read = from_environment if type == "str" else plain_from_environment
    return {"type": naming(variable, type, spec.get("choices")), "fallback": (read, [variable]), **spec}


CONNECTION_OPTIONS: dict[str, dict[str, Any]] = {
    "url": _option("url", TEXT),
    "data_center": _option("data_center", CHOICE, choices=list(API.urls), aliases=["dc"]),
    "access_token": _option("access_token", SECRET, no_log=True, aliases=["auth_token"]),
    "client_id": _option("client_id", TEXT),
    "client_secret": _option("client_secret", SECRET, no_log=True),
    "refresh_token": _option("refresh_token", SECRET, no_log=True),
    "accounts_url": _option("accounts_url", TEXT),
    "token_cache": _option(
        "token_cache", PATH, no_log=False, fallback=(off_or_from_environment, ["ID360_TOKEN_CACHE"])
    ),
    "validate_certs": _option("validate_certs", "bool", default=True),
    "ca_path": _option("ca_path", PATH),
    "timeout": _option("timeout", "float", default=30),
    "retries": _option("retries", "int", default=5),
}
_REFRESH = ("client_id", "client_secret", "refresh_token")


def connect(
    params: Mapping[str, Any],
    *,
    read_only: bool,
    warn: Warn = ignore_message,
    redact: Callable[[str], None] = ignore_message,
    parent_has_ended: Callable[[], bool] = lambda: False,
) -> Client:
    """The client that the connection options describe; raises Id360Error for those that can't be used.

    No request is made. ``redact`` is called with each access token that is obtained with a refresh token.
    ``parent_has_ended`` as in Client. If ID360_SIMULATOR is in the environment, the client connects to that simulator,
    whatever the options are, with a warning.
    """
    params = _of_simulator(params, warn)
    url = _root(params, API)
    _validate_host(params, url, API)
    if not 0 < params["timeout"] <= _LONGEST_TIMEOUT:
        raise Id360Error(
            f"{_called(params, 'timeout')} {params['timeout']:g} is not between 0 and {_LONGEST_TIMEOUT} seconds"
        )
    if params["retries"] < 0:
        raise Id360Error(f"{_called(params, 'retries')} {params['retries']} is less than 0")
    verify: bool | str = params["validate_certs"] and (params["ca_path"] or True)
    if isinstance(verify, str):
        _check_bundle(verify, _called(params, "ca_path"))
    transport: dict[str, Any] = {"verify": verify, "timeout": params["timeout"], "retries": params["retries"]}
    auth: GivenToken | RefreshedToken
    if _prefers_given_token(params):
        auth = GivenToken(_printable(params, "access_token"))
    else:
        account = account_of(params)
        _validate_host(params, account.accounts_url, ACCOUNTS)
        ask = partial(request_token, account, **transport)
        auth = RefreshedToken(ask, _cache(params, account, warn), redact=redact, warn=warn)
    return Client(url, auth, **transport, read_only=read_only, parent_has_ended=parent_has_ended)


def _of_simulator(params: Mapping[str, Any], warn: Warn) -> Mapping[str, Any]:
    """The options, or those of the simulator that the environment names."""
    named = os.environ.get(SIMULATOR_VARIABLE)
    if not named:
        return params
    url = simulator_root(named)
    warn(
        f"{SIMULATOR_VARIABLE} is set: requests go to the simulator at {url} only;"
        " url, data_center and credentials are ignored"
    )
    ignored = ("data_center", "accounts_url", "ca_path", *_REFRESH)
    return {**params, **dict.fromkeys(ignored), "url": url, "access_token": _SIMULATOR_TOKEN}


def _validate_host(params: Mapping[str, Any], url: str, service: Service) -> None:
    """Raise where the environment leads to this machine, as for a test, and the task elsewhere."""
    variable = variable_of(API.option)
    here = os.environ.get(variable, "")
    if not is_loopback(here) or is_loopback(url) or not (service is API or _typed(params[service.option])):
        return
    shown = f" {here}" if not may_have_secrets(here) else ""
    option = service.option if _typed(params[service.option]) else "data_center"
    raise Id360Error(
        f"{option} in the task leads to {url}, but {variable} in the environment is the loopback address{shown}:"
        f" remove one of them, or set {SIMULATOR_VARIABLE} instead of {variable}, which {option} can't override"
    )


def _check_bundle(path: str, option: str) -> None:
    if not os.path.exists(path):
        raise Id360Error(f"{option} {path!r} does not exist")
    if not os.path.isdir(path) and b"-----BEGIN " not in read_bytes(path, option, _LARGEST_BUNDLE):
        raise Id360Error(f"{option} {path!r} is not a CA bundle in PEM format")


def _typed(value: Any) -> bool:
    return bool(value) and not isinstance(value, FromEnvironment)


def _root(params: Mapping[str, Any], service: Service) -> str:
    """The root of a service: what is typed beats the environment, and then the URL beats the data center."""
    url, data_center = params[service.option], params["data_center"]
    if not url or (_typed(data_center) and not _typed(url)):
        url = service.urls[data_center or _DATA_CENTER]
    else:
        service = service._replace(option=_called(params, service.option))
    return server_root(url, service)


def _called(params: Mapping[str, Any], option: str) -> str:
    """An option as messages name it: by its environment variable where its value is from there."""
    value, variable = params[option], variable_of(option)
    there = os.environ.get(variable)
    number = f"{value:g}" if isinstance(value, (int, float)) else value
    is_from_there = isinstance(value, FromEnvironment) or (there and there in (number, str(value)))
    return variable if is_from_there else option


def _prefers_given_token(params: Mapping[str, Any]) -> bool:
    """What is typed beats the environment; of the same origin the access token beats the refresh token."""
    if not params["access_token"] and not any(params[name] for name in _REFRESH):
        raise Id360Error(
            "no credentials: set access_token (or ID360_ACCESS_TOKEN in the environment) to an OAuth access token, or"
            " client_id, client_secret and refresh_token (ID360_CLIENT_ID, ID360_CLIENT_SECRET, ID360_REFRESH_TOKEN)"
        )
    if not params["access_token"]:
        return False
    return _typed(params["access_token"]) or not any(_typed(params[name]) for name in _REFRESH)


def account_of(params: Mapping[str, Any]) -> Account:
    """The account that access tokens are requested for; raises Id360Error for invalid options."""
    missing = [name for name in _REFRESH if not params[name]]
    if missing:
        raise Id360Error(
            f"client_id, client_secret and refresh_token must be set together; missing: {', '.join(missing)}"
        )
    client_id, client_secret, refresh_token = (_printable(params, name) for name in _REFRESH)
    url = _root(params, ACCOUNTS)
    host = urlsplit(url).netloc
    centers = [center for center, known in ACCOUNTS.urls.items() if known == url]
    where = f"{host} (data center {centers[0]})" if centers else f"{host} (accounts_url)"
    return Account(url, where, client_id, client_secret, refresh_token)


def _printable(params: Mapping[str, Any], option: str) -> str:
    value: str = params[option]
    if not is_token(value):
        raise Id360Error(
            f"{_called(params, option)} contains characters that are not allowed, such as a space or a line break"
        )
    return value


def _cache(params: Mapping[str, Any], account: Account, warn: Warn) -> TokenCache | None:
    folder = params["token_cache"]
    if folder == "":
        return None
    try:
        return TokenCache(folder, account, _called(params, "token_cache") if folder else "token_cache")
    except Id360Error as error:
        warn(f"{error.message}; {UNSHARED}")
        return None
