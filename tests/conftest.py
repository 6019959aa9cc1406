# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The number of workers, and the order of the tests. With ID360_TESTS_ALL, as in .ci/run, a skipped test fails.

A test fails if a request to the simulator, or its response, differs from tests/contract/openapi.yaml.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from api_contract import Mismatch

# The folders of tests that run playbooks and other programs, those with the longest files first
LONG = ("contract", "molecule", "roles", "playbooks", "packaging", "docs", "eda")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    # Some tests wait for a server; one more worker uses the processor meanwhile.
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The longest tests start first, so that no worker runs one alone at the end. After each of these files come two
    # others: some of them wait for servers, and not all workers should wait at the same time.
    ranks = {name: rank for rank, name in enumerate(LONG)}
    files = list(dict.fromkeys(item.path for item in items))
    long = sorted((path for path in files if path.parent.name in ranks), key=lambda path: ranks[path.parent.name])
    places = {path: (3 * place, 0) for place, path in enumerate(long)}
    others = [path for path in files if path not in places]
    places.update({path: (3 * (place // 2) + 1, place) for place, path in enumerate(others)})
    items.sort(key=lambda item: places[item.path])


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    # An expected failure also reports itself as skipped.
    if os.environ.get("ID360_TESTS_ALL") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"No test may be left out here (ID360_TESTS_ALL is set). {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


MISMATCHES: list[Mismatch] = []


def pytest_sessionstart() -> None:
    # ansible-test runs the unit tests without the helpers, and without the simulator.
    if find_spec("api_contract"):
        from api_contract import mismatches
        from id360_simulator import Simulator

        Simulator.observers.append(lambda call, answer: MISMATCHES.extend(mismatches(call, answer)))


def _fail_on_mismatches(item: pytest.Item) -> None:
    found, MISMATCHES[:] = MISMATCHES[:], []
    if item.get_closest_marker("bad_requests"):
        found = [one for one in found if one.of != "request" or (one.status is not None and one.status < 400)]
    if item.get_closest_marker("odd_answers"):
        found = [one for one in found if one.of != "answer"]
    if found:
        lines = dict.fromkeys(f"{one.of} of {one.call}: {one.problem}" for one in found)
        pytest.fail("\n".join(["Not as tests/contract/openapi.yaml says:", *lines]), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    yield
    _fail_on_mismatches(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    yield
    _fail_on_mismatches(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    yield
    _fail_on_mismatches(item)
