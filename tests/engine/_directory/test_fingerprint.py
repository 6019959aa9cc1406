# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""plan_fingerprint: no other plan than the checked one is applied."""

from __future__ import annotations

import pytest
from directories import ANN, EVE, NEW, SEED

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

JOINER = {**NEW, "template": "71", "password": "Canary-1-secret", "title": "Clerk", "manager": ANN["email"]}


@pytest.mark.parametrize(
    ("then", "same"),
    [
        pytest.param({"users": [JOINER]}, True, id="nothing"),
        pytest.param({"users": [{**JOINER, "password": "Canary-2-secret"}]}, True, id="password"),
        pytest.param({"users": [{**JOINER, "template": "72"}]}, False, id="template"),
        pytest.param({"users": [{**JOINER, "title": "Head"}]}, False, id="value"),
        pytest.param({"users": [{**JOINER, "manager": EVE["email"]}]}, False, id="manager"),
        pytest.param({"users": [{**JOINER, "create_disabled": True}]}, False, id="state"),
        pytest.param({"users": [JOINER, {**EVE, "title": "Seller"}]}, False, id="person"),
        pytest.param(
            {"users": [JOINER], "groups": [{"name": "Clerks", "members": {"add": ["3"]}}]}, False, id="member"
        ),
        pytest.param({"users": []}, False, id="nobody"),
    ],
)
def test_only_the_plan_that_was_checked_is_carried_out(simulator, directory, then, same):
    simulator.reset({**SEED, "templates": [{"id": "71", "name": "Clerk"}, {"id": "72", "name": "Contractor"}]})
    checked = directory(check_mode=True, users=[JOINER])["plan_fingerprint"]
    if same:
        assert directory(**then, plan_fingerprint=checked)["plan_fingerprint"] == checked
        return
    for check_mode in (True, False):
        with pytest.raises(Id360Error, match="the plan changed since plan_fingerprint was taken"):
            directory(check_mode=check_mode, **then, plan_fingerprint=checked)
    assert simulator.writes == []


def test_a_plan_is_also_what_it_writes_over(simulator, directory):
    """Somebody wrote another title meanwhile: the write would be the same, and what it takes away is not."""
    options = {"users": [{**ANN, "title": "Head"}]}
    checked = directory(check_mode=True, **options)["plan_fingerprint"]
    simulator.tenant.users["1"]["title"] = "Chief"
    with pytest.raises(Id360Error, match="the plan changed since plan_fingerprint was taken"):
        directory(**options, plan_fingerprint=checked)
    assert simulator.writes == []
