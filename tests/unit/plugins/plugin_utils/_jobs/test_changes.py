# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which jobs are news, whatever a listing brings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ansible_collections.manageengine.id360.plugins.plugin_utils._jobs.changes import KnownJobs, changes

HOUR = 3600
NOW = datetime(2026, 4, 5, tzinfo=UTC)


def job(number, status, start="12:00:00"):
    return {"id": str(number), "status": status, "start_time": f"2026-04-04T{start}.000Z" if start else None}


def look(seen, *listed, gone=(), overlap=HOUR):
    found, following = changes(seen, listed, gone, overlap, NOW)
    return [(change.job["id"], change.previous, change.job["status"]) for change in found], following


def test_each_status_is_news_once():
    seen = KnownJobs()
    for status, news in (
        ("QUEUED", [("1", None, "QUEUED")]),
        ("QUEUED", []),
        ("RUNNING", [("1", "QUEUED", "RUNNING")]),
        ("ERROR", [("1", "RUNNING", "ERROR")]),
        ("ERROR", []),
    ):
        found, seen = look(seen, job(1, status))
        assert found == news


def test_the_oldest_comes_first_and_twice_in_a_listing_is_once():
    listed = [job(3, "ERROR", None), job(2, "ERROR", "12:00:02"), job(1, "ERROR", "12:00:03"), job(2, "ERROR")]
    assert [job_id for job_id, _previous, _status in look(KnownJobs(), *listed)[0]] == ["2", "1", "3"]


def test_a_job_that_is_listed_late_is_news_within_the_overlap():
    _found, seen = look(KnownJobs(), job(9, "COMPLETED", "12:00:00"))
    assert look(seen, job(1, "ERROR", "11:00:00"))[0] == [("1", None, "ERROR")]
    assert look(seen, job(1, "ERROR", "10:59:59"))[0] == []
    # one that is not over was never told of, however old it is
    assert look(seen, job(1, "RUNNING", "10:59:59"))[0] == [("1", None, "RUNNING")]


def test_a_long_job_is_remembered_until_it_is_over():
    _found, seen = look(KnownJobs(), job(1, "RUNNING", "01:00:00"), job(2, "COMPLETED", "02:00:00"))
    _found, seen = look(seen, job(3, "COMPLETED", "23:00:00"))
    assert seen.underway() == ["1"]
    assert set(seen.jobs) == {"1", "3"}
    found, seen = look(seen, job(1, "ERROR", "01:00:00"))
    assert found == [("1", "RUNNING", "ERROR")]
    _found, seen = look(seen, job(3, "COMPLETED", "23:00:00"))
    assert set(seen.jobs) == {"3"}


def test_a_job_that_one_listing_misses_is_not_news_in_the_next():
    _found, seen = look(KnownJobs(), job(1, "ERROR", "11:30:00"), job(2, "ERROR", "12:00:00"))
    _found, seen = look(seen, job(2, "ERROR", "12:00:00"))
    assert look(seen, job(1, "ERROR", "11:30:00"))[0] == []


def test_a_job_that_is_gone_is_forgotten():
    _found, seen = look(KnownJobs(), job(1, "RUNNING"))
    assert look(seen, gone=["1"])[1].jobs == {}


@pytest.mark.parametrize("overlap", [HOUR / 2, 10 * HOUR])
def test_another_overlap_never_goes_back_to_what_is_forgotten(overlap):
    _found, seen = look(KnownJobs(), job(1, "ERROR", "02:00:00"), job(2, "COMPLETED", "12:00:00"))
    _found, seen = look(seen, job(2, "COMPLETED", "12:00:00"))
    assert set(seen.jobs) == {"2"}
    found, seen = look(seen, job(3, "ERROR", "11:00:00"), overlap=overlap)
    assert found == [("3", None, "ERROR")]
    assert look(seen, job(1, "ERROR", "02:00:00"), job(3, "ERROR", "11:00:00"), overlap=overlap)[0] == []


def test_a_start_that_is_to_come_hides_nothing():
    later = {**job(1, "COMPLETED"), "start_time": "2099-01-01T00:00:00.000Z"}
    _found, seen = look(KnownJobs(), later, job(2, "COMPLETED", "12:00:00"))
    assert seen.since == datetime(2026, 4, 4, 11, tzinfo=UTC)
    assert look(seen, later, job(3, "ERROR", "11:30:00"))[0] == [("3", None, "ERROR")]


@pytest.mark.parametrize(
    "start",
    [None, "", "-", "soon", 1775296800000, {}, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00"],
)
def test_a_start_that_is_none_goes_by_the_listing(start):
    odd = {"id": 1, "status": "ERROR", "start_time": start}
    found, seen = look(KnownJobs(), odd, job(2, "COMPLETED"))
    assert ("1", None, "ERROR") in [(str(job_id), *rest) for job_id, *rest in found]
    assert look(seen, odd)[0] == []
    assert seen.since == datetime(2026, 4, 4, 11, tzinfo=UTC)
