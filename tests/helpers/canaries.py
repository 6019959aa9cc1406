# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that are easy to find in output, and a tenant that accepts them."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from id360_simulator import Simulator

CLIENT_SECRET, REFRESH_TOKEN = "canary-client-secret-1", "canary-refresh-token-1"
IN_PASSWORD, WEAK, GIVEN = "Canary-password-1", "canaryweak", "canary-access-token-1"
PASSWORD = f'Größe"{IN_PASSWORD}/\\& ü'  # a server may spell it otherwise
ON_A_TERMINAL = "\x1b]0;gone\x07\x9b2J"  # would change its title, and clear it
IN_A_URL = "canary-url-password-1"  # the value of no option, so that Ansible does not hide it


def tenant() -> Simulator:
    """A tenant with one user that accepts these secrets."""
    secrets = {"client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN, "tokens": [GIVEN]}
    return Simulator({"users": [{"id": "1", "email": "ann@example.com"}]}, **secrets)


def environment_with_secrets(simulator: Simulator, folder: Path) -> dict[str, str]:
    return {
        "ID360_URL": simulator.url,
        "ID360_ACCOUNTS_URL": simulator.url,
        "ID360_CLIENT_ID": "simulator-client",
        "ID360_CLIENT_SECRET": CLIENT_SECRET,
        "ID360_REFRESH_TOKEN": REFRESH_TOKEN,
        "ID360_TOKEN_CACHE": str(folder / "tokens"),
    }


def options_of(environment: dict[str, str]) -> dict[str, Any]:
    """The same as options of a module."""
    options = {name.removeprefix("ID360_").lower(): value for name, value in environment.items()}
    return {**options, "access_token": None}


def sign_in_once(user: Callable[..., Any], simulator: Simulator, environment: dict[str, str]) -> list[str]:
    """Put a token into the cache, and return all secrets; the server repeats them in its errors."""
    user(email="ann@example.com", **options_of(environment))
    known = [CLIENT_SECRET, REFRESH_TOKEN, simulator.requests[-1].token]  # to every task

    def echo(*secrets: str) -> dict[str, Any]:
        said = f"{ON_A_TERMINAL}{' '.join(secrets)}"
        return {"status": 422, "error": {"code": "00000102", "title": f"No {said}", "detail": f"Not with {said}"}}

    spelled = [PASSWORD, json.dumps(PASSWORD), json.dumps(PASSWORD, ensure_ascii=False), html.escape(PASSWORD)]
    spelled += [json.dumps(PASSWORD).replace("/", "\\/"), quote(PASSWORD), quote_plus(PASSWORD)]
    simulator.fault(method="PATCH", path="/users/1", times=-1, **echo(*spelled, *known))
    to_all = f"{ON_A_TERMINAL}{CLIENT_SECRET} {REFRESH_TOKEN}"  # in a warning, by any task
    gone = {"code": "00010105", "title": "User Not Found", "detail": to_all}
    simulator.fault(path="/users/97", times=-1, status=404, error=gone)
    for path in ("/users/98", "/groups/98", "/jobs/98"):
        simulator.fault(path=path, times=-1, **echo(*known))
    return [IN_PASSWORD, WEAK, GIVEN, IN_A_URL, *known]
