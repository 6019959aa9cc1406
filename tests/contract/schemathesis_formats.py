# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What schemathesis has to be told to make up requests that the API accepts: texts in the formats of openapi.yaml."""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from hypothesis import strategies as st

# Of users that no request deletes: ids in paths are taken from the answers, or made up.
USER_IDS = ["2000000072269", "2000000072271", "2000000108825", "2000000108623", "2000000174051"]
ROW_IDS = ["2000000000001", "2000000000002"]
COLUMNS = ["email", "first_name", "last_name", "employee_id"]
FILTERED = {
    "user-filter": ["email", "firstName", "department", "manager", "primarySource.applicationName"],
    "group-filter": ["name", "description", "id", "members", "when_created"],
    "job-filter": ["id", "status", "module", "action_name", "start_time"],
    "row-filter": [*COLUMNS, "status", "user_id"],
}

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters='",'), max_size=8)
ROWS = st.lists(st.tuples(*[CELLS] * len(COLUMNS)), min_size=1, max_size=4)


def filters(attributes: list[str]) -> st.SearchStrategy[str]:
    """SCIM filters that compare the attributes."""
    attribute = st.sampled_from(attributes)
    verb = st.sampled_from(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"])
    value = TEXTS.map(lambda text: json.dumps(text, ensure_ascii=False))
    simple = st.tuples(attribute, verb, value).map(" ".join) | attribute.map(lambda name: f"{name} pr")
    return st.recursive(
        simple,
        lambda inner: (
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join)
            | inner.map(lambda text: f"not ({text})")
        ),
        max_leaves=4,
    )


FORMATS = {
    "record-id": st.integers(1, 10**13).map(str),
    "user-id": st.sampled_from(USER_IDS),
    "row-id": st.sampled_from(ROW_IDS),
    "action": st.sampled_from(["move-user", "move-users", "delete-user", "delete-users"]),
    "column": st.sampled_from(COLUMNS),
    "password": st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=12).map("aA1#wxyz{}".format),
    "csv": ROWS.map(lambda rows: "\n".join([",".join(COLUMNS), *map(",".join, rows)])),
    **{name: filters(attributes) for name, attributes in FILTERED.items()},
}
for name, strategy in FORMATS.items():
    schemathesis.openapi.format(name, strategy)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """A cursor is what an answer gave, and is right only with the parameters of its listing: none is made up."""
    if case.query and "cursor" in case.query and case.meta.generation.mode.is_positive:
        del case.query["cursor"]
