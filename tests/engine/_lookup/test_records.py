# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookups id360_user and id360_group: which records they find, and what they cost."""

from __future__ import annotations

import pytest
from seeds import DESIGNERS

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.plugin_utils._lookup.records import look_up

KINDS = {"user": USER, "group": GROUP}


@pytest.fixture
def looked_up(simulator, monkeypatch):
    """What the lookups do, without their plugins: the records' ids by terms."""
    simulator.reset(DESIGNERS)
    monkeypatch.setenv("ID360_URL", simulator.url)
    monkeypatch.setenv("ID360_ACCESS_TOKEN", "simulator-token")

    def found(kind, *terms, **options):
        return [record for _term, record in look_up(KINDS[kind], terms, options, warn=[].append)]

    return found


@pytest.mark.parametrize(
    ("kind", "terms", "ids", "requests"),
    [
        ("user", ["ann.lee@EXAMPLE.com"], ["1"], 1),
        ("user", ["1"], ["1"], 1),
        ("user", [2, "ann.lee@example.com"], ["2", "1"], 2),
        ("group", ["Designers"], ["90"], 1),
        ("group", ["90"], ["90"], 1),
        ("group", ["2024"], ["93"], 2),
        ("group", [91, "Designers"], ["91", "90"], 2),
        ("user", ["zed@example.com"], [None], 1),
        ("user", ["99"], [None], 1),
        ("group", ["designers"], [None], 1),
        ("group", ["99"], [None], 2),
    ],
)
@pytest.mark.parametrize("settings", [{}, {"honour_fields": False}])
def test_records_come_whole_over_one_connection(simulator, looked_up, settings, kind, terms, ids, requests):
    simulator.settings.update(settings)
    found = looked_up(kind, *terms)
    assert [record and record["id"] for record in found] == ids
    assert (simulator.writes, len({request.connection for request in simulator.requests})) == ([], 1)
    assert len(simulator.requests) == requests or settings
    if kind == "user" and ids == ["1"]:
        assert (found[0]["title"], found[0]["display_name"]) == ("Chief", "Ann Lee")
    if ids == ["90"]:
        assert found[0]["members"] == ["1", "2"]


def test_lookups_of_one_process_share_a_connection_and_remember_nothing(simulator, looked_up):
    assert looked_up("user", "bob.ray@example.com")[0]["status"] == 1
    simulator.tenant.users["2"]["status"] = 0
    assert looked_up("user", "bob.ray@example.com")[0]["status"] == 0
    assert len({request.connection for request in simulator.requests}) == 1


@pytest.mark.parametrize(
    ("kind", "term", "options", "message"),
    [
        ("user", "ann", {}, "could not look up user 'ann': email 'ann' is not an email address"),
        ("user", True, {}, "could not look up user True: True is a boolean"),
        ("user", ["1"], {}, "is a list, not a text"),
        ("group", "Twins", {}, "could not look up group 'Twins': 2 groups have this name: ids 91, 92"),
        ("user", "1", {"access_token": "stale-secret"}, "HTTP 401"),
        ("user", "1", {"url": "http://id360.example.com"}, "is refused, as http:// sends secrets in clear text"),
        ("user", "1", {"data_center": "MARS"}, "value of data_center must be one of: US, EU"),
    ],
)
def test_failures_are_no_absence(simulator, looked_up, kind, term, options, message):
    simulator.fault(status=401, error={"title": "Stale", "detail": "not stale-secret"})
    if "access_token" not in options:
        simulator.clear_faults()
    with pytest.raises(Id360Error) as failed:
        looked_up(kind, term, **options)
    assert message in failed.value.failure()["msg"]
    assert "stale-secret" not in failed.value.failure()["msg"]
