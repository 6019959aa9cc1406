# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems become one message, in which a file is named where another one was named before it."""

from __future__ import annotations

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._problems import Place, Problem, joined, refusal

A3, A4, B1 = Place("src 'a'", "line 3", 3), Place("src 'a'", "line 4, column 2", 4), Place("src 'b'", "line 1", 1)
SECOND = Place("", "users, entry 2", 2)


@pytest.mark.parametrize(
    ("problems", "message"),
    [
        ([], ""),
        ([Problem("x")], "x"),
        ([Problem("x", A3), Problem("y", A4)], "src 'a', line 3: x; line 4, column 2: y"),
        ([Problem("x", A3), Problem("y"), Problem("z", A4)], "src 'a', line 3: x; y; line 4, column 2: z"),
        (
            [Problem("x", A3), Problem("y", B1), Problem("z", A3)],
            "src 'a', line 3: x; src 'b', line 1: y; src 'a', line 3: z",
        ),
        ([Problem("x", SECOND), Problem("y", SECOND)], "users, entry 2: x; users, entry 2: y"),
        ([Problem("x", A4, A3)], "src 'a', line 4, column 2: x (line 3)"),
        ([Problem("x", A3, B1), Problem("y", A3)], "src 'a', line 3: x (src 'b', line 1); src 'a', line 3: y"),
        # A message that mentions the file is left as it is.
        ([Problem("x", A3), Problem("not src 'a', line 9", A3)], "src 'a', line 3: x; line 3: not src 'a', line 9"),
        ([Problem("x", Place("src 'a'")), Problem("y", Place("src 'a'"))], "src 'a': x; src 'a': y"),
    ],
)
def test_the_text_of_problems(problems: list[Problem], message: str) -> None:
    assert joined(problems) == message


def test_a_message_has_at_most_a_hundred_problems() -> None:
    message = refusal([Problem(f"bad {number}", A3) for number in range(102)], see=", see problems")
    assert message.startswith("nothing was written, as there are 102 problems: src 'a', line 3: bad 0; line 3: bad 1; ")
    assert message.endswith("; line 3: bad 99; and 2 more, see problems")
    assert refusal([Problem("bad")]) == "nothing was written, as there is 1 problem: bad"
