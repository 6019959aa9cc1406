# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tenant of the directory."""

from __future__ import annotations

import pytest
from directories import SEED


@pytest.fixture(autouse=True)
def _people(simulator):
    simulator.reset(SEED)
    simulator.forget()
