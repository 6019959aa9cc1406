# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that nobody thought of, valid and invalid: both shells do and tell the same."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from string import digits
from typing import Any

import pytest
from both_shells import assert_alike, on_both
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from idempotency import PEOPLE
from modules import MODULES, NOTHING

EXAMPLES, TASKS = 9, 25  # the first example is always the dullest

SEED = {
    **PEOPLE,
    "users": [*PEOPLE["users"], {"id": "4", "email": "twin@example.com"}, {"id": "5", "email": "twin@example.com"}],
    "jobs": [{"id": "1", "module": "Management", "status": "COMPLETED"}, {"id": "2", "status": "QUEUED"}],
}
CSV = "email,title\nann@example.com,Head\nnew@example.com,Clerk\n"
FILES = {"people.csv": CSV, "empty.csv": "", "people.yml": "- {email: ann@example.com, country: NO}\n"}

EMAILS = ["ann@example.com", "Bob@Example.com", "twin@example.com", "new@example.com", "zed@example.com", " x", "no"]
TEXTS = [
    "",
    " ",
    "1",
    "Clerk",
    "Clerks",
    "007",
    "Ærø ✓",
    "a\nb",
    "../x",
    "NO",
    "x" * 300,
    "-title",
    "71",
    "8.5",
    "true",
]
ODD: list[Any] = [True, False, None, 0, 7, 3.5, [], ["1"], {}, {"a": "b"}, [[1]], -1]
# Values that mean something, and the ones that are needed to end soon
MEANT: dict[str, list[Any]] = {
    "id": ["1", "2", "3", "8", "9", "99"],
    "ids": [["1"], ["2", "2"], ["99"], [1]],
    "name": ["Clerks", "Empty", "New", "Newcomer"],
    "action": ["move-users", "nothing"],
    "upload_id": ["2000400000001", "99"],
    "src": ["people.csv", "empty.csv", "people.yml", "nowhere.csv", "."],
    "receipt": ["receipt.json", "nowhere/receipt.json"],
    "report": ["report.json"],
    "rejects": ["rejects.csv"],
    "content": [CSV],
    "members": [{"set": ["ann@example.com"]}, {"add": ["bob@example.com"], "remove": ["1"]}, {"set": [], "add": []}],
    "users": [[{"email": "ann@example.com", "title": "x"}], [{"email": "new@example.com", "first_name": "N"}], []],
    "groups": [[{"name": "Clerks", "members": {"add": ["eve@example.com"]}}], [{"name": "Fresh"}]],
    "filter": ['title eq "Clerk"', "nonsense"],
    "scope": ['title eq "Clerk"'],
    "fields": [["email", "title"], ["password"], ["no such"]],
    "match_columns": [["email"]],
    "template_input": [{"id": "71", "data": [{"OPERATION": "DISABLE"}]}],
    "timeout": [10, "10", 0],
    "retries": [0],
    "token_cache": [""],
    "wait_timeout": [1, 0],
    "wait_interval": [0.01],
}
ALWAYS = {"wait_interval": 0.01, "wait_timeout": 1, "retries": 0}
CONNECTION = ["access_token", "data_center", "dc", "timeout", "validate_certs", "ca_path", "refresh_token", "client_id"]


def declared(module: str) -> dict[str, dict[str, Any]]:
    found = importlib.import_module(f"ansible_collections.manageengine.id360.plugins.modules.{module}")
    return found.MODULE.argument_spec


def value(name: str, option: dict[str, Any]) -> st.SearchStrategy[Any]:
    likely = list(MEANT.get(name, ())) + list(option.get("choices", ()))
    if name in ("email", "manager"):
        likely += EMAILS
    if option.get("type") == "bool":
        likely += [True, "yes", "perhaps"]
    if not likely:
        likely = TEXTS
    if name in ALWAYS:  # what would wait for long is not tried
        return st.sampled_from(likely)
    anything = [*TEXTS, *ODD]
    if option.get("no_log"):  # its digits would be masked in the port of the server, which differs
        likely, anything = ([one for one in values if not set(str(one)) & set(digits)] for values in (likely, anything))
    return st.one_of(*[st.sampled_from(likely)] * 6, st.sampled_from(anything))


@st.composite
def task(draw: st.DrawFn) -> dict[str, Any]:
    module = draw(st.sampled_from(MODULES))
    options = declared(module)
    own = sorted(set(options) - {"url", "accounts_url", "access_token", *CONNECTION})
    names = draw(st.lists(st.sampled_from(own), max_size=4, unique=True))
    if draw(st.integers(0, 3)) == 3:
        names.append(draw(st.sampled_from([*CONNECTION, "no_such_option"])))
    chosen = {name: draw(value(name, options.get(name, {}))) for name in names if name not in ("dc", "no_such_option")}
    chosen.update(
        {name: draw(st.sampled_from(["EU", "MARS", "x"])) for name in names if name in ("dc", "no_such_option")}
    )
    needed = NOTHING.get(module, {}) if draw(st.booleans()) else {}
    if module == "id360_directory" and needed and {"src", "users", "groups"} & set(chosen):
        needed = {}
    usual = {name: given for name, given in ALWAYS.items() if name in options}
    return {
        f"manageengine.id360.{module}": {**usual, **needed, **chosen},
        "ignore_errors": True,
        "check_mode": draw(st.booleans()),
        "diff": draw(st.booleans()),
        "no_log": draw(st.integers(0, 9)) == 9,
    }


@pytest.mark.proof
@pytest.mark.bad_requests
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # each run of a playbook takes its time: what fails is not made smaller
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(task(), min_size=TASKS, max_size=TASKS))
def test_both_shells_are_alike(tasks):
    with tempfile.TemporaryDirectory() as folder:
        in_process, module = on_both(Path(folder), SEED, tasks, files=FILES)
        assert len(in_process.results) == TASKS
        bugs = ("bug in manageengine", "Traceback", "Module failed")
        assert [result for result in module.results if any(words in str(result) for words in bugs)] == []
        assert_alike(in_process, module)
