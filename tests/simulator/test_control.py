# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remote control over HTTP, seeds, and the command line."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from id360_simulator import Settings, Simulator
from id360_simulator.state.faults import Fault
from id360_simulator.state.seed import SeedError

SIMULATOR = Path(__file__).resolve().parents[2] / "extensions" / "simulator"
SEED = {"users": [{"id": "1", "email": "ann@example.com"}]}


def control(api, method, path, **keywords):
    answer = requests.request(method, f"{api.simulator.url}/_simulator/{path}", timeout=10, **keywords)
    return answer.status_code, answer.json() if answer.content else None


def listing_status(simulator):
    headers = {"Authorization": "Zoho-oauthtoken simulator-token"}
    return requests.get(simulator.url + "/api/v1/users", headers=headers, timeout=10).status_code


def test_requests(serve):
    api = serve(SEED)
    api.get("/users/1")
    api.get("/users/2")
    api("PATCH", "/users/1", json={"city": "Oslo"})
    status, log = control(api, "GET", "requests")
    assert status == 200
    assert log["counts"] == {"GET /users/{user_id}": 2, "PATCH /users/{user_id}": 1}
    assert log["writes"] == 1
    assert log["requests"][2]["body"] == {"city": "Oslo"}
    assert control(api, "DELETE", "requests") == (204, None)
    assert control(api, "GET", "requests")[1] == {"requests": [], "counts": {}, "writes": 0}


def test_faults(serve):
    api = serve(SEED)
    assert control(api, "POST", "faults", json={"status": 503, "times": -1}) == (204, None)
    assert api.get("/users").status_code == 503
    assert control(api, "DELETE", "faults") == (204, None)
    assert api.get("/users").status_code == 200


def test_settings(serve):
    api = serve(SEED)
    status, settings = control(api, "PATCH", "settings", json={"first_index": 0, "latency": 0})
    assert (status, settings["first_index"]) == (200, 0)
    assert api.get("/jobs").json()["meta"]["start_index"] == "0"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "settings", {"nix": 1}),
        ("PATCH", "settings", {"first_index": "0"}),
        ("PATCH", "settings", {"null_fields": 1}),
        ("PATCH", "settings", {"first_index": True}),
        ("PATCH", "settings", {"tokens": "x"}),
        ("PATCH", "settings", {"group_members_on_get": "sometimes"}),
        ("POST", "faults", {"nix": 1}),
        ("POST", "faults", {}),
        ("POST", "faults", []),
        ("POST", "tokens/revoke", {}),
        ("POST", "reset", {"people": []}),
    ],
)
def test_refused(serve, method, path, body):
    api = serve(SEED)
    status, answer = control(api, method, path, json=body)
    assert status == 400
    assert answer["error"]
    assert api.get("/users/1").status_code == 200


def test_revoke(serve):
    api = serve(SEED)
    assert control(api, "POST", "tokens/revoke", json={"token": "simulator-token"}) == (204, None)
    assert api.get("/users").status_code == 401


@pytest.mark.parametrize("remote", [True, False], ids=["http", "python"])
def test_reset(serve, remote):
    api = serve(SEED, first_index=0)
    api.simulator.settings.first_index = 1
    api.simulator.fault(path="/jobs", status=503)
    api.simulator.revoke("simulator-token")
    api("DELETE", "/users/1")

    def reset(**keywords):
        if remote:
            assert control(api, "POST", "reset", json=keywords.get("json", {})) == (204, None)
        else:
            api.simulator.reset(keywords.get("json"))

    reset()
    assert api.simulator.requests == []
    assert [user["id"] for user in api.data("/users")] == ["1"]
    assert api.get("/jobs").json()["meta"]["start_index"] == "0"
    reset(json={"users": [{"id": "7", "email": "gus@example.com"}]})
    assert [user["id"] for user in api.data("/users")] == ["7"]
    reset()
    assert [user["id"] for user in api.data("/users")] == ["1"]


FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:80",
    "10.0.0.1",
    "0.0.0.0:8360",
    "[::2]",
    "x y",
]
OWN = ["localhost", "LOCALHOST:99", "127.0.0.1", "127.255.0.1:1", "[::1]", "[::1]:8360"]


@pytest.mark.parametrize("path", ["/api/v1/users", "/_simulator/state", "/oauth/v2/token", "/"])
def test_requests_of_web_pages_are_refused(serve, path):
    """DNS rebinding shows in Host, a page of another site in Origin."""
    api = serve(SEED)
    table = [
        *(({"Host": host}, False) for host in ("", *FOREIGN)),
        *(({"Origin": f"https://{host}"}, False) for host in FOREIGN),
        *(({"Origin": origin}, False) for origin in ("null", "", "127.0.0.1", "file://")),
        *(({"Host": host}, True) for host in OWN),
        *(({"Host": OWN[1], "Origin": f"http://{host}"}, True) for host in OWN),
        ({"Host": FOREIGN[0], "Origin": "http://localhost"}, False),
    ]
    answers = [(headers, api("GET", path, root="", headers=headers).status_code != 403) for headers, _allowed in table]
    assert answers == table
    assert len(api.simulator.requests) == (0 if "_sim" in path else len([1 for _headers, allowed in table if allowed]))


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_control_calls_that_a_web_page_can_send_are_refused(serve, content_type):
    api = serve(SEED)
    headers = {"Content-Type": content_type} if content_type else {}
    for method, path, body in (
        ("POST", "reset", ""),
        ("POST", "reset", "{}"),
        ("POST", "faults", '{"status": 503, "times": -1}'),
        ("POST", "tokens/revoke", '{"token": "simulator-token"}'),
        ("PATCH", "settings", '{"first_index": 0}'),
    ):
        status, answer = control(api, method, path, data=body, headers=headers)
        assert (status, answer) == (415, {"error": "the content type has to be application/json"})
    assert api.get("/jobs").json()["meta"]["start_index"] == "1"


def test_state(serve):
    api = serve(SEED)
    _status, state = control(api, "GET", "state")
    assert [user["email"] for user in state["users"]] == ["ann@example.com"]
    assert state["settings"]["first_index"] == 1
    assert api.simulator.requests == []
    assert requests.get(f"{api.simulator.url}/_simulator/nix", timeout=10).status_code == 404


def test_default_tenant(serve):
    api = serve()
    assert (api.data("/users"), api.data("/groups"), api.data("/jobs")) == ([], [], [])
    assert len(api.data("/templates/users/creation")) == 2


def test_ids_are_made_up_the_same_each_time():
    seed = {"users": [{"email": "a@example.com"}, {"id": 2000000000001, "email": "b@example.com"}]}
    tenants = [list(Simulator(seed).tenant.users) for _time in range(2)]
    assert tenants == [["2000000000002", "2000000000001"]] * 2


@pytest.mark.parametrize(
    "seed",
    [
        {"people": []},
        {"users": {}},
        {"users": ["ann"]},
        {"users": [{"email": "a@example.com", "employeeID": 7}]},
        {"users": [{"email": "a@example.com", "country": False}]},
        {"users": [{"email": "a@example.com", "status": 2}]},
        {"users": [{"email": "a@example.com", "status": True}]},
        {"users": [{"email": "a@example.com", "manager": "b@example.com"}]},
        {"groups": [{"name": "A", "members": ["b@example.com"]}]},
        {"groups": [{"members": []}]},
        {"settings": {"nix": 1}},
        "no-such-file.yml",
    ],
    ids=str,
)
def test_broken_seeds(seed):
    with pytest.raises((SeedError, ValueError)):
        Simulator(seed)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com"])
def test_loopback_only(host):
    with pytest.raises(ValueError, match=r"loopback|address"):
        Simulator(host=host)


def test_a_taken_port(serve):
    with pytest.raises(OSError, match="address already in use"):
        Simulator(port=serve().simulator.port).start()


def test_before_and_between_runs():
    simulator = Simulator(SEED)
    simulator.fault(status=503)
    for status in (503, 200):
        with simulator:
            assert listing_status(simulator) == status


@pytest.mark.parametrize("name", ["seed.yml", "seed.json"])
def test_seed_files(serve, tmp_path, name):
    path = tmp_path / name
    path.write_text(json.dumps(SEED))
    assert serve(path).data("/users/1")["email"] == "ann@example.com"
    assert serve(str(path)).data("/users/1")["email"] == "ann@example.com"


def test_the_example_tenant(serve):
    api = serve(SIMULATOR / "example-tenant.yml")
    users = {user["id"]: user for user in api.data("/users", fields="id,email,manager")}
    assert len(users) >= 8
    assert {user["manager"] for user in users.values() if "manager" in user} <= users.keys()
    groups = api.data("/groups")
    assert {group["is_dynamic"] for group in groups} == {True, False}
    assert {member for group in groups for member in group["members"]} <= users.keys()
    templates = api.data("/templates/users/creation")
    assert any(template["name"].endswith(" ") for template in templates)
    assert {None, "-"} <= {value for template in templates for value in (template["category"], template["createdTime"])}
    assert api.data("/jobs")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_tls(serve, tmp_path):
    options = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=localhost -days 2"
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(["openssl", *options.split(), *names], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    api = serve(SEED, ssl_context=context)
    assert api.simulator.url.startswith("https://127.0.0.1:")
    api.session.verify = str(tmp_path / "cert.pem")
    assert api.data("/users/1")["email"] == "ann@example.com"


def test_the_readme_names_everything():
    text = (SIMULATOR / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert {field.name for kind in (Settings, Fault) for field in dataclasses.fields(kind)} <= named


def test_the_readme_runs():
    (block,) = re.findall(r"```python\n(.*?)```", (SIMULATOR / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(block, {})


def run(tmp_path, *arguments):
    """Start the command from elsewhere; the process and its URL."""
    url_file = tmp_path / "url"
    command = [sys.executable, str(SIMULATOR), "--port", "0", "--url-file", str(url_file), *arguments]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not url_file.exists() and process.poll() is None:
        time.sleep(0.01)
    return process, url_file.read_text().strip() if url_file.exists() else None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_command(tmp_path, number):
    (tmp_path / "tenant.yml").write_text("users:\n  - email: ann@example.com\n")
    process, url = run(tmp_path, "--seed", "tenant.yml", "--set", "first_index=0", "--set", "tokens=[mine]")
    try:
        headers = {"Authorization": "Zoho-oauthtoken mine"}
        assert requests.get(f"{url}/api/v1/users", headers=headers, timeout=10).json()["data"][0]["status"] == 1
        assert requests.get(f"{url}/api/v1/jobs", headers=headers, timeout=10).json()["meta"]["start_index"] == "0"
    finally:
        process.send_signal(number)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
    assert output == f"ID360 simulator: {url} (access token: simulator-token)\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "loopback only"),
        (["--seed", "nix.yml"], "can't read the seed"),
        (["--set", "nix=1"], "no such setting: nix"),
        (["--set", "latency"], "NAME=VALUE"),
        (["--set", "latency=["], "not YAML"),
    ],
)
def test_commands_that_can_not_run(tmp_path, arguments, message):
    process, _output = run(tmp_path, *arguments)
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output) == (1, "")
    assert message in errors
    assert errors.count("\n") == 1


def test_requirements_missing(tmp_path):
    (tmp_path / "aiohttp.py").write_text("raise ModuleNotFoundError(name='aiohttp')")
    command = [sys.executable, str(SIMULATOR)]
    result = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr == f"The simulator needs aiohttp: pip install -r {SIMULATOR / 'requirements.txt'}\n"
