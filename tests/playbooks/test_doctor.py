# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook doctor leaves files without personal data."""

from __future__ import annotations

import json
import subprocess

from id360_simulator import Simulator
from seeds import CANARIES

from playbooks import COMMANDS, environment_in


def test_the_playbook_leaves_files_without_personal_data(tmp_path):
    """As users run it; each person, group, job and token of the tenant has a canary in it."""
    with Simulator(CANARIES, refuse_id_filter=True, tokens=["canary-token"]) as simulator:
        finished = subprocess.run(
            [COMMANDS / "ansible-playbook", "manageengine.id360.doctor"],
            cwd=tmp_path,
            env=environment_in(tmp_path, ID360_URL=simulator.url, ID360_ACCESS_TOKEN="canary-token", PWD=str(tmp_path)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        assert simulator.writes == []
        ids = [*simulator.tenant.users, *simulator.tenant.groups, *simulator.tenant.jobs]
    page, data = (tmp_path / "doctor.md").read_text(), json.loads((tmp_path / "doctor.json").read_text())
    for told in (finished.stdout, page, json.dumps(data)):
        assert "canary" not in told.lower()
        assert not any(user_id in told for user_id in ids)
        assert "slower: each new member given by id" in " ".join(told.split())
    assert data["tenant"]["traits"]["filter_id"] == "refused"
    assert "| `filter_id` | works | refused | slower: each new member" in page
    assert [path.stat().st_mode & 0o777 for path in tmp_path.glob("doctor.*")] == [0o600] * 2
