# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many writers on one machine (docs/api.md 5): forks of ansible-playbook that write to one group."""

from __future__ import annotations

from id360_simulator import Simulator

from playbooks import play

FORKS = 20
HOSTS = {f"h{n}": {"person": f"u{n}@example.com"} for n in range(FORKS)}
SEED = {"users": [{"email": host["person"]} for host in HOSTS.values()]}
JOIN = {
    "hosts": "all",
    "gather_facts": False,
    "tasks": [{"manageengine.id360.id360_group": {"name": "Everybody", "members": {"add": ["{{ person }}"]}}}],
}


def test_twenty_forks_creating_and_joining_one_group_make_one_with_all_in_it(tmp_path):
    """No group is there: one of them creates it, all end up in it."""
    with Simulator(SEED, latency=0.02, lag_listings=1) as simulator:
        environment = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        played = play(tmp_path, [JOIN], f"--forks={FORKS}", hosts=HOSTS, **environment)
        assert played.status == 0, played.output
        (group,) = simulator.tenant.groups.values()
        assert sorted(group["members"]) == sorted(simulator.tenant.users)
        actions = [result["actions"] for (result,) in played.results.values()]
        assert sorted(actions) == [["create"]] + [["patch"]] * (FORKS - 1)


def test_forks_by_name_and_by_id_add_beside_others_who_remove(tmp_path):
    """Everybody with an even number joins, everybody with an odd one leaves, half of them by the group's id."""
    users = [{"id": str(n), "email": host["person"]} for n, host in enumerate(HOSTS.values())]
    odd = [str(n) for n in range(1, FORKS, 2)]
    seed = {"users": users, "groups": [{"id": "90", "name": "Everybody", "members": odd}]}
    hosts = {}
    for n, (name, host) in enumerate(HOSTS.items()):
        key = {"id": "90"} if n % 4 < 2 else {"name": "Everybody"}
        hosts[name] = {"desired": {**key, "members": {"remove" if n % 2 else "add": [host["person"]]}}}
    plays = [
        {
            "hosts": "all",
            "gather_facts": False,
            "tasks": [{"action": "manageengine.id360.id360_group", "args": "{{ desired }}"}],
        }
    ]
    with Simulator(seed, latency=0.02) as simulator:
        environment = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        played = play(tmp_path, plays, f"--forks={FORKS}", hosts=hosts, **environment)
        assert played.status == 0, played.output
        assert sorted(simulator.tenant.groups["90"]["members"], key=int) == [str(n) for n in range(0, FORKS, 2)]


def test_twenty_forks_put_joiners_into_three_groups_each(tmp_path):
    """New accounts, in one task each; nobody's membership is lost."""
    hosts = {f"h{n}": {"person": f"u{n}@example.com"} for n in range(20)}
    groups = ["Everybody", "Newcomers", "Staff"]
    desired = {"email": "{{ person }}", "groups": {"add": groups}}
    plays = [{"hosts": "all", "gather_facts": False, "tasks": [{"manageengine.id360.id360_user": desired}]}]
    with Simulator({"groups": [{"name": name} for name in groups]}, latency=0.01) as simulator:
        environment = {"ID360_URL": simulator.url, "ID360_ACCESS_TOKEN": "simulator-token"}
        environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        played = play(tmp_path, plays, "--forks=20", hosts=hosts, **environment)
        assert played.status == 0, played.output
        assert [sorted(group["members"]) for group in simulator.tenant.groups.values()] == [
            sorted(simulator.tenant.users)
        ] * 3
        assert all(result["actions"] == ["create", *["patch"] * 3] for (result,) in played.results.values())
