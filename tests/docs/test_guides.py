# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guides show works: each playbook runs, in their order, on the simulated tenant that the collection ships."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import guides
import pytest
import yaml
from id360_simulator import Simulator
from id360_simulator.api.routes import ROUTES
from id360_simulator.errors import ERRORS

from playbooks import COMMANDS, environment_in

CHECKOUT = Path(__file__).resolve().parents[2]
TENANT = CHECKOUT / "extensions/simulator/example-tenant.yml"
# yaml+jinja is a playbook that is run; yaml is a file of another kind, or a part of one, and has a caption that says so
PLAYABLE = [guide for guide in guides.GUIDES if any(block.language == "yaml+jinja" for block in guides.blocks(guide))]


def write_files(guide: str, folder: Path) -> list[str]:
    """The files of a guide; returns the playbooks among them."""
    blocks = guides.blocks(guide)
    for block in blocks:
        if "." in block.caption:
            guides.write(block, folder)
    return [block.caption for block in blocks if block.language == "yaml+jinja"]


def run(folder: Path, url: str, *command: str, fails: bool = False) -> str:
    finished = subprocess.run(
        [COMMANDS / command[0], *command[1:]],
        cwd=folder,
        env=environment_in(folder, ID360_SIMULATOR=url),
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert (finished.returncode != 0) is fails, finished.stdout
    return finished.stdout


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_every_block_of_yaml_is_run_or_says_what_it_is(guide: str) -> None:
    for block in guides.blocks(guide):
        assert not block.language.startswith("yaml") or block.caption, block.text
        if block.language.startswith("yaml"):
            assert yaml.safe_load(block.text)
        if block.language == "yaml+jinja":
            assert block.caption.endswith(".yml")


@pytest.mark.parametrize("guide", [guide for guide in PLAYABLE if guide not in ("joiner_mover_leaver", "hr_files")])
def test_the_playbooks_run(guide: str, tmp_path: Path) -> None:
    """All but those that have a test of their own."""
    playbooks = [name for name in write_files(guide, tmp_path) if name != "two_steps.yml"]
    with Simulator(TENANT) as simulator:
        printed = run(tmp_path, simulator.url, "ansible-playbook", *playbooks)
        assert printed.count("[WARNING]") == printed.count("[WARNING]: ID360_SIMULATOR is set")
        assert simulator.requests


def test_the_list_of_the_staff_is_applied_once(tmp_path: Path) -> None:
    assert write_files("joiner_mover_leaver", tmp_path) == ["look.yml", "people.yml", "leaver.yml"]
    with Simulator(TENANT) as simulator:
        run(tmp_path, simulator.url, "ansible-playbook", "look.yml")
        assert simulator.writes == []
        run(tmp_path, simulator.url, "ansible-playbook", "people.yml")
        users = {user["email"].lower(): user for user in simulator.tenant.users.values()}
        assert users["kofi.mensah@example.com"]["status"] == 0
        assert users["nils.berg@example.com"]["department"] == "Quality"
        simulator.forget()
        assert "changed=0" in run(tmp_path, simulator.url, "ansible-playbook", "people.yml")
        assert simulator.writes == []
        assert "changed=1" in run(tmp_path, simulator.url, "ansible-playbook", "leaver.yml")  # disabled he is already


@pytest.mark.proof
def test_files_of_hr_systems_are_applied_once(tmp_path: Path) -> None:
    *playbooks, leavers = write_files("hr_files", tmp_path)
    assert (playbooks, leavers) == (["personal.yml", "workspace.yml", "workers.yml"], "leavers.yml")
    with Simulator(TENANT) as simulator:
        printed = run(tmp_path, simulator.url, "ansible-playbook", "--check", "--diff", *playbooks)
        assert simulator.writes == []
        assert "joerg.jaeger@example.com" in printed
        run(tmp_path, simulator.url, "ansible-playbook", *playbooks)
        users = {user["email"].lower(): user for user in simulator.tenant.users.values()}
        names = {"joerg.jaeger": "Jäger", "sofia.almeida": "Almeida", "chidi.okafor": "Okafor"}
        assert {name: users[f"{name}@example.com"]["lastName"] for name in names} == names
        assert not {"aenne.weiss@example.com", "yuki.mori@example.com"} & set(users)
        assert [users[f"{name}@example.com"]["status"] for name in ("kofi.mensah", "tove.lind")] == [0, 0]
        lena = users["lena.brandt@example.com"]
        assert users["joerg.jaeger@example.com"]["manager"] == lena["id"]
        assert lena["manager"] == users["omar.haddad@example.com"]["id"]
        members = {group["name"]: group["members"] for group in simulator.tenant.groups.values()}
        assert lena["id"] in members["Quality"]
        simulator.forget()
        assert "changed=0" in run(tmp_path, simulator.url, "ansible-playbook", *playbooks)
        assert simulator.writes == []
        run(tmp_path, simulator.url, "ansible-playbook", leavers)
        assert users["marek.novak@example.com"]["status"] == 0


@pytest.mark.parametrize("result", [None, "completed_with_errors"])
def test_the_two_steps_are_one_run(tmp_path: Path, result: str | None) -> None:
    write_files("bulk_uploads", tmp_path)
    with Simulator(TENANT, execution_result=result) as simulator:
        run(tmp_path, simulator.url, "ansible-playbook", "two_steps.yml", "--check")
        assert simulator.writes == []
        for writes in (True, False):
            simulator.forget()
            printed = run(tmp_path, simulator.url, "ansible-playbook", "two_steps.yml", fails=result is not None)
            assert bool(simulator.writes) is writes
            assert ("The job " in printed) is (result is not None)


def test_the_files_of_the_pipelines(tmp_path: Path) -> None:
    """The commands of the guide as they stand, in a shell."""
    write_files("pipelines", tmp_path)
    shards, check, apply, check_file, apply_file = guides.commands("pipelines", "ansible-playbook")
    plan = r"""-e '{"id360_checked": {"plan": "%s"}}'"""
    assert f"``{plan % '…'}``" in guides.read("pipelines")
    with Simulator(TENANT) as simulator:

        def play(command: str, *, fails: bool = False) -> str:
            simulator.forget()
            return run(tmp_path, simulator.url, "/bin/sh", "-c", command, fails=fails)

        printed = play(check)
        (fingerprint,) = re.findall(r'"plan": "(\w+)"', printed)
        play(check_file)
        assert simulator.writes == []
        play(f"{apply} {plan % ('0' + fingerprint)}", fails=True)
        assert simulator.writes == []
        play(f"{apply} {plan % fingerprint}")
        assert simulator.writes
        for command in (apply, apply_file, shards):
            assert "failed=0" in play(command)
            assert simulator.writes == []


def test_the_command_beside_the_rulebook_shows_a_job(tmp_path: Path) -> None:
    write_files("event_driven", tmp_path)
    (command,) = guides.commands("event_driven", "ansible-playbook")
    with Simulator(TENANT) as simulator:
        assert "Email already exists" in run(tmp_path, simulator.url, "/bin/sh", "-c", command)
        simulator.forget()
        without = command.partition(" -e ")[0]
        printed = run(tmp_path, simulator.url, "/bin/sh", "-c", without, fails=True)
        assert "job_id is required, as no event contains a job: add -e job_id=ID to the command" in printed
        assert simulator.requests == []


def test_the_execution_environment_has_a_build_context(tmp_path: Path) -> None:
    write_files("pipelines", tmp_path)
    (tmp_path / "manageengine-id360.tar.gz").write_text("a tarball")
    run(tmp_path, "", "ansible-builder", "create", "--output-filename", "Containerfile")
    made = tmp_path / "context/_build"
    (wanted,) = yaml.safe_load((made / "requirements.yml").read_text())["collections"]
    assert (made / wanted["name"]).read_text() == "a tarball"


def test_what_the_pipelines_guide_names_is_there() -> None:
    first, *_tasks = yaml.safe_load((CHECKOUT / "playbooks/tasks/directory.yml").read_text())
    used = {f"id360_{name}" for name in first["vars"]["id360_spec"]}
    named = [name for name in guides.literals(guides.read("pipelines")) if name.startswith("id360_")]
    survey = yaml.safe_load((CHECKOUT / "docs/awx/survey.json").read_text())["spec"]
    extra = [yaml.safe_load(block.text) for block in guides.blocks("pipelines") if block.caption == "extra_vars.yml"]
    variables = {*named, *(asked["variable"] for asked in survey), *extra[0]}
    elsewhere = {"id360_", "id360_directory", "id360_hosts", "id360_checked", "id360_applied", "id360_reports"}
    assert len(variables) > 12
    assert sorted(variables - elsewhere - used) == []
    playbooks = [name for name in guides.literals(guides.read("pipelines")) if name.startswith("manageengine.id360.")]
    assert playbooks
    for name in playbooks:
        assert (CHECKOUT / f"playbooks/{name.split('.')[2]}.yml").exists()


def test_the_map_has_every_call_once() -> None:
    calls = [guides.literals(row)[0] for row in guides.rows("api_map")[1:]]
    assert calls == list(dict.fromkeys(calls))
    assert sorted(calls) == sorted(f"{method} {path}" for method, path, _handler in ROUTES)


def test_every_error_code_is_explained() -> None:
    told = [code for row in guides.rows("troubleshooting") for code in guides.literals(row) if code in ERRORS]
    assert sorted(told) == sorted(ERRORS)


def test_every_message_is_one_of_ours() -> None:
    sources = "".join(path.read_text() for path in (CHECKOUT / "plugins").rglob("*.py"))
    messages = [text for row in guides.rows("troubleshooting") for text in guides.literals(row) if text not in ERRORS]
    assert len(messages) > 15
    assert [message for message in messages if message not in sources] == []
