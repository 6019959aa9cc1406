# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The diff that is approved: what it shows of each kind of change, the same predicted and real, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from engine import TOKEN, validated
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Shell, perform
from ansible_collections.manageengine.id360.plugins.modules import (
    id360_bulk_upload,
    id360_directory,
    id360_group,
    id360_job,
    id360_user,
)

SEED = {
    "users": [
        {"id": "1", "email": "ann@example.com", "displayName": "Ann Lee", "title": "Clerk", "manager": "2"},
        {"id": "2", "email": "bob@example.com", "firstName": "Bob", "lastName": "Ray", "status": 0},
        {"id": "3", "email": "eve@example.com"},
    ],
    "groups": [{"id": "9", "name": "Sales", "description": "d", "members": ["1", "2"]}],
    "templates": [{"id": "71", "name": "Newcomer "}],
    "jobs": [{"id": "5", "status": "ERROR"}],
}
ANN, NEW = "user Ann Lee <ann@example.com>", "user new@example.com"
OF_ANN = {"id": "1", "email": "ann@example.com", "status": "enabled"}
OF_SALES = {"id": "9", "name": "Sales"}
SALES = "group Sales"


def run(module: Any, simulator: Simulator, *, check: bool, diff: bool = True, **options: Any) -> dict[str, Any]:
    spec = ArgumentSpecValidator(module.MODULE.argument_spec, **module.MODULE.rules)
    params = validated(spec, {"url": simulator.url, "access_token": TOKEN, "retries": 0, **options})
    ignored = [].append
    return perform(module.MODULE, Shell(params, check, diff, ignored, ignored, cancelled=ignored))


def row(module, header, before, after, extra=0, after_header=None, **options):
    """``extra``: requests that the diff takes."""
    shown = {"before_header": header, "after_header": after_header or header, "before": before, "after": after}
    return module, options, shown, extra


CASES = {
    "create": row(
        id360_user,
        "user New One <new@example.com>",
        {},
        {
            "email": "new@example.com",
            "first_name": "New",
            "last_name": "One",
            "manager": "Bob@example.com",
            "status": "enabled",
            "template": "Newcomer",
            "password": "(set)",
        },
        email="new@example.com",
        first_name="New",
        last_name="One",
        city="",
        manager="Bob@example.com",
        template=" Newcomer",
        password="Canary-1-secret",
    ),
    "create disabled": row(
        id360_user,
        NEW,
        {},
        {"email": "new@example.com", "status": "disabled"},
        email="new@example.com",
        create_disabled=True,
    ),
    "change one field": row(
        id360_user,
        ANN,
        {**OF_ANN, "title": "Clerk"},
        {**OF_ANN, "title": "Head"},
        email="ann@example.com",
        title="Head",
        fax="",
    ),
    "clear one": row(id360_user, ANN, {**OF_ANN, "title": "Clerk"}, OF_ANN, email="ann@example.com", title=""),
    "another manager": row(
        id360_user,
        ANN,
        {**OF_ANN, "manager": "bob@example.com"},
        {**OF_ANN, "manager": "eve@example.com"},
        extra=1,
        email="ann@example.com",
        manager="eve@example.com",
    ),
    "the same manager": row(
        id360_user,
        ANN,
        {**OF_ANN, "manager": "bob@example.com"},
        {**OF_ANN, "manager": "bob@example.com"},
        email="ann@example.com",
        manager="bob@example.com",
    ),
    "disable": row(
        id360_user, ANN, OF_ANN, {**OF_ANN, "status": "disabled"}, email="ann@example.com", state="disabled"
    ),
    "rename": row(
        id360_user,
        ANN,
        {**OF_ANN, "display_name": "Ann Lee"},
        {**OF_ANN, "display_name": "Ann Berg", "email": "berg@example.com"},
        after_header="user Ann Berg <berg@example.com>",
        id="1",
        email="berg@example.com",
        display_name="Ann Berg",
    ),
    "delete": row(
        id360_user,
        ANN,
        {**OF_ANN, "display_name": "Ann Lee", "title": "Clerk", "manager": "bob@example.com"},
        {},
        extra=1,
        email="ann@example.com",
        state="absent",
    ),
    "nothing to delete": row(id360_user, NEW, {}, {}, email="new@example.com", state="absent"),
    "members": row(
        id360_group,
        SALES,
        {**OF_SALES, "members": ["ann@example.com", "bob@example.com"]},
        {**OF_SALES, "members": ["ann@example.com", "eve@example.com"]},
        extra=1,
        name="Sales",
        members={"set": ["1", "eve@example.com"]},
    ),
    "a group that goes": row(
        id360_group,
        SALES,
        {**OF_SALES, "description": "d", "is_dynamic": False, "members": ["ann@example.com", "bob@example.com"]},
        {},
        extra=1,
        name="Sales",
        state="absent",
    ),
    "a group's description": row(
        id360_group, SALES, {**OF_SALES, "description": "d"}, OF_SALES, name="Sales", description="", is_dynamic=None
    ),
    "a job": row(id360_job, "job 5, 6", {"5": {"id": "5", "status": "ERROR"}}, {}, ids=["5", "6"]),
}


@pytest.mark.parametrize("name", CASES)
def test_each_change_is_shown_as_people_read_it(name):
    module, options, shown, extra = CASES[name]
    requests = {}
    for diff in (False, True):
        for check in (True, False):
            with Simulator(SEED) as simulator:
                result = run(module, simulator, check=check, diff=diff, **options)
                assert not result.get("failed"), result
                requests[diff, check] = len(simulator.requests)
            if module is id360_job and diff:
                job = result["diff"]["before"]["5"]
                result["diff"]["before"] = {"5": {name: job[name] for name in ("id", "status")}}
            assert result.get("diff") == (shown if diff else None)
    assert [requests[True, check] - requests[False, check] for check in (True, False)] == [extra, extra]


@pytest.mark.parametrize("check", [True, False])
def test_a_directory_shows_the_same_of_each(check):
    users = [
        {"email": "ann@example.com", "title": "Head", "manager": "new@example.com"},
        {"email": "new@example.com", "display_name": "New One", "template": "Newcomer", "manager": "bob@example.com"},
        {"email": "bob@example.com", "state": "absent"},
    ]
    groups = [{"name": "Sales", "members": {"set": ["3"]}}]
    with Simulator(SEED) as simulator:
        options = {"unlisted_users": "disable", "max_removals": "100%", "concurrency": 1}
        users[1]["manager"] = "eve@example.com"
        result = run(id360_directory, simulator, check=check, users=users, groups=groups, **options)
        assert not result.get("failed"), result
    assert {shown["before_header"]: (shown["before"], shown["after"]) for shown in result["diff"]} == {
        ANN: (
            {**OF_ANN, "title": "Clerk", "manager": "bob@example.com"},
            {**OF_ANN, "title": "Head", "manager": "(new) new@example.com"},
        ),
        "user New One <new@example.com>": (
            {},
            {
                "email": "new@example.com",
                "display_name": "New One",
                "status": "enabled",
                "template": "Newcomer",
                "manager": "eve@example.com",
            },
        ),
        "user Bob Ray <bob@example.com>": (
            {"id": "2", "email": "bob@example.com", "first_name": "Bob", "last_name": "Ray", "status": "disabled"},
            {},
        ),
        "user eve@example.com": (
            {"id": "3", "email": "eve@example.com", "status": "enabled"},
            {"id": "3", "email": "eve@example.com", "status": "disabled"},
        ),
        SALES: ({**OF_SALES, "members": ["ann@example.com"]}, {**OF_SALES, "members": ["eve@example.com"]}),
    }


def test_groups_alone_look_up_who_leaves():
    groups = [{"name": "Sales", "members": {"remove": ["1", "ann@example.com"]}}]
    shown = {}
    for check in (True, False):
        with Simulator(SEED) as simulator:
            (shown[check],) = run(id360_directory, simulator, check=check, groups=groups)["diff"]
    assert shown[True] == shown[False]
    assert shown[True]["before"]["members"] == ["ann@example.com", "bob@example.com"]


def test_the_fingerprint_of_a_plan_is_the_same_with_a_diff_and_without():
    users = [{"email": "ann@example.com", "title": "Head"}, {"email": "bob@example.com", "state": "absent"}]
    with Simulator(SEED) as simulator:
        plans = {
            run(id360_directory, simulator, check=True, diff=diff, users=users, max_removals="50%")["plan_fingerprint"]
            for diff in (True, False)
        }
    assert len(plans) == 1


def test_a_lookup_of_emails_that_fails_leaves_the_ids():
    with Simulator(SEED) as simulator:
        simulator.fault(method="GET", path="/users", status=403, times=9)
        result = run(id360_group, simulator, check=False, id="9", members={"remove": ["2"]})
    assert result["actions"] == ["patch"]
    assert result["diff"]["before"]["members"] == ["1", "2"]


@pytest.mark.parametrize("check", [True, False])
def test_an_upload_is_named(check):
    with Simulator(SEED) as simulator:
        options = {"action": "move-users", "content": "email\nann@example.com\n"}
        result = run(id360_bulk_upload, simulator, check=check, **options)
    assert result["diff"]["before_header"] == result["diff"]["after_header"] == "upload of move-users"
