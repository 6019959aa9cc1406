# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version of the collection; equal to the one in galaxy.yml (a test compares them)."""

from __future__ import annotations

VERSION = "0.1.0"
