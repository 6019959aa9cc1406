# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Initial passwords: what they look like, and whose are kept, wherever a run ended."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.outcome import outcome_of
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.passwords import (
    CLASSES,
    Policy,
    is_document,
    make_password,
    reserve,
    settle,
)
from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.vault_file import VaultFile

POLICY = Policy(16, list(CLASSES))


@pytest.mark.parametrize(
    "policy", [POLICY, Policy(12, ["digit"]), Policy(9, ["special", "lower"]), Policy(4, list(CLASSES))]
)
def test_passwords_have_all_classes_and_no_two_are_the_same(policy: Policy) -> None:
    made = [make_password(policy) for _number in range(1000)]
    allowed = set("".join(CLASSES[name] for name in policy.classes))
    for password in made:
        assert len(password) == policy.length
        assert set(password) <= allowed
        assert all(set(password) & set(CLASSES[name]) for name in policy.classes)
    assert len(set(made)) == 1000 or policy.length < 8
    assert {character for password in made for character in password} == allowed


@pytest.mark.parametrize(
    ("length", "classes", "is_wrong"), [(3, 4, True), (4, 4, False), (128, 1, False), (129, 1, True)]
)
def test_policies(length: int, classes: int, is_wrong: bool) -> None:
    assert bool(Policy(length, list(CLASSES)[:classes]).problem()) is is_wrong


def test_an_unconfirmed_password_stays_and_another_one_is_new() -> None:
    before = {"initial_passwords": {"ann@x.com": "old"}, "uncertain": {"Bob@x.com": "sent"}, "note": "ours"}
    document, passwords = reserve(before, ["bob@x.com", "ann@x.com"], POLICY)
    assert passwords["bob@x.com"] == "sent"
    assert passwords["ann@x.com"] not in ("old", "sent")
    # Until the creation is confirmed, the old one is not lost.
    assert document == {**before, "uncertain": {"Bob@x.com": "sent", "ann@x.com": passwords["ann@x.com"]}}
    assert reserve(document, ["bob@x.com", "ann@x.com"], POLICY) == (document, passwords)


@pytest.mark.parametrize(
    ("created", "dropped", "expected"),
    [
        ([], [], {"initial_passwords": {"a": "1"}, "uncertain": {"A": "2", "b": "3"}, "note": "ours"}),
        (["a"], [], {"initial_passwords": {"A": "2"}, "uncertain": {"b": "3"}, "note": "ours"}),
        (["a", "b"], [], {"initial_passwords": {"A": "2", "b": "3"}, "note": "ours"}),
        ([], ["A", "b", "c"], {"initial_passwords": {"a": "1"}, "note": "ours"}),
        (["c"], ["b"], {"initial_passwords": {"a": "1"}, "uncertain": {"A": "2"}, "note": "ours"}),
    ],
)
def test_who_was_created_is_kept(created: list[str], dropped: list[str], expected: dict[str, Any]) -> None:
    before = {"initial_passwords": {"a": "1"}, "uncertain": {"A": "2", "b": "3"}, "note": "ours"}
    assert settle(before, created, dropped) == expected


def change(key: str, *actions: str, kind: str = "user") -> dict[str, Any]:
    return {"kind": kind, "key": key, "actions": list(actions)}


JOINERS = ["A@x.com", "b@x.com"]
# Each: the result of the module, and who was created, and who certainly was not
OUTCOMES: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({"actions": ["create"], "changes": [change("a@x.com", "create"), change("b@x.com", "create")]}, JOINERS, []),
    ({"actions": ["create"], "changes": [change("a@x.com", "create"), change("b@x.com")]}, JOINERS[:1], JOINERS[1:]),
    ({"actions": [], "changes": [change("b@x.com")], "uncertain": ["B@x.com"]}, [], JOINERS[:1]),
    # Refused as a whole: nothing was sent.
    ({"actions": [], "problems": ["x"]}, [], JOINERS),
    ({"actions": [], "msg": "HTTP 401"}, [], JOINERS),
    # Created by an earlier run, maybe, or by somebody else
    ({"actions": ["patch"], "changes": [change("b@x.com", "patch")]}, [], JOINERS[:1]),
    ({"actions": ["create"], "changes": [change("a@x.com", "create", kind="group")]}, [], JOINERS),
    # Killed
    ({"msg": "MODULE FAILURE", "rc": 137}, [], []),
]


@pytest.mark.parametrize(("result", "created", "dropped"), OUTCOMES)
def test_what_became_of_joiners(result: dict[str, Any], created: list[str], dropped: list[str]) -> None:
    assert outcome_of(JOINERS, result) == (created, dropped)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def vault(path: Path, secret: str = "sesame") -> VaultFile:
    return VaultFile(str(path), "passwords", secret, "secret")


def test_the_file_is_of_ansible_vault_and_keeps_what_is_in_it(folder: Path) -> None:
    path = folder / "passwords.yml"
    assert vault(path).read(is_document) == {}
    vault(path).change(is_document, lambda _before: {"initial_passwords": {"ü@x.com": "one: #1"}})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = VaultLib([("default", VaultSecret(b"sesame"))]).decrypt(path.read_bytes()).decode()
    assert "ü@x.com: 'one: #1'" in text
    before = path.stat()
    vault(path, "sesame\n").change(is_document, dict)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    vault(path).change(is_document, lambda _before: {})
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "secret", "message"),
    [
        ({"initial_passwords": {"a": "hush"}}, "other", "can't be decrypted with secret"),
        ({"initial_passwords": ["hush"]}, "sesame", "contains something other than initial passwords"),
        (["hush"], "sesame", "contains something other than initial passwords"),
        (b"hush: hush\n", "sesame", "is not encrypted with ansible-vault"),
        (None, "sesame", "can't be written: "),
    ],
)
def test_a_file_that_can_not_be_used(folder: Path, content: Any, secret: str, message: str) -> None:
    path = folder / ("nowhere/p.yml" if content is None else "p.yml")
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        vault(path).change(lambda _value: True, lambda _before: content)
    before = path.read_bytes() if content is not None else b""
    for act in (lambda file: file.read(is_document), lambda file: file.change(is_document, lambda _before: {"x": "y"})):
        with pytest.raises(Id360Error) as refused:
            act(vault(path, secret))
        assert message in refused.value.message
        assert "hush" not in refused.value.message
    assert before == (path.read_bytes() if content is not None else b"")
