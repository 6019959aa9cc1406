# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diff as ansible-playbook prints it."""

from __future__ import annotations

from id360_simulator import Simulator

from playbooks import play, tasks


def test_as_yaml_all_letters_are_readable(tmp_path):
    with Simulator({"users": [{"email": "ann@example.com", "displayName": "Ann Lee"}]}) as simulator:
        settings = {"ID360_SIMULATOR": simulator.url, "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml"}
        played = play(tmp_path, tasks({"email": "ann@example.com", "title": "Präsidentin"}), "--diff", **settings)
    assert "--- before: user Ann Lee <ann@example.com>" in played.output
    assert "title: Präsidentin" in played.output
