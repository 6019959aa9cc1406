# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/api.md has the calls, fields and codes that the simulator has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from id360_simulator.api.routes import ROUTES
from id360_simulator.errors import ERRORS
from id360_simulator.state.schema import GROUPS, USERS, Kind

from ansible_collections.manageengine.id360.plugins.module_utils._scopes import SCOPES

PAGE = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> str:
    """The first cells of the first table below a heading."""
    section = re.split(rf"^#+ {heading}\n", PAGE, flags=re.MULTILINE)[1]
    table = re.findall(r"^\|.*\n(?:\|.*\n)+", section, re.MULTILINE)[0]
    return "\n".join(line.split("|")[1] for line in table.splitlines())


def test_every_call_is_there() -> None:
    calls = re.findall(r"`([A-Z]+ /.*?)`", first_cells("Calls and scopes"))
    known = [f"{method} {path}" for method, path, _handler in ROUTES]
    assert [re.sub(r"{\w+}", "{}", call) for call in calls] == [re.sub(r"{\w+}", "{}", call) for call in known]


def test_the_scopes_that_messages_name_are_those_of_the_page() -> None:
    rows = re.findall(r"^\| `([A-Z]+ /[^`]*)` \| (.*) \|$", PAGE, re.MULTILINE)
    assert {call: " ".join(re.findall(r"`([\w.]+)`", scopes)) for call, scopes in rows} == SCOPES


def test_every_error_is_there() -> None:
    assert re.findall(r"`(.+?)`", first_cells("Errors")) == list(ERRORS)


@pytest.mark.parametrize(("heading", "kind"), [("Users", USERS), ("Groups", GROUPS)])
def test_every_field_is_there(heading: str, kind: Kind) -> None:
    named = re.findall(r"`(\w+)`", first_cells(heading))
    assert sorted(named) == sorted({*kind.fields, *kind.writable})


def test_the_fields_that_a_plain_listing_leaves_out_are_marked() -> None:
    rows = [line for line in PAGE.splitlines() if line.endswith("not in a plain listing |")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == USERS.unlisted
