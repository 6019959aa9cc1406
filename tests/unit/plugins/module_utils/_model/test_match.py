# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the records that were listed is meant."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.desired import make_desired
from ansible_collections.manageengine.id360.plugins.module_utils._model.match import identify, validate_unique_keys
from ansible_collections.manageengine.id360.plugins.module_utils._model.resource import Existing
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER

OLD = Existing({"id": "1", "email": "a@x.com", "employee_id": "01"})
NEW = Existing({"id": "2", "email": "A@x.com", "employee_id": "02"})


def test_a_record_that_gives_up_its_email_is_not_meant():
    """A listing that lags behind still shows it."""
    keys = ["employee_id", "email"]
    desired = make_desired(USER, {"state": "present", "employee_id": "02", "email": "a@x.com", "match_by": keys})
    assert identify(USER, desired, [OLD]) is OLD
    with pytest.raises(Id360Error, match="is already used"):
        validate_unique_keys(USER, desired, None, [OLD])
    told_apart = desired._replace(excluded=frozenset(["1"]))
    assert identify(USER, told_apart, [OLD]) is None
    assert identify(USER, told_apart, [OLD, NEW]) is NEW
    validate_unique_keys(USER, told_apart, None, [OLD])
