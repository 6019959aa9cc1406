# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a test fail: requests and answers that are not as openapi.yaml says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from api_contract import Mismatch, mismatches
from id360_simulator import Simulator

ANN = {"id": "1", "email": "ann@example.com"}
UPLOADS = "/management/actions/move-users/uploads"

Ask = Callable[..., list[Mismatch]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Send a request to a simulator of that one user, who may be made odd, and tell what is wrong with both."""
    seen: list[Mismatch] = []
    monkeypatch.setattr(Simulator, "observers", [lambda call, answer: seen.extend(mismatches(call, answer))])
    with Simulator({"users": [ANN]}) as simulator, requests.Session() as session:
        session.headers["Authorization"] = "Zoho-oauthtoken simulator-token"

        def sent(method: str, path: str, odd: dict[str, Any] | None = None, **keywords: Any) -> list[Mismatch]:
            simulator.tenant.users["1"].update(odd or {})
            session.request(method, f"{simulator.url}/api/v1{path}", timeout=10, **keywords)
            return seen

        yield sent


def test_what_is_right_passes(ask: Ask) -> None:
    query = {"limit": "10", "fields": "id,email", "sort": "-email", "filter": 'email eq "ann@example.com"'}
    ask("GET", "/users", params=query)
    ask("PATCH", "/users/1", json={"title": "", "status": 0})
    ask("POST", UPLOADS, files={"file": ("people.csv", "email\nann@example.com", "text/csv")})
    assert ask("DELETE", "/users/1") == []


@pytest.mark.parametrize(
    ("method", "path", "keywords", "problem"),
    [
        ("GET", "/people", {}, "there is no such call"),
        ("PUT", "/users/1", {}, "there is no such call"),
        ("GET", "/users", {"headers": {"Authorization": "Bearer 1"}}, "there is no token"),
        ("GET", "/users/a%2Fb", {}, "in the path"),
        ("GET", "/users?limit=0", {}, "in the query"),
        ("GET", "/users?limit=many", {}, "in the query"),
        ("GET", "/users?fields=email,nick", {}, "in the query"),
        ("GET", "/users?select=id", {}, "in the query"),
        ("GET", "/users?limit=1&limit=2", {}, "a parameter comes twice"),
        ("POST", "/users/1/enable", {"data": "{}"}, "it has a body"),
        ("POST", "/users", {"data": "{}"}, "the content type is application/octet-stream"),
        ("PATCH", "/users/1", {"json": {"status": True}}, "in the body"),
        ("PATCH", "/users/1", {"json": {"nick": "Ann"}}, "in the body"),
        ("POST", UPLOADS, {"files": {"table": ("a.csv", "email\nann@example.com", "text/csv")}}, "in the body"),
        (
            "POST",
            UPLOADS,
            {"files": {"file": ("a.csv", "email", "text/plain")}},
            "the content type of file is text/plain",
        ),
    ],
)
def test_what_is_wrong_in_a_request(ask: Ask, method: str, path: str, keywords: dict[str, Any], problem: str) -> None:
    found = ask(method, path, **keywords)
    assert {one.of for one in found} == {"request"}
    assert any(one.problem.startswith(problem) for one in found), found


@pytest.mark.parametrize("odd", [{"status": 2}, {"id": 1}, {"email": None}, {"primarySource": "here"}])
def test_what_is_wrong_in_an_answer(ask: Ask, odd: dict[str, Any]) -> None:
    (found,) = ask("GET", "/users/1", odd)
    assert (found.of, found.status) == ("answer", 200)
    assert found.problem.startswith("in HTTP 200: ")
