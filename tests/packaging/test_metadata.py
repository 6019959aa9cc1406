# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said in two places is the same in both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
