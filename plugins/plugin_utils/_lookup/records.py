# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single records for lookups, which run in the process of ansible-playbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ...module_utils._connect.connection import CONNECTION_OPTIONS, connect
from ...module_utils._errors import Id360Error
from ...module_utils._http.client import Client
from ...module_utils._model.resource import Resource
from ...module_utils._module.info import Query, read_records
from ...module_utils._option_types import ID
from ...module_utils._text import Warn, describe_matches, ignore_message
from .._in_process.connections import Connections

_connections = Connections()


def look_up(
    resource: Resource, terms: Iterable[Any], options: Mapping[str, Any], warn: Warn
) -> list[tuple[Any, dict[str, Any] | None]]:
    """The record of each term, None where there is none. ``options`` are those of the connection that are set; the
    environment has the others. One client asks for all of them. Raises Id360Error."""
    checked = ArgumentSpecValidator(CONNECTION_OPTIONS).validate(dict(options))
    if checked.error_messages:
        raise Id360Error("; ".join(checked.error_messages))
    params = checked.validated_parameters
    secrets = {params[name] for name, spec in CONNECTION_OPTIONS.items() if spec.get("no_log") and params[name]}
    try:
        with _connections.shared(tuple(params[name] for name in CONNECTION_OPTIONS)) as share:
            client = connect(params, read_only=True, warn=warn, redact=secrets.add)
            share(client)
            return [(term, _find(client, resource, term, warn)) for term in terms]
    except Id360Error as error:
        for secret in secrets:
            error = error.redacted(secret)
        raise error from None


def _find(client: Client, resource: Resource, term: Any, warn: Warn) -> dict[str, Any] | None:
    """The record with an id, which has digits only, or else with a key, which may have digits only as well."""
    key = resource.field(resource.keys[0])
    try:
        text = ID(term)
        is_id = text.isascii() and text.isdigit()
        found = _read(client, resource, Query(id=text), warn) if is_id else []
        if not found and not (is_id and key.is_email):
            key.validate(text)
            found = _read(client, resource, Query(key=text), warn)
        if len(found) > 1:
            raise Id360Error(describe_matches([record["id"] for record in found], resource.kind, key.name))
    except (TypeError, ValueError) as unfit:
        raise Id360Error(f"could not look up {resource.kind} {term!r}: {unfit}") from None
    except Id360Error as error:
        raise error.with_context(f"could not look up {resource.kind} {term!r}") from None
    return found[0] if found else None


def _read(client: Client, resource: Resource, query: Query, warn: Warn) -> list[dict[str, Any]]:
    return read_records(client, resource, query, ignore_message, warn)  # the lookup reports the missing record
