# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses of ID360 and Zoho Accounts (docs/api.md, "Data centers"), and what may be typed as one."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from .._errors import Id360Error


class Service(NamedTuple):
    """One of the vendor's services: the option that gives its root, what it is called, its root in each data center,
    and the path that people may leave at the end of the root."""

    option: str
    description: str
    urls: dict[str, str]
    path: str


API = Service(
    "url",
    "an ID360 server",
    {
        "US": "https://id360.manageengine.com",
        "EU": "https://id360.manageengine.eu",
        "IN": "https://id360.manageengine.in",
        "AU": "https://id360.manageengine.com.au",
        "CN": "https://id360.manageengine.cn",
        "JP": "https://id360.manageengine.jp",
        "CA": "https://id360.manageengine.ca",
        "UK": "https://id360.manageengine.uk",
        "SA": "https://id360.manageengine.sa",
    },
    "/api/v1",
)
ACCOUNTS = Service(
    "accounts_url",
    "a Zoho Accounts server",
    {
        "US": "https://accounts.zoho.com",
        "EU": "https://accounts.zoho.eu",
        "IN": "https://accounts.zoho.in",
        "AU": "https://accounts.zoho.com.au",
        "CN": "https://accounts.zoho.com.cn",
        "JP": "https://accounts.zoho.jp",
        "CA": "https://accounts.zohocloud.ca",
        "UK": "https://accounts.zoho.uk",
        "SA": "https://accounts.zoho.sa",
    },
    "/oauth/v2/token",
)

SIMULATOR_VARIABLE = "ID360_SIMULATOR"
_SIMULATOR = Service(SIMULATOR_VARIABLE, "a simulator", {"US": "http://127.0.0.1:8360"}, "/api/v1")

_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?\Z")


def may_have_secrets(url: str) -> bool:
    """Whether a URL is more than an address: it may have a password or a token in it."""
    return not set("@?#").isdisjoint(url)


def server_root(url: str, service: Service) -> str:
    """``url`` without a trailing ``/`` or path of the service; raises Id360Error for one that is not to be used."""
    option = service.option
    shown = option if may_have_secrets(url) else f"{option} {url!r}"
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        raise Id360Error(f"{shown} is not a URL") from None
    if parts.username is not None or parts.password is not None:
        raise Id360Error(f"{option} contains a user name or a password: use the options for credentials")
    known = parts.scheme in ("https", "http") and (_HOST.match(host) or ":" in host)
    if not known or parts.query or parts.fragment or any(character.isspace() for character in url.strip()):
        raise Id360Error(f"{shown} is not the URL of {service.description}, such as {service.urls['US']}")
    if parts.scheme == "http" and not _is_loopback_host(host):
        raise Id360Error(
            f"{shown} is refused, as http:// sends secrets in clear text:"
            " use https:// (http:// is accepted only for loopback addresses)"
        )
    default_port = {"https": ":443", "http": ":80"}[parts.scheme]
    host = parts.netloc.lower().removesuffix(default_port)
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}".removesuffix(service.path).rstrip("/")


def simulator_root(url: str) -> str:
    """The root of the simulator that ID360_SIMULATOR names; raises Id360Error for one that is not on this machine."""
    if not is_loopback(url) or urlsplit(url.strip()).scheme != "http":  # https:// may go through a proxy
        shown = "" if may_have_secrets(url) else f" {url!r}"
        example = _SIMULATOR.urls["US"]
        raise Id360Error(f"{SIMULATOR_VARIABLE}{shown} is not an http:// URL of a loopback address, such as {example}")
    return server_root(url, _SIMULATOR)


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine; one that is no URL leads nowhere."""
    try:
        return _is_loopback_host(urlsplit(url.strip()).hostname or "")
    except ValueError:
        return False


def _is_loopback_host(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
