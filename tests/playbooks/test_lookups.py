# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookups id360_user and id360_group in plays: what is missing, and where options come from; and their examples."""

from __future__ import annotations

from pathlib import Path

import yaml
from id360_simulator import Simulator
from seeds import DESIGNERS

from playbooks import play

ROOT = Path(__file__).parents[2]


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
    with Simulator(DESIGNERS, tokens=["of-variables", "of-options"]) as simulator:
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
