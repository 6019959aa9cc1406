# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..modules.id360_tenant_info import MODULE
from ..plugin_utils._in_process.action import InProcess


class ActionModule(InProcess):
    module = MODULE
