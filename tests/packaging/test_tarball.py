# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tarball holds what users need and nothing else, and it installs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
COMMANDS = Path(sys.executable).parent

NEEDED = {
    "LICENSE",
    "README.md",
    "changelogs/changelog.yaml",
    "docs/api.md",
    "docs/awx/survey.json",
    "docs/docsite/rst/pipelines.rst",
    "extensions/eda/plugins/event_source/jobs.py",
    "extensions/eda/rulebooks/failed_jobs.yml",
    "extensions/simulator/requirements.txt",
    "docs/awx/credential_type_injectors.yml",
    "docs/awx/credential_type_inputs.yml",
    "meta/execution-environment.yml",
    "meta/runtime.yml",
    "playbooks/demo/joiner_mover_leaver.yml",
    "playbooks/demo/people.csv",
    "playbooks/directory_check.yml",
    "playbooks/tasks/directory.yml",
    "requirements.txt",
    "roles/directory/tasks/main.yml",
    "roles/drift_report/files/report.js",
    "roles/offboarding/tasks/main.yml",
}
ALLOWED_AT_THE_TOP = {
    "CHANGELOG.md",
    "FILES.json",
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "changelogs",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}
# What may lie about in a checkout that a tarball is built from.
JUNK = [
    ".cache/ansible/file",
    ".test/home/file",
    ".venv/bin/python",
    "dist/file",
    "extensions/simulator/id360_simulator/server/__pycache__/pipeline.cpython-313.pyc",
    "manageengine-id360-0.0.1.tar.gz",
    "plugins/modules/.id360_user.py.swp",
    "plugins/modules/__pycache__/id360_user.cpython-313.pyc",
    "tests/output/file",
]

# One worker builds for all.
pytestmark = pytest.mark.xdist_group("tarball")


def run(folder: Path, *command: str | Path) -> str:
    """Run an Ansible command that uses only what is in the folder; returns what it printed."""
    settings = {
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
        "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_LOCAL_TEMP": str(folder / "ansible" / "tmp"),
    }
    environment = {**os.environ, **settings}
    result = subprocess.run(
        [COMMANDS / command[0], *command[1:]],
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    sources = folder / "sources"
    run(folder, "python", CHECKOUT / "tests" / "tools" / "copy_git_files.py", sources)
    for name in JUNK:
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text("junk")
    run(folder, "ansible-galaxy", "collection", "build", sources, "--output-path", folder)
    (built,) = folder.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def names(tarball: Path) -> set[str]:
    with tarfile.open(tarball) as archive:
        return {member.name for member in archive.getmembers() if member.isfile()}


def test_holds_what_users_need(names: set[str]) -> None:
    folders = ("plugins", "extensions/simulator")
    code = {str(path.relative_to(CHECKOUT)) for folder in folders for path in (CHECKOUT / folder).rglob("*.py")}
    assert "extensions/simulator/__main__.py" in code
    assert (NEEDED | code) - names == set()


def test_holds_nothing_else(names: set[str]) -> None:
    assert {Path(name).parts[0] for name in names} - ALLOWED_AT_THE_TOP == set()
    assert names & set(JUNK) == set()
    assert [name for name in names if any(part.startswith(".") for part in Path(name).parts)] == []
    assert [name for name in names if name.endswith((".pyc", ".sh", ".tar.gz"))] == []


def test_installs_and_its_simulator_starts(tarball: Path, tmp_path: Path) -> None:
    run(tmp_path, "ansible-galaxy", "collection", "install", tarball, "--offline", "-p", tmp_path / "collections")
    documentation = run(tmp_path, "ansible-doc", "--type", "module", "manageengine.id360.id360_user")
    assert str(tmp_path) in documentation, "the documentation is not that of the installed collection"
    simulator = tmp_path / "collections/ansible_collections/manageengine/id360/extensions/simulator"
    assert "--url-file FILE" in run(tmp_path, "python", "-I", simulator, "--help")
