# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hooks of pre-commit, with what make venv installs and nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
COMMANDS = Path(sys.executable).parent


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files of the checkout in a repository of their own, with its tools."""
    folder = tmp_path / "clone"
    subprocess.run([sys.executable, CHECKOUT / "tests/tools/copy_git_files.py", folder], check=True)
    (folder / ".venv").symlink_to(COMMANDS.parent)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    return folder


def run_hooks(clone: Path) -> subprocess.CompletedProcess[str]:
    nowhere = "http://127.0.0.1:9"
    environment = {**os.environ, "HOME": str(clone.parent), "http_proxy": nowhere, "https_proxy": nowhere}
    subprocess.run(["git", "add", "--all"], cwd=clone, check=True)
    command = [COMMANDS / "pre-commit", "run", "--all-files", "--color=never"]
    return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)


def test_the_hooks_pass(clone: Path) -> None:
    done = run_hooks(clone)
    assert done.returncode == 0, done.stdout
    assert re.findall(r"^(.*?)\.+Passed", done.stdout, re.MULTILINE) == ["ruff check", "ruff format", "shellcheck"]


@pytest.mark.parametrize(
    ("name", "text", "hook"),
    [
        ("plugins/module_utils/_new.py", "import os\n", "ruff check"),
        ("plugins/module_utils/_new.py", "x  = 1\n", "ruff format"),
        ("tests/tools/new.sh", "#!/bin/sh\necho $1\n", "shellcheck"),
    ],
)
def test_a_hook_stops_what_is_wrong(clone: Path, name: str, text: str, hook: str) -> None:
    (clone / name).write_text(text)
    done = run_hooks(clone)
    assert done.returncode == 1
    assert re.findall(r"^(.*?)\.+Failed", done.stdout, re.MULTILINE) == [hook]
