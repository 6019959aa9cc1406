# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SCIM filters."""

from __future__ import annotations

import time

import pytest
from id360_simulator.scim.comparisons import FilterError
from id360_simulator.scim.filters import compile_filter

RECORD = {
    "email": "Ann@example.com",
    "city": "Oslo",
    "quoted": 'say "hi" \\ or é',
    "count": 12,
    "verified": True,
    "members": ["1", "2"],
    "source": {"name": "HR"},
}
ATTRIBUTES = frozenset(RECORD) | {"missing"}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ('email eq "Ann@example.com"', True),
        ('email EQ "Ann@example.com"', True),
        ('email eq "ann@example.com"', False),
        ('email ne "ann@example.com"', True),
        ('missing ne "x"', True),
        ('missing eq "x"', False),
        ("missing eq null", True),
        ("missing pr", False),
        ("city pr", True),
        ('city co "sl"', True),
        ('city sw "Os"', True),
        ('city ew "lo"', True),
        ('city sw "lo"', False),
        ('city gt "Alta" and city lt "Pisa"', True),
        ('city ge "Oslo" and city le "Oslo"', True),
        ('city gt "Oslo"', False),
        ('quoted eq "say \\"hi\\" \\\\ or \\u00e9"', True),
        ('quoted co "\\""', True),
        ('city eq "x\\" or city pr or city eq \\"x"', False),
        ("count eq 12", True),
        ("count gt 9", True),
        ("count le 11", False),
        ("count ge 12.5", False),
        ('count eq "12"', False),
        ("verified eq true", True),
        ("verified eq 1", False),
        ('verified eq "true"', False),
        ('members eq "2"', True),
        ('members co "3"', False),
        ('source.name eq "HR"', True),
        ('source[name eq "HR" and name sw "H"]', True),
        ('source[name eq "IT"]', False),
        ('source eq "HR"', False),
        # and binds stronger than or, brackets strongest
        ('city eq "x" or city eq "Oslo" and count eq 12', True),
        ('city eq "Oslo" or city eq "Oslo" and count eq 13', True),
        ('(city eq "Oslo" or city eq "x") and count eq 13', False),
        ('(city eq "x" and count eq 12) or (city eq "Oslo" and count eq 12)', True),
        ('not (city eq "Oslo")', False),
        ('not (city eq "x") and not (count eq 13)', True),
        ('not (city eq "x" or count eq 12)', False),
        ('((city eq "x") or ((city eq "Oslo")))', True),
    ],
)
def test_a_filter_decides_whether_a_record_passes(text, passes):
    assert compile_filter(text, ATTRIBUTES)(RECORD) is passes


@pytest.mark.parametrize("text", ['city eq "oSLO"', 'city co "SL"', 'city eq "x" or city eq "OSLO"', 'city ge "oSLO"'])
def test_case_counts_unless_it_is_turned_off(text):
    assert not compile_filter(text, ATTRIBUTES)(RECORD) or "ge" in text
    assert compile_filter(text, ATTRIBUTES, case_sensitive=False)(RECORD)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "city",
        "city eq",
        "city eq Oslo",
        "city eq 'Oslo'",
        'city eq "Oslo',
        'city is "Oslo"',
        'City eq "Oslo"',
        'nix eq "Oslo"',
        '(city eq "Oslo"',
        'city eq "Oslo" and',
        'city eq "Oslo" city pr',
        'not city eq "Oslo"',
        'city eq "\\q"',
        "verified gt true",
        "city co 1",
        "city gt null",
        'urn:x:city eq "Oslo"',
        'source.name.first eq "x"',
        "[" * 3000,
        "not (" * 3000 + "city pr" + ")" * 3000,
    ],
    ids=lambda text: text[:30],
)
def test_a_broken_filter_is_refused(text):
    with pytest.raises(FilterError):
        compile_filter(text, ATTRIBUTES)


@pytest.mark.parametrize(
    ("settings", "query", "ids"),
    [
        ({}, 'email eq "ann@example.com"', ["1"]),
        ({}, 'email eq "ANN@example.com"', []),
        ({"case_sensitive": False}, 'email eq "ANN@example.com"', ["1"]),
        ({}, "status eq 0", ["2"]),
        ({}, "isDomainVerified eq true", ["2"]),
        ({}, 'manager eq "1" or employeeID eq "x"', ["2"]),
        ({}, 'primarySource.applicationName eq "Example Directory"', ["1", "2"]),
    ],
)
def test_users_are_filtered(serve, settings, query, ids):
    users = [
        {"id": "1", "email": "ann@example.com"},
        {"id": "2", "email": "ben@example.com", "manager": "1", "status": 0, "isDomainVerified": True},
    ]
    api = serve({"users": users}, **settings)
    assert [user["id"] for user in api.data("/users", filter=query)] == ids


def test_groups_are_filtered(serve):
    api = serve({"users": [{"id": "1"}], "groups": [{"id": "8", "name": "A", "members": ["1"]}, {"name": "B"}]})
    for query in ('name eq "A"', "members_count gt 0", 'members eq "1"', 'name sw "A" and is_dynamic eq false'):
        assert [group["id"] for group in api.data("/groups", filter=query)] == ["8"], query


def test_a_broken_filter_is_a_parameter_error(serve):
    answer = serve().get("/users", filter="email eq")
    assert answer.json()["error"]["detail"] == "The parameter filter is invalid."


@pytest.mark.parametrize("clause", ['email eq "{}@example.com"', '(email eq "{}@example.com" and status eq 1)'])
def test_long_filters_are_fast(clause):
    records = [{"email": f"{number}@example.com", "status": 1} for number in range(10_000)]
    started = time.process_time()
    passes = compile_filter(
        " or ".join(clause.format(number * 3) for number in range(200)), frozenset({"email", "status"})
    )
    assert sum(map(passes, records)) == 200
    # Clause by clause it would take seconds.
    assert time.process_time() - started < 1
