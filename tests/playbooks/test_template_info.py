# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_template_info: which templates it finds, and what it shows of them."""

from __future__ import annotations

from id360_simulator import Simulator

from playbooks import play, tasks

TEMPLATES = [
    {"id": "71", "name": "Newcomer ", "category": None, "createdTime": "-", "isDefault": True},
    {"id": "72", "name": "Newcomer"},
    {"id": "73", "name": "Guest", "directories": [{"id": "7", "name": "Berge", "isPrimary": True}]},
]


def test_templates(tmp_path):
    table = [
        ({}, ["71", "72", "73"]),
        ({"id": "73"}, ["73"]),
        ({"id": "99"}, []),
        ({"name": " Newcomer  "}, ["71", "72"]),
        ({"name": "newcomer"}, []),
        ({"name": ""}, "name is empty: leave it out to list every template"),
        ({"access_token": "wrong"}, "could not read templates: Unauthorized"),
    ]
    with Simulator({"templates": TEMPLATES}) as simulator:
        plays = tasks(*(options for options, _found in table), module="id360_template_info")
        played = play(tmp_path, plays, ID360_URL=simulator.url, ID360_ACCESS_TOKEN="simulator-token")
        simulator.settings.short_walk = 1
        short = play(tmp_path, plays[:1], ID360_URL=simulator.url, ID360_ACCESS_TOKEN="simulator-token").only[0]
    for (_options, found), result in zip(table, played.only, strict=True):
        if isinstance(found, str):
            assert found in result["msg"]
        else:
            assert [template["id"] for template in result["templates"]] == found
    newcomer, guest = played.only[0]["templates"][0], played.only[1]["templates"][0]
    assert (newcomer["name"], newcomer["category"]) == ("Newcomer ", None)
    assert (newcomer["created_time"], newcomer["is_default"]) == ("-", True)
    assert guest["directories"][0]["is_primary"] is True
    assert "the server counts 3 records and lists 2" in str(short["warnings"])
