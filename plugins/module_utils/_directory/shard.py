# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of a plan that one of several runs applies. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._errors import Id360Error


@dataclass(frozen=True)
class Shard:
    """Run ``index`` of ``count``, counted from 0. Every key belongs to one of them, the same one each time."""

    index: int = 0
    count: int = 1

    def takes(self, key: str) -> bool:
        if self.count == 1:
            return True
        digest = hashlib.sha256(key.encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index


def make_shard(given: Mapping[str, Any] | None) -> Shard:
    """The shard in the option; raises Id360Error for an invalid one."""
    if given is None:
        return Shard()
    if given["count"] < 1 or not 0 <= given["index"] < given["count"]:
        raise Id360Error(f"shard index {given['index']} is not between 0 and count - 1 (count {given['count']})")
    return Shard(given["index"], given["count"])
