# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collections are rarer in the context alone, however it is left."""

from __future__ import annotations

import gc
from contextlib import suppress

from ansible_collections.manageengine.id360.plugins.module_utils._garbage import rare_collections


def test_the_threshold_is_put_back():
    before = gc.get_threshold()
    with suppress(KeyError), rare_collections():
        assert gc.get_threshold()[0] > before[0]
        raise KeyError
    assert gc.get_threshold() == before
