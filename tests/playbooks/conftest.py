# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where what runs in the process of a test leaves its files."""

from __future__ import annotations

import pytest


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """What is relative is in it, and so are locks and tokens."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
