# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that fail, break, lie or get lost (docs/api.md 13-14, and its "Errors")."""

from __future__ import annotations

import socket

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

ANN = {"id": "1", "email": "ann@example.com", "title": "Clerk", "status": 0}
EXPIRED = " Check whether the access token has expired (after one hour) or belongs to another data center."
SCOPES = " This call needs one of the OAuth scopes id360.user.CREATE, id360.user.WRITE, id360.user.ALL."
NOT_FOUND = {"code": "00010105", "title": "User Not Found", "detail": "This User ID does not exist"}


@pytest.fixture(autouse=True)
def _people(simulator):
    simulator.reset({"users": [ANN]})


def writes(simulator):
    return [f"{request.method} {request.path}" for request in simulator.writes]


# -- the fate of a create ---------------------------------------------------------------------------------------------

LOST = [
    {"drop": "after"},
    {"cut": True},
    {"status": 201, "do_work": True, "body": "{}", "headers": {"Content-Encoding": "gzip"}},
    {"status": 201, "do_work": True, "body": "{}", "headers": {"Transfer-Encoding": "chunked"}},
    {"status": 500, "do_work": True},
    {"status": 502, "do_work": True, "body": "<html>Bad Gateway</html>"},
    {"status": 503, "do_work": True, "headers": {"Retry-After": "1"}},
    {"status": 504, "do_work": True, "body": ""},
    {"status": 200, "do_work": True, "body": ""},
    {"status": 201, "do_work": True, "body": "<html>Welcome</html>"},
    {"status": 201, "do_work": True, "body": "[]", "content_type": "application/json"},
    {"status": 201, "do_work": True, "body": '{"data": {}}', "content_type": "application/json"},
]


@pytest.mark.parametrize("fault", LOST)
def test_a_create_whose_answer_is_lost_makes_exactly_one_account(simulator, user, fault):
    simulator.fault(method="POST", path="/users", **fault)
    # One of the answers ends in nothing but the time-out.
    done = user(email="new@example.com", password="Sesame-1-open", update_password="always", city="Oslo", timeout=5)
    assert done.actions == ["create"]
    assert (done.before, done.after["password"]) == ({}, "(set)")
    assert done.record["city"] == "Oslo"
    assert writes(simulator) == ["POST /users"]
    assert len(simulator.tenant.users) == 2


def test_a_create_whose_answer_comes_too_late_makes_exactly_one_account(simulator, user):
    simulator.fault(method="POST", path="/users", do_work=True, delay=3, status=201)
    done = user(email="new@example.com", timeout=0.5)
    assert done.actions == ["create"]
    assert writes(simulator) == ["POST /users"]
    assert len(simulator.tenant.users) == 2


def test_a_lost_create_that_left_the_account_disabled_is_completed(simulator, user):
    simulator.settings.create_status = 0
    simulator.fault(method="POST", path="/users", drop="after")
    done = user(email="new@example.com", state="enabled")
    assert done.actions == ["create", "enable"]


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"status": 500}, {"status": 503}])
def test_a_create_that_did_nothing_fails_and_says_that_it_is_not_known(simulator, user, fault):
    simulator.fault(method="POST", path="/users", times=-1, **fault)
    with pytest.raises(Id360Error) as failed:
        user(email="new@example.com")
    failure = failed.value.failure()
    assert "could not create user new@example.com: " in failure["msg"]
    assert "so its outcome is unknown" in failure["msg"]
    assert failure["actions"] == []
    assert writes(simulator) == ["POST /users"]


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "0"}])
def test_a_create_that_was_refused_for_now_is_sent_again(simulator, user, headers):
    simulator.fault(method="POST", path="/users", times=2, status=429, headers=headers)
    assert user(email="new@example.com").actions == ["create"]
    assert writes(simulator) == ["POST /users"] * 3
    assert len(simulator.tenant.users) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 409, 413, 422])
def test_a_create_that_was_refused_fails_at_once(simulator, user, status):
    error = {"code": "00010111", "title": "Template Validation Failed", "detail": "Password too weak."}
    simulator.fault(method="POST", path="/users", status=status, error=error, headers={"Retry-After": "1"})
    with pytest.raises(Id360Error) as failed:
        user(email="new@example.com")
    assert failed.value.failure() == {
        "msg": "could not create user new@example.com: Template Validation Failed: Password too weak."
        f" (code 00010111, HTTP {status})" + {401: EXPIRED, 403: SCOPES}.get(status, ""),
        "error": {"status": status, **error, "method": "POST", "path": "/users"},
        "actions": [],
    }
    assert writes(simulator) == ["POST /users"]


@pytest.mark.parametrize("path", ["/users", "/users/new/71"])
def test_a_create_from_a_template_is_treated_alike(simulator, user, path):
    simulator.reset({"templates": [{"id": "71", "name": "Newcomer"}]})
    simulator.fault(method="POST", path=path, status=502, do_work=True)
    assert user(email="new@example.com", template="71" if "71" in path else None).actions == ["create"]
    assert writes(simulator) == [f"POST {path}"]


@pytest.mark.parametrize(("title", "actions"), [("New", ["patch"]), ("Old", [])], ids=["title", "status"])
def test_an_account_that_differs_from_what_was_sent_is_not_ours(simulator, user, title, actions):
    """Somebody created it just before: it was not listed yet, and our own create did nothing."""
    user(email="new@example.com", title="Old")
    simulator.forget()
    simulator.settings.lag_listings = 1
    simulator.tenant.users.clear()
    user(email="new@example.com", title="Old", password="First-1-pass")
    simulator.fault(method="POST", path="/users", status=503)
    done = user(email="new@example.com", title=title, password="Second-2-pass", create_disabled=True)
    assert done.actions == actions
    assert "password" not in done.after
    assert done.after["status"] == 1
    assert "updated as a record of another writer" in done.warnings[0]


def test_a_create_of_unknown_fate_that_cannot_be_looked_for_tells_both(simulator, user):
    simulator.fault(method="POST", path="/users", drop="before")
    simulator.fault(method="GET", path="/users", after=1, status=401)
    with pytest.raises(Id360Error) as failed:
        user(email="new@example.com")
    failure = failed.value.failure()
    assert failure["actions"] == []
    assert "so its outcome is unknown" in failure["msg"]
    assert "looking for it failed: " in failure["msg"]
    assert failure["error"]["status"] == 401


def test_a_server_error_on_create_is_told_in_the_servers_words(simulator, user):
    error = {"code": "00000000", "title": "Internal Server Error", "detail": "The directory is full."}
    simulator.fault(method="POST", path="/users", status=500, error=error)
    with pytest.raises(Id360Error, match="The directory is full") as failed:
        user(email="new@example.com")
    assert failed.value.failure()["error"]["code"] == "00000000"


# -- what may be sent twice -------------------------------------------------------------------------------------------

BY_VERB = [
    ("GET", {"email": "ann@example.com"}, []),
    ("PATCH", {"email": "ann@example.com", "title": "Chief"}, ["patch"]),
    ("POST", {"email": "ann@example.com", "state": "enabled"}, ["enable"]),
    ("DELETE", {"email": "ann@example.com", "state": "absent"}, ["delete"]),
]
PASSING = [
    {"status": 429},
    {"status": 429, "headers": {"Retry-After": "0"}},
    {"status": 429, "headers": {"Retry-After": "soon"}},
    {"status": 429, "headers": {"Retry-After": "Wed, 21 Oct 99999 07:28:00 GMT"}},
    {"status": 502, "body": "<html></html>"},
    {"status": 503},
    {"status": 504},
    {"drop": "before"},
    {"drop": "after"},
    # a body that breaks off
    {"cut": True},
    {"do_work": True, "status": 200, "body": "{}", "headers": {"Content-Encoding": "gzip"}},
    {"do_work": True, "status": 200, "body": "{}", "headers": {"Transfer-Encoding": "chunked"}},
    {"do_work": True, "status": 404, "body": "{}", "headers": {"Transfer-Encoding": "chunked"}},
]


@pytest.mark.parametrize(("method", "options", "actions"), BY_VERB)
@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_is_passed_over(simulator, user, method, options, actions, fault):
    simulator.fault(method=method, path="/users*", **fault)
    assert user(**options, timeout=3).actions == actions  # in seconds: a body that does not go on is waited for
    assert len([request for request in simulator.requests if request.method == method]) == 2


@pytest.mark.parametrize(("method", "options", "actions"), BY_VERB)
@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"status": 429}, "HTTP 429"),
        ({"status": 503}, "HTTP 503"),
        ({"drop": "before"}, "the connection broke before the response was complete"),
        (
            {"status": 200, "body": "{}", "headers": {"Content-Encoding": "gzip"}},
            "the connection broke before the response was complete",
        ),
    ],
)
def test_a_lasting_fault_fails_after_the_retries(simulator, user, method, options, actions, fault, message):
    simulator.fault(method=method, path="/users*", times=-1, **fault)
    with pytest.raises(Id360Error) as failed:
        user(**options, retries=1)
    assert message in failed.value.failure()["msg"]
    assert len([request for request in simulator.requests if request.method == method]) == 2


@pytest.mark.parametrize(("method", "options", "actions"), BY_VERB)
def test_a_long_retry_after_is_told_not_waited_for(simulator, user, method, options, actions):
    simulator.fault(method=method, path="/users*", status=429, headers={"Retry-After": "3600"})
    with pytest.raises(Id360Error) as failed:
        user(**options)
    assert "The server asks to wait for 3600 s (Retry-After)" in failed.value.failure()["msg"]
    assert len([request for request in simulator.requests if request.method == method]) == 1


def test_a_failure_says_what_was_done_before_it(simulator, user):
    simulator.fault(method="POST", path="/users/1/enable", status=500)
    with pytest.raises(Id360Error) as failed:
        user(email="ann@example.com", title="Chief", state="enabled")
    assert failed.value.failure()["actions"] == ["patch"]
    assert failed.value.failure()["error"]["path"] == "/users/1/enable"


# -- passwords --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "password", "fault", "actions"),
    [
        (1, "Second-2-pass", {}, []),  # it is the password already
        (1, "Third-3-pass", {}, ["password"]),
        (1, "Third-3-pass", {"drop": "after"}, ["password"]),  # sent again: "same as your last 1" is our own
    ],
)
def test_update_password_always(simulator, user, history, password, fault, actions):
    simulator.settings.password_history = history
    user(id="1", password="Second-2-pass", update_password="always")
    if fault:
        simulator.fault(method="PATCH", path="/users/1", **fault)
    done = user(id="1", password=password, update_password="always", title="Clerk")
    assert done.actions == actions
    assert done.after.get("password") == ("(set)" if actions else None)
    assert user(id="1", password=password, update_password="always", check_mode=True).actions == ["password"]


def test_a_password_of_long_ago_is_refused(simulator, user):
    simulator.settings.password_history = 3
    for password in ("Second-2-pass", "Third-3-pass"):
        user(id="1", password=password, update_password="always")
    with pytest.raises(Id360Error, match=r"same as your last 3 password"):
        user(id="1", password="Second-2-pass", update_password="always")


def test_passwords_are_not_set_on_users_who_exist(simulator, user):
    assert user(id="1", password="Second-2-pass").actions == []


def test_order_of_writes(simulator, user):
    user(id="1", password="Second-2-pass", update_password="always", title="Chief", state="enabled")
    assert [list(request.body or request.path) for request in simulator.writes[:2]] == [["title"], ["password"]]
    assert writes(simulator)[2] == "POST /users/1/enable"
    simulator.forget()
    user(id="1", password="Third-3-pass", update_password="always", title="Clerk", state="disabled")
    assert writes(simulator)[0] == "POST /users/1/disable"
    assert [list(request.body) for request in simulator.writes[1:]] == [["title"], ["password"]]


# -- absence, and what only looks like it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, NOT_FOUND),
        (404, {"code": "99", "title": "User Not Found", "detail": "."}),
        (404, {"code": "00010105", "title": "", "detail": "."}),
        (404, {"code": "*****", "title": "Resource Not Found", "detail": "."}),
        (400, NOT_FOUND),
        (200, NOT_FOUND),
    ],
)
def test_absence_is_what_two_signs_say(simulator, user, status, error):
    simulator.fault(method="GET", path="/users/1", status=status, error=error)
    assert user(id="1", state="absent").actions == []
    assert simulator.writes == []


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 404, "body": ""},
        {"status": 404, "body": "<html>Not Found</html>"},
        {"status": 404, "error": {"code": "00000104", "title": "Page Not Found", "detail": "."}},
        {"status": 404, "error": {"code": "99", "title": "Gone", "detail": "."}},
        {"status": 400, "error": {"code": "99", "title": "User Not Found", "detail": "."}},
        {
            "status": 401,
            "error": {"code": "00000101", "title": "Unauthorized", "detail": "The OAuth token is invalid."},
        },
        {"status": 403, "error": {"code": "00000106", "title": "Forbidden", "detail": "."}},
        {"status": 500},
        {"status": 200, "body": ""},
        {"status": 200, "body": "<html>Log in</html>"},
        {"status": 200, "body": "[]"},
        {"status": 200, "body": "null"},
        {"status": 200, "body": '{"data": []}'},
        {"status": 200, "body": '{"data": {"email": "no id"}}'},
        {"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}},
        {"cut": True},
    ],
)
def test_an_error_is_not_absence(simulator, user, fault):
    simulator.fault(method="GET", path="/users/1", times=-1, **fault)
    for state in ("absent", "present", "disabled"):
        with pytest.raises(Id360Error) as failed:
            user(id="1", state=state, retries=0)
        assert "user id 1" in failed.value.failure()["msg"]
    assert simulator.writes == []


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 401, "error": {"code": "00000101", "title": "Unauthorized", "detail": "."}},
        {"status": 404, "error": NOT_FOUND},
        {"status": 500},
        {"status": 200, "body": ""},
        {"status": 200, "body": '{"data": {}}'},
        {"status": 200, "body": '{"data": [[]], "meta": {}}'},
        {"status": 200, "body": '{"data": []}'},
        {"status": 200, "body": '{"data": [{"email": "ann@example.com"}], "meta": {"is_last": true}}'},
        {"status": 200, "body": '{"data": [], "meta": {"is_last": false}}'},
        {"cut": True},
    ],
)
def test_a_listing_that_fails_is_not_an_empty_one(simulator, user, fault):
    simulator.fault(method="GET", path="/users", times=-1, **fault)
    for state in ("absent", "present", "disabled"):
        with pytest.raises(Id360Error):
            user(email="new@example.com", state=state, retries=0)
    assert simulator.writes == []


@pytest.mark.parametrize(("state", "path"), [("absent", "/users/1"), ("enabled", "/users/1/enable")])
def test_a_page_of_a_proxy_is_no_success(simulator, user, state, path):
    simulator.fault(method="*", path=path, status=200, body="<html>Log in</html>", after=1 if state == "absent" else 0)
    with pytest.raises(Id360Error, match="with a body of HTML or XML"):
        user(id="1", state=state)
    assert simulator.tenant.users["1"]["status"] == 0


def test_a_deletion_that_was_sent_twice_and_refused_is_no_deletion(simulator, user):
    simulator.fault(method="DELETE", path="/users/1", status=503)
    simulator.fault(method="DELETE", path="/users/1", status=404, error=NOT_FOUND)
    with pytest.raises(Id360Error, match="User Not Found"):
        user(id="1", state="absent")
    assert "1" in simulator.tenant.users


@pytest.mark.parametrize("fault", [{"status": 404, "body": "<html>"}, {"status": 404}])
def test_a_wrong_url_is_hinted_at(simulator, user, fault):
    simulator.fault(method="GET", path="/users", **fault)
    with pytest.raises(Id360Error, match=r"Check whether url is the root of an ID360 server"):
        user(email="ann@example.com")


def test_proxies_never_get_the_token_of_a_loopback_tenant(user, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert user(email="ann@example.com").actions == []


def test_redirects_are_not_followed(simulator, user):
    simulator.fault(method="GET", path="/users", status=307, headers={"Location": f"{simulator.url}/elsewhere"})
    with pytest.raises(Id360Error, match="HTTP 307, a redirect, which is not followed"):
        user(email="ann@example.com")
    assert len(simulator.requests) == 1


def test_nobody_listens(simulator, user):
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{reserved.getsockname()[1]}"
        with pytest.raises(Id360Error, match=f"no answer from {host}: it refused the connection"):
            user(url=f"http://{host}", email="ann@example.com", retries=0)


def test_too_slow(simulator, user):
    simulator.fault(method="GET", path="/users", delay=5, times=-1)
    with pytest.raises(Id360Error, match=r"it did not answer within 0.2 s"):
        user(email="ann@example.com", timeout=0.2, retries=0)


def test_a_value_that_the_server_shows_otherwise_is_warned_of(simulator, user):
    answer = '{"data": {"id": "1", "title": "chief", "email": "ann@example.com"}}'
    simulator.fault(method="PATCH", path="/users/1", status=200, body=answer)
    done = user(email="ann@example.com", title="Chief")
    assert done.warnings == ["the server accepted the write, but returned other values for title"]


@pytest.mark.parametrize("url", ["{}", "{}/", "{}/api/v1", "{}/api/v1/"], ids=["root", "slash", "api", "api slash"])
def test_spellings_of_the_url(simulator, user, url):
    assert user(url=url.format(simulator.url), email="ann@example.com").actions == []
