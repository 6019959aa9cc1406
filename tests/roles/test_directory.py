# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role directory, in real playbook runs: joiners, movers, leavers, and what it refuses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from id360_simulator import Simulator
from waiting import wait_until

from playbooks import COMMANDS, Played, environment_in
from roles import credentials, play_role

COLUMNS = {"No.": "employee_id", "Mail": "email", "Dept": "department", "Boss": "manager", "Until": "end_date"}
HEADER = "No.,Mail,Dept,Boss,Until,Salary\n"
ANN, BOB, EVE, KIM, OLD = (str(number) for number in range(1, 6))
TENANT = {
    "users": [
        {"id": ANN, "email": "ann@example.com", "employeeID": "01", "department": "Sales"},
        {"id": BOB, "email": "bob@example.com", "employeeID": "02", "department": "Sales", "manager": ANN},
        {"id": EVE, "email": "eve@example.com", "employeeID": "03", "department": "IT", "status": 0},
        {"id": KIM, "email": "kim@example.com", "employeeID": "04", "department": "IT"},
        {"id": OLD, "email": "old@example.com", "department": "IT"},
        *({"id": f"9{number}", "email": f"partner{number}@example.org"} for number in range(3)),
    ],
    "groups": [
        {"id": "11", "name": "Sales team", "members": [ANN, BOB, "90"]},
        {"id": "12", "name": "IT", "members": [KIM, EVE, OLD]},
        {"id": "13", "name": "Chess", "members": [BOB, KIM]},
    ],
}
# Bob marries and moves to IT, Eve comes back, Kim has left (and her row has another address), Jo joins in a department
# with a new group.
FEED = HEADER + (
    "01,ann@example.com,Sales,,,1\n"
    "02,bob.lee@example.com,IT,jo@example.com,,1\n"
    "03,eve@example.com,IT,,,1\n"
    "04,kim.left@example.com,IT,,2026-11-29,1\n"
    "05,jo@example.com,Law,ann@example.com,,1\n"
    "06,max@example.com,IT,,2020-01-31,1\n"
)
GROUPS = {"Sales": "Sales team", "IT": ["IT", "Tools"], "Law": "Lawyers"}
Run = Callable[..., Played]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(TENANT) as running:
        yield running


@pytest.fixture
def run(simulator: Simulator, tmp_path: Path) -> Run:
    (tmp_path / "temporary").mkdir()

    def running(
        *arguments: str, feed: str = FEED, in_process: bool = True, check_mode: bool = False, **options: Any
    ) -> Played:
        (tmp_path / "hr.csv").write_text(feed)
        given = {
            "src": str(tmp_path / "hr.csv"),
            "columns": COLUMNS,
            "today": "2026-11-30",
            "max_removals": "50%",
            **options,
        }
        keywords = {**temporary(tmp_path), **({"check_mode": True} if check_mode else {})}
        played = play_role(
            tmp_path, simulator, "directory", *arguments, options=given, keywords=keywords, in_process=in_process
        )
        # Nothing of the people stays behind, however it went.
        assert list((tmp_path / "temporary").iterdir()) == []
        assert "Traceback" not in played.output
        return played

    return running


def temporary(folder: Path) -> dict[str, Any]:
    """Keywords of a play that has a folder of its own for temporary files."""
    return {"environment": {"TMPDIR": str(folder / "temporary")}}


def members(simulator: Simulator) -> dict[str, list[str]]:
    emails = {identity: user["email"] for identity, user in simulator.tenant.users.items()}
    return {
        group["name"]: sorted(emails[member] for member in group["members"])
        for group in simulator.tenant.groups.values()
    }


def test_joiners_movers_and_leavers(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """Dry, then really, then once more."""
    given = {"department_groups": GROUPS, "state": "enabled", "report": str(tmp_path / "report.json")}
    dry = run("--check", "--diff", **given)
    assert dry.status == 0, dry.output
    assert simulator.writes == []

    done = run("--diff", **given)
    assert done.status == 0, done.output
    users = {user["email"]: user for user in simulator.tenant.users.values()}
    assert users["bob.lee@example.com"]["id"] == BOB
    assert users["bob.lee@example.com"]["manager"] == users["jo@example.com"]["id"]
    assert [users[f"{name}@example.com"]["status"] for name in ("eve", "kim", "old", "jo")] == [1, 0, 1, 1]
    assert members(simulator) == {
        "Sales team": ["ann@example.com", "partner0@example.org"],
        "IT": ["bob.lee@example.com", "eve@example.com", "old@example.com"],
        "Tools": ["bob.lee@example.com", "eve@example.com"],
        "Lawyers": ["jo@example.com"],
        "Chess": ["bob.lee@example.com", "kim@example.com"],
    }
    # The report names the rows of the file.
    report = json.loads((tmp_path / "report.json").read_text())
    lines = [place for place in report["places"] if place.startswith("line")]
    assert lines == ["line 3", "line 4", "line 5", "line 6"]
    # The dry run predicted all of it, and told in one message who has no account, and who is missing.
    counts = "created: 1 user and 2 groups, updated: 1 user and 2 groups, enabled: 1, disabled: 1, unchanged: 1"
    for played, begun in ((dry, f"check mode, nothing was written: {counts}"), (done, counts)):
        ((first, leavers, missing),) = [result["msg"] for result in played.only if isinstance(result.get("msg"), list)]
        assert first.startswith(begun)
        assert leavers == f"leavers without an account: 1 (directory_src '{tmp_path}/hr.csv', line 7)"
        assert missing.startswith("users who are not in the file: 4 (old@example.com, partner0@example.org, ")
    summaries = [next(result for result in played.only if "summary" in result)["summary"] for played in (dry, done)]
    assert summaries[0] == summaries[1]

    simulator.forget()
    again = run(**given)
    assert (again.status, simulator.writes) == (0, []), again.output


def test_who_is_missing_leaves_with_the_guards_consent_alone(simulator: Simulator, run: Run) -> None:
    given = {"leavers": "disable", "scope": 'email ew "example.com"', "protected": ["eve@example.com"]}
    short = HEADER + "01,ann@example.com,Sales\n02,bob@example.com,Sales\n"
    refused = run(feed=short, max_removals="1", **given)
    assert refused.status != 0
    assert "2 of 5 users in scope are not listed and would be disabled" in refused.only[-1]["msg"]
    assert simulator.writes == []
    assert "max_removals to 2 or more (the variable directory_max_removals)" in refused.only[-1]["msg"]
    assert run(feed=short, max_removals="50%", **given).status == 0
    assert sorted(write.path for write in simulator.writes) == [f"/users/{KIM}/disable", f"/users/{OLD}/disable"]


# Each: the rows or options, and what the message says
BAD_INPUT: list[tuple[str, dict[str, Any], str]] = [
    (
        "01,ann@example.com,Sales,,soon\n",
        {},
        "', line 2, column 5 (Until): 'soon' is not a date in the format %Y-%m-%d",
    ),
    # What the module finds is told by the place in the feed, too.
    (
        "01,ann@example.com,,yan@example.com\n\n02,bob@example.com,Sales,zed@example.com\n",
        {},
        "'yan@example.com': no user has this email; line 4, column 4 (Boss): manager 'zed@example.com': no",
    ),
    ("01,ann@example.com\n02,ann@example.org\n,bob@example.com\n", {"match_by": ["employee_id"]}, "', line 4"),
    ("01,ann@example.com,Sales,,2020-01-01\n", {"protected": ["ann@example.com"]}, "', line 2"),
    # A date, a double, a manager of the file's own and one that the module finds, an email: all at once.
    (
        "01,ann@example.com,Sales,77,soon\n02,bob.example.com,Sales\n02,kim@example.com,Sales\n05,jo@example.com,IT,02\n",
        {
            "columns": {**COLUMNS, "Boss": "manager_employee_id"},
            "template": "none",
            "department_groups": {"IT": "Tools", "Sales": "Sales team"},
        },
        (
            "line 2, column 5 (Until): 'soon' is not a date in the format %Y-%m-%d: set directory_date_formats;"
            " line 4, column 1 (No.): '02' is also used by another row (line 3); line 2, column 4 (Boss): no user in"
            " the file or the tenant has employee_id '77'; line 3, column 2 (Mail): email 'bob.example.com' is"
            " not an email address"
        ),
    ),
    ("01,ann@example.com\n", {"src": "/nowhere/hr.csv"}, "directory_src '/nowhere/hr.csv' can't be read: "),
    ("01,ann@example.com\n", {"src": "/dev/null"}, "directory_src '/dev/null' can't be read: it is not a regular file"),
    (
        "01,ann@example.com\n",
        {"initial_passwords": "p.yml"},
        "p.yml needs directory_initial_passwords_vault_secret, the",
    ),
    (
        "01,ann@example.com\n",
        {"initial_passwords": "nowhere/p.yml", "initial_passwords_vault_secret": "x"},
        "nowhere/p.yml' can't be written: ",
    ),
    (
        "01,ann@example.com\n",
        {"initial_passwords": "p.yml", "initial_passwords_vault_secret": "x", "initial_passwords_length": 200},
        "directory_initial_passwords_length 200 is not between 4 and 128",
    ),
    ("01,ann@example.com\n", {"initial_passwords_vault_secret": 1234}, "vault_secret is not a text: quote it"),
    ("01,ann@example.com\n", {"max_removals": "some"}, "max_removals 'some' is neither a number nor a percentage"),
]


def test_bad_input_fails_before_any_write(simulator: Simulator, tmp_path: Path) -> None:
    """Each row is a host of one run, beside somebody who would be created. The role stops even with ignore_errors. What
    else is wrong with a file is in the unit tests."""
    hosts = {}
    for number, (rows, options, _message) in enumerate(BAD_INPUT):
        (tmp_path / f"{number}.csv").write_text(f"{HEADER}{rows}{number}99,new{number}@example.com\n")
        given = {"src": str(tmp_path / f"{number}.csv"), "columns": COLUMNS, **options}
        hosts[f"row_{number}"] = given
    (tmp_path / "temporary").mkdir()
    keywords = {**temporary(tmp_path), "ignore_errors": True}
    played = play_role(tmp_path, simulator, "directory", hosts=hosts, keywords=keywords, ANSIBLE_FORKS="4")
    for number, (_rows, _options, message) in enumerate(BAD_INPUT):
        assert message in str(played.results[f"row_{number}"][-1].get("msg")), BAD_INPUT[number]
    assert "Traceback" not in played.output
    assert "content, line" not in played.output
    assert simulator.writes == []
    assert list((tmp_path / "temporary").iterdir()) == []


# At SIGINT, Ansible lets the request come to its timeout.
@pytest.mark.parametrize("sent", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.proof)])
def test_a_cancelled_run_leaves_nobody_in_a_file(simulator: Simulator, tmp_path: Path, sent: signal.Signals) -> None:
    """The whole group of processes gets the signal, as from AWX, where Ansible is not asked for pipelining."""
    (tmp_path / "hr.csv").write_text("email,title\nann@example.com,Conspicuous\n")
    (tmp_path / "temporary").mkdir()
    roles = [{"role": "manageengine.id360.directory", "directory_src": str(tmp_path / "hr.csv")}]
    plays = [{"hosts": "all", "gather_facts": False, **temporary(tmp_path), "roles": roles}]
    (tmp_path / "playbook.yml").write_text(yaml.safe_dump(plays))
    simulator.fault(method="PATCH", path=f"/users/{ANN}", delay=600)
    environment = {
        **environment_in(tmp_path, ANSIBLE_PIPELINING="false"),
        **credentials(simulator),
        "ID360_RETRIES": "0",
    }
    command = [COMMANDS / "ansible-playbook", "-i", "localhost,", "-c", "local", "playbook.yml"]
    with (tmp_path / "output").open("w") as output:
        running = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
        try:
            wait_until(lambda: bool(simulator.writes) or running.poll() is not None, seconds=600)
        finally:
            if running.poll() is None:
                os.killpg(running.pid, sent)
            running.wait()
    assert simulator.writes, (tmp_path / "output").read_text()
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "hr.csv"]
    assert [path for path in files if b"Conspicuous" in path.read_bytes()] == []
    assert list((tmp_path / "temporary").glob("id360.*")) == []


@pytest.mark.proof
def test_a_thousand_people(simulator: Simulator, run: Run) -> None:
    """Once changed, once unchanged; in two listings, and no more writes than needed."""
    simulator.reset({})
    rows = (
        f"{number:05},p{number}@example.com,D{number % 10},{f'p{number // 10}@example.com' if number else ''},,9\n"
        for number in range(1000)
    )
    feed = HEADER + "".join(rows)
    groups = {f"D{number}": f"Department {number}" for number in range(10)}
    first = run(feed=feed, department_groups=groups)
    assert " changed=1 " in first.output, first.output
    assert len(simulator.tenant.users) == 1000
    assert [len(group["members"]) for group in simulator.tenant.groups.values()] == [100] * 10
    assert len(simulator.writes) == 1000 + 10
    # No person is in what is printed.
    assert "p17@example.com" not in first.output
    simulator.forget()
    assert " changed=0 " in run(feed=feed, department_groups=groups).output
    assert simulator.writes == []
    assert len(simulator.requests) == 2


def test_an_export_as_it_is(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """Semicolons in cp1252 below a title, a status, a future joiner, an account of another source; twice."""
    simulator.tenant.users[OLD]["primarySource"] = {"applicationName": "Corp AD"}
    text = (
        "Personalliste;;;;\nNr;E-Mail;Abteilung;Eintritt;Status;\n01;ann@example.com;Einkäufe;;Aktiv;\n"
        "02;bob@example.com;Einkäufe;;Aktiv;\n07;neu@example.com;IT;01.12.2026;Aktiv;\n;;;;;\n"
        "04;kim@example.com;IT;;Ausgetreten;\n02;bob@example.com;Einkäufe;;Aktiv;\n"
    )
    (tmp_path / "export.csv").write_text(text, encoding="cp1252")
    given = {
        "src": str(tmp_path / "export.csv"),
        "columns": {
            "nr": "employee_id", "e-mail": "email", "Abteilung": "department", "Eintritt": "start_date",
            "Status": "status",
        },
        "encoding": "cp1252",
        "skip_lines": "1",
        "date_formats": "%d.%m.%Y",
        "status_values": {"aktiv": "enabled", "ausgetreten": "disabled"},
        "department_groups": {"EINKÄUFE": "Einkauf"},
        "sources": ["Example Directory"],
    }  # fmt: skip
    done = run(**given)
    assert done.status == 0, done.output
    users = {user["email"]: user for user in simulator.tenant.users.values()}
    assert "neu@example.com" not in users
    assert users["ann@example.com"]["department"] == "Einkäufe"
    assert users["kim@example.com"]["status"] == 0
    assert members(simulator)["Einkauf"] == ["ann@example.com", "bob@example.com"]
    simulator.forget()
    assert " changed=0 " in run(**given).output
    assert simulator.writes == []


LIFE = {**COLUMNS, "Boss": "manager_employee_id", "From": "start_date"}
SECRET = "Canary-1-secret"
VAULT = "passwords/joiners.yml"


def kept(folder: Path) -> dict[str, Any]:
    """What ansible-vault shows of the file of passwords."""
    (folder / "secret").write_text(f"{SECRET}\n")
    program = [COMMANDS / "ansible-vault", "view", "--vault-password-file", "secret", VAULT]
    shown = subprocess.run(program, cwd=folder, env=environment_in(folder), capture_output=True, text=True, check=True)
    return yaml.safe_load(shown.stdout)


def test_the_life_of_accounts_and_their_initial_passwords(simulator: Simulator, run: Run, tmp_path: Path) -> None:
    """Eve came back, Bob has a manager who is not in the file, Kim has another address, which Leo gets; Leo, Mia, Ned
    and Pia join: Ned's creation is refused, that of Pia is lost, and Zoe is still to come."""
    simulator.tenant.users[OLD]["employeeID"] = "05"
    (tmp_path / "passwords").mkdir()
    feed = (
        "No.,Mail,Dept,Boss,Until,From,Salary\n"
        "01,ann@example.com,Sales,NO_MANAGER\n02,bob@example.com,Sales,05\n03,eve@example.com,IT,,2020-01-31\n"
        "03,eve@example.com,IT,01\n04,kim.lee@example.com,IT\n07,kim@example.com,IT\n08,mia@example.com,IT,07\n"
        "09,ned@example.com,Law\n10,pia@example.com,Law\n11,zoe@example.com,IT,,,2999-01-01\n"
    )
    given = {
        "feed": feed,
        "columns": LIFE,
        "no_manager": "NO_MANAGER",
        "department_groups": {"IT": "Tools"},
        "initial_passwords": VAULT,
        "initial_passwords_vault_secret": SECRET,
        "concurrency": 1,
    }
    dry = run("--diff", check_mode=True, **given)  # which is not --check
    assert dry.status == 0, dry.output
    assert "check mode, nothing was written: created: 4 users and 1 group, " in dry.output
    assert list((tmp_path / "passwords").iterdir()) == []
    assert simulator.writes == []

    simulator.fault(method="POST", path="/users", status=422, error={"code": "00010111", "title": "Weak"})
    simulator.fault(method="POST", path="/users", drop="before")
    failed = run("--diff", "-vvv", in_process=False, **given)
    assert "2 of 8 items failed: could not create user" in failed.only[-1]["msg"]
    (summary,) = [result["msg"] for result in failed.only if isinstance(result.get("msg"), list)]
    assert "disabled users in the file: 1 (eve@example.com); set directory_state to enabled to enable them" in summary
    assert summary[-1] == f"initial passwords: 2 in {VAULT}, and uncertain there: 1 (pia@example.com)"
    sent = {write.body["email"]: write.body["password"] for write in simulator.writes if write.path == "/users"}
    first = kept(tmp_path)
    assert first == {
        "initial_passwords": {name: sent[name] for name in ("kim@example.com", "mia@example.com")},
        "uncertain": {"pia@example.com": sent["pia@example.com"]},
    }
    users = {user["email"]: user for user in simulator.tenant.users.values()}
    assert (users["kim.lee@example.com"]["id"], users["bob@example.com"]["manager"]) == (KIM, OLD)
    assert users["mia@example.com"]["manager"] == users["kim@example.com"]["id"]

    done = run("--diff", "-vvv", **given)
    assert done.status == 0, done.output
    second = kept(tmp_path)["initial_passwords"]
    assert second.items() >= {**first["initial_passwords"], **first["uncertain"]}.items()
    assert sorted(second) == [f"{name}@example.com" for name in ("kim", "mia", "ned", "pia")]
    for user in simulator.tenant.users.values():
        assert simulator.tenant.passwords.get(user["id"], [None])[0] == second.get(user["email"])
    output = failed.output + done.output + str(failed.only) + str(done.only)
    assert [password for password in {*sent.values(), *second.values(), SECRET} if password in output] == []

    simulator.forget()
    before = (tmp_path / VAULT).stat()
    assert " changed=0 " in run(**given).output
    assert simulator.writes == []
    assert (tmp_path / VAULT).stat() == before
