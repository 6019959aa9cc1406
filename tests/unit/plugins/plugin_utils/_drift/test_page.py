# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of a report: their order, their counts, what is new, and the tasks that correct them."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
import yaml

from ansible_collections.manageengine.id360.plugins.filter.drift_findings import drift_findings
from ansible_collections.manageengine.id360.plugins.plugin_utils._drift.counts import percentages
from ansible_collections.manageengine.id360.plugins.plugin_utils._drift.page import drift_of


def item(key, before=None, after=None, kind="user", **more):
    common = {"kind": kind, "key": key, "id": "1" if before else None, "actions": ["patch"], "error": None}
    return {**common, "before": before or {}, "after": after or {}, **more}


def text_of(*items, unlisted=(), users=None, unchanged=0, **more):
    report = {"version": 1, "check": True, "summary": {"unchanged": unchanged}, "unlisted": list(unlisted)}
    return json.dumps({**report, "items": list(items), **({"users": users} if users else {}), **more})


def drift(*items, **more):
    return drift_of(text_of(*items, **more))


def test_what_can_sign_in_and_should_not_comes_first():
    """Each key is what its finding is; they are given in the reverse order."""
    items = [
        item("changed", {"title": "a", "status": 1}, {"title": "b", "status": 1}),
        item("missing", after={"email": "a@x.com"}),
        item("members", {"members": ["a", "b"]}, {"members": ["b"]}, kind="group"),
        item("failed", error="no"),
        item("leaver", {"status": "enabled"}, {"status": "disabled"}),
        item("absent", {"status": 1, "city": "Oslo"}),
    ]
    unlisted = [{"id": "8", "email": "disabled"}, {"id": "9", "email": "stranger"}]
    found = drift(*items, unlisted=unlisted, users={"8": {"status": "disabled"}, "9": {"status": "enabled"}})
    order = ["stranger", "absent", "leaver", "failed", "members", "missing", "changed", "disabled"]
    assert [finding["key"] for finding in found["findings"]] == order


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], "The tenant is as declared."),
        ([item("a", {"fax": "1"}, {"fax": "2"})], "1 record differs in 1 field."),
        (
            [item(str(n), {"fax": "1", "city": "A"}, {"fax": "2", "city": "B"}) for n in range(1000)],
            "1,000 records differ in 2,000 fields.",
        ),
        ([item("a", after={"email": "a"}), item("b", error="no")], "1 record is missing and 1 could not be compared."),
        # What the server counts is no field that differs, nor is another spelling of the status.
        (
            [
                item(
                    "g",
                    {"members": ["a"], "members_count": 1, "status": 1},
                    {"members": [], "members_count": 0, "status": "enabled"},
                )
            ],
            "1 record differs in 1 field.",
        ),
    ],
)
def test_headline(items, expected):
    assert drift(*items)["headline"] == expected


def test_equal_numbers_have_equal_percentages():
    counts = {"unchanged": 5000, "extra": 5, "missing": 5, "different": 10}
    assert percentages(counts) == {"unchanged": "99.6", "extra": "0.1", "missing": "0.1", "different": "0.2"}


def test_users_and_groups_apart():
    """Nobody who is declared disabled and is nowhere is as declared. Once, reports did not tell users from groups."""
    items = [item("a", after={"status": 0}, actions=[]), item("g", {"name": "g"}, {"name": "h"}, kind="group")]
    counts = drift(*items, unchanged=7)["counts"]
    assert [counts["unchanged"][name] for name in ("count", "users", "groups", "details")] == [6, 6, 0, []]
    report = json.loads(text_of(*items, unchanged=7))
    report["unchanged"] = {"users": 5, "groups": 2}
    counts = drift_of(json.dumps(report))["counts"]
    told = [
        [counts[name][kind] for kind in ("count", "users", "groups")] for name in ("unchanged", "missing", "different")
    ]
    assert told == [[6, 4, 2], [1, 1, 0], [1, 0, 1]]
    assert counts["unchanged"]["details"] == ["4 users, 2 groups"]


@pytest.mark.parametrize("counts", [(0, 0), (1, 2), (1, 1, 1), (99999, 1, 1), (1, 0, 6, 6), (500, *[1] * 7), (7, 0)])
def test_percentages_add_up(counts):
    """Only nothing is 0.0, and only all of it is 100.0."""
    shares = [float(share) for share in percentages(dict(enumerate(counts))).values()]
    assert round(sum(shares), 1) == (100.0 if sum(counts) else 0.0)
    for count, share in zip(counts, shares, strict=True):
        assert (share == 0.0) == (count == 0)
        assert (share == 100.0) == (count == sum(counts) > 0)


def test_new_and_gone():
    """A record whose finding has one more field is new; one with another finding is both."""
    earlier = [
        item("same", {"fax": "1"}, {"fax": "2"}, id="1"),
        item("more", {"fax": "1"}, {"fax": "2"}, id="2"),
        item("Hired@x.com", after={"email": "hired@x.com"}),
        item("waits@x.com", after={"email": "waits@x.com"}),
    ]
    now = [
        item("renamed", {"fax": "1"}, {"fax": "3"}, id="1"),
        item("more", {"fax": "1"}, {"fax": "2", "city": "Oslo"}, id="2"),
        item("hired@x.com", {"fax": "1"}, {"fax": "2"}, id="3"),
        item("WAITS@x.com", after={"email": "waits@x.com"}),
    ]
    found = drift_of(text_of(*now), previous=text_of(*earlier))
    assert {finding["key"] for finding in found["findings"] if finding["is_new"]} == {"more", "hired@x.com"}
    assert [(gone["finding"], gone["key"]) for gone in found["gone"]] == [("missing", "Hired@x.com")]


CREATED = {"email": "a@x.com", "template": "Staff", "manager": "(new) b@x.com", "status": "disabled"}


@pytest.mark.parametrize(
    ("entry", "module", "options"),
    [
        (item("a", {"city": "Oslo"}), "user", {"id": "1", "state": "absent"}),
        (item("a", {"status": 1, "fax": "7"}, {"status": 0}), "user", {"id": "1", "fax": "", "state": "disabled"}),
        (item("a", {"email": "a@x.com"}, {"email": "b@x.com"}), "user", {"id": "1", "email": "b@x.com"}),
        (
            item("a", after={**CREATED, "password": "(set)", "id": "5"}, actions=["create"]),
            "user",
            {"email": "a@x.com", "template": "Staff", "manager": "b@x.com", "create_disabled": True},
        ),
        (
            item("g", after={"name": "g", "members": ["(new) a@x.com"]}, actions=["create"], kind="group"),
            "group",
            {"name": "g", "members": {"set": ["a@x.com"]}},
        ),
        (
            item("g", {"members": ["a", "b"]}, {"members": ["b", "c"]}, kind="group"),
            "group",
            {"id": "1", "members": {"add": ["c"], "remove": ["a"]}},
        ),
        (item("a", {}, {"password": "(set)"}, id="1"), None, None),
        (item("a", {"fax": "1"}, {"fax": "1", "password": "(set)"}), None, None),
        (item("a", after={"status": 0}, actions=[]), None, None),
        (item("a", {"fax": "1"}, {"fax": "2"}, error="no"), None, None),
    ],
)
def test_task(entry, module, options):
    new_users = {"(new) a@x.com": "a@x.com", "(new) b@x.com": "b@x.com"}
    task = drift(entry, new_users=new_users)["findings"][0]["task"]
    if module is None:
        assert task == ""
        return
    (loaded,) = yaml.safe_load(task)
    assert loaded[f"manageengine.id360.id360_{module}"] == options


def test_nothing_in_a_task_is_evaluated():
    """Names are marked as text where they look like a template, and end no line and no string."""
    name = "{{ lookup('pipe', 'id') }}\"\n- evil: \u2028ü"
    task = drift(item(name, {"title": "a"}, {"title": name}))["findings"][0]["task"]
    assert task.splitlines() == [
        '- name: "Update user 1"',
        "  manageengine.id360.id360_user:",
        '    id: "1"',
        "    title: !unsafe \"{{ lookup('pipe', 'id') }}\\\"\\n- evil: \\u2028ü\"",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        "[" * 100000,
        text_of()[:-2],
        text_of({}),
        text_of(item("a", after=["x"])),
        text_of(unlisted=[{}]),
        text_of(users={"1": "Ann"}),
        text_of(unchanged="6"),
        text_of(left_disabled=[{}]),
        text_of(left_disabled="Ann"),
        text_of(new_users=["a@x.com"]),
        text_of(new_users={"(new) a@x.com": None}),
    ],
)
def test_no_report(text):
    encoded = b64encode(text.encode()).decode()
    assert drift_findings(encoded) == {"problem": "it is not a report of id360_directory"}
