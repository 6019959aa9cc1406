# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records are found by whatever text identifies them, and no other one is."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import strategies as st
from properties import KEYS, tried

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._values import (
    folded,
    is_address,
    key_problem,
    normalized,
)


def accents(text: str) -> tuple[str, str]:
    """The text with composed and with decomposed accents. Where one that has both kinds is equal to another one, a
    filter finds only the one that is spelled as it was given."""
    return normalize("NFC", text), normalize("NFD", text)


# Words that mean something in a filter, and what is next to a text: with another case, blank, quote or backslash.
NEAR = [str.upper, str.lower, lambda text: f"{text} ", lambda text: f'"{text}"', lambda text: f"{text}\\"]
NAMES = KEYS.filter(lambda text: text in accents(text))
LOCAL = st.text("aB0.!#$%&'+=^{}~_-\u00e9\u00c9\u0436", min_size=1, max_size=6)
EMAILS = st.builds("{}@{}.org".format, LOCAL, st.text("aB-\u00e9", min_size=1, max_size=3)).filter(
    lambda text: is_address(text) and not key_problem(text)
)


def near(draw: st.DrawFn, texts: list[str]) -> list[str]:
    """The texts, and some that differ from them in little."""
    changed = (change(text) for text in texts for change in draw(st.lists(st.sampled_from(NEAR))))
    return list(dict.fromkeys([*texts, *(text for text in changed if text in accents(text))]))


@st.composite
def sought(draw: st.DrawFn) -> tuple[list[str], str]:
    """Texts that records have, and the one that is looked for."""
    texts = draw(st.lists(NAMES, min_size=1, max_size=4))
    return near(draw, draw(st.permutations(texts))), draw(st.sampled_from(texts) | NAMES)


@tried(15, 400, drawn=sought())
def test_users_by_employee_id(simulator, user, drawn):
    texts, text = drawn
    simulator.reset({"users": [{"email": f"u{at}@example.com", "employeeID": one} for at, one in enumerate(texts)]})
    meant = [
        one for one, record in simulator.tenant.users.items() if normalized(record["employeeID"]) == normalized(text)
    ]
    options = {"match_by": ["employee_id"], "employee_id": text, "title": "Found"}
    if len(meant) == 1:
        assert user(**options).record["id"] == meant[0]
    else:  # several, or nobody, who could not be created without an email
        with pytest.raises(Id360Error):
            user(**options)
        meant = []
    assert [one for one, record in simulator.tenant.users.items() if record.get("title")] == meant


@st.composite
def sought_emails(draw: st.DrawFn) -> tuple[list[str], str]:
    emails = draw(st.lists(EMAILS, min_size=1, max_size=4, unique_by=folded))
    return emails, draw(st.sampled_from([*emails, *map(str.swapcase, emails)]).filter(is_address) | EMAILS)


@tried(15, 400, drawn=sought_emails())
def test_users_by_email(simulator, user, drawn):
    """A listing of all of them decides where filters, which are case-sensitive, find nobody."""
    emails, email = drawn
    simulator.reset({"users": [{"email": one} for one in emails]})
    meant = [one for one, record in simulator.tenant.users.items() if folded(record["email"]) == folded(email)]
    done = user(email=email, title="Found")
    assert done.actions == (["patch"] if meant else ["create"])
    found = [one for one, record in simulator.tenant.users.items() if record.get("title")]
    assert found == (meant or [done.record["id"]])


@tried(15, 400, drawn=sought())
def test_groups_by_name(simulator, group, drawn):
    texts, text = drawn
    simulator.reset({"groups": [{"name": one} for one in texts]})
    meant = [one for one, record in simulator.tenant.groups.items() if normalized(record["name"]) == normalized(text)]
    if len(meant) > 1:
        with pytest.raises(Id360Error, match="groups have name"):
            group(name=text, description="Found")
        meant = []
    else:
        done = group(name=text, description="Found")
        assert done.actions == (["patch"] if meant else ["create"])
        meant = [done.record["id"]]
    assert [one for one, record in simulator.tenant.groups.items() if record.get("description")] == meant
