# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts that the role's variables name, by email, employee id or id, in a list or in a file. Pure."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.table import (
    TABLES,
    Table,
    TableFormat,
    kind_of,
    read_table,
)
from ansible_collections.manageengine.id360.plugins.module_utils._model.user import USER
from ansible_collections.manageengine.id360.plugins.module_utils._problems import Place, Problem, refusal, unplaced
from ansible_collections.manageengine.id360.plugins.module_utils._source.columns import columns_problems, map_header
from ansible_collections.manageengine.id360.plugins.module_utils._values import loose_key, path_segment

KEYS = ("email", "employee_id", "id")
_NAMES = {**{key: key for key in KEYS}, **{name: key for name, key in USER.by_api.items() if key in KEYS}}
_MAX_SHOWN = 10  # names of a header in a message

Account = dict[str, Any]
"""One account: the ``file`` and the ``position`` where it is named, as in a Place, its ``keys`` with their values, at
least one, and by key the column that it stands in, to be appended to the position (``columns``)."""


def accounts_in_list(values: Iterable[str]) -> tuple[list[Account], list[Problem]]:
    """The accounts of the variable offboarding_accounts, and what is wrong with them."""
    entries = enumerate(values, 1)
    accounts = (_of_text(Place(position=f"offboarding_accounts, entry {number}"), value) for number, value in entries)
    return _checked(accounts, [])


def accounts_in_file(
    content: bytes, path: str, columns: Mapping[str, str], how: TableFormat
) -> tuple[list[Account], list[Problem]]:
    """The accounts in the content of a file, and what is wrong with them. ``columns``: keys by the names of columns;
    without any, the columns have the names of the keys, or there is one column without a name.

    Raises Id360Error for what can't be read at all.
    """
    problems = columns_problems(columns, KEYS, "offboarding_columns", USER.secret_name)
    if problems:
        return [], unplaced(problems)
    named, kind = f"offboarding_src {path!r}", kind_of(path)
    if kind not in TABLES:
        raise Id360Error(f"{named} is not one of {', '.join(TABLES[:4])}: save it as one of them")
    table = read_table(io.BytesIO(content), kind, named, how, {loose_key(name) for name in columns or _NAMES})
    titles = {loose_key(title) for title in table.header}
    mapping = columns or {name: key for name, key in _NAMES.items() if loose_key(name) in titles}
    if not mapping and len(table.header) == 1:
        return _checked(_of_lines(table), table.problems)
    if not mapping:
        shown = ", ".join(repr(title.strip()) for title in table.header[:_MAX_SHOWN] if title.strip())
        more = ", …" if len(table.header) > _MAX_SHOWN else ""
        raise Id360Error(
            f"{table.place(table.line)}: no column is email, employee_id or id: set offboarding_columns;"
            f" the header has {shown}{more}"
        )
    options, wrong = map_header(table.header, mapping, _NAMES, "offboarding_columns")
    if wrong:
        return [], [Problem(problem, table.place(table.line, number)) for number, problem in wrong]
    table.ignored.update(number for number, option in enumerate(options, 1) if not option)
    return _checked(_of_rows(table, options), table.problems)


def look_ups(accounts: Iterable[Account]) -> list[dict[str, Any]]:
    """What finds the accounts: for each of their keys the options of id360_user_info, and the number of the account."""
    found = []
    for number, account in enumerate(accounts):
        for key, value in account["keys"].items():
            spellings = USER.field(key).spellings(value) if key == "employee_id" else []
            by_filter = " or ".join(f"{key} eq {json.dumps(spelling, ensure_ascii=False)}" for spelling in spellings)
            found.append({"account": number, **({"filter": by_filter} if by_filter else {key: value})})
    return found


def named(account: Account) -> str:
    """The keys of an account for a message, such as "employee_id '0012' or email 'ann@example.com'"."""
    return " or ".join(f"{key} {value!r}" for key, value in account["keys"].items())


def place(account: Account, key: str = "") -> Place:
    """Where an account, or one of its keys, is named. Without a key, that of the only one that there is."""
    columns = account["columns"]
    column = columns.get(key) or (next(iter(columns.values())) if len(columns) == 1 else "")
    return Place(account["file"], f"{account['position']}{column}")


def finds(account: Account, record: Mapping[str, Any]) -> bool:
    """Whether one of the keys of an account is that of a record."""
    return any(_same(key, record.get(key), value) for key, value in account["keys"].items())


def contradictions(account: Account, record: Mapping[str, Any]) -> list[Problem]:
    """Why the record that one key finds is not the one of another key."""
    return [
        Problem(
            f"{key} {value!r} does not match the account with id {record['id']}, whose {key} is {record[key]!r}",
            place(account, key),
        )
        for key, value in account["keys"].items()
        if record.get(key) and not _same(key, record[key], value)
    ]


def as_data(problems: Iterable[Problem]) -> dict[str, Any]:
    """The problems of a plan, each once, and in one message, which names the file of the accounts once."""
    each = list(dict.fromkeys(problems))
    return {"problems": [str(problem) for problem in each], "message": refusal(each) if each else ""}


def _same(key: str, one: Any, other: str) -> bool:
    return bool(one) and (one == other if key == "id" else USER.field(key).same(one, other))


def _account(where: Place, keys: dict[str, str], columns: dict[str, str]) -> Account:
    return {"file": where.file, "position": where.position, "keys": keys, "columns": columns}


def _of_text(where: Place, value: str) -> Account:
    return _account(where, {"email" if "@" in value else "employee_id": value}, {})


def _of_lines(table: Table) -> Iterable[Account]:
    """A table of one column without a name: its header is the first account."""
    for line, row in chain([(table.line, table.header)], table.rows):
        if row[:1] and row[0].strip():
            yield _of_text(table.place(line), row[0].strip())


def _of_rows(table: Table, options: list[str]) -> Iterable[Account]:
    labels = {
        option: f", column {number} ({title.strip()})"
        for number, (title, option) in enumerate(zip(table.header, options), 1)
        if option
    }
    for line, row in table.rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = {option: cell.strip() for option, cell in zip(options, row) if option and cell.strip()}
        keys = {key: cells[key] for key in KEYS if key in cells}
        columns = {key: label for key, label in labels.items() if key in keys or len(labels) == 1}
        yield _account(table.place(line), keys, columns)


def _checked(accounts: Iterable[Account], problems: list[Problem]) -> tuple[list[Account], list[Problem]]:
    """Each account once, and the problems of reading them with those of their values, in order."""
    found: dict[tuple[tuple[str, str], ...], Account] = {}
    for account in accounts:
        wrong = [Problem(message, place(account, key)) for key, message in _wrong(account["keys"])]
        problems += wrong
        same = tuple((key, value.lower() if key == "email" else value) for key, value in account["keys"].items())
        if not wrong:
            found.setdefault(same, account)
    return list(found.values()), problems


def _wrong(keys: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """What is wrong with the keys of an account, each with its key."""
    if not keys:
        yield "", "the row has no email, employee_id or id"
    for key, value in keys.items():
        try:
            if key == "id":
                path_segment(value, "id")
            else:
                USER.field(key).validate(value)
        except Id360Error as error:
            yield key, error.message
