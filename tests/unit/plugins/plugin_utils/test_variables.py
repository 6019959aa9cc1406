# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the variables of a role become."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ansible_collections.manageengine.id360.plugins.plugin_utils._variables import KINDS, check_variables

MANY = {"kind": "choices", "choices": ["email", "employee_id"]}
ONE = {"kind": "choice", "choices": ["omit", "clear"]}
# Each: what is wanted, what is given, and what it becomes
UNDERSTOOD = [
    ("text", "NO", "NO"),
    ("text", date(2026, 11, 30), "2026-11-30"),
    ("text", datetime(2026, 11, 30, 8, 0), "2026-11-30 08:00:00"),
    ("secret", "NO", "NO"),
    ("text_or_number", 2000000000001, "2000000000001"),
    ("text_or_number", "10%", "10%"),
    ("text_or_number", 0, "0"),
    *(("boolean", value, False) for value in (False, "false", "False", " no ", "0", 0, "off")),
    *(("boolean", value, True) for value in (True, "true", "TRUE", "yes", "1", 1)),
    *(("integer", value, 30) for value in (30, "30", " 30 ", "+30", 30.0)),
    ("integer", "-1", -1),
    ("integer", "0", 0),
    ({"kind": "integer", "minimum": 1}, "1", 1),
    (ONE, " clear ", "clear"),
    *((MANY, value, ["email"]) for value in ("email", ["email"], "email\n", '["email"]')),
    *((MANY, value, ["employee_id", "email"]) for value in ("employee_id, email", "employee_id\r\nemail")),
    *(("date", value, "2026-11-30") for value in ("2026-11-30", date(2026, 11, 30), datetime(2026, 11, 30, 8, 0))),
    *(
        ("people", value, ["a@example.com", "b@example.com"])
        for value in (
            "a@example.com\nb@example.com",
            "\ufeffa@example.com, b@example.com",
            "\n a@example.com;\r\n\r\nb@example.com ;\n",
            ["a@example.com", "b@example.com"],
            ("a@example.com", "b@example.com"),
            '["a@example.com", "b@example.com"]',
        )
    ),
    # Whether that is an address is for the module to say.
    ("people", ["a@example.com,b@example.com", 7], ["a@example.com,b@example.com", "7"]),
    ("people", [], []),
    ("people", ";\n,", []),
    ("names", "Name, first\nMail\n\n", ["Name, first", "Mail"]),
    ("names", "Name,Mail", ["Name", "Mail"]),
    ("names", ["Name, first"], ["Name, first"]),
    ("dictionary", {"a": [1, None]}, {"a": [1, None]}),
    ("dictionary", ' {"a": [1, null]}\n', {"a": [1, None]}),
    ("dictionary", {"a": date(2026, 11, 30), 7: (1,)}, {"a": "2026-11-30", "7": [1]}),
    ({"kind": "dictionary", "keys": ["id"]}, {"id": 0}, {"id": 0}),
    ("dictionary_of_texts", '{"Mail": "email"}', {"Mail": "email"}),
    ("dictionaries", [{"email": "a@example.com"}], [{"email": "a@example.com"}]),
    ("dictionaries", '[{"email": "a@example.com"}]', [{"email": "a@example.com"}]),
]
# Each: what is wanted, what is given, and the message without the variable
REFUSED = [
    ("text", 7, "is the number 7, not a text: quote it"),
    ("text", False, "is the boolean False, not a text: quote it"),
    ("text", ["a"], "is a list, not a text: quote it"),
    ("secret", 1234, "is not a text: quote it"),
    ("text_or_number", True, "is the boolean True, not a text: quote it"),
    ("text_or_number", 7.5, "is the number 7.5, not a text: quote it"),
    ("boolean", "maybe", "is 'maybe', not a boolean: use true or false"),
    ("boolean", 7, "is the number 7, not a boolean: use true or false"),
    ("boolean", [], "is a list, not a boolean: use true or false"),
    ("integer", "soon", "is 'soon', not a whole number"),
    ("integer", True, "is the boolean True, not a whole number"),
    ("integer", 1.5, "is the number 1.5, not a whole number"),
    ("integer", "٣", "is '٣', not a whole number"),
    ("integer", "9" * 5000, f"is '{'9' * 99}…, not a whole number"),
    ("integer", {}, "is a dictionary, not a whole number"),
    ({"kind": "integer", "minimum": 1}, "0", "0 must be at least 1"),
    (ONE, "keep", "is 'keep', which is not one of omit, clear"),
    (ONE, False, "is the boolean False, which is not one of omit, clear"),
    (ONE, ["omit"], "is a list, which is not one of omit, clear"),
    (MANY, "email\nname", "is 'name', which is not one of email, employee_id"),
    (MANY, {"email": 1}, "is a dictionary, not a list or a text"),
    ("date", "30.11.2026", "'30.11.2026' is not a date such as 2026-11-30"),
    ("date", 20261130, "is the number 20261130, not a text: quote it"),
    ("people", 7, "is the number 7, not a list or a text"),
    ("people", ["a@example.com", ["x"]], "contains a list as entry 2, which is not a text: quote it"),
    ("people", '["a@example.com"', "is a text that is not JSON, line 1, column 17: set a list, or JSON"),
    ("names", [None], "contains null as entry 1, which is not a text: quote it"),
    ("dictionary", "a=b", "is a text that is not JSON, line 1, column 1: set a dictionary, or JSON"),
    ("dictionary", "[" * 100000, "is a text that is not JSON: set a dictionary, or JSON"),
    ("dictionary", [], "is a list, not a dictionary"),
    ("dictionary", "7", "is a number, not a dictionary"),
    ({"kind": "dictionary", "keys": ["id", "data"]}, {"id": ""}, "does not contain id and data"),
    ("dictionary_of_texts", {"Mail": ["email"]}, "maps 'Mail' to a list, which is not a text: quote it"),
    ("dictionaries", {"email": "a@example.com"}, "is a dictionary, not a list"),
    ("dictionaries", ["secret"], "contains a text as entry 1, which is not a dictionary"),
]


def checked(wanted, *given):
    spec = {"it": {"kind": wanted} if isinstance(wanted, str) else wanted}
    values, problems = check_variables(spec, dict.fromkeys(["it"], *given) if given else {}, "role_")
    return values.get("it"), problems


@pytest.mark.parametrize(("wanted", "given", "becomes"), UNDERSTOOD)
def test_what_is_understood(wanted, given, becomes):
    value, problems = checked(wanted, given)
    assert (value, type(value), problems) == (becomes, type(becomes), [])


@pytest.mark.parametrize(("wanted", "given", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused(wanted, given, message):
    assert checked(wanted, given) == (None, [f"role_it {message}"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("given", [[""], [None], [" \n"], ["__omit_place_holder__3ae5"], []], ids=repr)
def test_what_is_not_given_has_the_default(kind, given):
    assert checked({"kind": kind, "default": "D"}, *given) == ("D", [])
    assert checked({"kind": kind, "required": True}, *given) == (None, ["role_it is required, but missing or empty"])
