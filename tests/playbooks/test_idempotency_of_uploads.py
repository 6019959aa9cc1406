# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The idempotency contract of id360_bulk_upload, as far as it is declarative, and id360_job."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from unittest.mock import ANY

import pytest
import requests
from idempotency import assert_contract, case, perform_case, play_rows, rows

ROWS = "email,employee_id\nann@example.com,007\nbob@example.com,008\n"
FILE = {"file": ("people.csv", ROWS.encode(), "text/csv")}
UPLOADS = "/management/actions/move-users/uploads"
FIRST = "2000400000001"  # the id of the first upload in a simulated tenant
TEMPLATE = {"id": 71, "data": [{"OPERATION": "DISABLE"}]}
EXECUTE = {"app_config_id": "70", "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]}}
COMMON = {"action": "move-users", "wait_interval": 0.01}
EXECUTED = ("POST", f"{UPLOADS}/{FIRST}/execute", {"app_config_id": 70, "template_input": TEMPLATE, "user_ids": ANY})


def uploaded(simulator):
    answer = requests.post(
        f"{simulator.url}/api/v1{UPLOADS}",
        files=FILE,
        headers={"Authorization": "Zoho-oauthtoken simulator-token"},
        timeout=5,
    )
    assert answer.json()["data"]["id"] == int(FIRST)


def there(case):
    return replace(case, prepare=uploaded)


CASES = {
    "present with a receipt": case(
        "upload match_columns",
        ("POST", UPLOADS, ANY),
        ("PUT", f"{UPLOADS}/{FIRST}/match-columns", ["email"]),
        content=ROWS,
        match_columns=["email"],
        receipt="present.json",
        except_for="fresh",
        **COMMON,
    ),
    "executed with a receipt": case(
        "upload execute",
        ("POST", UPLOADS, ANY),
        EXECUTED,
        state="executed",
        content=ROWS,
        receipt="executed.json",
        except_for="fresh",
        **COMMON,
        **EXECUTE,
    ),
    "executed with an upload and a receipt": there(
        case(
            "execute",
            EXECUTED,
            state="executed",
            upload_id=FIRST,
            receipt="there.json",
            except_for="fresh",
            **COMMON,
            **EXECUTE,
        )
    ),
    "present takes up an upload": there(case("", upload_id=FIRST, **COMMON)),
    "present has the match columns": there(case("", upload_id=FIRST, match_columns=["email"], **COMMON)),
    "present sets match columns": there(
        case(
            "match_columns",
            ("PUT", f"{UPLOADS}/{FIRST}/match-columns", ["employee_id"]),
            upload_id=FIRST,
            match_columns=["employee_id"],
            **COMMON,
        )
    ),
    "absent finds no upload": case("", state="absent", upload_id="99", **COMMON),
    "absent finds no rows": there(case("", state="absent", upload_id=FIRST, entity_ids=["99"], **COMMON)),
    "absent removes all rows": there(
        case("delete_rows", ("DELETE", f"{UPLOADS}/{FIRST}/data", None), state="absent", upload_id=FIRST, **COMMON)
    ),
    "absent removes what a filter finds": there(
        case(
            "delete_rows",
            ("DELETE", ANY, None),
            state="absent",
            upload_id=FIRST,
            entity_filter='email eq "ann@example.com"',
            **COMMON,
        )
    ),
}
JOBS = {
    "deletes": case("delete delete", ("DELETE", "/jobs/1", None), ("DELETE", "/jobs/2", None), ids=["1", "99", "2"]),
    "finds none": case("", ids=["99"]),
}
JOBS = {name: replace(row, seed={"jobs": [{"id": "1"}, {"id": "2"}, {"id": "3"}]}) for name, row in JOBS.items()}


@pytest.fixture(scope="module")
def runs(request, tmp_path_factory):
    with ExitStack() as stack:
        yield {
            name: run
            for module, cases in (("id360_bulk_upload", CASES), ("id360_job", JOBS))
            for name, run in play_rows(module, cases, request, tmp_path_factory.mktemp("contract"), stack).items()
        }


@pytest.mark.parametrize("row", [*rows(CASES), *rows(JOBS)])
def test_contract(runs, row):
    assert_contract({**CASES, **JOBS}[row[0]], runs[row])


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("name", [*CASES, *JOBS])
def test_contract_in_the_engine(name):
    case = {**CASES, **JOBS}[name]
    assert_contract(case, perform_case("id360_job" if name in JOBS else "id360_bulk_upload", case))
