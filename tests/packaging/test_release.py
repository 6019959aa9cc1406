# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A release is one command, in a clone: version, changelog, pages, commit, tag and tarball; or nothing at all. And lint
asks for the fragments that its changelog is made of."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from playbooks import environment_in

CHECKOUT = Path(__file__).resolve().parents[2]


class Clone:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "ansible_collections/manageengine/id360"
        self.home = folder / "home"
        self.home.mkdir()
        copy = CHECKOUT / "tests/tools/copy_git_files.py"
        subprocess.run([sys.executable, copy, self.path], check=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit()

    def run(self, *command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        identity = {f"GIT_{who}_{what}": "tester" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        # The clone is the collection, and not the checkout that is installed in .venv.
        where = {
            "ANSIBLE_COLLECTIONS_PATH": str(self.path.parents[2]),
            "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
        }
        ended = subprocess.run(
            command,
            cwd=self.path,
            env=environment_in(self.home, **where, **identity),
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert not check or ended.returncode == 0, ended.stdout + ended.stderr
        return ended

    def git(self, *arguments: str) -> str:
        return self.run("git", *arguments).stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "all")

    def prove(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """As make proof does, with another command in place of the proof."""
        return self.run("tests/tools/stamped.sh", *(command or ("true",)), check=check)

    def release(self, version: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        # A program that was started in the background, or by nohup, passes on that some signals are ignored.
        return self.run("env", "--default-signal", "tests/tools/release.sh", version, check=check)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def refused(clone: Clone, version: str, why: str) -> None:
    before = clone.git("log", "--oneline"), clone.git("status", "--porcelain"), clone.git("tag")
    ended = clone.release(version, check=False)
    assert ended.returncode != 0
    assert why in ended.stderr + ended.stdout
    assert (clone.git("log", "--oneline"), clone.git("status", "--porcelain"), clone.git("tag")) == before


def not_proven(clone: Clone) -> None:
    """What make proof passed on was another commit, or it failed, or it is not known what it passed on."""

    def refused_now() -> None:
        refused(clone, "9.0.0", "make proof has not passed on this commit")

    refused_now()
    clone.prove()
    assert clone.prove("false", check=False).returncode == 1
    refused_now()
    new = clone.path / "plugins/new.py"
    assert "no proof for make release" in clone.prove("touch", str(new)).stdout
    assert "no proof for make release" in clone.prove().stdout
    new.unlink()
    refused_now()
    assert "no proof for make release" in clone.prove("git", "commit", "--quiet", "--allow-empty", "-m", "b").stdout
    refused_now()


def no_tarball(clone: Clone) -> None:
    """There are a commit and a tag by then."""
    (clone.path / ".cache").mkdir(exist_ok=True)
    (clone.path / ".cache/build").write_text("no folder\n")


def stopped_by(signal: str) -> Callable[[Clone], None]:
    """Amid the commit: by a hook of git's, whose parent's parent is the script."""

    def arrange(clone: Clone) -> None:
        hook = clone.path / ".git/hooks/pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\nkill -s {signal} $(awk '/^PPid:/ {{print $2}}' /proc/$PPID/status)\n")
        hook.chmod(0o755)

    return arrange


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(no_tarball, id="tarball", marks=pytest.mark.proof),
        *[pytest.param(stopped_by(signal), id=signal, marks=pytest.mark.proof) for signal in ("HUP", "INT", "TERM")],
    ],
)
def test_what_fails_half_way_leaves_nothing(clone: Clone, fault: Callable[[Clone], None]) -> None:
    (clone.path / "changelogs/fragments/mend.yml").write_text("bugfixes: [id360_user - something that broke]\n")
    clone.commit()
    clone.prove()
    fault(clone)
    refused(clone, "9.0.0", "No release: the checkout is as it was.")


@pytest.mark.proof
def test_release(clone: Clone) -> None:
    for version in ("", "1.2", "v1.2.3", "1.2.3-rc1", "01.2.3"):
        refused(clone, version, "is no version: make release VERSION=1.2.3")
    fragment = clone.path / "changelogs/fragments/broken.yml"
    fragment.write_text("no_such_section: [x]\n")
    refused(clone, "9.0.0", "there are changes that are not committed")
    clone.commit()
    clone.prove()
    refused(clone, "9.0.0", "no_such_section")
    fragment.write_text("bugfixes: [id360_user - something that broke]\n")
    clone.commit()
    not_proven(clone)
    clone.prove()

    clone.release("9.0.0")
    assert clone.git("tag").split() == ["9.0.0"]
    assert clone.git("log", "-1", "--format=%s %D").split() == [
        "release:",
        "9.0.0",
        "HEAD",
        "->",
        "main,",
        "tag:",
        "9.0.0",
    ]
    assert clone.git("status", "--porcelain") == ""
    assert list((clone.path / "changelogs/fragments").glob("*.yml")) == []
    assert "something that broke" in (clone.path / "CHANGELOG.md").read_text()
    assert yaml.safe_load((clone.path / "galaxy.yml").read_text())["version"] == "9.0.0"
    assert 'VERSION = "9.0.0"' in (clone.path / "plugins/module_utils/_version.py").read_text()
    assert "(version 9.0.0)" in (clone.path / "docs/modules/id360_user_module.rst").read_text()
    with tarfile.open(clone.path / "dist/manageengine-id360-9.0.0.tar.gz") as tarball:
        assert "CHANGELOG.md" in tarball.getnames()

    refused(clone, "9.0.0", "there is a tag 9.0.0 already")
    refused(clone, "9.0.1", "changelogs/fragments has nothing to tell")
    fragment.write_text("bugfixes: [id360_user - something else]\n")
    clone.commit()
    refused(clone, "8.9.9", "it has to be newer than the newest release")


def test_lint_asks_for_a_fragment(clone: Clone) -> None:
    check = "tests/tools/fragment.sh"
    assert "Left out" in clone.run(check).stdout
    clone.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert clone.run(check).stdout == ""
    changed = ["extensions/simulator/new.py", "plugins/filter/new.py"]
    for name in (*changed, "docs/new.md", "extensions/molecule/new.md", "changelogs/README"):
        (clone.path / name).write_text("")
    assert clone.run(check, check=False).stderr.splitlines()[1:] == changed
    clone.commit()
    assert clone.run(check, check=False).returncode == 1
    (clone.path / "changelogs/fragments/0.1.0.yml").unlink(missing_ok=True)
    assert clone.run(check, check=False).returncode == 1
    (clone.path / "changelogs/fragments/new.yml").write_text("trivial: [a filter that does nothing]\n")
    clone.run(check)
