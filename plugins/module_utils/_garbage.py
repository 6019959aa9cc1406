# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps Python's garbage collector from looking at thousands of records again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_ALLOCATIONS = 100_000  # of objects that may hold others; an entry and its record are about six


@contextmanager
def rare_collections() -> Iterator[None]:
    """Search for reference cycles only after many allocations. Records have no cycles, and each search visits all of
    them, and in the process of ansible-playbook all that is Ansible's as well."""
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
