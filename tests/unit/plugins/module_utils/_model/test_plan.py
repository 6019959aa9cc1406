# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""plan(): pure, one row for each thing that it decides."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.plan import make_plan
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Existing
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER

LIVE = {"id": "1", "email": "Ann@example.com", "title": "Clerk", "fax": None, "status": 1, "shoe_size": 39}


def planned(live, **options):
    desired = make_desired(USER, {"state": "present", "email": "ann@example.com", **options})
    return make_plan(USER, Existing(live) if live else None, desired)


@pytest.mark.parametrize(
    ("live", "options", "after"),
    [
        (None, {}, {"email": "ann@example.com"}),
        (None, {"fax": ""}, {"email": "ann@example.com"}),
        (None, {"password": "S"}, {"email": "ann@example.com", "password": "(set)"}),
        (None, {"state": "disabled"}, {}),
        (LIVE, {}, LIVE),
        (LIVE, {"fax": ""}, LIVE),
        (LIVE, {"title": "Chief"}, {**LIVE, "title": "Chief"}),
        (LIVE, {"title": ""}, {key: value for key, value in LIVE.items() if key != "title"}),
        (LIVE, {"password": "S"}, LIVE),
        (LIVE, {"password": "S", "update_password": "always"}, {**LIVE, "password": "(set)"}),
        (LIVE, {"state": "disabled"}, {**LIVE, "status": 0}),
        (LIVE, {"state": "absent"}, {}),
    ],
)
def test_after_is_before_and_what_is_asked_for(live, options, after):
    wanted = planned(live, **options)
    assert wanted.before == (live or {})
    assert wanted.after == after
    assert bool(wanted.actions) is (wanted.before != wanted.after)


def test_a_number_on_the_server_equals_its_text():
    assert planned({**LIVE, "zip_postal": 99501}, zip_postal="99501").actions == []


def test_the_secret_stays_out_of_sight():
    wanted = planned(LIVE, password="Sesame", update_password="always")
    assert wanted.requests[0].body == {"password": "Sesame"}
    assert "Sesame" not in str((wanted.before, wanted.after, wanted.warning))
    desired = make_desired(USER, {"state": "present", "email": "ann@example.com", "password": "Sesame"})
    assert "Sesame" not in repr(desired)


def test_without_an_email_nobody_is_created():
    with pytest.raises(Id360Error, match="email is required to create a user"):
        planned(None, email=None, match_by=["employee_id"], employee_id="7")
