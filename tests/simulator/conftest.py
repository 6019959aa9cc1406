# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator for each test, and short ways to ask it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

SIMULATOR = Path(__file__).resolve().parents[2] / "extensions" / "simulator"
sys.path.insert(0, str(SIMULATOR))

from id360_simulator import Simulator  # noqa: E402

TOKEN = "simulator-token"


class Api:
    """A client with the usual token; everything else is the test's."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.session = requests.Session()
        self.session.trust_env = False
        self.token = TOKEN

    def __call__(self, method: str, path: str, *, root: str = "/api/v1", **keywords: Any) -> requests.Response:
        headers = {"Authorization": f"Zoho-oauthtoken {self.token}", **keywords.pop("headers", {})}
        url = self.simulator.url + root + path
        return self.session.request(method, url, headers=headers, timeout=10, allow_redirects=False, **keywords)

    def get(self, path: str, **query: Any) -> requests.Response:
        """GET with a query; a trailing _ allows words such as from."""
        return self("GET", path, params={name.rstrip("_"): value for name, value in query.items()})

    def data(self, path: str, **query: Any) -> Any:
        """The data of a GET that has to succeed."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def code(self, method: str, path: str, **keywords: Any) -> tuple[int, str | None]:
        """The status, and the API's error code."""
        answer = self(method, path, **keywords)
        is_error = answer.status_code >= 400
        return answer.status_code, answer.json()["error"]["code"] if is_error else None


Serve = Callable[..., Api]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start simulators that stop with the test."""
    with ExitStack() as stack:

        def start(seed: Any = None, **settings: Any) -> Api:
            return Api(stack.enter_context(Simulator(seed, **settings)))

        yield start
