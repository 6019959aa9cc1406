# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_template_info: which templates it finds, and what it shows of them."""

from __future__ import annotations

import pytest
from engine import performed

from ansible_collections.manageengine.id360.plugins.modules.id360_template_info import MODULE

TEMPLATES = [
    {"id": "71", "name": "Newcomer ", "category": None, "createdTime": "-", "isDefault": True},
    {"id": "72", "name": "Newcomer"},
    {"id": "73", "name": "Guest", "directories": [{"id": "7", "name": "Berge", "isPrimary": True}]},
]


@pytest.fixture(autouse=True)
def _templates(simulator):
    simulator.reset({"templates": TEMPLATES})


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, ["71", "72", "73"]),
        ({"id": "73"}, ["73"]),
        ({"id": "99"}, []),
        ({"name": " Newcomer  "}, ["71", "72"]),
        ({"name": "newcomer"}, []),
    ],
)
def test_templates_are_found_by_name_and_id(simulator, options, ids):
    assert [template["id"] for template in performed(MODULE, simulator, **options)["templates"]] == ids


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": ""}, "name is empty: omit it to list all templates"),
        ({"access_token": "wrong"}, "could not read templates: Unauthorized"),
    ],
)
def test_what_fails_is_said(simulator, options, message):
    assert message in performed(MODULE, simulator, **options)["msg"]


def test_all_keys_are_in_snake_case(simulator):
    newcomer, _other, guest = performed(MODULE, simulator)["templates"]
    assert (newcomer["name"], newcomer["category"]) == ("Newcomer ", None)
    assert (newcomer["created_time"], newcomer["is_default"]) == ("-", True)
    assert guest["directories"][0]["is_primary"] is True


def test_a_listing_that_is_short_is_warned_of(simulator):
    simulator.settings.short_walk = 1
    assert "the server listed 2 of 3" in str(performed(MODULE, simulator)["warnings"])
