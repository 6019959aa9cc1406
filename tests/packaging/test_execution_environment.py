# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-builder finds in the collection what an execution environment needs, and makes a build context of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
BUILDER = Path(sys.executable).with_name("ansible-builder")


def build(*arguments: str, folder: Path) -> str:
    return subprocess.run([BUILDER, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def introspected(tmp_path: Path) -> dict[str, list[str]]:
    installed = tmp_path / "ansible_collections/manageengine"
    installed.mkdir(parents=True)
    (installed / "id360").symlink_to(CHECKOUT)
    found: dict[str, list[str]] = yaml.safe_load(build("introspect", str(tmp_path), folder=tmp_path))
    return found


def test_the_requirements_are_found(introspected: dict[str, list[str]]) -> None:
    # without the file ansible-builder would guess
    assert yaml.safe_load((CHECKOUT / "meta/execution-environment.yml").read_text())["dependencies"] == {
        "python": "requirements.txt"
    }
    wanted = [line for line in (CHECKOUT / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line.split("  #")[0] for line in introspected["python"]] == wanted
    assert introspected["system"] == []


def test_a_build_context_is_made_of_them(introspected: dict[str, list[str]], tmp_path: Path) -> None:
    definition = {
        "version": 3,
        "images": {"base_image": {"name": "registry.example.com/ee-minimal:latest"}},
        "dependencies": {"galaxy": {"collections": ["manageengine.id360"]}, "python": introspected["python"]},
    }
    (tmp_path / "execution-environment.yml").write_text(yaml.safe_dump(definition))
    build("create", "--output-filename", "Containerfile", "--context", str(tmp_path / "context"), folder=tmp_path)
    assert "requests>=" in (tmp_path / "context/_build/requirements.txt").read_text()
    assert "manageengine.id360" in (tmp_path / "context/_build/requirements.yml").read_text()
