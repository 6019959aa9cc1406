# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options, the same for every module, and the client that they make."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ansible.module_utils.common.parameters import AnsibleFallbackNotFound

from ._auth import GivenToken
from ._client import Client
from ._errors import Id360Error

API_URLS = {
    "US": "https://id360.manageengine.com",
    "EU": "https://id360.manageengine.eu",
    "IN": "https://id360.manageengine.in",
    "AU": "https://id360.manageengine.com.au",
    "CN": "https://id360.manageengine.cn",
    "JP": "https://id360.manageengine.jp",
    "CA": "https://id360.manageengine.ca",
    "UK": "https://id360.manageengine.uk",
    "SA": "https://id360.manageengine.sa",
}


_LONGEST_TIMEOUT = 3600  # seconds
_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?\Z")


class FromEnvironment(str):
    """A value that was not typed in the task."""


def from_environment(variable: str) -> str:
    """The value of an environment variable; one that is empty counts as not set."""
    if os.environ.get(variable):
        return FromEnvironment(os.environ[variable])
    raise AnsibleFallbackNotFound


def _option(name: str, **spec: Any) -> dict[str, Any]:
    return {**spec, "fallback": (from_environment, [f"ID360_{name.upper()}"])}


CONNECTION_OPTIONS: dict[str, dict[str, Any]] = {
    "url": _option("url", type="str"),
    "data_center": _option("data_center", type="str", choices=list(API_URLS), aliases=["dc"]),
    "access_token": _option("access_token", type="str", no_log=True, aliases=["auth_token"]),
    "validate_certs": _option("validate_certs", type="bool", default=True),
    "ca_path": _option("ca_path", type="path"),
    "timeout": _option("timeout", type="float", default=30),
    "retries": _option("retries", type="int", default=5),
}


def connect(params: Mapping[str, Any], *, read_only: bool) -> Client:
    """The client that the connection options describe; raises Id360Error for those that can't be used.

    No request is made.
    """
    url, data_center = params["url"], params["data_center"]
    if not url or (data_center and isinstance(url, FromEnvironment) and not isinstance(data_center, FromEnvironment)):
        url = API_URLS[data_center or "US"]
    url = api_root(url, "url")
    token = params["access_token"]
    if not token:
        raise Id360Error(
            "no credentials: set access_token (or ID360_ACCESS_TOKEN in the environment) to an OAuth access token"
        )
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise Id360Error("access_token has characters in it that no access token has (a space, a line break?)")
    if not 0 < params["timeout"] <= _LONGEST_TIMEOUT:
        raise Id360Error(f"timeout {params['timeout']:g} is not between 0 and {_LONGEST_TIMEOUT} seconds")
    if params["retries"] < 0:
        raise Id360Error(f"retries {params['retries']} is less than 0")
    verify: bool | str = params["validate_certs"] and (params["ca_path"] or True)
    if isinstance(verify, str) and not os.path.exists(verify):
        raise Id360Error(f"ca_path {verify!r} does not exist")
    return Client(
        url,
        GivenToken(token),
        verify=verify,
        timeout=params["timeout"],
        retries=params["retries"],
        read_only=read_only,
    )


def api_root(url: str, option: str) -> str:
    """``url`` without a trailing ``/`` or ``/api/v1``; raises Id360Error, naming ``option``, for one not to be used."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        raise Id360Error(f"{option} {url!r} is not a URL") from None
    if parts.username is not None or parts.password is not None:
        raise Id360Error(f"{option} has a user name or a password in it: use the options for credentials")
    known = parts.scheme in ("https", "http") and (_HOST.match(host) or ":" in host)
    if not known or parts.query or parts.fragment or any(character.isspace() for character in url.strip()):
        raise Id360Error(f"{option} {url!r} is not the URL of an ID360 server, such as {API_URLS['US']}")
    if parts.scheme == "http" and not _is_loopback(host):
        raise Id360Error(
            f"{option} {url!r} is refused: over http:// the secrets would travel in the clear;"
            " use https:// (http:// is for loopback addresses only)"
        )
    default_port = {"https": ":443", "http": ":80"}[parts.scheme]
    host = parts.netloc.lower().removesuffix(default_port)
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}".removesuffix("/api/v1").rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
