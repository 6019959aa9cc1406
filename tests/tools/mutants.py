# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Break the code in each way of tests/mutants/table.toml, in scratch copies, and see that the test named there fails.

    mutants.py [WORD ...]    only the mutants with one of these words in their names

Exits with 1 where a mutant survives, and where the table does not fit the code: a pattern that is not found exactly
once, or a test that fails, or is not there, without any mutant.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from copy_git_files import copy_git_files

CHECKOUT = Path(__file__).resolve().parents[2]
TABLE = CHECKOUT / "tests" / "mutants" / "table.toml"
AT_ONCE = 2
_LONGEST = 300  # seconds for one test
_PASSED, _FAILED = 0, 1  # pytest's exit statuses; the others mean that no test ran


class Mutant(NamedTuple):
    """``pattern`` is a text that ``file`` has once, not a regular expression."""

    name: str
    file: str
    pattern: str
    replacement: str
    test: str

    def applied(self, checkout: Path) -> str:
        """The text of the file with the mutant in it; raises ValueError where the pattern is not there once."""
        text = (checkout / self.file).read_text(encoding="utf-8")
        count = text.count(self.pattern)
        if count != 1:
            raise ValueError(f"{self.name}: {self.file} has the pattern {count} times, not once: {self.pattern!r}")
        return text.replace(self.pattern, self.replacement)


class Copy:
    """A copy of the checkout that Python and Ansible import in place of it."""

    def __init__(self, folder: Path) -> None:
        self._imports = folder
        self.checkout = folder / "ansible_collections" / "manageengine" / "id360"

    def pytest(self, tests: Sequence[str], longest: float | None = None, **more: str) -> tuple[int, str]:
        """The exit status of pytest, and what it printed; raises TimeoutExpired after ``longest`` seconds."""
        caches = {"XDG_CACHE_HOME": ".cache", "ANSIBLE_HOME": ".cache/ansible"}
        temporary = dict.fromkeys(("ANSIBLE_LOCAL_TEMP", "ANSIBLE_REMOTE_TEMP"), ".cache/ansible/tmp")
        paths = {**caches, **temporary, "ANSIBLE_CONFIG": "tests/ansible.cfg"}
        env = {
            **os.environ,
            **{name: str(self.checkout / path) for name, path in paths.items()},
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(self._imports),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # they take longer to load than most tests do
            **more,
        }
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-o", "addopts=--import-mode=importlib", "-x", "-q", *tests],
            check=False,
            cwd=self.checkout,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=longest,
        )
        return done.returncode, done.stdout

    def problem_of(self, mutant: Mutant) -> str:
        """Why a mutant does not count as noticed; "" where its test failed."""
        file = self.checkout / mutant.file
        intact = file.read_text(encoding="utf-8")
        file.write_text(mutant.applied(self.checkout), encoding="utf-8")
        try:
            # nothing that is compiled of a mutant outlives it
            status, output = self.pytest([mutant.test], _LONGEST, PYTHONDONTWRITEBYTECODE="1")
        except subprocess.TimeoutExpired:
            return f"its test took more than {_LONGEST} s"
        finally:
            file.write_text(intact, encoding="utf-8")
        if status == _PASSED:
            return f"{mutant.test} passed"
        return "" if status == _FAILED else f"pytest ended with {status}, so that no test ran:\n{output}"


def read_table(words: Sequence[str]) -> list[Mutant]:
    mutants = [Mutant(**entry) for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutant"]]
    return [mutant for mutant in mutants if not words or any(word in mutant.name for word in words)]


def table_problems(mutants: Sequence[Mutant]) -> list[str]:
    problems = []
    for mutant in mutants:
        try:
            mutant.applied(CHECKOUT)
        except (OSError, ValueError) as error:
            problems.append(str(error))
    return problems


def main(words: Sequence[str]) -> int:
    mutants = read_table(words)
    problems = table_problems(mutants)
    if problems or not mutants:
        print("\n".join(problems) or "no mutant has such a name")
        return 1
    with tempfile.TemporaryDirectory(prefix="id360-mutants-") as scratch:
        copies = [Copy(Path(scratch, str(number))) for number in range(AT_ONCE)]
        first, *others = copies
        copy_git_files(first.checkout)
        status, output = first.pytest(list(dict.fromkeys(mutant.test for mutant in mutants)))
        if status != _PASSED:
            print(f"without any mutant the tests do not pass:\n{output}")
            return 1
        for other in others:  # with what the run compiled
            shutil.copytree(first.checkout, other.checkout)
        free: SimpleQueue[Copy] = SimpleQueue()
        for copy in copies:
            free.put(copy)

        def survives(mutant: Mutant) -> bool:
            copy, began = free.get(), time.monotonic()
            try:
                problem = copy.problem_of(mutant)
            finally:
                free.put(copy)
            said = f"SURVIVED: {problem}" if problem else "noticed"
            print(f"{time.monotonic() - began:5.1f} s  {mutant.name}: {said}", flush=True)
            return bool(problem)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            survivors = sum(pool.map(survives, mutants))
    print(f"{len(mutants) - survivors} of {len(mutants)} mutants were noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
