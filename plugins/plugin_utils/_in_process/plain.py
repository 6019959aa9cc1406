# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options and results as they would travel to a module and back: as JSON, by ansible-core's own encoders.

Since ansible-core 2.19 the options of a task carry their origins and more; all of it is left behind here, once.
"""

from __future__ import annotations

import json
from typing import Any

try:
    from ansible.module_utils.common.json import Direction, get_module_encoder
except ImportError:  # until ansible-core 2.18
    from ansible.module_utils.common.json import AnsibleJSONEncoder

    _TO_MODULE: dict[str, Any] = {"cls": AnsibleJSONEncoder, "vault_to_text": True}
    _FROM_MODULE: dict[str, Any] = {"cls": AnsibleJSONEncoder}
else:
    _TO_MODULE = {"cls": get_module_encoder("legacy", Direction.CONTROLLER_TO_MODULE)}
    _FROM_MODULE = {"cls": get_module_encoder("legacy", Direction.MODULE_TO_CONTROLLER)}


def plain(options: Any) -> Any:
    """The options as a module gets them; raises what Ansible raises for values that can't be passed to one."""
    return json.loads(json.dumps(options, **_TO_MODULE))


def encode_result(result: dict[str, Any]) -> str:
    """A result as a module prints it."""
    return json.dumps(result, **_FROM_MODULE)
