# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A filter's attributes are taken in either spelling, and its values are left alone."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.query_names import api_filter
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER


@pytest.mark.parametrize(
    ("resource", "given", "sent"),
    [
        (USER, 'first_name eq "x"', 'firstName eq "x"'),
        (USER, 'firstName eq "x"', 'firstName eq "x"'),
        (USER, 'employee_id eq "last_name eq 1"', 'employeeID eq "last_name eq 1"'),
        (USER, r'title eq "a \" last_name eq " and last_name pr', r'title eq "a \" last_name eq " and lastName pr'),
        (USER, "not (last_name pr) or (zip_postal  SW 1)", "not (lastName pr) or (zipPostal  SW 1)"),
        (USER, "title eq last_name", "title eq last_name"),
        (USER, 'last_name eq "open', 'lastName eq "open'),
        (USER, 'primary_source.application_name eq "x"', 'primarySource.applicationName eq "x"'),
        (USER, 'shoe_size eq "x"', 'shoe_size eq "x"'),
        (GROUP, "isDynamic eq true and members_count gt 2", "is_dynamic eq true and members_count gt 2"),
    ],
)
def test_filters(resource, given, sent):
    assert api_filter(resource, given) == sent
