# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups of one user: reading them, and joining and leaving some, each as a change of the group's members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .._api.listing import LARGEST_PAGE, Listing, read_all
from .._api.records import with_members
from .._errors import Id360Error
from .._http.client import Client
from .._model.group import GROUP
from .._model.memberships import Change, GroupsDesired, Memberships, memberships
from .._text import Warn
from .manage import manage
from .target import Target


def read_memberships(client: Client, desired: GroupsDesired) -> Memberships:
    """All groups in one listing; those whose members are needed but incomplete are read by id."""
    optional = {"limit": str(LARGEST_PAGE), "fields": GROUP.all_fields}
    listed = read_all(lambda: Listing(client, GROUP.path, {}, optional).by_cursor())
    found = memberships(desired, [GROUP.read(group) for group in listed])
    needed = {group["id"] for group in found.needed}
    groups = [
        with_members(client, GROUP, group, listed=True) if group["id"] in needed else group for group in found.groups
    ]
    return replace(found, groups=groups)


def change_memberships(
    client: Client, user_id: str, changes: Sequence[Change], warn: Warn
) -> tuple[list[Change], list[str]]:
    """Make the changes one after the other, as a task for each group would, with its lock and the reading after it.

    Returns those that were not there meanwhile, and the actions; a failure tells what was done before it.
    """
    done: list[Change] = []
    actions: list[str] = []
    for change in changes:
        try:
            outcome = manage(Target(client, GROUP, change.desired(user_id), warn))
        except Id360Error as error:
            raise error.after(actions) from None
        actions += outcome.actions
        if outcome.actions:
            done.append(change)
    return done, actions
