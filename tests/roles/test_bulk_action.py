# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role bulk_action, in real playbook runs: how it waits, how it fails, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from id360_simulator import Simulator

from playbooks import Played
from roles import play_role

PEOPLE = {"users": [{"id": "1", "email": "ann@example.com"}, {"id": "2", "email": "bob@example.com"}]}
CSV = "email,reason\nann@example.com,moves\nbob@example.com,retires\n"
OPTIONS = {
    "name": "move-users",
    "src": "leavers.csv",
    "match_columns": ["email"],
    "app_config_id": "70",
    "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]},
    "retries": 2,
    "delay": 0,
}
Run = Callable[..., Played]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(PEOPLE) as running:
        yield running


@pytest.fixture
def run(simulator: Simulator, tmp_path: Path) -> Run:
    (tmp_path / "leavers.csv").write_text(CSV)

    def running(*arguments: str, **options: Any) -> Played:
        given = {**OPTIONS, **options, "src": str(tmp_path / options.get("src", "leavers.csv"))}
        return play_role(tmp_path, simulator, "bulk_action", *arguments, options=given, ID360_RETRIES="0")

    return running


def test_a_run_that_takes_too_long_goes_on_in_the_next(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """Of an export with a title, semicolons and another encoding."""
    simulator.settings.update({"execution_states": ["yet_to_start", *["pending"] * 4, "completed"]})
    text = "Austritte\nemail;Grund\nann@example.com;müde\nbob@example.com;zieht um\n"
    (tmp_path / "leavers.csv").write_text(text, encoding="cp1252")
    given = {"delimiter": ";", "encoding": "cp1252", "skip_lines": "1"}
    late = run(**given)
    assert late.status != 0
    assert late.output.count("FAILED - RETRYING") == 2
    assert "was not finished after 3 polls, 0 seconds apart. The next run continues to wait." in late.only[-1]["msg"]
    assert json.loads((tmp_path / "leavers.csv.receipt.json").read_text())["status"] == "running"
    simulator.forget()
    assert run(**given).status == 0
    assert simulator.writes == []
    assert [user["status"] for user in simulator.tenant.users.values()] == [0, 0]
    assert not (tmp_path / "leavers.csv.rejects.csv").exists()


def test_rows_that_fail(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """They fail the role at once, are in the file of rejects, and are not tried again."""
    simulator.settings.update({"failing_users": ["2"]})
    failed = run()
    assert failed.status != 0
    assert "1 row failed: bob@example.com: The action could not be performed on this user." in failed.only[-1]["msg"]
    rejects = tmp_path / "leavers.csv.rejects.csv"
    assert rejects.read_text().splitlines() == ["email,reason", "bob@example.com,retires"]
    simulator.forget()
    assert run().status != 0
    assert run(fail_on_row_errors=False).status == 0
    assert simulator.writes == []


def test_an_error_while_waiting_is_not_waited_on(simulator: Simulator, run: Run) -> None:
    simulator.fault(method="GET", path="*/executions/*", status=401, times=-1)
    failed = run(retries=100, delay=1)
    assert failed.status != 0
    assert "RETRYING" not in failed.output
    assert "401" in failed.only[-1]["msg"]
    assert ", which was started, could not be read: " in failed.only[-1]["msg"]


def test_a_server_that_is_gone_while_waiting_is_named(simulator: Simulator, run: Run) -> None:
    simulator.settings.update({"execution_states": ["pending"]})
    simulator.fault(method="GET", path="*/executions/*", drop="before", times=-1)
    failed = run()
    assert failed.status != 0
    assert "The next run continues to wait. The last poll: " in failed.only[-1]["msg"]
    assert "no answer from 127.0.0.1" in failed.only[-1]["msg"]


def test_rows_that_find_nobody_execute_nothing(simulator: Simulator, run: Run) -> None:
    simulator.reset({"users": []})
    done = run(unmapped_rows="remove")
    assert done.status == 0, done.output
    assert "move-users: nothing was executed, as no row matched a user" in done.output


def test_bad_input_fails_before_any_write(simulator: Simulator, tmp_path: Path) -> None:
    """Each row is a host of one run: options, and what the message says. The role stops even with ignore_errors."""
    (tmp_path / "leavers.csv").write_text(CSV)
    (tmp_path / "long.csv").write_text(CSV + "eve@example.com,moves,far\n")
    table: list[tuple[dict[str, Any], str]] = [
        ({"src": "nowhere.csv"}, "nowhere.csv'"),
        ({"src": "long.csv"}, "long.csv'"),
        (
            {"match_columns": ["mail"]},
            "match_columns contains mail (did you mean 'email'?), which is not in the header",
        ),
        ({"app_config_id": "seventy"}, "app_config_id 'seventy' is not a number"),
        ({"app_config_id": None}, "bulk_action_app_config_id"),
        ({"template_input": {"id": "71"}}, "bulk_action_template_input does not contain data"),
        ({"unmapped_rows": "keep"}, "bulk_action_unmapped_rows is 'keep', which is not one of fail, remove, ignore"),
        ({"retries": 0}, "bulk_action_retries 0 must be at least 1"),
        ({"delay": "soon"}, "bulk_action_delay"),
        ({"receipt": "/nowhere/receipt.json"}, "receipt"),
        ({"rejects": str(tmp_path / "leavers.csv")}, "are the same file"),
    ]
    hosts = {}
    for number, (options, _message) in enumerate(table):
        given = {"receipt": str(tmp_path / f"{number}.json"), **OPTIONS, **options}
        given["src"] = str(tmp_path / given["src"])
        hosts[f"row_{number}"] = given
    played = play_role(tmp_path, simulator, "bulk_action", hosts=hosts, keywords={"ignore_errors": True})
    for number, (_options, message) in enumerate(table):
        assert message in str(played.results[f"row_{number}"][-1].get("msg")), table[number]
    assert simulator.writes == []
    assert list(tmp_path.glob("*.json")) == []
