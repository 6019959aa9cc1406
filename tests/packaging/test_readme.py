# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What README.md and CONTRIBUTING.md tell people to type is there, and works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (CHECKOUT / page).read_text())
    assert links
    assert [link for link in links if not (CHECKOUT / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_are_there(page: str) -> None:
    targets = set(re.findall(r"(?:^ *|`)make ([a-z-]+)", (CHECKOUT / page).read_text(), re.MULTILINE))
    there = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    assert targets
    assert targets - there == set()


def test_the_files_that_are_named_are_there() -> None:
    text = (CHECKOUT / "CONTRIBUTING.md").read_text()
    for name in set(re.findall(r"`((?:plugins|tests|docs|extensions|meta)/[\w/.-]+)`", text)):
        assert (CHECKOUT / name).exists() or "NAME" in name, name
    for name in set(re.findall(r"`(_\w+\.py)`", text)):
        assert list((CHECKOUT / "plugins").rglob(name)), name


def test_every_module_role_and_playbook_is_in_the_readme() -> None:
    text = (CHECKOUT / "README.md").read_text()
    modules = [
        f"[`{path.stem}`](docs/modules/{path.stem}_module.rst)" for path in CHECKOUT.glob("plugins/modules/*.py")
    ]
    playbooks = [f"`manageengine.id360.{path.stem}`" for path in CHECKOUT.glob("playbooks/*.yml")]
    guides = [f"docs/docsite/rst/{path.name}" for path in CHECKOUT.glob("docs/docsite/rst/*.rst")]
    assert [name for name in [*modules, *playbooks, *guides] if name not in text] == []


def test_the_libraries_are_those_of_the_requirements() -> None:
    line = re.search(r"^python3 -m pip install (.*)", (CHECKOUT / "README.md").read_text(), re.MULTILINE)
    assert line
    wanted = [name for name in (CHECKOUT / "requirements.txt").read_text().splitlines() if not name.startswith("#")]
    assert [name.strip("'") for name in line[1].split()] == wanted
    dry_run = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--quiet", *wanted]
    subprocess.run(dry_run, check=True, capture_output=True)


def test_the_play_in_the_readme_passes_the_syntax_check(tmp_path: Path) -> None:
    (play,) = re.findall(r"```yaml\n(# people.yml\n.*?)```", (CHECKOUT / "README.md").read_text(), re.DOTALL)
    (tmp_path / "people.yml").write_text(play)
    assert yaml.safe_load(play)
    command = [Path(sys.executable).with_name("ansible-playbook"), "--syntax-check", "people.yml"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)


def test_the_oldest_ansible_core_is_the_one_that_is_tested() -> None:
    runtime = yaml.safe_load((CHECKOUT / "meta/runtime.yml").read_text())
    oldest = re.search(r">=(\d+\.\d+)", runtime["requires_ansible"])
    assert oldest
    assert f"ansible-core=={oldest[1]}.*" in (CHECKOUT / "requirements/oldest.txt").read_text()
    assert f"| ansible-core | {oldest[1]} or newer" in (CHECKOUT / "README.md").read_text()
