# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs: listing, reading and deleting them."""

from __future__ import annotations

import pytest

JOBS = [
    {"id": "1", "status": "COMPLETED", "action_name": "Single User Creation", "details": {"entity": "User"}},
    {"id": "2", "status": "QUEUED"},
    {"id": "3", "status": "RUNNING", "module": "Reports", "next_statuses": ["ERROR"]},
    {"id": "4", "status": "RUNNING", "next_statuses": []},
]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({}, "1234"),
        ({"filter": 'module eq "Management" and status eq "RUNNING"'}, "4"),
        ({"filter": 'action_name sw "Single" or id eq "2"'}, "12"),
        ({"limit": 1, "from_": 3}, "3"),
    ],
)
def test_the_list_is_filtered_and_has_no_details(serve, query, ids):
    jobs = serve({"jobs": JOBS}).data("/jobs", **query)
    assert "".join(job["id"] for job in jobs) == ids
    assert all("details" not in job for job in jobs)


@pytest.mark.parametrize("query", [{"filter": "details pr"}, {"sort": "id"}, {"fields": "id"}], ids=str)
def test_parameters_that_jobs_do_not_have_are_refused(serve, query):
    assert serve().get("/jobs", **query).json()["error"]["code"] == "00000107"


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        ("1", ["COMPLETED"] * 3),
        ("2", ["QUEUED", "RUNNING", "COMPLETED"]),
        ("3", ["RUNNING", "ERROR", "ERROR"]),
        ("4", ["RUNNING"] * 3),
    ],
)
def test_a_job_of_the_seed_goes_on_with_each_look(serve, identity, expected):
    api = serve({"jobs": JOBS})
    assert api.job_statuses(identity, 3) == expected
    job = api.data("/jobs", filter=f'id eq "{identity}"')[0]
    assert (job["end_time"] is not None) is (identity in "23")


def test_a_deleted_job_is_gone(serve):
    api = serve({"jobs": JOBS})
    answer = api("DELETE", "/jobs/1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.code("DELETE", "/jobs/1") == (404, "----")
    assert api.code("GET", "/jobs/1") == (404, "----")


@pytest.mark.odd_answers
def test_a_job_put_there_by_hand_stays_as_it_is(serve):
    api = serve()
    api.simulator.tenant.jobs["5"] = {"id": "5", "status": "RUNNING"}
    assert api.job_statuses("5", 2) == ["RUNNING"] * 2
