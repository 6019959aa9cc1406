# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lookups of records have in common: their options, and what they do where there is no record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleError
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ...module_utils._connect.connection import CONNECTION_OPTIONS
from ...module_utils._errors import Id360Error
from ...module_utils._http.requests_library import IMPORT_ERROR
from ...module_utils._model.resource import Resource
from ...module_utils._text import visible
from .._in_process.plain import plain
from .records import look_up

_VARIABLE = "ansible_id360_"

display = Display()


class RecordLookup(LookupBase):  # type: ignore[misc, unused-ignore]
    """A lookup of records of a ``resource``."""

    resource: ClassVar[Resource]

    def run(self, terms: list[Any], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[dict[str, Any]]:
        if IMPORT_ERROR:
            raise AnsibleError(missing_required_lib("requests"))
        names = {f"{_VARIABLE}{name}" for name in CONNECTION_OPTIONS} & set(variables or {})
        given = self._templar.template({name: (variables or {})[name] for name in names})
        self.set_options(var_options=given, direct=kwargs)
        try:
            found = look_up(self.resource, plain(list(terms)), self._connection(), _warn)
        except Id360Error as error:
            raise AnsibleError(error.failure()["msg"]) from None
        missing = [term for term, record in found if record is None]
        if missing and self.get_option("missing") != "ignore":
            key = self.resource.keys[0]
            message = f"no {self.resource.kind} has the {key} or id {', '.join(repr(term) for term in missing)}"
            if self.get_option("missing") == "error":
                raise AnsibleError(message)
            _warn(message)
        return [record for _term, record in found if record is not None]

    def _connection(self) -> dict[str, Any]:
        """The options of the connection that are set here; those in the environment are left to be found there."""
        options: dict[str, Any] = {}
        for name in CONNECTION_OPTIONS:
            value, origin = self.get_option_and_origin(name)
            if value is not None and not str(origin).startswith(("env", "default")):
                options[name] = value
        as_json: dict[str, Any] = plain(options)
        return as_json


def _warn(message: str) -> None:
    display.warning(visible(message))
