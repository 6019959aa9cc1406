# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A message says what to write instead: names that can be used, scopes, folders; as the modules return it."""

from __future__ import annotations

import os
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from engine import TOKEN
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Shell, perform
from ansible_collections.manageengine.id360.plugins.module_utils._option_types import dictionary_problem
from ansible_collections.manageengine.id360.plugins.modules import (
    id360_bulk_upload,
    id360_directory,
    id360_group,
    id360_group_info,
    id360_job_info,
    id360_user,
    id360_user_info,
)

SEED = {"users": [{"id": "1", "email": "ann@example.com"}], "templates": [{"name": "Newcomer "}, {"name": "Clerk"}]}
NEW = {"email": "new@example.com"}
NO_FILE = "src 'people.csv' can't be read: No such file or directory (searched in "


def failure(module: Any, simulator: Simulator, **options: Any) -> dict[str, Any]:
    spec = ArgumentSpecValidator(module.MODULE.argument_spec, **module.MODULE.rules)
    checked = spec.validate({"url": simulator.url, "access_token": TOKEN, "retries": 0, **options})
    problem = dictionary_problem(module.MODULE.argument_spec, checked.validated_parameters)
    if problem or checked.error_messages:
        return {"msg": problem or checked.error_messages[0]}
    ignored = [].append
    return perform(module.MODULE, Shell(checked.validated_parameters, False, False, ignored, ignored, ignored))


CASES = {
    "a template": (
        id360_user,
        {**NEW, "template": "newcommer"},
        "template 'newcommer': no template has this name or id (did you mean 'Newcomer'?); the templates are 'Clerk'",
    ),
    "a template of a list": (id360_directory, {"users": [{**NEW, "template": "x"}]}, "the templates are 'Clerk', 'New"),
    "a filter": (
        id360_user_info,
        {"filter": 'frist_name is "Ann" and frist_name eq "x"'},
        "frist_name is not a known field of a user (did you mean 'first_name'?); known fields: city, company, country,",
    ),
    "a filter is echoed": (
        id360_user_info,
        {"filter": "title eq"},
        "; filter is 'title eq'; its field names are known: the operators are eq, ne, co, sw, ew,",
    ),
    "a list in a filter": (
        id360_user_info,
        {"filter": 'department in ["IT"]'},
        "its field names are known: the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr, combined with and, or",
    ),
    "a value of a filter": (id360_user_info, {"filter": 'status eq "disabled"'}, "(disabled) there: write status eq 0"),
    "a value of a filter of groups": (
        id360_group_info,
        {"filter": 'is_dynamic eq "true"'},
        'filter compares is_dynamic with "true", but the API has true or false there: write is_dynamic eq true',
    ),
    "a field": (
        id360_user_info,
        {"fields": ["email", "displayNam"]},
        "displayNam is not a known field of a user (did you mean 'display_name'?); known fields: ",
    ),
    "a field to sort by": (id360_user_info, {"sort": ["-shoe_size"]}, "-shoe_size is not a known field of a user"),
    "a filter of groups": (id360_group_info, {"filter": "nmae eq"}, "known fields: description, id, is_dynamic, membe"),
    "a filter of jobs": (id360_job_info, {"filter": "sattus eq"}, "; known fields: action_name, end_time, id, module,"),
    "a scope": (
        id360_directory,
        {"users": [{"email": "ann@example.com"}], "scope": "departmnt eq"},
        "departmnt is not a known field of a user (did you mean 'department'?); known fields: city",
    ),
    "members as a list": (
        id360_group,
        {"name": "Sales", "members": ["ann@example.com"]},
        "it is a list: write set: [...] below it for all members, or add: [...] and remove: [...]",
    ),
    "members as a text": (id360_group, {"name": "Sales", "members": "ann@example.com"}, "write set: [...] below it"),
    "members as a number": (
        id360_group,
        {"name": "Sales", "members": 2000000000001},
        "members can't be used: it is a num",
    ),
    "members as a list of ids": (
        id360_group,
        {"name": "Sales", "members": [1]},
        "can't be used: it is a list: write set:",
    ),
    "members as dictionaries": (id360_group, {"name": "Sales", "members": [{"set": []}]}, "it is a list: write set: "),
    "members of a list": (
        id360_directory,
        {"groups": [{"name": "Sales", "members": 1}, {"name": "IT", "members": [{"set": []}]}]},
        "groups, entry 1: members can't be used: it is a number: write set: [...] below it",
    ),
    "groups of a user": (id360_user, {**NEW, "groups": True}, "groups can't be used: it is a boolean: write set:"),
    "a shard": (id360_directory, {"users": [], "shard": 1}, "shard can't be used: it is a number, not a dictionary"),
    "the input of a template": (
        id360_bulk_upload,
        {"action": "a", "content": "a\n1\n", "template_input": 5},
        "template_input can't be used: it is a number, not a dictionary",
    ),
    "users as a text": (
        id360_directory,
        {"users": "people.csv"},
        "it is a text, not a list of dictionaries: use the from_yaml filter for YAML or JSON, or src for",
    ),
    "users as a dictionary": (id360_directory, {"users": NEW}, "it is a dictionary: write a list of dictionaries"),
    "a file": (id360_directory, {"src": "people.csv"}, NO_FILE),
}


@pytest.mark.bad_requests
@pytest.mark.parametrize("name", CASES)
def test_what_is_refused_comes_with_what_to_write(name, tmp_path, monkeypatch):
    module, options, message = CASES[name]
    monkeypatch.chdir(tmp_path)
    with Simulator(SEED) as simulator:
        told = failure(module, simulator, **options)
        assert message in told["msg"]
        assert simulator.writes == []
    if message == NO_FILE:
        assert told["msg"].endswith(f"(searched in {os.getcwd()!r})")
        assert "error" not in told


def test_a_403_names_the_scopes_of_the_call():
    with Simulator(SEED) as simulator:
        simulator.fault(method="PATCH", path="/users/1", status=403, error={"code": "00000106", "title": "Forbidden"})
        told = failure(id360_user, simulator, email="ann@example.com", title="Head")
    scopes = "This call needs one of the OAuth scopes id360.user.UPDATE, id360.user.WRITE, id360.user.ALL."
    assert told["msg"].endswith(scopes)
    assert (told["error"]["status"], told["error"]["path"]) == (403, "/users/1")


def test_a_failure_of_reading_says_what_was_read():
    with Simulator(SEED) as simulator:
        simulator.fault(status=403)
        assert failure(id360_user, simulator, **NEW)["msg"].startswith("could not read user new@example.com: ")
