# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import id360_simulator
import pytest
import requests

FOLDER = Path(id360_simulator.__file__).parents[1]


def start(tmp_path, *arguments):
    """Start the command from elsewhere; the process and its URL."""
    url_file = tmp_path / "url"
    command = [sys.executable, str(FOLDER), "--port", "0", "--url-file", str(url_file), *arguments]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not url_file.exists() and process.poll() is None:
        time.sleep(0.01)
    return process, url_file.read_text().strip() if url_file.exists() else None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_it_is_told_to_stop(tmp_path, number):
    (tmp_path / "tenant.yml").write_text("users:\n  - email: ann@example.com\n")
    process, url = start(tmp_path, "--seed", "tenant.yml", "--set", "first_index=0", "--set", "tokens=[mine]")
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
def test_what_can_not_run_is_told_in_one_line(tmp_path, arguments, message):
    process, _output = start(tmp_path, *arguments)
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output) == (1, "")
    assert message in errors
    assert errors.count("\n") == 1


def test_a_missing_library_is_named(tmp_path):
    (tmp_path / "aiohttp.py").write_text("raise ModuleNotFoundError(name='aiohttp')")
    command = [sys.executable, str(FOLDER)]
    result = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr == f"The simulator needs aiohttp: pip install -r {FOLDER / 'requirements.txt'}\n"
