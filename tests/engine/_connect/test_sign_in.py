# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in with a refresh token: one access token for everybody, and a clear sentence when there is none."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import connect
from ansible_collections.manageengine.id360.plugins.module_utils._connect.oauth import Account, Token, TokenRefused
from ansible_collections.manageengine.id360.plugins.module_utils._connect.signing import UNSHARED, RefreshedToken
from ansible_collections.manageengine.id360.plugins.module_utils._connect.token_cache import TokenCache
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._http import session
from ansible_collections.manageengine.id360.plugins.module_utils._http.client import Client
from ansible_collections.manageengine.id360.plugins.module_utils._http.session import make_session
from ansible_collections.manageengine.id360.plugins.module_utils._response import Response

OAUTH = "/oauth/v2/token"
SECRETS = ("simulator-secret", "simulator-refresh")
DENIED = r"issued no access token: Access Denied \(HTTP 200\)\. Zoho issues at most 10 access tokens in 10 minutes"
NOBODY = {"email": "none@example.com", "state": "absent"}


@pytest.fixture
def refresh(simulator, tmp_path):
    """The options of a task that signs in with a refresh token."""
    return {
        "url": simulator.url,
        "accounts_url": simulator.url,
        "access_token": None,
        "client_id": "simulator-client",
        "client_secret": SECRETS[0],
        "refresh_token": SECRETS[1],
        "token_cache": str(tmp_path / "tokens"),
        "retries": 2,
    }


def asked(simulator):
    """How many tokens were asked for."""
    return sum(request.path == OAUTH for request in simulator.requests)


def the_file(folder) -> Path:
    (path,) = Path(folder).glob("*.json")
    return path


def test_one_token_for_all_tasks(simulator, user, refresh):
    for check_mode in (True, False, False):
        assert user(check_mode=check_mode, **NOBODY, **refresh).warnings == []
    assert [request.path for request in simulator.requests] == [OAUTH, "/users", "/users", "/users"]
    form = simulator.requests[0].body
    assert "grant_type=refresh_token" in str(form)
    assert simulator.requests[0].query == {}
    assert simulator.requests[0].token is None
    assert simulator.writes == []


def test_waiting_for_a_token_is_no_time_of_the_answer(simulator, user, refresh, monkeypatch):
    monkeypatch.setattr(session, "MAX_TIMEOUTS", 2)
    simulator.fault(path=OAUTH, status=503, delay=5, times=2)
    assert user(**NOBODY, **refresh, timeout=0.5).actions == []
    assert asked(simulator) == 3


def test_what_the_cache_holds(simulator, user, refresh):
    before = time.time()
    user(**NOBODY, **refresh)
    folder, path = Path(refresh["token_cache"]), the_file(refresh["token_cache"])
    stored = json.loads(path.read_text())
    assert stored["access_token"] == simulator.requests[-1].token
    assert before + 3600 - 60 <= stored["use_until"] <= time.time() + 3600 - 60
    for kept in folder.iterdir():
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert not any(secret in kept.read_text() or secret in kept.name for secret in (*SECRETS, "client"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_default_cache_is_in_the_users_cache_folder(simulator, user, refresh, tmp_path):
    user(**NOBODY, **{**refresh, "token_cache": None})
    assert the_file(tmp_path / "cache/manageengine.id360/tokens").exists()


def test_other_credentials_do_not_get_the_token(simulator, user, refresh):
    user(**NOBODY, **refresh)
    for option in ("client_secret", "refresh_token", "client_id"):
        with pytest.raises(Id360Error, match="issued no access token: invalid_"):
            user(**NOBODY, **{**refresh, option: "another"})
    assert asked(simulator) == 4
    with Simulator() as other:
        with pytest.raises(Id360Error, match="HTTP 401"):  # another server's token is worth nothing here
            user(**NOBODY, **{**refresh, "accounts_url": other.url})
        assert asked(other) == 2


def change(**values):
    """Spoil a file by changing some of what it holds; the token in it is one that the server would take."""

    def spoil(path):
        stored = {**json.loads(path.read_text()), **values}
        path.write_text(json.dumps({name: value for name, value in stored.items() if value is not ...}))

    return spoil


NOT_TRUSTED = {
    "empty": lambda path: path.write_text(""),
    "cut short": lambda path: path.write_text(path.read_text()[:-9]),
    "not an object": lambda path: path.write_text(f"[{path.read_text()}]"),
    "not UTF-8": lambda path: path.write_bytes(b"\xff\xfe{"),
    "no time": change(use_until=...),
    "not a time": change(use_until="soon"),
    "never": change(use_until=float("nan")),
    "a number": change(access_token=7),
    "a line break": change(access_token="good\r\nX-Other: 1"),
    "over": change(use_until=1.0),
    "too good to be true": change(use_until=1e11),
    "too long": change(more="m" * 70000),
    "readable by all": lambda path: path.chmod(0o644),
    "writable by the group": lambda path: path.chmod(0o660),
    "a link": lambda path: (
        path.rename(path.with_suffix(".old")).rename(path.with_suffix(".older"))
        and path.symlink_to(path.with_suffix(".older"))
    ),
    "a pipe": lambda path: path.unlink() or os.mkfifo(path, 0o600),
}
if os.getuid() == 0:
    NOT_TRUSTED["somebody else's"] = lambda path: os.chown(path, 12345, 12345)


@pytest.mark.parametrize("spoil", NOT_TRUSTED.values(), ids=NOT_TRUSTED)
def test_a_file_that_is_not_trusted_is_replaced(simulator, user, refresh, spoil):
    user(**NOBODY, **refresh)
    path = the_file(refresh["token_cache"])
    spoil(path)
    simulator.forget()
    assert user(**NOBODY, **refresh).warnings == []
    user(**NOBODY, **refresh)
    assert [request.path for request in simulator.requests] == [OAUTH, "/users", "/users"]
    assert stat.S_IMODE(path.lstat().st_mode) == 0o600
    assert json.loads(path.read_text())["access_token"] == simulator.requests[-1].token


def test_a_stored_token_is_used_as_it_is(simulator, user, refresh):
    """The other side of the table above: what it spoils was good."""
    user(**NOBODY, **refresh)
    change(use_until=time.time() + 600)(the_file(refresh["token_cache"]))
    simulator.forget()
    user(**NOBODY, **refresh)
    assert asked(simulator) == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.mkdir(mode=0o755), "is accessible to other users"),
        (lambda path: path.symlink_to(path.parent), "is accessible to other users"),
        (lambda path: path.write_text(""), "can't be used: File exists"),
        *([(lambda path: path.mkdir(mode=0o700) or os.chown(path, 1, 1), "is accessible")] if os.getuid() == 0 else []),
    ],
)
def test_a_folder_that_is_not_trusted_is_not_used(simulator, user, refresh, make, message):
    folder = Path(refresh["token_cache"])
    make(folder)
    for _time in range(2):
        (warning,) = user(**NOBODY, **refresh).warnings
        assert f"token_cache {str(folder)!r} {message}" in warning
        assert "Zoho issues at most 10 in 10 minutes" in warning
    assert asked(simulator) == 2
    assert not list(folder.parent.glob("**/*.json"))


def test_the_cache_can_be_switched_off(simulator, user, refresh, tmp_path):
    for _time in range(2):
        assert user(**NOBODY, **{**refresh, "token_cache": ""}).warnings == []
    assert asked(simulator) == 2
    assert not list(tmp_path.glob("**/*.json"))


def test_a_dead_token_is_renewed_once(simulator, user, refresh):
    user(**NOBODY, **refresh)
    simulator.revoke(simulator.requests[-1].token)
    simulator.forget()
    assert user(email="ann@example.com", **refresh).actions == ["create"]
    assert [(request.path, request.status) for request in simulator.requests] == [
        ("/users", 401),
        (OAUTH, 200),
        ("/users", 200),
        ("/users", 201),
    ]


def test_a_post_that_was_refused_for_its_token_is_sent_again_and_creates_one(simulator, user, refresh):
    simulator.settings.token_dies_after = 1
    assert user(email="ann@example.com", **refresh).actions == ["create"]
    assert [request.status for request in simulator.writes] == [401, 201]
    assert len(simulator.tenant.users) == 1
    assert asked(simulator) == 2


def test_what_happened_before_the_renewal_counts(simulator, user, refresh):
    """A deletion that did its work, and whose answer was lost, is not unsaid by a 401 in between."""
    simulator.reset({"users": [{"id": "1", "email": "ann@example.com"}]})
    simulator.fault(method="DELETE", path="/users/1", status=503, do_work=True)
    simulator.fault(method="DELETE", path="/users/1", status=401, error={"code": "00000101", "title": "Unauthorized"})
    assert user(email="ann@example.com", state="absent", **refresh).actions == ["delete"]
    assert [request.status for request in simulator.writes] == [503, 401, 404]


def test_a_token_that_is_never_accepted_is_renewed_once(simulator, user, refresh):
    """By however many tasks: the ten that Zoho gives are soon gone, and everybody else's tasks need them too."""
    simulator.fault(path="/users", status=401, times=4, error={"code": "00000101", "title": "Unauthorized"})
    for asks in (2, 2, 2):
        with pytest.raises(Id360Error, match=r"\(code 00000101, HTTP 401\)"):
            user(**NOBODY, **refresh)
        assert asked(simulator) == asks
    assert [request.path for request in simulator.requests[:4]] == [OAUTH, "/users", OAUTH, "/users"]
    # once one is accepted, it may be renewed again
    user(**NOBODY, **refresh)
    simulator.revoke(simulator.requests[-1].token)
    user(**NOBODY, **refresh)
    assert asked(simulator) == 3


def test_a_token_that_was_given_is_not_renewed(simulator, user):
    with pytest.raises(Id360Error, match="HTTP 401"):
        user(**NOBODY, access_token="dead")
    assert len(simulator.requests) == 1


def clients(simulator, refresh, count):
    params = {"data_center": None, "validate_certs": True, "ca_path": None, "timeout": 30, **refresh}
    return [connect(params, read_only=True) for _client in range(count)]


def read(client: Client) -> None:
    client.request("GET", "/users", expects=list)


def test_the_newer_token_of_others_is_taken(simulator, refresh):
    first, second = clients(simulator, refresh, 2)
    read(first)
    read(second)
    simulator.revoke(simulator.requests[-1].token)
    read(first)
    read(second)
    assert asked(simulator) == 2


def test_threads_renew_once(simulator, refresh):
    (client,) = clients(simulator, {**refresh, "token_cache": ""}, 1)
    read(client)
    simulator.revoke(simulator.requests[-1].token)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, [client] * 16))
    assert asked(simulator) == 2


def test_many_that_start_cold_ask_once(simulator, refresh):
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(read, clients(simulator, refresh, 20)))
    assert asked(simulator) == 1


def test_those_who_wait_learn_why_there_is_no_token(simulator, refresh):
    """Nobody asks again for what another was refused meanwhile."""
    simulator.settings.token_requests = 0
    simulator.settings.latency = 0.2  # so that all of them wait for the first

    def fail(client):
        with pytest.raises(Id360Error, match=DENIED):
            read(client)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(fail, clients(simulator, refresh, 10)))
    assert asked(simulator) == 1
    simulator.settings.token_requests = 10
    read(*clients(simulator, refresh, 1))


@pytest.mark.parametrize(
    ("at", "believed"), [(0, True), (-1, False), (3600, False), (float("nan"), False), (float("inf"), False)]
)
def test_a_refusal_is_believed_when_it_is_of_just_now(simulator, refresh, at, believed):
    """A clock that was ahead wrote one that is yet to come."""
    cache = TokenCache(refresh["token_cache"], account_of(refresh))
    began = time.time()
    cache.write_refusal(Id360Error("no more"))
    path = the_file(refresh["token_cache"])
    stored = json.loads(path.read_text())
    stored["refused"]["at"] += at
    path.write_text(json.dumps(stored))
    assert bool(cache.refusal(began)) is believed


def test_a_cache_that_cannot_be_written_is_told_of(simulator, user, refresh):
    user(**NOBODY, **refresh)
    path = the_file(refresh["token_cache"])
    path.unlink()
    path.mkdir()
    (warning,) = user(**NOBODY, **refresh).warnings
    assert f"token_cache: {str(path)!r} can't be written: Is a directory" in warning


def test_warnings_of_the_cache_name_its_variable_where_it_is_set_there(simulator, user, refresh, monkeypatch):
    """A folder that others can read, and a file that can't be written; with what to change, and why it matters."""
    folder = refresh.pop("token_cache")
    monkeypatch.setenv("ID360_TOKEN_CACHE", folder)
    assert user(**NOBODY, **refresh).warnings == []
    path = the_file(folder)
    path.unlink()
    path.mkdir()
    (unwritable,) = user(**NOBODY, **refresh).warnings
    Path(folder).chmod(0o755)
    (open_to_others,) = user(**NOBODY, **refresh).warnings
    cure = "set it to a writable directory of this user, mode 0700"
    for warning, message in (
        (unwritable, f"ID360_TOKEN_CACHE: {str(path)!r} can't be written: Is a directory; {UNSHARED}"),
        (open_to_others, f"ID360_TOKEN_CACHE {folder!r} is accessible to other users: {cure}; {UNSHARED}"),
    ):
        assert warning == message
    assert asked(simulator) == 3


def test_without_any_private_folder_the_default_cache_is_told_of(simulator, user, refresh, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file/cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file/temporary"))
    (tmp_path / "file").write_text("")
    (warning,) = user(**NOBODY, **{**refresh, "token_cache": None}).warnings
    assert warning.startswith(
        "token_cache: no private directory could be created, neither in the user's cache directory"
    )
    assert warning.endswith(UNSHARED)


def test_a_lock_that_cannot_be_taken_is_told_of(simulator, user, refresh):
    user(**NOBODY, **refresh)
    path = the_file(refresh["token_cache"])
    (locked,) = [kept for kept in path.parent.iterdir() if kept != path]
    locked.unlink()
    locked.mkdir()
    path.unlink()
    (warning,) = user(**NOBODY, **refresh).warnings
    assert "can't lock 'a new access token'" in warning
    assert "Zoho issues at most 10 in 10 minutes" in warning


def test_without_a_home_folder_the_cache_is_a_temporary_one(simulator, user, refresh, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert user(**NOBODY, **{**refresh, "token_cache": None}).warnings == []
    assert list(tmp_path.glob("temporary/manageengine.id360-*/tokens/*.json"))
    assert not (tmp_path / "relative").exists()
    (warning,) = user(**NOBODY, **{**refresh, "token_cache": "~nobody-here/tokens"}).warnings
    assert "this user has no home directory" in warning
    assert not list(tmp_path.glob("~*"))


def test_the_users_netrc_is_not_read(simulator, user, refresh, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password hush\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    session = make_session(lambda request: request, encrypted=True)
    request = session.prepare_request(requests.Request("POST", simulator.url))
    assert "Authorization" not in request.headers


@pytest.mark.parametrize(
    ("says", "lives"),
    [("3600", 3600), (600.0, 600), (None, 3600), (0, 3600), (-5, 3600), (True, 3600), ("soon", 3600), (1e9, 86400)],
)
def test_how_long_a_token_lives(simulator, user, refresh, says, lives):
    """A number that makes no sense is no reason to throw a token away."""
    simulator.fault(method="POST", path=OAUTH, body=json.dumps({"access_token": "simulator-token", "expires_in": says}))
    before = time.time()
    user(**NOBODY, **refresh)
    stored = json.loads(the_file(refresh["token_cache"]).read_text())
    assert before <= stored["use_until"] - lives + min(60, lives / 10) <= time.time()


def test_a_token_that_is_over_is_replaced_amid_a_run(simulator, refresh):
    simulator.fault(
        method="POST", path=OAUTH, body=json.dumps({"access_token": "simulator-token", "expires_in": 1.001})
    )
    (client,) = clients(simulator, refresh, 1)
    read(client)
    deadline = time.monotonic() + 30
    while asked(simulator) == 1 and time.monotonic() < deadline:
        read(client)
    assert asked(simulator) == 2
    assert {request.status for request in simulator.requests} == {200}


def account_of(refresh):
    return Account(refresh["accounts_url"], "here", refresh["client_id"], *SECRETS)


HOLDER = """
import sys
from ansible_collections.manageengine.id360.plugins.module_utils._connect.oauth import Account
from ansible_collections.manageengine.id360.plugins.module_utils._connect.token_cache import TokenCache
folder, *account = sys.argv[1:]
with TokenCache(folder, Account(*account)).turn():
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_a_killed_process_leaves_no_turn_behind(user, refresh):
    account = [refresh["accounts_url"], "here", refresh["client_id"], *SECRETS]
    command = [sys.executable, "-c", HOLDER, refresh["token_cache"], *account]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"mine\n"
        holder.kill()
    assert user(**NOBODY, **refresh).actions == []


def test_access_denied_where_others_got_one_meanwhile(simulator, refresh):
    """From where no lock reaches; nobody is asked again."""
    cache = TokenCache(refresh["token_cache"], account_of(refresh))
    hidden, asks = [], []

    def ask():
        asks.append(1)
        cache.write(Token("1000.theirs", time.time() + 600))
        raise TokenRefused("Access Denied", Response("POST", OAUTH, 200), too_many=True)

    client = Client(
        simulator.url,
        RefreshedToken(ask, cache, redact=hidden.append, warn=hidden.append),
        verify=True,
        timeout=30,
        retries=0,
        read_only=True,
    )
    with suppress(Id360Error):  # the simulator never gave that token, so it refuses it, and it is renewed in vain
        read(client)
    assert simulator.requests[0].token == "1000.theirs"
    assert hidden[0] == "1000.theirs"
    assert len(asks) == 2


@pytest.mark.parametrize(
    ("options", "settings", "fault", "message", "asks"),
    [
        (
            {"client_id": "x"},
            {},
            {},
            r"invalid_client \(HTTP 200\)\. Check client_id, and whether the client belongs",
            1,
        ),
        (
            {"refresh_token": "x"},
            {},
            {},
            r"invalid_code \(HTTP 200\)\. Check refresh_token: it may be wrong, revoked",
            1,
        ),
        ({}, {"token_requests": 0}, {}, DENIED, 1),
        (
            {},
            {},
            {"status": 200, "body": "{}"},
            "it answered HTTP 200 without a token. Check whether accounts_url is the root",
            1,
        ),
        ({}, {}, {"status": 200, "body": '{"access_token": "a b", "expires_in": 9}'}, "HTTP 200 without a token", 1),
        ({}, {}, {"status": 201, "body": '{"access_token": "ab"}'}, "HTTP 201 without a token", 1),
        ({}, {}, {"status": 200, "body": "<html>", "content_type": "text/html"}, "HTTP 200 without a token", 1),
        ({}, {}, {"status": 200, "body": '{"error": "simulator-refresh is bad"}'}, "an error that is not shown", 1),
        ({}, {}, {"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "HTTP 302 without a token", 1),
        ({}, {}, {"status": 500}, r"it answered HTTP 500 without a token.$", 3),
        ({}, {}, {"status": 503, "body": ""}, r"it answered HTTP 503 without a token.$", 3),
        ({"retries": 0}, {}, {"status": 503, "body": ""}, r"it answered HTTP 503 without a token.$", 1),
        (
            {},
            {},
            {"status": 429, "headers": {"Retry-After": "600"}},
            r"without a token. The server asks to wait for 600 s",
            1,
        ),
        ({}, {}, {"status": 429, "headers": {"Retry-After": "0"}}, r"it answered HTTP 429 without a token.$", 3),
        ({}, {}, {"drop": "after"}, "no answer from .*: the connection broke before the response was complete", 3),
        ({"timeout": 0.2}, {}, {"delay": 3}, "it did not answer within 0.2 s", 3),
        ({"accounts_url": "http://127.0.0.1:1"}, {}, {}, r"127.0.0.1:1 \(accounts_url\): .* refused the connection", 0),
        ({"client_secret": None}, {}, {}, "must be set together; missing: client_secret$", 0),
        (
            {"client_id": None, "refresh_token": ""},
            {},
            {},
            "must be set together; missing: client_id, refresh_token$",
            0,
        ),
        ({"refresh_token": "two words"}, {}, {}, r"^refresh_token contains characters that are not allowed", 0),
        (
            {"accounts_url": "http://accounts.zoho.com"},
            {},
            {},
            "accounts_url .* is refused, as http:// sends secrets",
            0,
        ),
        ({"accounts_url": "zoho"}, {}, {}, "accounts_url 'zoho' is not the URL of a Zoho Accounts server", 0),
    ],
)
def test_no_token(simulator, user, refresh, options, settings, fault, message, asks):
    for name, value in settings.items():
        setattr(simulator.settings, name, value)
    if fault:
        simulator.fault(method="POST", path=OAUTH, times=-1, **fault)
    with pytest.raises(Id360Error, match=message) as failed:
        user(**NOBODY, **{**refresh, **options})
    told = failed.value.failure()
    assert not any(secret in str(told) for secret in SECRETS)
    assert asked(simulator) == len(simulator.requests) == asks
    if asks:
        assert (told["error"]["method"], told["error"]["path"]) == ("POST", OAUTH)


@pytest.mark.parametrize(
    ("fault", "costs"),
    [
        ({"status": 429, "headers": {"Retry-After": "0"}}, 1),
        *[({"status": status}, 1) for status in (500, 502, 503, 504)],
        ({"status": 502, "body": "<html>"}, 1),
        ({"drop": "before"}, 1),
        ({"delay": 3}, 1),
        # the answer is lost: nobody can tell that there was a token in it
        ({"drop": "after"}, 2),
        ({"cut": True}, 2),
        ({"status": 500, "do_work": True}, 2),
    ],
)
def test_the_token_call_is_sent_again(simulator, refresh, fault, costs):
    """By the one that holds the turn: the others take the token that it gets."""
    refresh["timeout"] = 0.5
    simulator.settings.token_requests = costs
    simulator.fault(method="POST", path=OAUTH, **fault)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, clients(simulator, refresh, 4)))
    assert asked(simulator) == 2


def test_the_token_page_may_be_typed(user, refresh):
    assert user(**NOBODY, **{**refresh, "accounts_url": refresh["accounts_url"] + "/oauth/v2/token/"}).actions == []


def test_a_redirect_takes_no_secret_along(simulator, user, refresh):
    with Simulator() as other:
        elsewhere = {"status": 307, "headers": {"Location": f"{other.url}{OAUTH}"}}
        simulator.fault(method="POST", path=OAUTH, **elsewhere)
        with pytest.raises(Id360Error, match="HTTP 307"):
            user(**NOBODY, **refresh)
        simulator.fault(path="/users", **elsewhere)
        with pytest.raises(Id360Error, match="which is not followed"):
            user(**NOBODY, **refresh)
        assert other.requests == []
