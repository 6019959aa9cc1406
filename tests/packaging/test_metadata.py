# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said in two places is the same in both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.manageengine.id360.plugins.module_utils._version import VERSION

CHECKOUT = Path(__file__).resolve().parents[2]


def read_yaml(name: str) -> Any:
    return yaml.safe_load((CHECKOUT / name).read_text(encoding="utf-8"))


def test_every_module_is_in_the_action_group() -> None:
    modules = sorted(path.stem for path in (CHECKOUT / "plugins" / "modules").glob("*.py"))
    assert modules
    assert sorted(read_yaml("meta/runtime.yml")["action_groups"]["id360"]) == modules


def test_the_version_is_that_of_the_collection() -> None:
    assert read_yaml("galaxy.yml")["version"] == VERSION


def test_each_module_can_be_run_in_the_process_of_ansible_playbook() -> None:
    modules, actions = (
        {path.stem for path in (CHECKOUT / f"plugins/{kind}").glob("*.py")} for kind in ("modules", "action")
    )
    assert modules == actions


def test_each_role_has_the_example_of_its_readme() -> None:
    roles = sorted((CHECKOUT / "roles").glob("*/README.md"))
    assert len(roles) == 5
    for readme in roles:
        documented = read_yaml(f"roles/{readme.parent.name}/meta/argument_specs.yml")["argument_specs"]["main"]
        assert documented["examples"] == re.findall(r"```yaml\n(.*?)```", readme.read_text(), re.DOTALL)[0]


def test_internal_filters_say_so() -> None:
    for path in (CHECKOUT / "plugins/filter").glob("*.py"):
        assert '\nshort_description: "Internal: ' in path.read_text(), path.name


@pytest.mark.parametrize("kind", ["modules", "lookup", "filter"])
def test_ansible_doc_lists_each_description_whole_in_80_columns(kind: str) -> None:
    """It makes the column of names as wide as the longest one, and leaves six characters besides."""
    files = {
        f"manageengine.id360.{path.stem}": path.read_text() for path in (CHECKOUT / f"plugins/{kind}").glob("*.py")
    }
    width = 80 - 6 - max(map(len, files))
    for name, text in files.items():
        (description,) = re.findall(r'^short_description: "?(.*?)"?$', text, re.MULTILINE)
        assert len(description) <= width, name
