# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What README.md and CONTRIBUTING.md tell people to type is there, and works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from id360_simulator import Simulator

from playbooks import play

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize(
    "page", [*PAGES, "docs/api.md", "docs/promises.md", "docs/reliability.md", "extensions/simulator/README.md"]
)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (CHECKOUT / page).read_text())
    assert links
    assert [link for link in links if not ((CHECKOUT / page).parent / link).exists()] == []


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
    for name in set(re.findall(r"`(\w+\.py)`", text)):
        assert [*(CHECKOUT / "plugins").rglob(name), *(CHECKOUT / "extensions").rglob(name)], name


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


@pytest.mark.parametrize("seed", [None, CHECKOUT / "extensions/simulator/example-tenant.yml"], ids=["empty", "example"])
def test_the_play_in_the_readme_runs_dry_then_really_then_again(tmp_path: Path, seed: Path | None) -> None:
    """As it stands, with the command beside it, on a tenant that has nobody, and on the example tenant."""
    text = (CHECKOUT / "README.md").read_text()
    (plays,) = (yaml.safe_load(play) for play in re.findall(r"```yaml\n(# people.yml\n.*?)```", text, re.DOTALL))
    (arguments,) = re.findall(r"^ansible-playbook people.yml (--.*)", text, re.MULTILINE)
    emails = [f"{name}@example.com" for name in ("ann.lee", "alex.hales", "eve.dahl", "admin")]
    with Simulator(seed) as simulator:
        emails += [user["email"] for user in simulator.tenant.users.values()]
        (tmp_path / "people.csv").write_text("\n".join(["email", *emails, ""]))

        def run(*more: str) -> tuple[list[dict[str, Any]], int]:
            simulator.forget()
            password = json.dumps({"vaulted_first_password": "Canary-1-secret"})
            played = play(tmp_path, plays, "--extra-vars", password, *more, ID360_SIMULATOR=simulator.url)
            assert played.status == 0, played.output
            return played.only, len(simulator.writes)

        dry, writes = run(*arguments.split())
        assert writes == 0
        assert dry[1]["diff"]["after"]["manager"] == "(not there yet) alex.hales@example.com"
        shown = ["(not there yet) alex.hales@example.com", "(not there yet) ann.lee@example.com"]
        assert dry[3]["diff"]["after"]["members"] == sorted(dry[3]["group"]["members"]) == shown
        real, writes = run()
        assert writes
        assert [result["changed"] for result in dry] == [result["changed"] for result in real]
        assert [result["changed"] for result in real] == [True, True, False, True, True, False]
        assert [user["email"] for user in real[-1]["users"]] == ["ann.lee@example.com"]
        again, writes = run()
        assert ([result["changed"] for result in again], writes) == ([False] * 6, 0)


def test_the_demo_runs(tmp_path: Path) -> None:
    """make demo does this with packages of its own."""
    folder = tmp_path / "checkout"
    subprocess.run([sys.executable, CHECKOUT / "tests/tools/copy_git_files.py", folder], check=True)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(tmp_path), "ANSIBLE_HOME": str(tmp_path / "ansible")}
    done = subprocess.run(
        ["playbooks/demo/run.sh"],
        cwd=folder,
        env={**environment, "LC_ALL": "C.UTF-8", "ANSIBLE_CONFIG": str(folder / "tests/ansible.cfg")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert len(done.stdout.splitlines()) < 60


def test_the_oldest_ansible_core_is_the_one_that_is_tested() -> None:
    runtime = yaml.safe_load((CHECKOUT / "meta/runtime.yml").read_text())
    oldest = re.search(r">=(\d+\.\d+)", runtime["requires_ansible"])
    assert oldest
    assert f"ansible-core=={oldest[1]}.*" in (CHECKOUT / "requirements/oldest.txt").read_text()
    assert f"| ansible-core | {oldest[1]} or newer" in (CHECKOUT / "README.md").read_text()
