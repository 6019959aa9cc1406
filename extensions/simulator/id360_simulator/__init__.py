# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An ID360 tenant on loopback, in memory, to test playbooks and modules against."""

from __future__ import annotations

from .server.simulator import Simulator
from .state.log import Logged
from .state.settings import Settings

__all__ = ["Logged", "Settings", "Simulator"]
