# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The credential type for AWX: what it injects is all that a job needs."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from id360_simulator import Simulator
from jinja2.sandbox import ImmutableSandboxedEnvironment
from runner import run_job

from ansible_collections.manageengine.id360.plugins.module_utils._connect.connection import CONNECTION_OPTIONS
from playbooks import tasks

FILES = Path(__file__).parents[2] / "docs/awx"
INPUTS = yaml.safe_load((FILES / "credential_type_inputs.yml").read_text())
INJECTORS = yaml.safe_load((FILES / "credential_type_injectors.yml").read_text())
ANN = {"email": "ann@example.com"}


def injected(**inputs: str) -> dict[str, str]:
    """The environment that AWX makes of a credential: fields that are left empty are not defined in its templates."""
    environment = ImmutableSandboxedEnvironment()
    return {name: environment.from_string(text).render(**inputs) for name, text in INJECTORS["env"].items()}


def test_the_fields_are_the_options_by_name():
    fields = {field["id"]: field for field in INPUTS["fields"]}
    assert set(INJECTORS["env"].items()) == {(f"ID360_{name.upper()}", f"{{{{ {name} }}}}") for name in fields}
    for name, field in fields.items():
        option = CONNECTION_OPTIONS[name]
        assert field.get("secret", False) is option.get("no_log", False)
        assert field.get("choices") == option.get("choices")
    # what a field that is left empty must not do: turn something off
    assert not {"validate_certs", "token_cache"} & set(fields)


@pytest.mark.parametrize(
    "inputs",
    [
        {"client_id": "simulator-client", "client_secret": "simulator-secret", "refresh_token": "simulator-refresh"},
        {"access_token": "simulator-token"},
    ],
    ids=["refresh token", "access token"],
)
def test_a_job_runs_on_what_the_credential_injects(tmp_path, inputs):
    with Simulator() as simulator:
        environment = injected(**inputs, data_center="EU", url=simulator.url, accounts_url=simulator.url)
        ran = run_job(tmp_path, tasks(ANN, ANN), environment=environment)
        assert [result["changed"] for result in ran.results] == [True, False], ran.left
        assert sum(request.path.startswith("/oauth") for request in simulator.requests) == ("client_id" in inputs)
        assert (ran.status, len(simulator.tenant.users)) == (0, 1)
