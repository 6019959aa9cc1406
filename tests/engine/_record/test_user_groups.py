# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option groups of id360_user: what is refused before any write, and servers that cut lists."""

from __future__ import annotations

import pytest
from engine import performed

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.modules.id360_user import MODULE

CUT = {"truncate_members": 2}
CUT_MESSAGE = "the server returned 2 of 3 members of group 'Clerks' (id 90)"
ANN = {"email": "ann@example.com"}
SEED = {
    "users": [{"id": "1", **ANN}, {"id": "2", "email": "bob@example.com"}, {"id": "3", "email": "eve@example.com"}],
    "groups": [
        {"id": "90", "name": "Clerks", "members": ["1", "2", "3"]},
        {"id": "91", "name": "Twins"},
        {"id": "92", "name": "Twins", "members": ["1"]},
        {"id": "93", "name": "By rule", "is_dynamic": True, "members": ["1"]},
        {"id": "94", "name": "Caf\u00e9"},
    ],
}


def members(simulator):
    return {group["name"]: group["members"] for group in simulator.tenant.groups.values() if group["id"] != "91"}


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize(
    ("groups", "settings", "message"),
    [
        (
            {"add": ["Nobody", "99"]},
            {},
            "groups.add 'Nobody': no group has this name or id (id360_group creates groups); groups.add '99': no group",
        ),
        ({"add": ["Twins"]}, {}, "groups.add 'Twins': 2 groups have this name: ids 91, 92"),
        ({"set": ["By rule"]}, {}, "groups.set 'By rule': the group is dynamic, so the server chooses its members"),
        ({"remove": ["93"]}, {}, "groups.remove '93': the group is dynamic"),
        ({"add": ["Clerks"], "remove": ["90"]}, {}, "groups.add and groups.remove both contain Clerks"),
        ({"add": [""]}, {}, "groups.add contains '', which is empty"),
        ({"set": [" Clerks"]}, {}, "which has leading or trailing blanks"),
        ({"set": ["Caf\u00e9"]}, CUT, CUT_MESSAGE),
        ({"add": ["Clerks"]}, CUT, CUT_MESSAGE),
        ({"set": []}, {"short_walk": 1}, "the server listed 4 of 5 records"),
        (
            {"add": ["Clerks"]},
            {"denied_reads": ["groups"]},
            "could not read the groups of user ann@example.com: Forbidden",
        ),
    ],
    ids=str,
)
def test_what_is_refused_before_any_write(simulator, groups, settings, message, check_mode):
    """The title differs, so that there would be a write."""
    simulator.reset(SEED)
    simulator.settings.update(settings)
    result = performed(MODULE, simulator, check_mode=check_mode, **ANN, title="Chief", groups=groups)
    assert message in result["msg"]
    assert result["msg"].startswith(("user ann@example.com: ", "groups.", "could not read the groups of "))
    assert (simulator.writes, result["actions"]) == ([], [])


@pytest.mark.parametrize("options", [{"set": "", "add": None}, {"set": ["a"], "add": ["b"]}, {"add": [True]}])
def test_what_is_no_option(simulator, options):
    with pytest.raises(Id360Error):
        performed(MODULE, simulator, **ANN, groups=options)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"honour_fields": False},
        {"refuse_fields": True},
        {"truncate_listed_members": 1},
        {"group_members_on_list": False},
        {"maximum_limit": 2},
        {"case_sensitive": False},
    ],
    ids=str,
)
def test_exactly_these_groups_on_every_kind_of_server(simulator, settings):
    simulator.reset(SEED)
    simulator.settings.update(settings)
    result = performed(MODULE, simulator, diff=True, **ANN, groups={"set": ["Cafe\u0301"]})
    assert members(simulator) == {"Clerks": ["2", "3"], "Twins": [], "By rule": ["1"], "Caf\u00e9": ["1"]}
    assert (result["groups_added"], result["groups_removed"]) == (["Caf\u00e9"], ["Clerks", "Twins"])
    assert result["actions"] == ["patch"] * 3
    assert result["diff"]["before"]["groups"] == ["Clerks", "Twins"]
    assert result["diff"]["after"]["groups"] == ["Caf\u00e9"]
    assert not performed(MODULE, simulator, **ANN, groups={"set": ["94"]})["changed"]


def test_a_failure_tells_what_was_done_before(simulator):
    simulator.reset(SEED)
    simulator.fault(method="PATCH", path="/groups/94", status=403)
    result = performed(MODULE, simulator, **ANN, title="Chief", groups={"add": ["94", "91"]})
    assert "could not change group id 94 (Café): Forbidden" in result["msg"]
    assert (result["actions"], result["changed"]) == (["patch", "patch"], True)
