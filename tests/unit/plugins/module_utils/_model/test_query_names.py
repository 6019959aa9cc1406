# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A filter's attributes are taken in either spelling; a value that a field never has is refused, others left alone."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._model.group import GROUP
from ansible_collections.manageengine.id360.plugins.module_utils._model.query_names import api_filter, validate_filter
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER


@pytest.mark.parametrize(
    ("resource", "given", "sent"),
    [
        (USER, 'first_name eq "x"', 'firstName eq "x"'),
        (USER, 'firstName eq "x"', 'firstName eq "x"'),
        (USER, 'employee_id eq "last_name eq 1"', 'employeeID eq "last_name eq 1"'),
        (USER, r'title eq "a \" last_name eq " and last_name pr', r'title eq "a \" last_name eq " and lastName pr'),
        (USER, 'not (last_name pr) or (zip_postal  SW "1")', 'not (lastName pr) or (zipPostal  SW "1")'),
        (USER, 'title eq "status eq disabled" and status eq 0', 'title eq "status eq disabled" and status eq 0'),
        (USER, 'status ne "1" and status gt 0 and id eq 7', 'status ne "1" and status gt 0 and id eq 7'),
        (USER, 'manager eq "200001" or manager eq null', 'manager eq "200001" or manager eq null'),
        (USER, "title eq last_name", "title eq last_name"),
        (USER, 'last_name eq "open', 'lastName eq "open'),
        (USER, 'primary_source.application_name eq "x"', 'primarySource.applicationName eq "x"'),
        (USER, 'shoe_size eq "x"', 'shoe_size eq "x"'),
        (GROUP, "isDynamic eq true and members_count gt 2", "is_dynamic eq true and members_count gt 2"),
    ],
)
def test_filters(resource, given, sent):
    assert api_filter(resource, given) == sent


STATUS = "but the API has 1 (enabled) or 0 (disabled) there: write"
ID = "with the id that id360_user_info returns for this email"


@pytest.mark.parametrize(
    ("resource", "given", "message"),
    [
        (USER, 'status eq "disabled"', f'compares status with "disabled", {STATUS} status eq 0'),
        (USER, 'title eq "x" and not (Status NE Enabled)', f"compares Status with Enabled, {STATUS} Status ne 1"),
        (USER, "status eq true", f"compares status with true, {STATUS} status eq 1"),
        (USER, 'status co "gone"', f'compares status with "gone", {STATUS} status eq 1 or status eq 0'),
        (
            USER,
            '(manager eq "ann@example.com")',
            'compares manager with "ann@example.com", but the API has the id of a user there: write manager eq "ID", '
            + ID,
        ),
        (
            GROUP,
            'members co "@"',
            f'compares members with "@", but the API has the ids of users there: write members co "ID", {ID}',
        ),
        (
            GROUP,
            'isDynamic eq "True"',
            'compares isDynamic with "True", but the API has true or false there: write isDynamic eq true',
        ),
        (
            USER,
            "employeeID eq 4711",
            'compares employeeID with 4711, but the API has a text there: write employeeID eq "4711"',
        ),
    ],
)
def test_a_value_that_a_field_never_has(resource, given, message):
    with pytest.raises(Id360Error) as failed:
        validate_filter(resource, given, "scope")
    assert (str(failed.value), failed.value.option) == (f"scope {message}", "scope")
