# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each package of the simulator may import, and that its handlers say which call they answer."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import id360_simulator
import pytest
from id360_simulator.api.routes import ROUTES

ROOT = Path(id360_simulator.__file__).parent
# Packages and files of the root, then libraries. Only api and server know HTTP.
IMPORTS = {
    "__init__": {"state", "server"},
    "errors": set(),
    "scim": {"scim2_filter_parser"},
    "state": {"errors", "yaml"},
    "api": {"errors", "scim", "state", "aiohttp"},
    "server": {"errors", "state", "api", "aiohttp", "yaml"},
}


def imported(path: Path) -> Iterator[str]:
    """The packages and libraries that a file imports, without Python's own."""
    package = ["id360_simulator", *path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            whole = [*above, *(node.module.split(".") if node.module else [])]
            modules = [".".join([*whole, alias.name]) for alias in node.names]
        else:
            continue
        for module in modules:
            first, *rest = module.split(".")
            if first == "id360_simulator":
                yield rest[0]
            elif first not in sys.stdlib_module_names:
                yield first


def package_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def test_every_package_has_a_row_in_the_table():
    assert {package_of(path) for path in ROOT.rglob("*.py")} == set(IMPORTS)


@pytest.mark.parametrize("package", IMPORTS)
def test_packages_import_what_the_table_says(package):
    """No more, so that an arrow can't be added unseen; no less, so that the table is true."""
    arrows = {
        (path.name, name) for path in ROOT.rglob("*.py") if package_of(path) == package for name in imported(path)
    }
    assert {arrow for arrow in arrows if arrow[1] not in IMPORTS[package] | {package}} == set()
    assert {name for _path, name in arrows} - {package} == IMPORTS[package]


def test_handlers_say_which_call_they_answer():
    said = [re.match(r"[A-Z]+ /[^\s:]*", handler.__doc__ or "") for _method, _path, handler in ROUTES]
    assert [found and re.sub(r"{\w+}", "{}", found[0]) for found in said] == [
        re.sub(r"{\w+}", "{}", f"{method} {path}") for method, path, _handler in ROUTES
    ]
