# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which responses mean that a record does not exist."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._api_response import Response
from ansible_collections.manageengine.id360.plugins.module_utils._errors import NotFound, api_error
from ansible_collections.manageengine.id360.plugins.module_utils._not_found import means_not_found


@pytest.mark.parametrize(
    ("status", "code", "title", "not_found"),
    [
        (404, "00010105", "User Not Found", True),
        (404, "*****", "Resource Not Found", True),
        (404, "----", "Job Not Found", True),
        (404, "00010112", None, True),
        (404, "unheard of", "Shoe not found ", True),
        (404, None, "Shoe Not Found", True),
        (403, "00010105", "User Not Found", True),
        (404, "00000104", "Page Not Found", False),
        (404, None, "Page Not Found", False),
        (404, "unheard of", "Gone", False),
        (403, "00010105", "Forbidden", False),
        (403, "00000106", "User Not Found", False),
    ],
)
def test_what_means_not_found(status, code, title, not_found):
    assert means_not_found(status, code, title) is not_found
    assert isinstance(api_error(Response("GET", "/x", status, code, title)), NotFound) is not_found
