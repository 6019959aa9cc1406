# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookups id360_user and id360_group, in this process and in playbooks."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.plugin_utils._lookup.records import look_up
from playbooks import play

ROOT = Path(__file__).parents[2]
KINDS = {"user": USER, "group": GROUP}
SEED = {
    "users": [
        {"id": "1", "email": "Ann.Lee@example.com", "displayName": "Ann Lee", "title": "Chief"},
        {"id": "2", "email": "bob.ray@example.com"},
    ],
    "groups": [
        {"id": "90", "name": "Designers", "members": ["1", "2"]},
        {"id": "91", "name": "Twins"},
        {"id": "92", "name": "Twins"},
        {"id": "93", "name": "2024"},
        {"id": "94", "name": "90"},
    ],
}


@pytest.fixture
def looked_up(simulator, monkeypatch):
    """What the lookups do, without their plugins: the records' ids by terms."""
    simulator.reset(SEED)
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
        ("user", "1", {"url": "http://id360.example.com"}, "over http:// the secrets would travel in the clear"),
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


def lookup(kind, *terms, **options):
    listed = ", ".join([*map(repr, terms), *(f"{name}={value!r}" for name, value in options.items())])
    return f"{{{{ query('manageengine.id360.id360_{kind}', {listed}) | map(attribute='id') }}}}"


def examples(kind):
    source = (ROOT / f"plugins/lookup/id360_{kind}.py").read_text()
    return yaml.safe_load(source.split('EXAMPLES = r"""')[1].split('"""')[0])


def test_in_plays(tmp_path):
    """What is missing, and where options come from; then the examples, as they stand."""
    variables = {"ansible_id360_access_token": "{{ 'of-' ~ 'variables' }}", "ansible_id360_timeout": "7"}
    table = [
        (lookup("user", "zed@example.com", "8"), {}, "no user has the email or id 'zed@example.com', '8'"),
        (lookup("group", "9", "90", missing="ignore"), {}, ["90"]),
        (lookup("group", "Zed", missing="warn"), {}, []),
        (lookup("group", "Zed", missing="perhaps"), {}, "perhaps"),
        (lookup("user", "ann", missing="ignore"), {}, "'ann' is not an email address"),
        (lookup("user", "1"), variables, ["1"]),
        (lookup("user", "2", access_token="of-options"), variables, ["2"]),
        (lookup("user", "1"), {"ansible_id360_access_token": "stale"}, "HTTP 401"),
    ]
    tasks = [
        {"ansible.builtin.debug": {"msg": template}, "vars": given, "ignore_errors": True}
        for template, given, _expected in table
    ]
    shown = [*examples("user"), *examples("group")]
    for task in shown:  # it would not ask the server of the environment
        task.get("vars", {}).pop("ansible_id360_data_center", None)
    with Simulator(SEED, tokens=["of-variables", "of-options"]) as simulator:
        environment = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        plays = [{"hosts": "all", "gather_facts": False, "tasks": [*tasks, *shown]}]
        played = play(tmp_path, plays, **environment)
        tokens = [request.token for request in simulator.requests if request.path.startswith("/users/")]
    assert played.status == 0, played.output
    for (_template, _given, expected), result in zip(table, played.only, strict=False):
        if isinstance(expected, str):
            assert expected in result["msg"]
        else:
            assert result["msg"] == expected
    assert tokens == ["simulator-token", "of-variables", "of-options", "stale"]
    assert "no group has the name or id 'Zed'" in " ".join(played.output.split())
    messages = [result["msg"] for result in played.only[len(table) :]]
    assert messages[:4] == ["1", ["Ann.Lee@example.com"], "Ann Lee", "90"]
    assert messages[-1] == "Designers"
