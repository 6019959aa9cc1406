# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The password policy and the memory of old passwords."""

from __future__ import annotations

import re

from ..errors import ApiError
from ..state.tenant import Tenant

_POLICY = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9]).{8,}", re.DOTALL)
_KEPT = 50


def check_password(password: str, past: list[str], history: int) -> None:
    """Refuse a weak password, and one that was used lately (`past` is newest first)."""
    if not _POLICY.fullmatch(password):
        raise ApiError("00010111")
    if password in past[: max(history, 1)]:
        number = 1 if password == past[0] else history
        raise ApiError("00000102", f"Password should not be same as your last {number} password(s)")


def remember(tenant: Tenant, identity: str, password: str) -> None:
    """Make this the user's password."""
    tenant.passwords[identity] = [password, *tenant.passwords.get(identity, [])][:_KEPT]
