# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ``ansible-test sanity`` or ``units`` on a copy of git's files. Arguments are passed on to it; ``--this-python``
as ``--python`` with the version that runs this file, as ansible-test's own default is every Python.

ansible-test wants to stand in ``…/ansible_collections/manageengine/id360``, keeps its virtual environments in the
home folder, and downloads a script that installs pip. Here the copy, the home folder and a stand-in for that script
are all in ``.test``, where the next run finds the virtual environments again. Each ansible-core and each command has
its own, so that they can run side by side.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from copy_git_files import CHECKOUT, copy_git_files

PLACE = CHECKOUT / ".test" / version("ansible-core") / sys.argv[1]
HOME = PLACE / "home"
COPY = PLACE / "ansible_collections" / "manageengine" / "id360"

# From the oldest that modules run on to the newest that an ansible-core of ours knows; 3.8 only because a shim of a
# version manager for it would be tried, and fail, where the real one does not come first.
PYTHON_VERSIONS = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]

# As ansible-core's python_requirements.py names them; for a version that is missing here the script is downloaded.
PIP_SCRIPTS = ["get_pip_23_1_2.py", "get_pip_24_2.py", "get_pip_25_2.py"]
PIP_SCRIPT = "import ensurepip\n\nensurepip.bootstrap(upgrade=True)\n"


def write_home() -> None:
    cache = HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in PIP_SCRIPTS:
        (cache / name).write_text(PIP_SCRIPT)

    # ansible-test hides PIP_* variables from pip, and another home folder hides the user's own settings.
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    )
    settings: dict[str, str] = {}
    for line in sorted(listing.stdout.splitlines()):  # variables (":env:") come first, and have the last word
        name, value = line.split("=", 1)
        settings.setdefault(name.split(".")[-1], " ".join(ast.literal_eval(value).split()))
    pip_conf = HOME / ".config" / "pip" / "pip.conf"
    pip_conf.parent.mkdir(parents=True, exist_ok=True)
    pip_conf.touch(mode=0o600)
    pip_conf.write_text("[global]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items()))


def environment() -> dict[str, str]:
    pythons = subprocess.run(
        [CHECKOUT / "tests" / "tools" / "pythons.sh", *PYTHON_VERSIONS], check=True, capture_output=True, text=True
    )
    folders = [str(Path(python).parent) for python in pythons.stdout.splitlines()]
    path = [str(Path(sys.executable).parent), *folders, os.environ["PATH"]]
    home = {"HOME": str(HOME), "ANSIBLE_HOME": str(HOME / ".ansible"), "XDG_CACHE_HOME": str(HOME / ".cache")}
    return {**os.environ, **home, "PATH": os.pathsep.join(dict.fromkeys(path))}


def main() -> int:
    write_home()
    copy_git_files(COPY)
    # Without a repository of its own the copy would count as ignored files of the checkout's.
    subprocess.run(["git", "init", "--quiet", COPY], check=True)

    nothing_tested = False
    this_python = f"--python={sys.version_info.major}.{sys.version_info.minor}"
    command = ["ansible-test", *(this_python if one == "--this-python" else one for one in sys.argv[1:])]
    with subprocess.Popen(
        command, cwd=COPY, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout
        for line in process.stdout:
            nothing_tested |= b"All targets skipped" in line
            sys.stdout.buffer.write(line)
            sys.stdout.flush()
    if nothing_tested:
        print("ansible-test found nothing to test.", file=sys.stderr)
        return 1
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
