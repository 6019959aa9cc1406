# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Properties that hold for all values that hypothesis generates, and the idempotency contract as one of them."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import Any

import pytest
from engine import performed
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from id360_simulator import Simulator

from ansible_collections.manageengine.id360.plugins.module_utils._module.shell import Module
from ansible_collections.manageengine.id360.plugins.module_utils._values import is_no_value, key_problem, text_problem

# Characters that are likely to cause problems in files, filters and comparisons, and any others.
_ODD = [
    *('"', "'", "\\", " ", "\t", "\n", ",", ";", "|", "=", "%", "&", "+", "#", "(", ")", "*", "/", "{{ x }}", "\u2028"),
    *("\u00e9", "e\u0301", "\u00df", "\u0130", "\u00c6", "\u00a0", "\U0001f600", " or ", " eq ", "a", "A", "0", "1"),
]
TEXTS = (
    st.lists(st.sampled_from(_ODD) | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
    .map("".join)
    .filter(lambda text: not text_problem(text))
)
KEYS = TEXTS.filter(lambda text: not key_problem(text) and not is_no_value(text))


def tried(few: int, many: int, **strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """Run a test with generated values as some of its arguments, and fixtures, shared by all examples, as the others:
    with the same ``few`` examples in each `make test`, and ``many`` others in each `make proof`."""

    def decorated(test: Callable[..., None]) -> Any:
        times_each = [pytest.param(few, id="few"), pytest.param(many, id="many", marks=pytest.mark.proof)]

        @pytest.mark.parametrize("times", times_each)
        def run(times: int, **fixtures: Any) -> None:
            @settings(
                max_examples=times,
                derandomize=times == few,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate],  # to make a failing case smaller would take minutes
                print_blob=False,
            )
            @given(**strategies)
            def example(**drawn: Any) -> None:
                test(**fixtures, **drawn)

            example()

        names = ["times", *(name for name in signature(test).parameters if name not in strategies)]
        run.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY) for name in names])  # type: ignore[attr-defined]
        run.__name__, run.__doc__, run.__module__ = test.__name__, test.__doc__, test.__module__
        return run

    return decorated


def assert_law(
    module: Module, simulator: Simulator, given: dict[str, Any], same: tuple[str, ...] = ()
) -> dict[str, Any] | None:
    """Check mode sends no write and predicts the real run; afterwards, a second run and a second check change nothing.

    Returns the result of the real run; None if both failed with the same message before any write. ``same``: further
    results that must be equal.
    """

    def run(*, check_mode: bool) -> tuple[dict[str, Any], str]:
        simulator.forget()
        result = performed(module, simulator, check_mode=check_mode, diff=True, retries=0, **given)
        message = result["msg"] if result.get("failed") else ""
        assert "bug in manageengine" not in message
        return result, message

    predicted, refused = run(check_mode=True)
    assert simulator.writes == []
    done, failed = run(check_mode=False)
    assert failed == refused
    if failed:
        assert simulator.writes == []
        return None
    for name in ("changed", "actions", "diff", *same):
        assert done[name] == predicted[name], name
    assert done["changed"] is bool(simulator.writes)
    for check_mode in (False, True):
        again, failed = run(check_mode=check_mode)
        assert not failed
        assert (again["changed"], again["actions"], simulator.writes) == (False, [], [])
    return done
