# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator and the modules know the same fields, and the same of them are left out of plain listings."""

from __future__ import annotations

import pytest
from id360_simulator.state.schema import GROUPS, USERS

from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER


@pytest.mark.parametrize(("resource", "kind"), [(USER, USERS), (GROUP, GROUPS)], ids=["user", "group"])
def test_the_fields_are_the_same(resource, kind):
    known = {field.api_name for field in resource.fields} | set(resource.read_only)
    known |= {resource.toggle.field} if resource.toggle else set()
    known |= {resource.members.field} if resource.members else set()
    assert known == set(kind.fields)
    unlisted = {field.api_name for field in resource.fields if not field.listed}
    assert unlisted | ({resource.probe_field} & kind.unlisted) == kind.unlisted
