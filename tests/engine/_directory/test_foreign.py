# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that come from other sources are left alone."""

from __future__ import annotations

import pytest
from directories import ANN, problems


def of_source(name, **user):
    return {**user, "primarySource": {"applicationName": name, "id": "7"}}


FOREIGN = {
    "users": [
        {"id": "1", "email": "ann@example.com", "title": "Clerk"},
        of_source("Corp AD", id="2", email="bob@example.com", title="Clerk"),
        of_source("Corp AD", id="3", email="eve@example.com"),
        {"id": "4", "email": "kim@example.com"},
    ]
}


@pytest.mark.parametrize("honours_fields", [True, False])
def test_accounts_of_other_sources_are_left_alone(simulator, directory, honours_fields):
    simulator.reset(FOREIGN)
    simulator.settings.honour_fields = honours_fields
    options = {"unlisted_users": "delete", "max_removals": 1, "sources": ["example  DIRECTORY", "Nowhere"]}
    users = [ANN, {"email": "bob@example.com", "title": "Clerk"}]
    done = directory(users=users, **options)
    assert [user["id"] for user in done["unlisted"]] == ["4"]
    assert any("sources: no user has the source 'Nowhere'" in warning for warning in done["warnings"])
    assert sorted(simulator.tenant.users) == ["1", "2", "3"]
    for change in ({"title": "Head"}, {"state": "disabled"}, {"state": "absent"}):
        told = problems(directory, users=[ANN, {"email": "bob@example.com", **change}], **options)
        assert len(told) == 1
        assert "users, entry 2: bob@example.com has the source 'Corp AD', which is not in sources" in told[0]
    assert len(simulator.writes) == 1
