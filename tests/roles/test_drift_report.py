# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role drift_report from end to end: what it counts, writes and fails with."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from id360_simulator import Simulator

from playbooks import Played
from roles import play_role

PEOPLE = {
    "users": [
        {"id": "1", "email": "ann@example.com", "title": "Head"},
        {"id": "2", "email": "bob@example.com", "title": "Clerk", "manager": "1"},
        {"id": "3", "email": "old@example.com", "primarySource": {"applicationName": "Corp AD"}},
        {"id": "4", "email": "pat@example.com", "primarySource": {"applicationName": "Corp AD"}},
    ],
    "groups": [{"name": "Sales", "members": ["2"]}],
}
DECLARED = "email,title,manager\nann@example.com,Head,\nbob@example.com,Chief,ann@example.com\nnew@example.com,,\n"
SALES = [{"name": "Sales", "members": {"set": ["ann@example.com"]}}]


# Each is a host of one run: options, the counts of failed, missing, extra, different and unchanged, and whether the
# role fails
Rows = dict[str, tuple[dict[str, Any], tuple[int, int, int, int, int] | None, bool]]
ROWS: Rows = {
    "fails": ({"src": "people.csv", "groups": SALES, "fail": True}, (0, 1, 2, 2, 1), True),
    # Of two accounts of another source, which must not be changed, one differs: a finding, beside all others
    "other_source": (
        {
            "users": [
                {"email": "old@example.com", "title": "Head"},
                {"email": "bob@example.com", "title": "Chief"},
                {"email": "pat@example.com"},
            ],
            "sources": ["Example Directory"],
        },
        (1, 0, 1, 1, 1),
        True,
    ),
    "stale": ({"src": "wrong.csv"}, None, True),
    "neither": ({}, None, True),
    "pipe": ({"src": "few.json"}, None, True),
}
OTHER_DECLARATIONS: Rows = {
    "scope": ({"src": "few.json", "fail": True, "scope": 'email eq "ann@example.com"'}, (0, 0, 0, 0, 2), False),
    "sources": ({"src": "few.yml", "fail": True, "sources": "Example Directory"}, (0, 0, 0, 0, 2), False),
    "foreign_columns": (
        {"src": "hr.csv", "columns": {"E-Mail": "email", "Titel": "title"}, "encoding": "cp1252", "skip_lines": "1"},
        (0, 0, 2, 1, 1),
        False,
    ),
    "groups_alone": ({"groups": SALES}, (0, 0, 0, 1, 0), False),
    "nobody": ({"users": [{"email": "zoe@example.com", "state": "disabled"}]}, (0, 1, 4, 0, 0), False),
}


def report(folder: Path, rows: Rows) -> Played:
    """The role on a host for each row, in ``made``; nothing is written to the tenant."""
    (folder / "people.csv").write_text(DECLARED)
    (folder / "few.json").write_text(json.dumps([{"email": user["email"]} for user in PEOPLE["users"][:2]]))
    (folder / "few.yml").write_text("- email: ann@example.com\n- email: bob@example.com\n")
    lines = "Personal;;\nE-Mail;Titel;Gruß\nann@example.com;Head;x\nbob@example.com;Käufer;y\n"
    (folder / "hr.csv").write_text(lines, encoding="cp1252")
    (folder / "wrong.csv").write_text("email,titel\nann@example.com,Head\n")
    hosts = {
        name: {
            "directory": str(folder / "made" / name),
            **options,
            **({"src": str(folder / options["src"])} if "src" in options else {}),
        }
        for name, (options, _counts, _fails) in rows.items()
    }
    with Simulator(PEOPLE) as simulator:
        stats = {"ANSIBLE_SHOW_CUSTOM_STATS": "true", "ANSIBLE_FORKS": "4"}
        played = play_role(folder, simulator, "drift_report", hosts=hosts, **stats)
        assert simulator.writes == []
    for name, (_options, counts, fails) in rows.items():
        recap = re.search(rf"^{name} .* changed=(\d) .* failed=(\d)", played.output, flags=re.MULTILINE)
        assert recap, played.output
        assert (recap[1], recap[2]) == (str(int(counts is not None)), str(int(fails))), played.output
        if counts:
            told = [result["ansible_stats"]["data"] for result in played.results[name] if "ansible_stats" in result]
            names = ("failed", "missing", "extra", "different", "unchanged")
            assert told == [{f"drift_report_{each}": count for each, count in zip(names, counts, strict=True)}]
            made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / "made" / name).iterdir()}
            assert made == dict.fromkeys(("report.html", "report.json", "report.md"), 0o600)
    return played


@pytest.mark.proof
def test_other_declarations(tmp_path):
    report(tmp_path, OTHER_DECLARATIONS)


def test_the_role_from_end_to_end(tmp_path):
    (tmp_path / "made/stale").mkdir(parents=True)
    (tmp_path / "made/stale/report.html").write_text("of another time")
    (tmp_path / "made/pipe").mkdir()
    os.mkfifo(tmp_path / "made/pipe/report.md")
    played = report(tmp_path, ROWS)
    assert list((tmp_path / "made/stale").iterdir()) == []
    assert "made/pipe/report.md is not a regular file" in played.results["pipe"][-1]["msg"]
    assert [path.is_fifo() for path in (tmp_path / "made/pipe").iterdir()] == [True]
    assert "1 missing, 2 extra, 2 different" in played.results["fails"][-1]["msg"]
    assert "line 1, column 2: there is no option 'titel'" in played.output
    page = (tmp_path / "made/other_source/report.md").read_text()
    (failed,) = page.split("## Failed")[1].split("##")[0].strip().splitlines()[2:]
    assert failed.startswith(
        "| `old@example.com` | user | `enabled`, `from Corp AD` | `users, entry 1` | `old@example.com"
    )
    assert "1 could not be compared. See" in played.results["other_source"][-1]["msg"]
    found = json.loads((tmp_path / "made/fails/report.json").read_text())
    old = ["old@example.com", "pat@example.com"]
    assert (found["check"], [person["email"] for person in found["unlisted"]]) == (True, old)
    sources = [found["users"][identity]["source"] for identity in ("2", "3")]
    assert sources == ["Example Directory", "Corp AD"]
    page = (tmp_path / "made/fails/report.md").read_text()
    different = page.split("## Different")[1].split("##")[0].strip().splitlines()[2:]
    assert different == [
        "| `Sales` | group | – | `groups, entry 1` | members | `bob@example.com` | `ann@example.com` |",
        (
            "| `bob@example.com` | user | `Clerk`, `enabled`, `from Example Directory` | `line 3` | title | `Clerk`"
            " | `Chief` |"
        ),
    ]
