# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks for pipelines, under ansible-runner: check, approve, apply, and shards side by side."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from id360_simulator import Simulator
from runner import Ran, run_job

from playbooks import play

SEED = {"users": [{"id": "1", "email": "ann@example.com", "title": "Clerk"}, {"id": "2", "email": "bob@example.com"}]}
PEOPLE = "Export\nE-Mail^title^Büro\nann@example.com^Director^1\neve@example.com^Clerk^2\n"
FILE = {"id360_columns": '{"e-mail": "email", "title": "title"}', "id360_delimiter": "^", "id360_encoding": "cp1252"}
FILE |= {"id360_skip_lines": "1", "id360_sheet": None}
# What a survey leaves empty comes as an empty text, or as null
SURVEY = {"id360_unlisted_users": "disable", "id360_max_removals": "50%", "id360_scope": ""}
ANSWERS: dict[str, Any] = {
    **SURVEY,
    "id360_match_by": "email\nemployee_id",
    "id360_protected": "zoe@example.com\nann@example.com",
    "id360_concurrency": "2",
    "id360_groups": None,
    **dict.fromkeys(
        ("id360_users", "id360_shard", "id360_plan", "id360_blank_cells", "id360_hosts", "id360_sources"), ""
    ),
}


@pytest.fixture
def job(tmp_path: Path):
    """Run a playbook of the collection in a job of its own; the variables are those of its template and workflow."""

    def run(simulator: Simulator, playbook: str, *, hosts: Any = None, arguments: tuple[str, ...] = (), **given: Any):
        folder = tmp_path / f"job{len(list(tmp_path.glob('job*')))}"
        for part in ("env", "project"):
            (folder / part).mkdir(parents=True)
        (folder / "project/people.csv").write_text(PEOPLE, encoding="cp1252")
        variables = {"id360_src": str(folder / "project/people.csv"), **FILE, **given}
        (folder / "env/extravars").write_text(json.dumps(variables))
        environment = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        plays = [{"ansible.builtin.import_playbook": f"manageengine.id360.{playbook}"}]
        return run_job(folder, plays, *arguments, hosts=hosts, environment=environment)

    return run


def left(ran: Ran) -> dict[str, Any]:
    """What set_stats leaves for the next job of a workflow."""
    assert ran.status == 0, ran.left
    (stats,) = [event for event in ran.events if event["event"] == "playbook_on_stats"]
    return stats["event_data"]["artifact_data"]


def test_checked_approved_applied(tmp_path: Path, job) -> None:
    report = tmp_path / "report.json"
    with Simulator(SEED) as simulator:
        checked = left(job(simulator, "directory_check", **ANSWERS, id360_report=str(report)))
        counts = {"unchanged": 0, "create": 1, "patch": 1, "password": 0, "enable": 0, "disable": 1, "delete": 0}
        assert checked["id360_checked"]["summary"] == {**counts, "failed": 0}
        assert checked["id360_checked"]["unlisted"] == 1
        assert "example.com" not in json.dumps(checked)
        assert (simulator.writes, json.loads(report.read_text())["check"]) == ([], True)
        assert stat.S_IMODE(report.stat().st_mode) == 0o600

        applied = left(job(simulator, "directory_apply", **ANSWERS, id360_report=str(report), **checked))
        assert applied["id360_applied"] == {"summary": {**counts, "failed": 0}, "unlisted": 1}
        assert len(simulator.writes) == 3
        assert json.loads(report.read_text())["check"] is False

        again = left(job(simulator, "directory_apply", **SURVEY))
        assert again["id360_applied"]["summary"]["unchanged"] == 2
        assert len(simulator.writes) == 3


def test_what_is_no_longer_as_checked_is_not_applied(job) -> None:
    """As many would be patched as before, but from another value."""
    with Simulator(SEED) as simulator:
        checked = left(job(simulator, "directory_check", **ANSWERS))
        simulator.tenant.users["1"]["title"] = "Manager"
        refused = job(simulator, "directory_apply", **{**ANSWERS, "id360_max_removals": "100%"}, **checked)
        assert refused.status != 0
        assert (
            "the plan changed since plan_fingerprint was taken; nothing was written. The plan is now: " in refused.left
        )
        assert simulator.writes == []


def test_a_dry_run_of_apply_writes_nothing(job) -> None:
    with Simulator(SEED) as simulator:
        assert left(job(simulator, "directory_apply", arguments=("--cmdline=--check",)))
        assert simulator.writes == []


def test_nothing_is_not_what_was_left_empty(job) -> None:
    with Simulator(SEED) as simulator:
        refused = job(simulator, "directory_apply", **{**SURVEY, "id360_max_removals": 0})
        assert "max_removals 0 allows 0" in refused.left
        assert simulator.writes == []


@pytest.mark.parametrize("checked", [{"plan_fingerprint": "x"}, "abc", {}, {"plan": ""}])
def test_what_directory_check_did_not_set_is_refused(job, checked: Any) -> None:
    with Simulator(SEED) as simulator:
        refused = job(simulator, "directory_apply", **SURVEY, id360_checked=checked)
        assert refused.status != 0
        assert "id360_checked " in refused.left
        assert "; directory_check sets it, with the keys summary, unlisted and plan" in refused.left
        assert simulator.requests == []


def test_nothing_to_apply_is_said_with_the_variables_of_the_playbooks(job) -> None:
    with Simulator(SEED) as simulator:
        refused = job(simulator, "directory_check", **ANSWERS, id360_src="")
        assert refused.status != 0
        assert (
            "id360_src, id360_users or id360_groups is required, but all of them are missing or empty" in refused.left
        )
        assert simulator.requests == []


def test_shards_side_by_side_are_the_whole(tmp_path: Path, job) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    count = 3
    hosts = {f"shard_{index}": {"id360_shard": {"index": index, "count": count}} for index in range(count)}
    with Simulator(SEED) as simulator:
        applied = left(job(simulator, "shards", hosts=hosts, **SURVEY, id360_reports=str(reports)))
        assert sum(applied[f"id360_applied_{index}"]["create"] for index in range(count)) == 1
        assert [user["status"] for user in simulator.tenant.users.values()] == [1, 0, 1]
        assert len(simulator.writes) == 3
        assert sorted(path.name for path in reports.iterdir()) == [f"shard_{index}.json" for index in range(count)]
        # a slice of the job template gets one host of the inventory
        simulator.forget()
        slice_of_it = job(simulator, "shards", hosts={"shard_1": hosts["shard_1"]}, **SURVEY)
        assert list(left(slice_of_it)) == ["id360_applied_1"]
        assert "This run applies the shards 1 of 0 to 2" in slice_of_it.left
        assert simulator.writes == []


@pytest.mark.parametrize(
    "shards",
    [
        pytest.param([{"index": 0, "count": 2}, None], id="one without"),
        pytest.param([{"index": 0, "count": 2}, {"index": "00", "count": 2}], id="one shard twice"),
        pytest.param([{"index": 0, "count": 2}, {"index": 1, "count": 3}], id="two counts"),
        pytest.param([{"index": 0, "count": 2}, {"index": 2, "count": 2}], id="counted from 1"),
        pytest.param([{"count": 2}, {"index": 0, "count": 2}], id="no index"),
    ],
)
def test_hosts_without_a_shard_of_their_own_are_refused(tmp_path: Path, shards: list[Any]) -> None:
    names = ("one", "two")
    hosts = {name: {"id360_shard": shard} if shard else {} for name, shard in zip(names, shards, strict=True)}
    plays = [{"ansible.builtin.import_playbook": "manageengine.id360.shards"}]
    with Simulator(SEED) as simulator:
        refused = play(tmp_path, plays, hosts=hosts, ID360_URL=simulator.url, ID360_ACCESS_TOKEN="simulator-token")
        assert refused.status != 0
        assert "id360_shard must have a unique index, from 0, and the same count" in refused.output
        assert simulator.requests == []
