# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module that runs in a process of its own writes into the log of the system. With ansible-playbook:
tests/playbooks/test_canaries.py."""

from __future__ import annotations

import importlib
import json
import syslog

import pytest
from ansible.module_utils import basic

IN_A_URL = "Canary-password"
ROW = {"email": "ann@example.com", "first_name": "Ann"}
BULK = {"action": "move-users", "app_config_id": "70"}


@pytest.mark.parametrize(
    ("module", "options", "logged"),
    [
        ("id360_user", ROW, "first_name=Ann"),
        ("id360_user", {**ROW, "url": f"https://ann:{IN_A_URL}@127.0.0.1:1"}, "Invoked"),
        ("id360_user", {**ROW, "accounts_url": f"https://127.0.0.1:1/#{IN_A_URL}"}, "Invoked"),
        ("id360_directory", {"users": [ROW]}, "Invoked"),
        ("id360_bulk_upload", {**BULK, "records": [ROW]}, "Invoked"),
        ("id360_bulk_upload", {**BULK, "content": "email\nAnn\n"}, "Invoked"),
    ],
)
def test_no_people_and_no_passwords_are_logged(monkeypatch, capsys, simulator, module, options, logged):
    lines = []
    monkeypatch.setattr(syslog, "syslog", lambda _priority, text: lines.append(text))
    monkeypatch.setattr(basic, "has_journal", False)
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
    given = {"url": simulator.url, "access_token": "simulator-token", "_ansible_check_mode": True, **options}
    monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": given}).encode())
    with pytest.raises(SystemExit):
        importlib.import_module(f"ansible_collections.manageengine.id360.plugins.modules.{module}").main()
    told = "\n".join(lines)
    assert logged in told
    assert ("Ann" in told) is (logged != "Invoked")
    assert IN_A_URL not in told + capsys.readouterr().out
