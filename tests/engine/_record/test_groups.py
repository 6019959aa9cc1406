# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes groups hard (docs/api.md 5, 6, 11), over HTTP."""

from __future__ import annotations

import hashlib
import threading
from contextlib import ExitStack

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.locks import locked

PEOPLE = [{"id": str(n), "email": f"u{n}@example.com"} for n in range(1, 9)]
CLERKS = {"id": "90", "name": "Clerks", "description": "They write", "members": ["1", "2", "3"]}
EMPTY = {"id": "91", "name": 'No "one"'}
BY_RULE = {"id": "92", "name": "By rule", "is_dynamic": True, "members": ["4"]}


@pytest.fixture(autouse=True)
def _groups(simulator):
    simulator.reset({"users": PEOPLE, "groups": [CLERKS, EMPTY, BY_RULE]})


def paths(simulator):
    return [f"{request.method} {request.path}" for request in simulator.requests]


def members(simulator, group_id="90"):
    return simulator.tenant.groups[group_id]["members"]


SOURCES = [
    {},
    {"group_members_on_get": "never"},
    {"group_members_on_get": "always"},
    {"honour_fields": False},
    {"refuse_fields": True},
    {"honour_fields": False, "group_members_on_get": "never"},
]


@pytest.mark.parametrize("settings", SOURCES)
@pytest.mark.parametrize("key", [{"name": "Clerks"}, {"id": "90"}])
@pytest.mark.parametrize(
    ("desired", "left", "added", "removed"),
    [
        ({"add": ["u4@example.com"]}, ["1", "2", "3", "4"], ("4",), ()),
        ({"remove": ["u1@example.com"]}, ["2", "3"], (), ("1",)),
        ({"set": ["3", "U5@example.com"]}, ["3", "5"], ("5",), ("1", "2")),
        ({"set": []}, [], (), ("1", "2", "3")),
        ({"add": ["3"]}, ["1", "2", "3"], (), ()),
    ],
)
def test_members_are_had_from_wherever_the_server_shows_them(
    simulator, group, settings, key, desired, left, added, removed
):
    simulator.settings.update(settings)
    predicted = group(**key, members=desired, check_mode=True)
    done = group(**key, members=desired)
    assert members(simulator) == left
    assert done.record["members"] == left
    assert predicted.record["members"] == left
    counts = [outcome.record.get("members_count", len(left)) for outcome in (predicted, done)]
    assert counts == [len(left)] * 2
    assert (predicted.members_added, predicted.members_removed) == (added, removed)
    assert (done.members_added, done.members_removed) == (added, removed)
    assert (predicted.before, predicted.after, predicted.actions) == (done.before, done.after, done.actions)
    assert len(simulator.writes) == (1 if added or removed else 0)


@pytest.mark.parametrize("key", [{"name": "Clerks"}, {"id": "90"}])
@pytest.mark.parametrize("desired", [{"add": ["4"]}, {"remove": ["1"]}, {"set": ["1"]}])
def test_a_list_that_was_cut_is_never_written(simulator, group, key, desired):
    simulator.settings.truncate_members = 2
    with pytest.raises(Id360Error, match=r"returned 2 of 3 members \(id 90\)"):
        group(**key, members=desired)
    assert simulator.writes == []
    done = group(**key, description="Still works")
    assert [request.body for request in simulator.writes] == [{"description": "Still works"}]
    assert done.actions == ["patch"]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "New", "members": {"add": ["77", "1", "78"]}}, "members: no user has the id 77, 78"),
        ({"name": "Clerks", "members": {"set": ["77", "1"]}}, "members: no user has the id 77"),
        ({"name": "Clerks", "members": {"set": ""}}, "it is blank: write [] for an empty list"),
        ({"name": "By rule", "members": {"add": ["1"]}}, "group By rule: it is dynamic (id 92)"),
        ({"name": "By rule", "members": {"set": ["4"]}}, "it is dynamic"),
        (
            {"name": "Clerks", "is_dynamic": True, "members": {"add": ["1"]}},
            "members and is_dynamic are mutually exclusive",
        ),
        ({"name": "Clerks", "members": {"add": ["../1"]}}, "members.add '../1' is not an id"),
        (
            {"name": "Clerks", "members": {"add": [" u1@example.com"]}},
            "' u1@example.com', which has leading or trailing",
        ),
        ({"name": "Clerks", "members": {"add": ["1"], "remove": ["1"]}}, "both contain 1"),
        (
            {"name": "Clerks", "members": {"add": ["u1@example.com"], "remove": ["U1@example.com"]}},
            "both contain u1@exa",
        ),
        ({"name": "Clerks", "members": {"add": ["1"], "remove": ["u1@example.com"]}}, "both contain u1@example.com"),
        ({"name": ""}, "name is empty, but it can't be cleared"),
        ({}, "no identifier for the group: set id or name"),
        ({"id": "99"}, "no group has the id 99; the server says: Resource Not Found"),
        ({"id": "90", "name": "By rule"}, "name 'By rule' is already used by the group with id 92"),
    ],
)
def test_what_cannot_be_fails_before_any_write(simulator, group, options, message, check_mode):
    with pytest.raises(Id360Error) as failed:
        group(**options, check_mode=check_mode)
    assert message in failed.value.failure()["msg"]
    assert simulator.writes == []


@pytest.mark.parametrize("state", ["present", "absent"])
def test_two_groups_with_one_name_fail_naming_the_ids(simulator, group, state):
    simulator.tenant.groups["91"]["name"] = "Clerks"
    with pytest.raises(Id360Error, match="2 groups have name 'Clerks': ids 90, 91"):
        group(name="Clerks", state=state)
    assert simulator.writes == []
    assert group(id="91", state="absent").actions == ["delete"]


@pytest.mark.parametrize("name", ['No "one"', "back\\slash", 'x" or name pr or name eq "', "clerks"])
def test_names_compare_exactly_and_are_escaped(simulator, group, name):
    done = group(name=name, description="d")
    assert done.actions == (["patch"] if name == EMPTY["name"] else ["create"])
    assert simulator.tenant.groups["90"] | {"description": "They write"} == simulator.tenant.groups["90"]


@pytest.mark.parametrize(
    "fault",
    [{"drop": "after"}, {"cut": True}, {"status": 502, "do_work": True}, {"status": 201, "do_work": True, "body": ""}],
)
def test_a_create_whose_answer_is_lost_makes_one_group(simulator, group, fault):
    simulator.fault(method="POST", path="/groups", **fault)
    done = group(name="New", members={"add": ["u1@example.com"]})
    assert (done.actions, done.members_added) == (["create"], ("1",))
    assert len(simulator.tenant.groups) == 4
    assert len(simulator.writes) == 1


@pytest.mark.parametrize("stored", ["O.Brien@example.com", "O.Brien@Example.com", "O.BRIEN@EXAMPLE.COM"])
def test_members_in_usual_capitals_are_found(simulator, group, stored):
    simulator.tenant.users["1"]["email"] = stored
    assert group(name="Clerks", members={"add": ["o.brien@example.com"]}).actions == []
    assert group(name="Clerks", members={"remove": ["o.brien@example.com"]}).members_removed == ("1",)


def test_nothing_to_add_or_remove_is_nothing_managed(simulator, group):
    assert group(name="By rule", members={"add": [], "remove": []}).actions == []


def test_a_group_that_is_renamed_while_its_turn_is_awaited(simulator, group):
    """Who waits for a group by its id takes turns by the name that the group has by then."""
    turn = {name: {name: f"{simulator.url} group {name}"} for name in ("Clerks", "Scribes")}
    waiting = threading.Thread(target=group, kwargs={"id": "90", "members": {"add": ["4"]}})
    with ExitStack() as renamer:
        with locked(turn["Clerks"]):
            waiting.start()
            while not simulator.requests:
                assert waiting.is_alive()
            simulator.tenant.groups["90"]["name"] = "Scribes"
            renamer.enter_context(locked(turn["Scribes"]))
        while len(simulator.requests) < 3:
            assert waiting.is_alive()
        assert simulator.writes == []
    waiting.join()
    assert members(simulator) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("cache", ["/proc/none", "/dev/null"])
def test_without_a_cache_folder_turns_are_taken_elsewhere(group, monkeypatch, tmp_path, cache):
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert group(name="Clerks", description="d").actions == ["patch"]
    assert len(list(tmp_path.glob("manageengine.id360-*/locks/*"))) == 1


def test_a_lock_that_cannot_be_taken_is_told(simulator, group, tmp_path):
    name = f"{simulator.url} group Clerks"
    (tmp_path / "cache/manageengine.id360/locks").mkdir(parents=True, mode=0o700)
    for folder in ("cache/manageengine.id360", "cache/manageengine.id360/locks"):
        (tmp_path / folder).chmod(0o700)
    (tmp_path / "cache/manageengine.id360/locks" / hashlib.sha256(name.encode()).hexdigest()).mkdir()
    with pytest.raises(Id360Error, match=r"can't lock 'Clerks': .*: Is a directory"):
        group(name="Clerks", description="d")
    assert simulator.requests == []


def test_a_create_that_did_nothing_fails_and_says_that_it_is_not_known(simulator, group):
    simulator.fault(method="POST", path="/groups", drop="before")
    with pytest.raises(Id360Error, match="so its outcome is unknown"):
        group(name="New")


def test_a_new_group_is_waited_for_until_it_is_listed(simulator, group):
    simulator.settings.lag_listings = 2
    done = group(name="New", members={"set": ["1"]})
    assert paths(simulator)[-3:] == ["GET /groups"] * 3
    assert (done.record["members"], done.warnings) == (["1"], [])
    assert group(name="New").actions == []


def test_a_new_group_that_stays_unlisted_is_warned_of(simulator, group):
    simulator.settings.lag_listings = 999
    done = group(name="New")
    assert done.actions == ["create"]
    assert "is not listed yet; until then, a second one with the same name can be created" in done.warnings[0]


@pytest.mark.parametrize(("hidden", "warnings"), [(0, 1), (2, 1), (999, 2)])
def test_a_twin_that_somebody_else_creates_in_the_same_moment_is_told_at_once(simulator, group, hidden, warnings):
    """Theirs is not listed when we look. By the next day it would be an error in each task with this name."""
    simulator.reset({"users": PEOPLE, "groups": [{"id": "95", "name": "New"}]})
    simulator.fault(method="GET", path="/groups", body='{"data": [], "meta": {"is_last": true}}')
    simulator.settings.lag_listings = hidden
    done = group(name="New", members={"set": ["2"]})
    assert (done.actions, done.record["members"]) == (["create"], ["2"])
    assert f"there are 2 groups with the name 'New' (ids {done.record['id']}, 95)" in done.warnings[-1]
    assert len(done.warnings) == warnings


def test_a_create_that_is_answered_with_an_id_alone(simulator, group):
    answer = '{"data": {"id": "2000100000001"}}'
    simulator.fault(method="POST", path="/groups", do_work=True, body=answer)
    done = group(name="New", members={"set": ["1"]})
    assert (done.actions, done.record["members"], done.warnings) == (["create"], ["1"], [])


def test_members_that_somebody_else_drops_meanwhile_are_written_once_more(simulator, group):
    simulator.fault(method="PATCH", path="/groups/90", status=200, body='{"data": {"id": "90"}}')
    done = group(name="Clerks", members={"add": ["4"]})
    assert (done.actions, done.record["members"]) == (["patch", "patch"], ["1", "2", "3", "4"])
    assert "the members of group Clerks had to be written twice: another process writes them too" in done.warnings[0]
    simulator.fault(method="PATCH", path="/groups/90", status=200, body='{"data": {"id": "90"}}', times=-1)
    with pytest.raises(Id360Error, match="another process writes them too") as failed:
        group(name="Clerks", members={"add": ["5"]})
    assert failed.value.failure()["actions"] == ["patch", "patch"]


@pytest.mark.parametrize(
    ("options", "requests"),
    [
        ({"name": "Clerks", "description": "They write"}, ["GET /groups"]),
        ({"id": "90", "members": {"add": ["1"]}}, ["GET /groups/90"]),
        ({"name": "Clerks", "members": {"add": ["u1@example.com"]}}, ["GET /groups", "GET /users"]),
        ({"name": "Clerks", "description": "d"}, ["GET /groups", "PATCH /groups/90", "GET /groups/90"]),
        ({"id": "90", "description": "d"}, ["GET /groups/90"] * 2 + ["PATCH /groups/90", "GET /groups/90"]),
        ({"name": "New"}, ["GET /groups", "GET /groups", "POST /groups", "GET /groups"]),
        (
            {"id": "90", "members": {"add": ["5"]}},
            ["GET /groups/90", "GET /users"] * 2 + ["PATCH /groups/90", "GET /groups/90"],
        ),
        ({"name": "Clerks", "state": "absent"}, ["GET /groups", "DELETE /groups/90"]),
    ],
)
def test_what_it_costs(simulator, group, options, requests):
    group(**options)
    assert paths(simulator) == requests


@pytest.mark.parametrize(("count", "lookups"), [(0, 0), (1, 1), (400, 10)])
def test_many_emails_take_few_requests(simulator, group, count, lookups):
    people = [{"id": str(n), "email": f"Somebody.With.A.Long.Name.{n}@example.com"} for n in range(1, 401)]
    simulator.reset({"users": people})
    simulator.settings.maximum_url_everywhere = True
    wanted = [person["email"] for person in people[:count]]
    done = group(name="New", members={"set": wanted})
    assert len(done.record["members"]) == count
    assert done.after.get("members", []) == sorted(wanted)
    assert paths(simulator).count("GET /users") == lookups
    simulator.forget()
    assert group(name="New", members={"set": wanted[::-1]}).actions == []


def test_ten_more_in_a_group_of_five_thousand(simulator, group):
    people = [{"id": str(n), "email": f"u{n}@example.com"} for n in range(1, 5011)]
    everybody = {"id": "95", "name": "Everybody", "members": [str(n) for n in range(1, 5001)]}
    simulator.reset({"users": people, "groups": [everybody]})
    done = group(name="Everybody", members={"add": [f"u{n}@example.com" for n in range(5001, 5011)]})
    assert len(members(simulator, "95")) == 5010
    assert len(done.members_added) == 10
    assert paths(simulator) == ["GET /groups", "GET /users", "PATCH /groups/95", "GET /groups/95"]
