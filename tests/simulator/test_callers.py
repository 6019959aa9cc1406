# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may call: programs of this machine, and no web page."""

from __future__ import annotations

import pytest

SEED = {"users": [{"id": "1", "email": "ann@example.com"}]}


FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:80",
    "10.0.0.1",
    "0.0.0.0:8360",
    "[::2]",
    "x y",
]

OWN = ["localhost", "LOCALHOST:99", "127.0.0.1", "127.255.0.1:1", "[::1]", "[::1]:8360"]


@pytest.mark.parametrize("path", ["/api/v1/users", "/_simulator/state", "/oauth/v2/token", "/"])
def test_requests_of_web_pages_are_refused(serve, path):
    """DNS rebinding shows in Host, a page of another site in Origin."""
    api = serve(SEED)
    table = [
        *(({"Host": host}, False) for host in ("", *FOREIGN)),
        *(({"Origin": f"https://{host}"}, False) for host in FOREIGN),
        *(({"Origin": origin}, False) for origin in ("null", "", "127.0.0.1", "file://")),
        *(({"Host": host}, True) for host in OWN),
        *(({"Host": OWN[1], "Origin": f"http://{host}"}, True) for host in OWN),
        ({"Host": FOREIGN[0], "Origin": "http://localhost"}, False),
    ]
    answers = [(headers, api("GET", path, root="", headers=headers).status_code != 403) for headers, _allowed in table]
    assert answers == table
    assert len(api.simulator.requests) == (0 if "_sim" in path else len([1 for _headers, allowed in table if allowed]))


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_control_calls_that_a_web_page_can_send_are_refused(serve, content_type):
    api = serve(SEED)
    headers = {"Content-Type": content_type} if content_type else {}
    for method, path, body in (
        ("POST", "reset", ""),
        ("POST", "reset", "{}"),
        ("POST", "faults", '{"status": 503, "times": -1}'),
        ("POST", "tokens/revoke", '{"token": "simulator-token"}'),
        ("PATCH", "settings", '{"first_index": 0}'),
    ):
        status, answer = api.control(method, path, data=body, headers=headers)
        assert (status, answer) == (415, {"error": "the content type has to be application/json"})
    assert api.get("/jobs").json()["meta"]["start_index"] == "1"
