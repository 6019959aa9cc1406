# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""id360_tenant_info sees each trait of a tenant, in few requests, and tells no person's data."""

from __future__ import annotations

import json

import pytest
from engine import TOKEN, performed
from seeds import CANARIES

from ansible_collections.manageengine.id360.plugins.modules.id360_tenant_info import MODULE

READS = ["users", "groups", "jobs", "templates", "uploads"]
READABLE = dict.fromkeys(READS, "yes")
FILTERED = ", under a filter all records are counted"
IGNORED = "ignored, empty fields are left out"
USUAL = {
    "read_scopes": READABLE,
    "fields_on_lists": "honoured, empty fields are left out",
    "fields_on_records": "honoured, empty fields are left out",
    "filter_case": "sensitive",
    "filter_or": "works",
    "filter_id": "works",
    "largest_page": 1000,
    "totals": "add up",
    "members_on_lists": "whole",
    "not_found_user": "HTTP 404, code 00010105, User Not Found",
    "not_found_group": "HTTP 404, code *****, Resource Not Found",
    "start_index": 1,
    "clock_skew": 0,
    "rate_limit_headers": "none",
}
BLIND = dict.fromkeys(USUAL, "unknown")


@pytest.fixture
def examined(simulator):
    """The result on a tenant with these settings; what holds of any result is checked here."""

    def result(seed=None, **settings):
        simulator.reset(CANARIES if seed is None else seed)
        simulator.settings.update(settings)
        found = performed(MODULE, simulator)
        assert len(simulator.requests) <= 40
        assert {request.method for request in simulator.requests} <= {"GET"}
        if "tenant" in found:
            assert found["tenant"]["requests"] == len(simulator.requests)
            assert list(found["tenant"]["traits"]) == [finding["trait"] for finding in found["findings"]] == list(USUAL)
            assert all(isinstance(value, str) and value for finding in found["findings"] for value in finding.values())
        told = json.dumps(found)
        assert "canary" not in told.lower()
        assert TOKEN not in told
        assert not any(user_id in told for user_id in [*simulator.tenant.users, *simulator.tenant.groups])
        return found

    return result


def follows(result):
    """What follows from each trait that something follows from."""
    return {finding["trait"]: finding["follows"] for finding in result["findings"] if finding["follows"] != "nothing"}


def test_a_usual_tenant(simulator, examined):
    result = examined()
    tenant = result["tenant"]
    assert tenant["traits"] == USUAL
    assert follows(result) == {}
    assert tenant["counts"] == {"users": 30, "groups": 2, "jobs": 3, "templates": 2}
    assert (tenant["url"], tenant["data_center"]) == (simulator.url, None)
    assert (tenant["signed_in"], tenant["signs_with"], tenant["sign_in_error"]) == (True, "access_token", None)
    assert (result["changed"], result["warnings"]) == (False, [])


@pytest.mark.parametrize(
    ("settings", "seen", "words"),
    [
        (
            {"denied_reads": ["groups"]},
            {"read_scopes": {**READABLE, "groups": "no (HTTP 403)"}},
            "id360_group",
        ),
        (
            {"denied_reads": ["uploads"]},
            {"read_scopes": {**READABLE, "uploads": "no (HTTP 403)"}},
            "upload",
        ),
        ({"honour_fields": False}, {"fields_on_lists": "ignored", "fields_on_records": IGNORED}, "slower"),
        ({"honour_fields_on_get": False}, {"fields_on_records": IGNORED}, None),
        ({"refuse_fields": True}, {"fields_on_lists": "refused", "fields_on_records": "refused"}, "slower"),
        (
            {"null_fields": True},
            dict.fromkeys(("fields_on_lists", "fields_on_records"), "honoured, empty fields are null"),
            None,
        ),
        ({"case_sensitive": False}, {"filter_case": "insensitive"}, "nothing: an email is found in any capitalization"),
        ({"refuse_or": True}, {"filter_or": "refused"}, "use ids"),
        ({"longest_filter": 500}, {"filter_or": "short only"}, "many emails"),
        (
            {"ignore_filters": True},
            {"filter_or": "ignored", "filter_id": "ignored", "filter_case": "unknown"},
            "slower",
        ),
        ({"refuse_id_filter": True}, {"filter_id": "refused"}, "slower: each new member"),
        ({"maximum_limit": 10}, {"largest_page": 10}, "10000 requests"),
        ({"refuse_limit": 500}, {"largest_page": 100}, "1000 requests"),
        ({"short_walk": 2}, {"totals": f"fewer records than counted{FILTERED}"}, "unlisted_users"),
        ({"repeat_cursor": True, "maximum_limit": 10}, {"totals": "the same cursor twice"}, "they fail"),
        ({"no_totals": True}, {"totals": "no total"}, "max_removals"),
        ({"total_counts_all": True}, {"totals": f"add up{FILTERED}"}, None),
        ({"truncate_members": 2}, {"members_on_lists": "cut"}, "slower: each group"),
        ({"truncate_listed_members": 2}, {"members_on_lists": "cut"}, "slower: each group"),
        ({"group_members_on_list": False}, {"members_on_lists": "none"}, "slower: each group"),
        ({"statuses": {"00010105": 400}}, {"not_found_user": "HTTP 400, code 00010105, User Not Found"}, None),
        ({"statuses": {"*****": 500}}, {"not_found_group": "HTTP 500, code *****, Resource Not Found"}, None),
        ({"first_index": 0}, {"start_index": 0}, None),
        ({"clock_skew": 600.0}, {"clock_skew": 600}, "NTP"),
        ({"clock_skew": -86400.0}, {"clock_skew": -86400}, "NTP"),
        ({"rate_limit_headers": True}, {"rate_limit_headers": "X-RateLimit-Limit, X-RateLimit-Remaining"}, None),
    ],
    ids=str,
)
def test_each_trait_is_seen(examined, settings, seen, words):
    result = examined(**settings)
    traits = result["tenant"]["traits"]
    if abs(traits["clock_skew"] - seen.get("clock_skew", 0)) <= 1:  # as of any two readings of a clock
        traits["clock_skew"] = seen.get("clock_skew", 0)
    other = {name: value for name, value in traits.items() if value != USUAL[name]}
    allowed = {
        "denied_reads": {"members_on_lists", "not_found_group"},
        "maximum_limit": {"largest_page"},
        "short_walk": {"filter_case", "filter_or", "filter_id", "members_on_lists"},  # it shortens what filters find
        "statuses": {"read_scopes"},
    }
    extra = set().union(*(allowed.get(name, set()) for name in settings))
    assert {name: value for name, value in other.items() if name in seen or name not in extra} == seen
    told = follows(result)
    if words:
        assert words in " ".join(told.get(name, "") for name in seen)
    else:
        assert not told.keys() & seen.keys()


def test_a_not_found_that_is_none(simulator, examined):
    simulator.fault(method="GET", path="/users/9*", times=-1, status=404, error={"code": "1", "title": "Gone"})
    found = performed(MODULE, simulator)
    assert found["tenant"]["traits"]["not_found_user"] == "HTTP 404, code 1, Gone"
    assert "don't use state absent with an id" in follows(found)["not_found_user"]


def test_an_empty_tenant(examined):
    result = examined(seed={"templates": []})
    assert result["tenant"]["counts"] == dict.fromkeys(("users", "groups", "jobs", "templates"), 0)
    traits = result["tenant"]["traits"]
    unseen = {"fields_on_lists", "fields_on_records", "filter_case", "filter_or", "filter_id", "members_on_lists"}
    assert {name for name, value in traits.items() if value == "unknown"} == unseen
    assert {name: traits[name] for name in traits if name not in unseen} == {
        name: value for name, value in USUAL.items() if name not in unseen
    }
    assert examined(seed={}, refuse_or=True)["tenant"]["traits"]["filter_or"] == "refused"


def test_a_token_that_may_read_nothing(simulator, examined):
    result = examined(denied_reads=READS)
    refused = {"read_scopes": dict.fromkeys(READS, "no (HTTP 403)"), "clock_skew": 0, "rate_limit_headers": "none"}
    assert result["tenant"]["traits"] == {**BLIND, **refused}
    assert (result["tenant"]["signed_in"], set(result["tenant"]["counts"].values())) == (True, {None})


@pytest.mark.parametrize("how", ["given", "refreshed"])
def test_a_token_that_is_not_accepted(simulator, how):
    """One request tells it; the secrets are in no result."""
    options = {"access_token": "stale-canary"}
    if how == "refreshed":
        options = {"client_id": "simulator-client", "client_secret": "wrong-canary", "refresh_token": "bad-canary"}
        options.update(access_token=None, accounts_url=simulator.url)
    result = performed(MODULE, simulator, **options)
    tenant = result["tenant"]
    assert (tenant["signed_in"], tenant["requests"]) == (False, 1 if how == "given" else 0)
    assert ("HTTP 401" if how == "given" else "invalid_client") in tenant["sign_in_error"]
    assert {name for name, value in tenant["traits"].items() if value != "unknown"} <= {
        "read_scopes",
        "clock_skew",
        "rate_limit_headers",
    }
    assert "canary" not in json.dumps(result)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"body": "<html>proxy</html>", "status": 200}, "check whether url leads to the ID360 API"),
        ({"body": "<html>proxy</html>", "status": 404}, "Check whether url is the root of an ID360 server"),
        ({"drop": "before"}, "no answer from 127.0.0.1"),
        ({"status": 503}, "HTTP 503"),
    ],
)
def test_what_is_no_tenant_fails(simulator, fault, message):
    simulator.fault(times=-1, **fault)
    result = performed(MODULE, simulator, retries=0)
    assert message in result["msg"]
    assert result["msg"].startswith("could not examine the tenant: ")


@pytest.mark.parametrize("retries", [5, 12])
def test_a_server_that_refuses_for_a_while_is_asked_40_times_at_most(simulator, retries):
    simulator.reset(CANARIES)
    for path in ("/users", "/groups", "/jobs", "/templates*", "/users/*"):
        simulator.fault(method="GET", path=path, times=5, status=502, headers={"Retry-After": "0"})
    result = performed(MODULE, simulator, retries=retries)
    assert 40 - retries - 1 < len(simulator.requests) == result["tenant"]["requests"] <= 40


def test_a_large_tenant(simulator, examined):
    users = [{"email": f"canary{n}@example.com"} for n in range(20_000)]
    groups = [{"name": f"Canary {n}", "members": [users[n]["email"]]} for n in range(1200)]
    result = examined({"users": users, "groups": groups}, maximum_limit=100)
    traits = result["tenant"]["traits"]
    assert (traits["largest_page"], traits["totals"]) == (100, "consistent on 2 of 200 pages")
    assert result["tenant"]["counts"]["users"] == 20_000
    assert {name for name, value in traits.items() if value == "unknown"} == set()
