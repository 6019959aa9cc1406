# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copy git's files (tracked ones, and new ones that are not ignored) to a folder that is made anew."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def git_files(checkout: Path) -> list[Path]:
    """The paths, relative to the checkout, of the files that are there now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=checkout, check=True, capture_output=True, text=True).stdout
    return sorted({Path(name) for name in listing.split("\0") if name and (checkout / name).is_file()})


def copy_git_files(destination: Path, checkout: Path = CHECKOUT) -> None:
    shutil.rmtree(destination, ignore_errors=True)
    for path in git_files(checkout):
        target = destination / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(checkout / path, target)


if __name__ == "__main__":
    copy_git_files(Path(sys.argv[1]).absolute())
