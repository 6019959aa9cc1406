# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cache of tokens: what is in it, which files and folders are trusted, and a warning where it can't be used."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from id360_simulator import Simulator
from signing_in import NOBODY, OAUTH, SECRETS, account_of, cache_file, token_requests

from ansible_collections.manageengine.id360.plugins.module_utils._connect.signing import UNSHARED
from ansible_collections.manageengine.id360.plugins.module_utils._connect.token_cache import TokenCache
from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def test_what_the_cache_holds(simulator, user, refresh):
    before = time.time()
    user(**NOBODY, **refresh)
    folder, path = Path(refresh["token_cache"]), cache_file(refresh["token_cache"])
    stored = json.loads(path.read_text())
    assert stored["access_token"] == simulator.requests[-1].token
    assert before + 3600 - 60 <= stored["use_until"] <= time.time() + 3600 - 60
    for kept in folder.iterdir():
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert not any(secret in kept.read_text() or secret in kept.name for secret in (*SECRETS, "client"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_default_cache_is_in_the_users_cache_folder(simulator, user, refresh, tmp_path):
    user(**NOBODY, **{**refresh, "token_cache": None})
    assert cache_file(tmp_path / "cache/manageengine.id360/tokens").exists()


def test_other_credentials_do_not_get_the_token(simulator, user, refresh):
    user(**NOBODY, **refresh)
    for option in ("client_secret", "refresh_token", "client_id"):
        with pytest.raises(Id360Error, match="issued no access token: invalid_"):
            user(**NOBODY, **{**refresh, option: "another"})
    assert token_requests(simulator) == 4
    with Simulator() as other:
        with pytest.raises(Id360Error, match="HTTP 401"):  # another server's token is worth nothing here
            user(**NOBODY, **{**refresh, "accounts_url": other.url})
        assert token_requests(other) == 2


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
    path = cache_file(refresh["token_cache"])
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
    change(use_until=time.time() + 600)(cache_file(refresh["token_cache"]))
    simulator.forget()
    user(**NOBODY, **refresh)
    assert token_requests(simulator) == 0


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
    assert token_requests(simulator) == 2
    assert not list(folder.parent.glob("**/*.json"))


def test_the_cache_can_be_switched_off(simulator, user, refresh, tmp_path):
    for _time in range(2):
        assert user(**NOBODY, **{**refresh, "token_cache": ""}).warnings == []
    assert token_requests(simulator) == 2
    assert not list(tmp_path.glob("**/*.json"))


@pytest.mark.parametrize(
    ("at", "believed"), [(0, True), (-1, False), (3600, False), (float("nan"), False), (float("inf"), False)]
)
def test_a_refusal_is_believed_when_it_is_of_just_now(simulator, refresh, at, believed):
    """A clock that was ahead wrote one that is yet to come."""
    cache = TokenCache(refresh["token_cache"], account_of(refresh))
    began = time.time()
    cache.write_refusal(Id360Error("no more"))
    path = cache_file(refresh["token_cache"])
    stored = json.loads(path.read_text())
    stored["refused"]["at"] += at
    path.write_text(json.dumps(stored))
    assert bool(cache.refusal(began)) is believed


def test_a_cache_that_cannot_be_written_is_told_of(simulator, user, refresh):
    user(**NOBODY, **refresh)
    path = cache_file(refresh["token_cache"])
    path.unlink()
    path.mkdir()
    (warning,) = user(**NOBODY, **refresh).warnings
    assert f"token_cache: {str(path)!r} can't be written: Is a directory" in warning


def test_warnings_of_the_cache_name_its_variable_where_it_is_set_there(simulator, user, refresh, monkeypatch):
    """A folder that others can read, and a file that can't be written; with what to change, and why it matters."""
    folder = refresh.pop("token_cache")
    monkeypatch.setenv("ID360_TOKEN_CACHE", folder)
    assert user(**NOBODY, **refresh).warnings == []
    path = cache_file(folder)
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
    assert token_requests(simulator) == 3


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
    path = cache_file(refresh["token_cache"])
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
