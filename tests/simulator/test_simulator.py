# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as an object, and what its README says of it."""

from __future__ import annotations

import dataclasses
import re
import shutil
import ssl
import subprocess
from pathlib import Path

import id360_simulator
import pytest
import requests
from id360_simulator import Settings, Simulator
from id360_simulator.state.faults import Fault

FOLDER = Path(id360_simulator.__file__).parents[1]
SEED = {"users": [{"id": "1", "email": "ann@example.com"}]}


def listing_status(simulator):
    headers = {"Authorization": "Zoho-oauthtoken simulator-token"}
    return requests.get(simulator.url + "/api/v1/users", headers=headers, timeout=10).status_code


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com"])
def test_other_addresses_than_loopback_are_refused(host):
    with pytest.raises(ValueError, match=r"loopback|address"):
        Simulator(host=host)


def test_a_taken_port_is_an_error(serve):
    with pytest.raises(OSError, match="address already in use"):
        Simulator(port=serve().simulator.port).start()


def test_faults_can_be_set_before_the_start():
    simulator = Simulator(SEED)
    simulator.fault(status=503)
    for status in (503, 200):
        with simulator:
            assert listing_status(simulator) == status


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_it_serves_https(serve, tmp_path):
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
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert {field.name for kind in (Settings, Fault) for field in dataclasses.fields(kind)} <= named


def test_the_readme_runs():
    (block,) = re.findall(r"```python\n(.*?)```", (FOLDER / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(block, {})
