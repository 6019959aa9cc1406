# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report: its items, and what of them is escaped."""

from __future__ import annotations

import json
import stat

import pytest
from directories import ANN, NEW

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


def test_a_password_that_the_server_repeats_is_not_shown(simulator, directory, tmp_path):
    echo = {"code": "00010111", "title": "Policy", "detail": "Canary-1-secret is weak"}
    simulator.fault(method="POST", path="/users", status=422, error=echo)
    with pytest.raises(Id360Error) as failed:
        directory(users=[{**NEW, "password": "Canary-1-secret"}], report=str(tmp_path / "report.json"))
    assert "Policy: ******** is weak" in str(failed.value.failure())
    assert "Canary" not in str(failed.value.failure()) + (tmp_path / "report.json").read_text()


def test_what_acts_on_a_terminal_is_escaped_in_the_report(simulator, directory, tmp_path):
    """And is the same to whoever reads it as JSON."""
    path, title = tmp_path / "report.json", "\x1b[2J\x07\x9b\x7f\u202e\ud800"
    simulator.tenant.users["1"]["title"] = title
    directory(users=[{"email": ANN["email"], "title": "Head"}], report=str(path))
    assert json.loads(path.read_text())["items"][0]["before"]["title"] == title
    assert path.read_text().replace("\n", "").isprintable()


def test_what_is_as_declared_by_kind(simulator, directory, tmp_path):
    """Bob is disabled, and declared without a state: that is told apart."""
    path = tmp_path / "report.json"
    users = [{"email": "ann@example.com", "title": "Head"}, {"email": "bob@example.com"}, {"email": "eve@example.com"}]
    users.append({"email": "nobody@example.com", "state": "disabled"})
    groups = [{"name": "New"}, {"name": "Empty"}, {"name": "Clerks"}]
    for check_mode in (True, False):
        directory(users=users, groups=groups, report=str(path), check_mode=check_mode)
        report = json.loads(path.read_text())
        assert report["unchanged"] == {"users": 3, "groups": 2}
        assert report["summary"]["unchanged"] == 5
        assert [user["email"] for user in report["left_disabled"]] == ["bob@example.com"]


def test_the_report(simulator, directory, tmp_path):
    path = tmp_path / "report.json"
    users = [{**ANN, "title": "Head", "password": "Xa-12345678", "update_password": "always"}, NEW]
    for check_mode in (True, False):
        done = directory(users=users, report=str(path), check_mode=check_mode)
        report = json.loads(path.read_text())
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert (report["version"], report["check"]) == (1, check_mode)
        assert report["summary"] == done["summary"]
        assert report["unlisted"] == done["unlisted"]
        items = [{**change} for change in done["changes"]]
        for item, diff in zip(items, done["diff"], strict=True):
            item.update(before=diff["before"], after=diff["after"])
        assert report["items"] == items
        assert report["items"][0]["after"]["password"] == "(set)"
        assert (report["url"], report["places"]) == (simulator.url, ["users, entry 1", "users, entry 2"])
        assert report["new_users"] == {f"(new) {NEW['email']}": NEW["email"]}
        status = {number: user["status"] for number, user in report["users"].items()}
        assert status == {"1": "enabled", "2": "disabled", "3": "enabled"}
        assert {user["source"] for user in report["users"].values()} == {"Example Directory"}
    assert "Xa-12345678" not in path.read_text()


def test_generated_content_has_the_places_of_its_file(simulator, directory, tmp_path):
    """In warnings, problems and the report; an entry without a place keeps its line."""
    simulator.reset(
        {"users": [{"email": f"p{number}@example.com", "employeeID": f"00{number}"} for number in range(3)]}
    )
    users = [{"email": f"p{number}@example.com", "employee_id": str(number)} for number in range(3)]
    given = {
        "content": json.dumps(users),
        "content_places": {
            "file": "staff.xlsx",
            "positions": ["row 7", "row 9"],
            "labels": {"employee_id": ", column B"},
        },
        "report": str(tmp_path / "report.json"),
        "max_removals": "100%",
    }
    warnings = directory(**given)["warnings"]
    places = ["staff.xlsx, row 7, column B", "staff.xlsx, row 9, column B", "content, line 1, column "]
    assert all(warning.startswith(place) for warning, place in zip(warnings, places, strict=True))
    report = json.loads((tmp_path / "report.json").read_text())
    assert [place[:5] for place in report["places"]] == ["row 7", "row 9", "line "]
    with pytest.raises(Id360Error, match=r"staff\.xlsx, row 9: email p0@example\.com is the same user as "):
        directory(**{**given, "content": json.dumps([users[0]] * 2)})
