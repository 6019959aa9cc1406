# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets up the environment that a module would find in a separate process, while it runs in ansible-playbook."""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager


@contextmanager
def surroundings(environment: Mapping[str, str], folder: str) -> Iterator[None]:
    """Be in a folder, with more variables in the environment, and log nothing; all is put back."""
    with ExitStack() as back, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a module's stderr is not shown either
        log = logging.getLogger("urllib3")
        back.callback(setattr, log, "propagate", log.propagate)
        log.propagate = False  # Ansible's log file takes what any library logs
        _go_to(folder, back)
        _set(environment, back)
        yield


def _go_to(folder: str, back: ExitStack) -> None:
    try:
        here = os.open(os.curdir, os.O_RDONLY)
    except OSError:  # such as when it was removed
        os.chdir(folder)
        return
    back.callback(os.close, here)
    back.callback(os.fchdir, here)
    os.chdir(folder)


def _set(environment: Mapping[str, str], back: ExitStack) -> None:
    if not environment:
        return
    before = {name: os.environ.get(name) for name in environment}

    def put_back() -> None:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    back.callback(put_back)
    os.environ.update(environment)
    back.callback(setattr, tempfile, "tempdir", tempfile.tempdir)
    tempfile.tempdir = None  # looked up in the environment once, and kept here
