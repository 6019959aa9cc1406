# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at every step of a bulk run: nothing is ever uploaded or executed twice."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from kills import MODULE, kill_at

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

RUN = {
    "action": "move-users",
    "state": "executed",
    "content": "email\nu1@example.com\nu2@example.com\nzed@example.com\n",
    "match_columns": ["email"],
    "unmapped_rows": "remove",
    "app_config_id": "70",
    "template_input": {"id": "71", "data": [{"OPERATION": "DISABLE"}]},
}
SEED = {"users": [{"id": "1", "email": "u1@example.com"}, {"id": "2", "email": "u2@example.com"}]}
# upload, match columns, read the rows, remove one, execute, follow (3 looks), read the job
STEPS = ["POST", "PUT", "GET", "DELETE", "POST", "GET", "GET", "GET", "GET"]


# A request that only reads does no work.
AFTER = [(step, work_done) for step, method in enumerate(STEPS) for work_done in (True, False)[: 1 + (method != "GET")]]


@pytest.mark.parametrize(("step", "work_done"), AFTER)
def test_kill(bulk, simulator, tmp_path, step, work_done):
    simulator.reset(SEED)
    receipt = tmp_path / "receipt.json"
    assert kill_at(simulator, step, receipt, work_done=work_done, **RUN)
    assert [request.method for request in simulator.requests] == STEPS[: step + 1]
    run = {**RUN, "receipt": str(receipt)}
    if STEPS[step] == "POST":  # what became of it can't be known: the run stops, however often
        for _time in range(2):
            with pytest.raises(Id360Error, match="its outcome is unknown"):
                bulk(**run)
    else:
        done = bulk(**run)
        assert done.execution["status"] == "completed"
        assert [row["imported_data"] for row in done.rejected] == [{"email": "zed@example.com"}]
        assert [user["status"] for user in simulator.tenant.users.values()] == [0, 0]
        simulator.forget()
        assert bulk(**run).actions == []
        assert simulator.requests == []
    done_by_now = [STEPS[:step].count("POST") + (STEPS[step] == "POST" and work_done)]
    assert len(simulator.tenant.uploads) <= 1
    assert len(simulator.tenant.executions) <= 1
    if STEPS[step] == "POST":
        assert [len(simulator.tenant.uploads) + len(simulator.tenant.executions)] == done_by_now


def test_memory_at_ten_thousand_rows(simulator, tmp_path):
    """The module's own process stays under 200 MB."""
    simulator.reset(SEED)
    rows = "".join(f"nobody{n}@example.com,{'x' * 200}\n" for n in range(9998))
    (tmp_path / "people.csv").write_text(f"email,note\nu1@example.com,\nu2@example.com,\n{rows}")
    code = f"""
import resource, runpy, sys
try:
    runpy.run_module({MODULE!r}, run_name="__main__")
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
    options = {**RUN, "url": simulator.url, "access_token": "simulator-token", "wait_interval": 0.01}
    del options["content"]
    finished = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": {**options, "src": str(tmp_path / "people.csv")}}),
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(finished.stdout)
    assert result["entity_counts"] == {"MAPPED": 2, "USER_NOT_FOUND": 9998}
    assert int(finished.stderr.split()[-1]) < 200 * 1024
