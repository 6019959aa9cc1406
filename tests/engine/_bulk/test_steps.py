# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a bulk upload: upload, match columns, rows that are not mapped, execution, removal of rows."""

from __future__ import annotations

import pytest
from uploads import DISABLE, GOOD, MIXED, PEOPLE, statuses

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error


@pytest.mark.parametrize("source", ["src", "content", "records", "bom"])
def test_present_uploads(simulator, bulk, tmp_path, source):
    (tmp_path / "people.csv").write_bytes((b"\xef\xbb\xbf" if source == "bom" else b"") + GOOD.encode())
    records = [{"email": "u1@example.com", "first_name": "U1"}, {"email": "u2@example.com", "first_name": None}]
    data = {"content": GOOD} if source == "content" else {"src": str(tmp_path / "people.csv")}
    data = {"records": records} if source == "records" else data
    predicted = bulk(**data, match_columns=["email"], check_mode=True)
    assert simulator.writes == []
    done = bulk(**data, match_columns=["email"])
    assert done.actions == predicted.actions == ["upload", "match_columns"]
    assert (done.before, done.after) == (predicted.before, predicted.after)
    (upload,) = simulator.tenant.uploads.values()
    assert [entity["status"] for entity in upload["entities"]] == ["MAPPED", "MAPPED"]
    assert done.upload["id"] == upload["id"]
    assert (done.upload["match_columns"], upload["match_columns"]) == (["email"], ["email"])


def test_present_takes_up_an_upload(simulator, bulk):
    upload_id = bulk(content=GOOD).upload["id"]
    simulator.forget()
    assert bulk(upload_id=upload_id).actions == []
    assert bulk(upload_id=upload_id, match_columns=["first_name", "email"]).actions == []
    assert simulator.writes == []
    assert bulk(upload_id=upload_id, match_columns=["email"], check_mode=True).actions == ["match_columns"]
    done = bulk(upload_id=upload_id, match_columns=["email"])
    assert (done.actions, done.before["match_columns"]) == (["match_columns"], ["email", "first_name"])
    assert bulk(upload_id=upload_id, match_columns=["email"]).actions == []


def test_present_counts_the_rows_as_they_mapped(simulator, bulk, tmp_path):
    """One walk more than it took; a dry run counts what is there already."""
    run = {"content": MIXED, "receipt": str(tmp_path / "r.json")}
    counts = {"MAPPED": 2, "USER_NOT_FOUND": 1, "DUPLICATE_USER": 1}
    assert bulk(**run, check_mode=True).counts == {}
    for data, requests in ((run, 2), (run, 2), ({"upload_id": "2000400000001"}, 2), ({"content": MIXED}, 2)):
        simulator.forget()
        done = bulk(**data)
        assert (done.counts, len(done.rejected), len(simulator.requests)) == (counts, 2, requests)
    assert bulk(upload_id="2000400000001", check_mode=True).counts == counts
    assert bulk(upload_id="2000400000001", match_columns=["email"], check_mode=True).counts == {}
    simulator.fault(path="*/data", status=403)
    with pytest.raises(Id360Error, match="HTTP 403"):  # unknown is not none
        bulk(**run)


def test_executed(simulator, bulk):
    predicted = bulk(content=GOOD, **DISABLE, check_mode=True)
    done = bulk(content=GOOD, **DISABLE)
    assert done.actions == predicted.actions == ["upload", "execute"]
    assert (done.before, done.after) == (predicted.before, predicted.after)
    assert statuses(simulator) == [0, 0, 1, 1]
    assert done.counts == {"MAPPED": 2}
    assert (done.execution["status"], done.job["status"]) == ("completed", "COMPLETED")
    (executed,) = (request.body for request in simulator.writes if request.path.endswith("/execute"))
    assert executed == {
        "app_config_id": 70,
        "template_input": {"id": 71, "data": [{"OPERATION": "DISABLE"}]},
        "user_ids": ["1", "2"],
    }


def test_executed_on_users_of_ones_own_choice(simulator, bulk):
    bulk(content=GOOD, **DISABLE, user_ids=["4"])
    assert statuses(simulator) == [1, 1, 1, 0]


def test_unmapped_rows_fail_first(simulator, bulk, tmp_path):
    rejects = tmp_path / "rejects.csv"
    with pytest.raises(Id360Error) as failed:
        bulk(content=MIXED, **DISABLE, rejects=str(rejects))
    failure = failed.value.failure()
    assert "2 of 4 rows are not mapped (USER_NOT_FOUND 1, DUPLICATE_USER 1): correct them, or set" in failure["msg"]
    assert failure["msg"].endswith("; zed@example.com: USER_NOT_FOUND; u1@example.com: DUPLICATE_USER")
    assert failure["actions"] == ["upload"]
    assert failure["entity_counts"] == {"MAPPED": 2, "USER_NOT_FOUND": 1, "DUPLICATE_USER": 1}
    assert len(failure["rejected_rows"]) == 2
    assert rejects.read_text().splitlines() == ["email,first_name", "zed@example.com,Zed", "u1@example.com,U1"]
    assert statuses(simulator) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("unmapped_rows", "actions", "left"),
    [("remove", ["upload", "delete_rows", "execute"], 2), ("ignore", ["upload", "execute"], 4)],
)
def test_unmapped_rows_removed_or_ignored(simulator, bulk, tmp_path, unmapped_rows, actions, left):
    rejects = tmp_path / "rejects.csv"
    done = bulk(content=MIXED, **DISABLE, unmapped_rows=unmapped_rows, rejects=str(rejects))
    assert done.actions == actions
    assert statuses(simulator) == [0, 0, 1, 1]
    (upload,) = simulator.tenant.uploads.values()
    assert len(upload["entities"]) == left
    assert rejects.stat().st_mode & 0o777 == 0o600
    assert len(rejects.read_text().splitlines()) == 3
    # the file is valid input again, and goes when there is nothing to write
    simulator.tenant.users["5"] = {"id": "5", "email": "zed@example.com", "firstName": "Zed", "status": 1}
    bulk(content=rejects.read_text(), **DISABLE, rejects=str(rejects))
    assert not rejects.exists()


def test_nobody_left_to_act_on(simulator, bulk):
    done = bulk(content="email\nzed@example.com\n", **DISABLE, unmapped_rows="remove")
    assert done.actions == ["upload", "delete_rows"]
    assert "nothing was executed" in done.message


def test_absent_removes_rows(simulator, bulk):
    upload_id = bulk(content=MIXED).upload["id"]
    (upload,) = simulator.tenant.uploads.values()
    first = upload["entities"][0]["id"]
    absent = {"state": "absent", "upload_id": upload_id}
    for options, left in (
        ({"entity_ids": [first, "99"]}, 3),
        ({"entity_filter": 'status eq "USER_NOT_FOUND"'}, 2),
        ({}, 0),
    ):
        predicted = bulk(**absent, **options, check_mode=True)
        done = bulk(**absent, **options)
        assert done.actions == predicted.actions == ["delete_rows"]
        assert done.before == predicted.before
        assert len(upload["entities"]) == left
        assert bulk(**absent, **options).actions == []
    assert bulk(state="absent", upload_id="99").actions == []


def test_ten_thousand_rows(simulator, bulk):
    lines = [f"nobody{n}@example.com" for n in range(9998)]
    content = "\n".join(["email", "u1@example.com", "u2@example.com", *lines]) + "\n"
    for first_index in (0, 1):
        simulator.reset({"users": PEOPLE})
        simulator.settings.first_index = first_index
        done = bulk(content=content, **DISABLE, unmapped_rows="remove")
        assert done.counts == {"MAPPED": 2, "USER_NOT_FOUND": 9998}
        (upload,) = simulator.tenant.uploads.values()
        assert len(upload["entities"]) == 2
    assert statuses(simulator) == [0, 0, 1, 1]


def test_a_listing_of_rows_that_stays_short_decides_nothing(simulator, bulk):
    simulator.settings.short_walk = 1
    with pytest.raises(Id360Error, match="the server listed 1 of 2 records"):
        bulk(content=GOOD, **DISABLE)
    assert statuses(simulator) == [1, 1, 1, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_that_are_gone_when_the_deletion_is_sent_again(simulator, bulk, rows):
    content = "email\nu1@example.com\n" + "".join(f"zed{n}@example.com\n" for n in range(rows))
    simulator.fault(method="DELETE", path="*", drop="after")
    done = bulk(content=content, **DISABLE, unmapped_rows="remove")
    assert done.actions == ["upload", "delete_rows", "execute"]


def test_a_deletion_that_fails_on_the_way_is_told(simulator, bulk):
    content = "email\n" + "".join(f"zed{n}@example.com\n" for n in range(1000))
    simulator.fault(method="DELETE", path="*/data", status=403, after=1)
    with pytest.raises(Id360Error) as failed:
        bulk(content=content, **DISABLE, unmapped_rows="remove")
    assert failed.value.failure()["actions"] == ["upload", "delete_rows"]


def test_match_columns_that_an_upload_has_not(simulator, bulk):
    upload_id = bulk(content=GOOD).upload["id"]
    with pytest.raises(Id360Error, match="match_columns contains shoes"):
        bulk(upload_id=upload_id, match_columns=["shoes"], check_mode=True)


def test_an_upload_that_is_not_there(bulk):
    with pytest.raises(Id360Error, match="there is no upload 99 of move-users"):
        bulk(upload_id="99")
