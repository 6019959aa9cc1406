# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator for each test, and short ways to ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
from id360_simulator import Simulator

TOKEN = "simulator-token"
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The simulator is asked all that it has to refuse.
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("bad_requests")


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

    def control(self, method: str, path: str, **keywords: Any) -> tuple[int, Any]:
        """The status and the body of a control call, which needs no token."""
        answer = requests.request(method, f"{self.simulator.url}/_simulator/{path}", timeout=10, **keywords)
        return answer.status_code, answer.json() if answer.content else None

    def new_token(self, **changes: str) -> dict[str, Any]:
        """What OAuth answers to the usual credentials, or to changed ones."""
        credentials = {
            "grant_type": "refresh_token",
            "client_id": "simulator-client",
            "client_secret": "simulator-secret",
            "refresh_token": "simulator-refresh",
        }
        answer = self("POST", "/oauth/v2/token", root="", data=credentials | changes)
        assert answer.status_code == 200
        return answer.json()

    def upload(
        self, text: str | bytes, action: str = "move-users", content_type: str = "text/csv", field: str = "file"
    ) -> requests.Response:
        """The answer to an upload of a CSV file."""
        content = text.encode() if isinstance(text, str) else text
        files = {field: ("people.csv", content, content_type)}
        return self("POST", f"/management/actions/{action}/uploads", files=files)

    def job_statuses(self, identity: str | int, times: int = 5) -> list[str]:
        """The statuses of a job, look by look; the error's code where it is unknown."""
        answers = [self.get(f"/jobs/{identity}").json() for _time in range(times)]
        return [answer.get("status", answer.get("error", {}).get("code")) for answer in answers]


Serve = Callable[..., Api]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start simulators that stop with the test."""
    with ExitStack() as stack:

        def start(seed: Any = None, **settings: Any) -> Api:
            return Api(stack.enter_context(Simulator(seed, **settings)))

        yield start
