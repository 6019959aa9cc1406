# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many tests run at once, and which come first; none is left out where ID360_TESTS_ALL is set, as .ci/run does."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

# The folders of tests that run playbooks and other programs, those with the longest files first
LONG = ("molecule", "roles", "playbooks", "packaging", "docs", "eda")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    # Some tests wait for a server; one more worker has the time of a processor that they leave.
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What takes longest begins, so that nobody waits for it in the end.
    ranks = {name: rank for rank, name in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(item.path.parent.name, len(ranks)))


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
