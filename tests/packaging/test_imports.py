# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What imports what is what the map in CONTRIBUTING.md says."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
COLLECTION = "ansible_collections.manageengine.id360"
PLUGINS = sorted(file.relative_to(CHECKOUT) for file in (CHECKOUT / "plugins").rglob("*.py"))
_ROW = re.compile(r"\| `(plugins/[\w/]+)` \|.*\| ([^|]+) \|")


def read_map() -> dict[str, set[str]]:
    """For each folder the folders, or single files, that may be imported there."""
    rows = dict(_ROW.findall((CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    return {folder: {folder, *map(_path, re.findall(r"`([\w/]+)`", allowed))} for folder, allowed in rows.items()}


def _path(short: str) -> str:
    return f"plugins/module_utils/{short}" if short.startswith("_") else f"plugins/{short}"


def imports_of(file: Path) -> Iterator[str]:
    """The modules and folders below plugins that a file imports, as paths."""
    for node in ast.walk(ast.parse((CHECKOUT / file).read_text(encoding="utf-8"))):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = [COLLECTION, *file.parts[: -node.level]] if node.level else []
            modules = [".".join(filter(None, [*above, node.module, alias.name])) for alias in node.names]
        for module in modules:
            if module.startswith(f"{COLLECTION}.plugins."):
                path = Path(*module.split(".")[3:])
                yield str(path if is_there(path) else path.parent)  # else the last part is a name in a module


def is_there(path: Path) -> bool:
    return (CHECKOUT / path).is_dir() or (CHECKOUT / path).with_suffix(".py").is_file()


def folder_of(imported: str) -> str:
    return imported if (CHECKOUT / imported).is_dir() else str(Path(imported).parent)


def test_every_import_is_allowed() -> None:
    allowed = read_map()
    forbidden = [
        f"{file} imports {imported}"
        for file in PLUGINS
        for imported in imports_of(file)
        if not {imported, folder_of(imported)} & allowed[str(file.parent)]
    ]
    assert not forbidden


def test_the_map_has_all_folders_with_imports() -> None:
    folders = {str(file.parent) for file in PLUGINS if any(imports_of(file))}
    assert folders <= read_map().keys() <= {str(file.parent) for file in PLUGINS}


def test_what_sends_no_request_loads_no_http_library() -> None:
    """It takes longer to load than most filters take to run."""
    local = [file for file in PLUGINS if file.parts[1] in ("filter", "lookup") and not file.stem.startswith("id360_")]
    names = [".".join((COLLECTION, *file.with_suffix("").parts)) for file in local]
    assert names
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name)\n"
        "    assert 'requests' not in sys.modules, name\n"
    )
    subprocess.run([sys.executable, "-c", program, *names], check=True, cwd=CHECKOUT)
