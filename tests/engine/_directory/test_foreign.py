# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that come from other sources are left alone."""

from __future__ import annotations

import json

import pytest
from directories import ANN, problems

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


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


def test_a_dry_run_reports_them_before_it_fails(simulator, directory, tmp_path):
    """The report has all else as well; with another problem, and in a real run, there is none."""
    simulator.reset(FOREIGN)
    path = tmp_path / "report.json"
    users = [{**ANN, "title": "Head"}, {"email": "bob@example.com", "title": "Head"}, {"email": "kim@example.com"}]
    options = {"sources": ["Example Directory"], "report": str(path)}
    for others in ({"check_mode": False}, {"check_mode": True, "groups": [{"name": "A", "members": {"set": ["9"]}}]}):
        assert any(
            "bob@example.com has the source" in told for told in problems(directory, users=users, **options, **others)
        )
        assert not path.exists()
    with pytest.raises(Id360Error) as failed:
        directory(users=users, **options, check_mode=True)
    told = "bob@example.com has the source 'Corp AD', which is not in sources, and would be changed (patch)"
    assert failed.value.failure()["problems"] == [f"users, entry 2: {told}"]
    report = json.loads(path.read_text())
    assert [(item["key"], item["actions"], item["error"]) for item in report["items"]] == [
        ("ann@example.com", ["patch"], None),
        ("bob@example.com", [], told),
    ]
    assert report["items"][1]["after"]["title"] == "Head"
    assert report["unlisted"] == []
    assert (report["summary"]["failed"], report["summary"]["patch"]) == (1, 1)
    assert failed.value.failure()["summary"] == report["summary"]
    assert simulator.writes == []
