# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hierarchy of managers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def cycles(manager_of: Mapping[str, str], changed: Iterable[str]) -> list[list[str]]:
    """The cycles of managers with one of ``changed`` in them, each once: people, each the manager of the one before."""
    starts = dict.fromkeys(changed)
    rings: list[list[str]] = []
    over: set[str] = set()
    for start in starts:
        chain: dict[str, None] = {}
        person = start
        while person and person not in chain and person not in over:
            chain[person] = None
            person = manager_of.get(person, "")
        if person in chain:
            members = list(chain)
            ring = members[members.index(person) :]
            if not starts.keys().isdisjoint(ring):
                rings.append([*ring, person])
        over.update(chain)
    return rings
