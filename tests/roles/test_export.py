# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role export, on a simulated tenant."""

from __future__ import annotations

import json
import os
import stat
from itertools import cycle
from pathlib import Path

import pytest
import yaml
from engine import performed
from hypothesis import strategies as st
from id360_simulator import Simulator
from properties import KEYS, TEXTS, tried

from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.modules.id360_directory import MODULE as DIRECTORY
from playbooks import play, tasks
from roles import credentials, play_role

ROLE = Path(__file__).parents[2] / "roles/export"
ODD = ("NO", "00123", "12:30:45", "~", "- x", "{{ 7 * 7 }}", "a: b # c", "two\nlines ", "\U0001f600 \u2028 é", "'\"\\")
TENANT = {
    "users": [
        {"id": "3", "email": "zoe@example.com", "manager": "1", "city": "Oslo", "company": ""},
        {"id": "1", "email": "Ann@Example.com", "title": "Chief", "status": 0},
        {"id": "2", "email": "bob@example.com", "manager": "99", "employeeID": "007"},
        *({"id": f"1{at}", "email": f"odd{at}@example.com", "description": text} for at, text in enumerate(ODD)),
    ],
    "groups": [
        {"id": "7", "name": "Sales", "members": ["3", "1", "98"], "description": "All"},
        {"id": "6", "name": "Sales", "members": []},
        {"id": "5", "name": "Heads", "is_dynamic": True, "members": ["1"]},
    ],
}


@pytest.fixture
def simulator():
    with Simulator() as running:
        yield running


def export(folder, simulator, *arguments, status=0, keywords=None, **options):
    given = {"directory": str(folder / "tenant"), **options}
    more = {"keywords": keywords, "XDG_CACHE_HOME": str(folder)}
    played = play_role(folder, simulator, "export", *arguments, options=given, **more)
    assert played.status == status, played.output
    return played


def test_users_and_groups(tmp_path, simulator):
    simulator.reset(TENANT)
    shown = export(tmp_path, simulator, keywords={"check_mode": True}).only[-1]["msg"]
    assert shown == f"13 users and 3 groups would be exported to {tmp_path / 'tenant'}"
    assert not (tmp_path / "tenant").exists()
    shown = export(tmp_path, simulator).only[-1]["msg"]
    assert shown == f"13 users and 3 groups were exported to {tmp_path / 'tenant'}"
    paths = [tmp_path / f"tenant/{name}.yml" for name in ("users", "groups")]
    users, groups = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths)
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600, 0o600]
    assert users == [
        {"email": "Ann@Example.com", "title": "Chief", "state": "disabled"},
        {"email": "bob@example.com", "manager": "99", "employee_id": "007", "state": "enabled"},
        *({"email": f"odd{at}@example.com", "description": text, "state": "enabled"} for at, text in enumerate(ODD)),
        {"email": "zoe@example.com", "manager": "Ann@Example.com", "city": "Oslo", "state": "enabled"},
    ]
    assert groups == [
        {"name": "Heads", "is_dynamic": True},
        {"name": "Sales", "id": "6", "members": {"set": []}},
        {
            "name": "Sales",
            "id": "7",
            "description": "All",
            "members": {"set": ["98", "Ann@Example.com", "zoe@example.com"]},
        },
    ]
    applied = play(
        tmp_path, tasks({"src": str(paths[0]), "groups": groups}, module="id360_directory"), **credentials(simulator)
    )
    assert (applied.only[0]["changed"], applied.only[0]["changes"]) == (False, [])
    assert simulator.writes == []

    export(tmp_path, simulator, format="json")
    for path, read in zip(paths, (users, groups), strict=True):
        written = path.with_suffix(".json")
        assert json.loads(written.read_text(encoding="utf-8")) == read
        assert stat.S_IMODE(written.stat().st_mode) == 0o600


@pytest.mark.parametrize("setting", [{"truncate_members": 1}, {"short_walk": 1}])
def test_a_tenant_that_does_not_show_all_of_itself_is_not_written_down(tmp_path, simulator, setting):
    simulator.reset(TENANT)
    for name, value in setting.items():
        setattr(simulator.settings, name, value)
    refused = export(tmp_path, simulator, status=2)
    assert "nothing was written, as a listing is incomplete: " in refused.only[-1]["msg"]
    assert not (tmp_path / "tenant").exists()


def test_what_is_no_regular_file_is_not_replaced(tmp_path, simulator):
    (tmp_path / "tenant").mkdir()
    os.mkfifo(tmp_path / "tenant/users.yml")
    refused = export(tmp_path, simulator, status=2)
    assert "tenant/users.yml is not a regular file" in refused.only[-1]["msg"]
    assert [path.is_fifo() for path in (tmp_path / "tenant").iterdir()] == [True]


@pytest.mark.proof
def test_a_thousand_users_are_as_they_were_written_down(tmp_path, simulator):
    """Export, then apply: nothing changes, nobody is unlisted, in two listings."""
    values = {"city": "Oslo", "title": "Clerk", "country": "NO", "employeeID": "00{0}", "description": "{0}: # ~"}
    users = [
        {"id": f"1{at:04}", "email": f"P{at}@example.com", "status": at % 7 and 1}
        | {name: value.format(at) for name, value in values.items()}
        | ({"manager": f"1{at // 10:04}"} if at else {})
        for at in range(1000)
    ]
    teams = [{"name": f"Team {at}", "members": [f"1{member:04}" for member in range(at, 1000, 20)]} for at in range(20)]
    groups = [*teams, {"name": "All", "members": [user["id"] for user in users]}, {"name": "Rule", "is_dynamic": True}]
    simulator.reset({"users": users, "groups": groups})
    role = {"role": "manageengine.id360.export", "export_directory": str(tmp_path / "tenant")}
    apply = {
        "src": str(tmp_path / "tenant/users.yml"),
        "groups": "{{ lookup('ansible.builtin.file', 'tenant/groups.yml') | from_yaml }}",
        "unlisted_users": "delete",
    }
    listed = [{"manageengine.id360.id360_directory": apply}]
    plays = [{"hosts": "all", "gather_facts": False, "roles": [role], "tasks": listed}]
    played = play(tmp_path, plays, **credentials(simulator))
    assert played.status == 0, played.output
    assert len(yaml.safe_load((tmp_path / "tenant/users.yml").read_text())) == 1000
    applied = played.only[-1]
    assert (applied["changed"], applied["changes"], applied["unlisted"]) == (False, [], [])
    assert applied["summary"]["unchanged"] == 1000 + len(groups)
    assert simulator.writes == []


@pytest.mark.proof
@tried(
    few=1,
    many=8,
    texts=st.lists(TEXTS, min_size=50, max_size=50),
    keys=st.lists(KEYS, min_size=10, max_size=10),
    format=st.sampled_from(["yml", "json"]),
)
def test_all_texts_are_the_same_when_the_export_is_applied(tmp_path, simulator, texts, keys, format):
    free = cycle(field.api_name for field in USER.fields if field.name in USER.free_texts)
    users = [{next(free): text} for text in texts] + [{"employeeID": key} for key in keys]
    groups = [{"name": f"Team {at}", "description": text} for at, text in enumerate(texts[:20])]
    simulator.reset(
        {"users": [{"email": f"u{at}@example.com", **user} for at, user in enumerate(users)], "groups": groups}
    )
    export(tmp_path, simulator, format=format)
    exported = (tmp_path / f"tenant/groups.{format}").read_text("utf-8")
    # JSON may have line separators in its texts, which YAML folds.
    exported_groups = json.loads(exported) if format == "json" else yaml.safe_load(exported)
    given = {"src": str(tmp_path / f"tenant/users.{format}"), "groups": exported_groups}
    applied = performed(DIRECTORY, simulator, **given, unlisted_users="delete")
    assert (applied.get("msg"), applied.get("changes"), applied.get("unlisted")) == (None, [], [])
    assert simulator.writes == []


def test_fields_are_those_of_a_user():
    fields = yaml.safe_load((ROLE / "vars/main.yml").read_text())["export_fields"]
    assert fields == [field.name for field in USER.fields]
