# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every call of the API by the modules that make it, every fault, and docs/reliability.md: what comes of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PAGE = Path(__file__).resolve().parents[2] / "docs/reliability.md"
TOKEN_CALL = "POST /oauth/v2/token"
SEED: dict[str, Any] = {
    "users": [
        {"id": "1", "email": "ann@example.com", "title": "Clerk", "status": 0, "password": "First-1-pass"},
        {"id": "2", "email": "bob@example.com", "title": "Head"},
        {"id": "3", "email": "eve@example.com"},
    ],
    "groups": [{"id": "9", "name": "Clerks", "members": ["1"]}],
    "templates": [{"id": "71", "name": "Newcomer"}],
    "jobs": [{"id": "5", "status": "COMPLETED"}],
    "settings": {"execution_states": ["completed"]},
}
ROWS = "email,title\nbob@example.com,Head\neve@example.com,Clerk\nzed@example.com,Clerk\n"
NEW = {"email": "new@example.com"}
_DISABLE = {"app_config_id": "70", "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]}}
EXECUTED: dict[str, Any] = {"state": "executed", "unmapped_rows": "ignore", **_DISABLE}


class Way(NamedTuple):
    """A task that makes a call: the call as in docs/api.md, the module without its prefix, its options, and the path
    that the call has then. ``uploaded``: its options are about an upload that is there already."""

    call: str
    module: str
    options: dict[str, Any]
    path: str
    uploaded: bool = False

    @property
    def method(self) -> str:
        return self.call.split()[0]

    @property
    def once(self) -> bool:
        """Whether the call must not be sent again where its outcome is unknown."""
        return self.method == "POST" and not self.path.endswith(("able", "/token"))

    @property
    def label(self) -> str:
        return f"{self.call} by {self.module}"


def _by(module: str, path: str, uploaded: bool = False, **options: Any) -> tuple[str, dict[str, Any], str, bool]:
    return module, options, path, uploaded


_UPLOADS = "/management/actions/move-users/uploads"
_CALLS: dict[str, list[tuple[str, dict[str, Any], str, bool]]] = {
    "GET /users": [
        _by("user", "/users", **NEW),
        _by("directory", "/users", users=[NEW]),
        _by("user_info", "/users"),
    ],
    "POST /users": [
        _by("user", "/users", **NEW, city="Oslo", password="First-1-pass"),
        _by("directory", "/users", users=[NEW]),
    ],
    "POST /users/new/{template_id}": [_by("user", "/users/new/71", **NEW, template="Newcomer")],
    "GET /users/{id}": [_by("user", "/users/1", id="1", title="Chief"), _by("user_info", "/users/1", id="1")],
    "PATCH /users/{id}": [
        _by("user", "/users/1", id="1", title="Chief"),
        _by("directory", "/users/1", users=[{"email": "ann@example.com", "title": "Chief"}]),
    ],
    "DELETE /users/{id}": [
        _by("user", "/users/2", email="bob@example.com", state="absent"),
        _by("directory", "/users/2", users=[{"email": "bob@example.com", "state": "absent"}], max_removals="1"),
    ],
    "POST /users/{id}/enable": [
        _by("user", "/users/1/enable", id="1", state="enabled"),
        _by("directory", "/users/1/enable", users=[{"email": "ann@example.com", "state": "enabled"}]),
    ],
    "POST /users/{id}/disable": [
        _by("user", "/users/2/disable", id="2", state="disabled"),
        _by(
            "directory",
            "/users/2/disable",
            users=[{"email": "ann@example.com"}, {"email": "eve@example.com"}],
            unlisted_users="disable",
            max_removals="1",
        ),
    ],
    "GET /groups": [
        _by("group", "/groups", name="New", members={"set": ["bob@example.com"]}),
        _by("user", "/groups", id="2", groups={"add": ["Clerks"]}),
        _by("group_info", "/groups"),
    ],
    "POST /groups": [
        _by("group", "/groups", name="New", members={"set": ["bob@example.com"]}),
        _by("directory", "/groups", groups=[{"name": "New"}]),
    ],
    "GET /groups/{id}": [
        _by("group", "/groups/9", id="9", members={"add": ["bob@example.com"]}),
        _by("group_info", "/groups/9", id="9"),
    ],
    "PATCH /groups/{id}": [
        _by("group", "/groups/9", name="Clerks", members={"add": ["bob@example.com"]}),
        _by("directory", "/groups/9", groups=[{"name": "Clerks", "members": {"set": ["bob@example.com"]}}]),
        _by("user", "/groups/9", id="2", groups={"add": ["Clerks"]}),
    ],
    "DELETE /groups/{id}": [
        _by("group", "/groups/9", name="Clerks", state="absent"),
        _by("directory", "/groups/9", groups=[{"name": "Clerks", "state": "absent"}]),
    ],
    "GET /jobs": [_by("job_info", "/jobs")],
    "GET /jobs/{id}": [_by("job", "/jobs/5", ids=["5"]), _by("job_info", "/jobs/5", id="5")],
    "DELETE /jobs/{id}": [_by("job", "/jobs/5", ids=["5"])],
    "GET /templates/users/creation": [
        _by("user", "/templates/users/creation", **NEW, template="Newcomer"),
        _by("template_info", "/templates/users/creation"),
    ],
    "POST /management/actions/{action}/uploads": [_by("bulk_upload", _UPLOADS, content=ROWS)],
    "GET /management/actions/{action}/uploads/{id}": [
        _by("bulk_upload", f"{_UPLOADS}/*0001", True, **EXECUTED),
        _by("upload_info", f"{_UPLOADS}/*", True, entities=False),
    ],
    "GET /management/actions/{action}/uploads/{id}/data": [
        _by("bulk_upload", "*/data", True, **EXECUTED),
        _by("upload_info", "*/data", True),
    ],
    "DELETE /management/actions/{action}/uploads/{id}/data": [_by("bulk_upload", "*/data", True, state="absent")],
    "DELETE /management/actions/{action}/uploads/{id}/data/{entity_id}": [
        _by("bulk_upload", "*/data/*", True, state="absent", entity_filter='email eq "zed@example.com"')
    ],
    "PUT /management/actions/{action}/uploads/{id}/match-columns": [
        _by("bulk_upload", "*/match-columns", True, match_columns=["title"])
    ],
    "POST /management/actions/{action}/uploads/{id}/execute": [
        _by("bulk_upload", "*/execute", True, **EXECUTED, wait=False)
    ],
    "GET /management/actions/{action}/executions/{id}/status": [_by("bulk_upload", "*/status", True, **EXECUTED)],
    TOKEN_CALL: [_by("user", "/oauth/v2/token", id="1", title="Chief"), _by("user_info", "/oauth/v2/token", id="1")],
}
WAYS = [Way(call, *way) for call, ways in _CALLS.items() for way in ways]
FIRST = {call: f"{call} by {ways[0][0]}" for call, ways in _CALLS.items()}  # the label of the first way of each call


class Fault(NamedTuple):
    """What happens to a request: a rule of the simulator, empty for a connection that is refused. ``short`` is the head
    of its column, ``said`` matches what a failure says of it. ``reached``: the server may have done its work, as far as
    the client can tell."""

    name: str
    short: str
    said: str
    rule: dict[str, Any]
    reached: bool = True


_BROKE = "the connection broke before the response was complete"
_LATE = "it did not answer within 1 s"
_DRIPPED = "its response was not complete after ten times the timeout"
_HTML = "<html><body>502 Bad Gateway</body></html>"
_DELAY = 3  # seconds
SLOW_TIMES = {"timeout": 1, "retries": 1}  # for the faults that take time
TIMES = {"timeout": 30, "retries": 1}
FAULTS = [
    Fault("refused connection", "refused", "refused the connection", {}, reached=False),
    Fault("connection reset before the work", "reset", _BROKE, {"drop": "before"}),
    Fault("connection reset after the work", "reset*", _BROKE, {"drop": "after"}),
    Fault("time-out before the work", "late", _LATE, {"status": 503, "delay": _DELAY}),
    Fault("time-out after the work", "late*", _LATE, {"do_work": True, "delay": _DELAY}),
    Fault("HTTP 429", "429", "HTTP 429", {"status": 429}, reached=False),
    Fault(
        "HTTP 429 with Retry-After", "429+", "HTTP 429", {"status": 429, "headers": {"Retry-After": "0"}}, reached=False
    ),
    Fault("HTTP 500 before the work", "500", "HTTP 500", {"status": 500}),
    Fault("HTTP 500 after the work", "500*", "HTTP 500", {"status": 500, "do_work": True}),
    Fault("HTTP 502 with a page of HTML", "502", "HTTP 502", {"status": 502, "body": _HTML}),
    Fault("HTTP 503", "503", "HTTP 503", {"status": 503}),
    Fault("HTTP 401 in the middle of a run", "401", "HTTP 401", {"status": 401}, reached=False),
    Fault("HTTP 403", "403", "HTTP 403", {"status": 403}, reached=False),
    Fault(
        "empty body after the work",
        "empty*",
        "an empty body|HTTP 200 without a token",
        {"status": 200, "body": "", "do_work": True},
    ),
    Fault("body cut off after the work", "cut*", _BROKE, {"cut": True}),
    Fault(
        "JSON of another shape after the work",
        "shape*",
        "JSON of another shape|HTTP 200 without a token",
        {"status": 200, "body": "[7]", "content_type": "application/json", "do_work": True},
    ),
    Fault("headers that drip", "drip", _DRIPPED, {"drip": "headers"}),
    Fault("body that drips", "drip_", _DRIPPED, {"drip": "body"}),
    Fault(
        "corrupted gzip after the work",
        "gzip*",
        _BROKE,
        {"status": 200, "body": "{}", "headers": {"Content-Encoding": "gzip"}, "do_work": True},
    ),
]
SLOW = ("late", "late*", "drip", "drip_")  # take time: for the first way of each call only
DONE, FAILED, TOLD, UNKNOWN = "+", "-", "!", "?"  # what comes of a task
Outcomes = Mapping[tuple[str, str, bool], str]  # by the label of the way, the short name of the fault, and standing
CASES = [
    (way, fault, standing)
    for way in WAYS
    for fault in FAULTS
    if fault.short not in SLOW or FIRST[way.call] == way.label
    for standing in (False, True)
]


def page(outcomes: Outcomes) -> str:
    """docs/reliability.md."""
    return _TEXT.format(
        ways=len(WAYS),
        calls=len(_CALLS),
        faults=len(FAULTS),
        cases=len(outcomes),
        counts="\n".join(_counts(outcomes)),
        table="\n".join(_table(outcomes)),
    )


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _counts(outcomes: Outcomes) -> list[str]:
    letters = (DONE, FAILED, TOLD, UNKNOWN)
    once, standing = (f"`{letter}`" for letter in letters), (f"`{letter}`" for letter in letters)
    lines = [
        _row(["fault", "column", *(f"once {letter}" for letter in once), *(f"always {letter}" for letter in standing)]),
        _row(["---", "---", *["--:"] * 2 * len(letters)]),
    ]
    for fault in FAULTS:
        counted = [
            Counter(outcomes.get((way.label, fault.short, standing)) for way in WAYS)[letter] or ""
            for standing in (False, True)
            for letter in letters
        ]
        lines.append(_row([fault.name, f"`{fault.short}`", *counted]))
    return lines


def _table(outcomes: Outcomes) -> list[str]:
    lines = [_row(["call", "module", *(f"`{fault.short}`" for fault in FAULTS)]), _row(["---"] * (2 + len(FAULTS)))]
    for way in WAYS:
        signs = [
            "".join(outcomes.get((way.label, fault.short, all_), "") for all_ in (False, True)) for fault in FAULTS
        ]
        lines.append(_row([f"`{way.call}`", f"`{way.module}`", *(f"`{both}`" if both else "" for both in signs)]))
    return lines


_TEXT = """\
<!-- Written by `make proof` (tests/engine/_module/test_fault_table.py); do not edit. -->
# Reliability

What becomes of a task when a request fails. {cases} tasks were run against the
[simulator](../extensions/simulator/README.md): each of the {calls} calls of [the API](api.md) and of OAuth, by
modules that make it ({ways} ways), with each of {faults} faults, once with a fault of the first such request only,
and once with the fault of all such requests.

    make proof

runs them all and writes this page. This runs some of them:

    .venv/bin/pytest -m proof tests/engine/_module/test_fault_table.py -k "PATCH and 503"

The faults that take time meet the first module of each call only. Each task had `retries: 1`, and signed in with a
refresh token. Afterwards the state of the tenant and the log of the requests were compared with those of the same
task without a fault. In all {cases} cases:

- The task succeeds and its effect is there exactly once, or it fails with a sentence that names the cause, and the
  tenant is as it was, or as it was to be. Nothing is done twice, and nothing is lost.
- A task that succeeds reports `changed` and `actions` as without a fault. One that fails after its write was done
  says so in `actions`, or says that the outcome is unknown.
- No request is sent more often than `retries` + 1 times. A creation, an upload and an execution whose outcome is
  unknown are sent once.
- No traceback, no report of a bug, and no secret appears.
- The same task again, without a fault, makes the tenant what it was to be, and reports `changed` only if it did
  something. One exception is on purpose: after an upload or an execution with an unknown outcome, a task with a
  `receipt` sends nothing and asks for a person, who looks into the console and removes the receipt if nothing was
  done.

## How to read it

| sign | the task |
|---|---|
| `+` | succeeded, after another attempt, or after reading what was done |
| `-` | failed; nothing was changed |
| `!` | failed after its write was done, and `actions` names the write |
| `?` | failed, and says that the outcome is unknown, or that the write may have been done |

Modules whose names end in `_info` only read. For the others, the fault of a call that reads comes before their write,
or after it. In the heads of columns, `*` means that the server did its work before the fault.

## By fault

{counts}

## By call

In each field, the first sign is for a fault of the first request only, and the second one for a fault of all.

{table}
"""
