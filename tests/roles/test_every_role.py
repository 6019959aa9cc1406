# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for each role alike. make oldest runs this file on the oldest ansible-core, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.plugin_utils._feed.feed import OPTIONS
from ansible_collections.manageengine.id360.plugins.plugin_utils._variables import check_variables
from playbooks import Played, play
from roles import credentials

CHECKOUT = Path(__file__).resolve().parents[2]
TENANT = {
    "users": [
        {"id": "1", "email": "ann@example.com", "employeeID": "01"},
        {"id": "2", "email": "bob@example.com", "employeeID": "02", "manager": "1"},
        {"id": "3", "email": "eve@example.com", "employeeID": "03"},
        {"id": "4", "email": "kim@example.com", "employeeID": "04"},
    ],
    "groups": [{"id": "11", "name": "Sales", "members": ["1", "2"]}],
}
# Each: its variables, where {} is a folder of the test, and how many writes it takes
ROLES: dict[str, tuple[dict[str, Any], int]] = {
    "export": ({"directory": "{}/tenant"}, 0),
    "drift_report": ({"directory": "{}/drift", "users": [{"email": "ann@example.com", "title": "Head"}]}, 0),
    "directory": ({"src": "{}/hr.csv", "department_groups": {"IT": "Builders"}}, 2),
    "offboarding": ({"manifest": "{}/leavers.json", "accounts": ["bob@example.com"]}, 2),
    "bulk_action": (
        {
            "name": "move-users",
            "src": "{}/leavers.csv",
            "match_columns": ["email"],
            "app_config_id": "70",
            "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]},
            "delay": 0,
        },
        3,
    ),
}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(TENANT) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path)
    return tmp_path


def write_files(folder: Path) -> None:
    (folder / "hr.csv").write_text("email,employee_id,department\nann@example.com,01,IT\n")
    (folder / "leavers.csv").write_text("email\neve@example.com\n")


def variables(role: str, folder: Path | str, **more: Any) -> dict[str, Any]:
    """The variables of a role by their whole names."""
    given = {**ROLES[role][0], **more}
    return {
        f"{role}_{name}": value.replace("{}", str(folder)) if isinstance(value, str) else value
        for name, value in given.items()
    }


def run(folder: Path, simulator: Simulator, *plays: dict[str, Any], **more: Any) -> Played:
    listed = [{"hosts": "all", "gather_facts": False, **each} for each in plays]
    return play(folder, listed, **credentials(simulator), **more)


def test_there_are_these_roles() -> None:
    assert sorted(path.parent.name for path in CHECKOUT.glob("roles/*/tasks")) == sorted(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_variables_are_documented_as_they_are_read(role: str) -> None:
    """Their names, whether they are required, and their defaults, but for those that are templates."""
    folder = CHECKOUT / "roles" / role
    own = yaml.safe_load((folder / "vars/main.yml").read_text())
    specs = [spec for name, spec in own.items() if name.endswith("_spec")]
    read = {f"{role}_{name}": wanted for spec in specs for name, wanted in spec.items()}
    documented = yaml.safe_load((folder / "meta/argument_specs.yml").read_text())["argument_specs"]["main"]["options"]
    assert sorted(read) == sorted(documented)
    for name, wanted in read.items():
        default = wanted.get("default")
        told = documented[name]
        assert told.get("required", False) == wanted.get("required", False), name
        assert told.get("default") == (None if "{{" in str(default) else default), name
        # With another type Ansible refuses "", null or a number before the role can say what it makes of it.
        plain = wanted["kind"] == "text" and not {"required", "default"} & set(wanted)
        assert told["type"] in (("str", "path") if plain else ("raw",)), name
        assert not {"choices", "options"} & set(told), name


def test_the_options_of_columns_are_documented() -> None:
    argument_specs = yaml.safe_load((CHECKOUT / "roles/directory/meta/argument_specs.yml").read_text())
    described = argument_specs["argument_specs"]["main"]["options"]["directory_columns"]["description"]
    assert {name for line in described for name in re.findall(r"V\((\w+)\)", line)} == OPTIONS


def looped(tasks: Any) -> Iterator[dict[str, Any]]:
    """The tasks with a loop, however deep they stand in blocks and plays."""
    if isinstance(tasks, dict):
        if any(key == "loop" or key.startswith("with_") for key in tasks):
            yield tasks
        tasks = list(tasks.values())
    for each in tasks if isinstance(tasks, list) else ():
        yield from looped(each)


def test_every_loop_has_a_variable_of_its_own() -> None:
    """Who loops over a role has item in its variables."""
    shipped = [*CHECKOUT.glob("roles/*/*/*.yml"), *CHECKOUT.glob("playbooks/**/*.yml")]
    found = [(path, task) for path in shipped for task in looped(yaml.safe_load(path.read_text()))]
    assert len(found) >= 10
    for path, task in found:
        prefix = path.parts[-3] + "_" if "roles" in path.parts else "id360_"
        assert task.get("loop_control", {}).get("loop_var", "item").startswith(prefix), (path, task)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_one_block_that_no_keyword_of_the_caller_makes_go_on(role: str) -> None:
    (block,) = yaml.safe_load((CHECKOUT / "roles" / role / "tasks/main.yml").read_text())
    assert (block["ignore_errors"], block["ignore_unreachable"]) == (False, False)


# Each: variables of a role of which one is wrong, and how the message names it
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "export": ({"directory": "{}/hr.csv"}, "export_directory: {}/hr.csv is not a directory"),
    "drift_report": ({"directory": "{}/hr.csv"}, "drift_report_directory: {}/hr.csv is not a directory"),
    "directory": ({"initial_passwords_vault_secret": 1234}, "directory_initial_passwords_vault_secret is not a text"),
    "offboarding": ({"stages": ["fire"]}, "offboarding_stages"),
    "bulk_action": ({"retries": 0}, "bulk_action_retries 0 must be at least 1"),
}


def test_ignore_errors_does_not_make_a_role_go_on(simulator: Simulator, folder: Path) -> None:
    """Nothing is written. With a rescue, the play goes on."""
    tasks: list[dict[str, Any]] = []
    for role, (wrong, _message) in WRONG.items():
        included = {"name": f"manageengine.id360.{role}", "apply": {"ignore_errors": True}}
        call = {"ansible.builtin.include_role": included, "vars": variables(role, folder, **wrong)}
        rescued = {"ansible.builtin.debug": {"msg": "RESCUED {{ ansible_failed_result.msg }}"}}
        tasks.append({"block": [call], "rescue": [rescued]})
    played = run(folder, simulator, {"tasks": tasks, "ignore_errors": True})
    assert played.status == 0, played.output
    told = [str(result["msg"]) for result in played.only if str(result.get("msg")).startswith("RESCUED")]
    assert len(told) == len(WRONG), told
    for text, (_wrong, message) in zip(told, WRONG.values(), strict=True):
        assert message.replace("{}", str(folder)) in text
    assert simulator.writes == []
    assert sorted(path.name for path in folder.iterdir() if path.suffix in (".json", ".html")) == []


@pytest.mark.proof
def test_each_role_in_a_loop(folder: Path) -> None:
    """Over two tenants, whose addresses and folders are in item."""
    with Simulator(TENANT) as first, Simulator(TENANT) as second:
        items = []
        for number, simulator in enumerate((first, second)):
            (folder / str(number)).mkdir()
            write_files(folder / str(number))
            items.append({"folder": str(folder / str(number)), "url": simulator.url})
        access = {"url": "{{ item.url }}", "access_token": "simulator-token"}
        plays = [
            {
                "module_defaults": {"group/manageengine.id360.id360": access},
                "tasks": [
                    {
                        "ansible.builtin.include_role": {"name": f"manageengine.id360.{role}"},
                        "vars": variables(role, "{{ item.folder }}"),
                        "loop": items,
                    }
                ],
            }
            for role in ROLES
        ]
        played = play(folder, [{"hosts": "all", "gather_facts": False, **each} for each in plays])
        assert played.status == 0, played.output
        for number, simulator in enumerate((first, second)):
            assert len(simulator.writes) == sum(writes for _given, writes in ROLES.values())
            made = {path.name for path in (folder / str(number)).iterdir()}
            assert made >= {"tenant", "drift", "leavers.json", "leavers.csv.receipt.json"}


# The same as texts, as a survey of AWX hands them in; a question that was not answered is "" or null.
SURVEY: dict[str, dict[str, Any]] = {
    "export": {"format": ""},
    "drift_report": {
        "users": '[{"email": "ann@example.com", "title": "Head"}]',
        "groups": None,
        "src": "",
        "match_by": "email\nemployee_id",
        "allow_extra": "False",
        "fail": "false",
        "markdown_limit": "7",
        "title": None,
        "time": date(2026, 11, 30),
    },
    "directory": {
        "department_groups": '{"IT": "Builders\\n\\n"}',
        "columns": '{"email": "email", "department": "department"}',
        "match_by": "email",
        "blank_cells": None,
        "today": date(2026, 11, 30),
        "template": "",
        "leavers": "disable",
        "scope": "",
        # All but one of those who would leave
        "protected": "bob@example.com\neve@example.com; ",
        "max_removals": 1,
        "report": None,
        "concurrency": "2",
    },
    "offboarding": {
        "accounts": "bob@example.com, \n",
        "stages": "disable, groups, reports",
        "heir": "",
        "delete_after_days": "",
        "undo": "no",
    },
    "bulk_action": {
        "match_columns": "email\n",
        "app_config_id": 70,
        "template_input": '{"id": 71, "data": [{"OPERATION": "DISABLE"}]}',
        "receipt": "",
        "rejects": None,
        "fail_on_row_errors": "yes",
        "retries": "3",
        "delay": "0",
    },
}


def test_hosts_with_the_same_variables_do_it_once(simulator: Simulator, folder: Path) -> None:
    roles = [{"role": "manageengine.id360.offboarding", **variables("offboarding", folder)}]
    played = run(folder, simulator, {"roles": roles}, hosts={"first": {}, "second": {}})
    assert played.status == 0, played.output
    assert len(simulator.writes) == ROLES["offboarding"][1]


@pytest.mark.proof
def test_hosts_with_the_variables_of_a_survey_do_it_once(simulator: Simulator, folder: Path) -> None:
    """The first host of the play is left out; what is registered is there for all others. A second run writes
    nothing."""
    plays: list[dict[str, Any]] = [
        {
            "roles": [
                {
                    "role": f"manageengine.id360.{role}",
                    **variables(role, folder, **SURVEY[role]),
                    "when": "inventory_hostname != 'first'",
                }
            ]
        }
        for role in ROLES
    ]
    hosts: dict[str, dict[str, Any]] = {
        name: {"ports": {80: "http", "https": 443}, "url": "{{ ports.https }}"} for name in ("first", "second", "third")
    }
    told = {"ansible.builtin.debug": {"msg": "{{ (directory_result | default({})).summary }}"}}
    once = [
        {**each, "post_tasks": [told]} if role == "directory" else each for role, each in zip(ROLES, plays, strict=True)
    ]
    played = run(folder, simulator, *once, hosts=hosts, ANSIBLE_SHOW_CUSTOM_STATS="true")
    assert played.status == 0, played.output
    # One more than without the texts, by which Kim leaves
    assert len(simulator.writes) == sum(writes for _given, writes in ROLES.values()) + 1
    assert played.output.count("second runs this role for all hosts of the play that have the same") == len(ROLES)
    (stats,) = re.findall(r"RUN: (\{.*\})", played.output)
    found = json.loads(stats)
    counts = (found["directory_created"], found["directory_patched"], found["drift_report_different"])
    assert counts == (1, 1, 1)
    assert [result["msg"]["create"] for result in played.results["third"] if "create" in str(result.get("msg"))] == [1]

    statuses = {user["email"]: user["status"] for user in simulator.tenant.users.values()}
    assert statuses == {"ann@example.com": 1, "bob@example.com": 0, "eve@example.com": 0, "kim@example.com": 0}
    assert sorted(path.name for path in (folder / "tenant").iterdir()) == ["groups.yml", "users.yml"]
    assert (folder / "leavers.csv.receipt.json").exists()
    page = (folder / "drift/report.md").read_text()
    assert "# ID360 drift report" in page
    assert "2026-11-30" in page

    simulator.forget()
    again = run(folder, simulator, *plays, hosts={"second": hosts["second"]})
    assert (again.status, simulator.writes) == (0, []), again.output


@pytest.mark.parametrize(
    "differs_by", [("environment", "port"), pytest.param(("variable", "template"), marks=pytest.mark.proof)]
)
def test_hosts_that_stand_for_tenants_each_do_it(folder: Path, differs_by: tuple[str, ...]) -> None:
    """Nothing but an address differs, and the role does not know the name of its variable. Each play has two hosts."""
    hosts: dict[str, dict[str, Any]] = {}
    plays = []
    with ExitStack() as stack:
        tenants = []
        for how in differs_by:
            urls = {}
            for number in range(2):
                tenants.append(stack.enter_context(Simulator(TENANT)))
                urls[f"{how}_{number}"] = tenants[-1].url
            by_name = f"{{{{ {urls!r}[inventory_hostname] }}}}"
            for name, url in urls.items():
                hosts[name] = {
                    "variable": {"tenant_url": url},
                    "template": {"tenant_url": by_name},
                    "environment": {"tenant_url": ""},
                    "port": {"ansible_port": int(url.rpartition(":")[2])},
                }[how]
            url = "http://127.0.0.1:{{ ansible_port }}" if how == "port" else "{{ tenant_url or omit }}"
            plays.append(
                {
                    "hosts": f"{how}_*",
                    "gather_facts": False,
                    "module_defaults": {"group/manageengine.id360.id360": {"url": url}},
                    "environment": {"ID360_URL": by_name},
                    "roles": [{"role": "manageengine.id360.export", **variables("export", folder)}],
                }
            )
        played = play(folder, plays, hosts=hosts, ID360_ACCESS_TOKEN="simulator-token")
        assert played.status == 0, played.output
        assert all(tenant.requests for tenant in tenants)


# Each: the role, its variables, and what the message says, beside the name of the variable
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("drift_report", {"fail": "perhaps"}, "drift_report_fail is 'perhaps', not a boolean"),
    ("drift_report", {"users": "ann@example.com"}, "drift_report_users is a text that is not JSON"),
    ("drift_report", {"markdown_limit": "all", "time": ["now"]}, "drift_report_time is a list, not a text"),
    ("directory", {"src": ""}, "directory_src is required, but missing or empty"),
    ("directory", {"columns": "Mail=email"}, "directory_columns is a text that is not JSON"),
    ("directory", {"department_groups": "[]"}, "directory_department_groups is a list, not a dictionary"),
    ("directory", {"today": "tomorrow"}, "directory_today 'tomorrow' is not a date such as 2026-11-30"),
    ("directory", {"concurrency": "many"}, "directory_concurrency is 'many', not a whole number"),
    ("directory", {"protected": ["ann@example.com", ["bob"]]}, "directory_protected contains a list as entry 2"),
    ("directory", {"leavers": "fire"}, "directory_leavers is 'fire', which is not one of ignore, disable, delete"),
    ("offboarding", {"manifest": None}, "offboarding_manifest is required"),
    ("offboarding", {"delete_after_days": "later"}, "offboarding_delete_after_days is 'later', not a whole number"),
    ("offboarding", {"undo": "perhaps"}, "offboarding_undo is 'perhaps', not a boolean"),
    ("export", {"directory": ["a"]}, "export_directory is a list, not a text"),
    ("bulk_action", {"fail_on_row_errors": "7"}, "bulk_action_fail_on_row_errors is '7', not a boolean"),
]


@pytest.mark.parametrize(("role", "given", "message"), REFUSED)
def test_what_a_variable_cannot_be_is_told(role: str, given: dict[str, Any], message: str) -> None:
    """By what the role has in its vars, without a play."""
    own = yaml.safe_load((CHECKOUT / "roles" / role / "vars/main.yml").read_text())
    specs = [spec for name, spec in own.items() if name.endswith("_spec")]
    named = {name.removeprefix(f"{role}_"): value for name, value in variables(role, "", **given).items()}
    problems = [problem for spec in specs for problem in check_variables(spec, named, f"{role}_")[1]]
    assert [problem for problem in problems if problem.startswith(message)]


# The same, where Ansible, the role or its module has a part in it
REFUSED_IN_PLAYS: list[tuple[str, dict[str, Any], str]] = [
    ("drift_report", {"fail": "true", "allow_extra": "false"}, "The tenant differs from the declaration"),
    ("drift_report", {"users": ""}, "set drift_report_users or drift_report_src"),
    ("directory", {"src": None}, "directory_src is required, but missing or empty"),
    ("directory", {"protected": "ann@example.com\nbob"}, "'bob'"),
    ("offboarding", {"accounts": "bob@example.com eve@example.com"}, "bob@example.com eve@example.com"),
    ("export", {"format": "xml"}, "export_format is 'xml', which is not one of yml, json"),
    ("bulk_action", {"template_input": "71"}, "bulk_action_template_input is a number, not a dictionary"),
]


def test_what_cannot_be_meant_is_refused_in_one_sentence(simulator: Simulator, folder: Path) -> None:
    """Each row is a host of one run."""
    hosts = {
        f"row_{number}": {"role": role, **variables(role, folder, **given)}
        for number, (role, given, _message) in enumerate(REFUSED_IN_PLAYS)
    }
    include = {"ansible.builtin.include_role": {"name": "manageengine.id360.{{ role }}"}}
    played = run(folder, simulator, {"tasks": [include]}, hosts=hosts, ANSIBLE_FORKS="4")
    for number, row in enumerate(REFUSED_IN_PLAYS):
        refused = played.results[f"row_{number}"][-1]
        assert row[2] in str(refused.get("msg")), (row, refused)
    assert "Traceback" not in played.output
    assert simulator.writes == []
