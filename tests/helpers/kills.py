# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs id360_bulk_upload in a separate process, and kills it while it works."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from id360_simulator import Simulator

MODULE = "ansible_collections.manageengine.id360.plugins.modules.id360_bulk_upload"


def start(simulator: Simulator, **options: Any) -> subprocess.Popen[bytes]:
    """The module as Ansible starts it."""
    arguments = {"url": simulator.url, "access_token": "simulator-token", "wait_interval": 0.01, **options}
    process = subprocess.Popen([sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
    process.stdin.close()
    return process


def kill_at(simulator: Simulator, step: int, receipt: Path, *, work_done: bool, **options: Any) -> bool:
    """Kill the module while it waits for the response to its request number ``step``; False if it ends before."""
    simulator.forget()
    simulator.fault(method="*", path="*", after=step, delay=60, do_work=work_done)
    process = start(simulator, receipt=str(receipt), **options)
    while len(simulator.requests) <= step and process.poll() is None:
        pass
    killed = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()
    simulator.clear_faults()
    return killed
