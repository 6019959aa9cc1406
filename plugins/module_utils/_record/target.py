# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the work on one record is about; every step of it needs all of this."""

from __future__ import annotations

from typing import NamedTuple

from .._http.client import Client
from .._model.desired import Desired
from .._model.resource import Resource
from .._text import Warn


class Target(NamedTuple):
    """One record of a tenant with its desired state; ``warn`` is for warnings about it."""

    client: Client
    resource: Resource
    desired: Desired
    warn: Warn

    @property
    def label(self) -> str:
        """How messages call the record."""
        return self.desired.label(self.resource)
