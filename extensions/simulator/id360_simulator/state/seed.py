# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tenant made from a seed: a dictionary, or a YAML or JSON file."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from .progress import FINAL_JOB_STATUSES, JobPath
from .schema import USERS, Record
from .tenant import Tenant

Seed = dict[str, Any]

_SEEDED = "2025-01-01T00:00:00+00:00"
_STATUS_PATH = ["QUEUED", "RUNNING", "COMPLETED"]
_KEYS = {"users", "groups", "templates", "jobs", "settings"}
_DEFAULT_TEMPLATES = [
    # The name ends in a space, as in the vendor's documents.
    {
        "name": "User Creation System Template ",
        "description": "For everybody",
        "isDefault": True,
        "isUserDefined": False,
    },
    {"name": "Contractor creation", "description": "For contractors", "category": "Contractors"},
]


class SeedError(ValueError):
    """The seed can't be read, or is invalid."""


def load_seed(source: Seed | str | Path | None) -> Seed:
    """The seed as a dictionary. JSON is YAML, so one reader does for both."""
    if isinstance(source, (str, Path)):
        try:
            source = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise SeedError(f"can't read the seed: {error}") from error
    source = {} if source is None else source
    if not isinstance(source, dict) or not _KEYS.issuperset(source):
        raise SeedError(f"a seed is a mapping with some of the keys {', '.join(sorted(_KEYS))}")
    return source


def build_tenant(seed: Seed) -> Tenant:
    """A new tenant; the seed itself is left as it is."""
    tenant = Tenant()
    for kind in ("users", "groups", "templates", "jobs"):
        # Given ids first, so that generated ones do not collide.
        for record in _records(seed, kind):
            if "id" in record:
                getattr(tenant, kind)[str(record["id"])] = {}
    for record in _records(seed, "users"):
        _add_user(tenant, record)
    by_email = {str(user.get("email", "")).casefold(): identity for identity, user in tenant.users.items()}
    for user in tenant.users.values():
        if "manager" in user:
            user["manager"] = _resolve(user["manager"], by_email)
    for record in _records(seed, "groups"):
        _add_group(tenant, record, by_email)
    for record in _records(seed, "templates"):
        _add_template(tenant, record)
    for record in _records(seed, "jobs"):
        _add_job(tenant, record)
    return tenant


def primary_source() -> Record:
    """The directory a user comes from."""
    return {
        "applicationName": "Example Directory",
        "applicationService": {
            "name": "Universal Directory",
            "id": "2000000018007",
            "logo": "universal-directory",
            "serviceName": "ZOHO_DIRECTORY",
        },
        "creationTime": _SEEDED,
        "isEnabled": True,
        "id": "2000000072637",
        "modifiedTime": _SEEDED,
    }


def group_source() -> Record:
    """The directory a group comes from."""
    service = {
        "id": "2000000018007",
        "display_name": "Universal Directory",
        "name": "ZOHO_DIRECTORY",
        "logo": "universal-directory",
    }
    return {"id": "2000000072637", "name": "Example Directory", "application_service": service}


def _records(seed: Seed, kind: str) -> list[Record]:
    default = _DEFAULT_TEMPLATES if kind == "templates" else []
    records = seed.get(kind, default)
    records = [] if records is None else records
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise SeedError(f"{kind} of a seed is a list of mappings")
    return records


def _start(tenant: Tenant, kind: str, record: Record) -> Record:
    identity = str(record["id"]) if "id" in record else tenant.new_id(kind)
    # Moved to the end, so that a listing has the seed's order.
    getattr(tenant, kind).pop(identity, None)
    started = {"id": identity} | copy.deepcopy({name: value for name, value in record.items() if name != "id"})
    getattr(tenant, kind)[identity] = started
    return started


def _add_user(tenant: Tenant, record: Record) -> None:
    user = _start(tenant, "users", record)
    password = user.pop("password", None)
    if password is not None:
        tenant.passwords[user["id"]] = list(password) if isinstance(password, list) else [password]
    if user.pop("unlicensed", False):
        tenant.unlicensed.add(user["id"])
    for name, value in list(user.items()):
        expected = USERS.writable.get(name, object)
        if value in (None, ""):
            del user[name]
        elif not isinstance(value, expected) or (expected is int and repr(value) not in "01"):
            raise SeedError(f"{name} of the user {user.get('email', user['id'])} can't be {value!r}: quote it?")
    user.setdefault("status", 1)
    user.setdefault("isDomainVerified", False)
    user.setdefault("primarySource", primary_source())


def _add_group(tenant: Tenant, record: Record, by_email: dict[str, str]) -> None:
    group = _start(tenant, "groups", record)
    if not isinstance(group.get("name"), str):
        raise SeedError(f"the group {group['id']} needs a name, as a string")
    group["members"] = [_resolve(str(member), by_email) for member in group.get("members") or []]
    group["members_count"] = len(group["members"])
    group.setdefault("when_created", _SEEDED)
    group.setdefault("is_dynamic", False)
    group.setdefault("primary_source", group_source())


def _resolve(reference: str, by_email: dict[str, str]) -> str:
    if "@" not in reference:
        return reference
    if reference.casefold() not in by_email:
        raise SeedError(f"no user of the seed has the email {reference}")
    return by_email[reference.casefold()]


def _add_template(tenant: Tenant, record: Record) -> None:
    template = _start(tenant, "templates", record)
    template.setdefault("name", template["id"])
    template.setdefault("description", "")
    template.setdefault("category", None)
    template.setdefault("isDefault", False)
    template.setdefault("isUserDefined", True)
    template.setdefault("isMultiDirTemplate", False)
    template.setdefault("createdTime", "-")
    template.setdefault("lastModifiedTime", "-")
    template.setdefault("directories", [])


def _add_job(tenant: Tenant, record: Record) -> None:
    job = _start(tenant, "jobs", record)
    following = job.pop("next_statuses", None)
    job.setdefault("start_time", "2025-01-01T00:00:00.000Z")
    job.setdefault("end_time", None)
    job.setdefault("action_name", "Bulk User Creation")
    job.setdefault("status", "COMPLETED")
    job.setdefault("module", "Management")
    if job["status"] not in FINAL_JOB_STATUSES:
        if following is None:
            following = _STATUS_PATH[_STATUS_PATH.index(job["status"]) + 1 :] if job["status"] in _STATUS_PATH else []
        tenant.job_paths[job["id"]] = JobPath([job["status"], *following])
