# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything one running simulator holds."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from .faults import Faults
from .log import Log
from .rate import RateLimit
from .seed import Seed, build_tenant, load_seed
from .settings import Settings
from .tenant import Tenant
from .tokens import Tokens


class Service:
    """The tenant, how it behaves, and what was asked of it."""

    def __init__(self, seed: Seed | str | Path | None, settings: dict[str, Any]) -> None:
        self.given = settings
        self.seed = load_seed(seed)
        self.settings = Settings()
        self.log = Log()
        self.faults = Faults()
        self.tenant: Tenant
        self.tokens: Tokens
        self.rate: RateLimit
        self.reset()

    def reset(self, seed: Seed | str | Path | None = None) -> None:
        """Restore the initial seed, or load another one until the next reset.

        The log and the faults are cleared, and the initial settings restored.
        """
        loaded = self.seed if seed is None else load_seed(seed)
        settings = Settings()
        settings.update(loaded.get("settings") or {})
        settings.update(self.given)
        tenant = build_tenant(loaded)
        # Nothing was changed so far: an invalid seed changes nothing.
        self.tenant = tenant
        self.settings.update({field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)})
        self.tokens = Tokens(self.settings)
        self.rate = RateLimit(self.settings)
        self.log.clear()
        self.faults.clear()
