# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An event source for ansible-rulebook: jobs of ManageEngine ID360 that change their status."""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values

DOCUMENTATION = r"""
module: jobs
short_description: Emit events when ID360 jobs change
description:
  - Looks at the jobs of a tenant again and again, and makes an event of each job whose status is not what it was at the
    last look. A status that comes and goes between two looks is not seen.
  - The first look makes no events. It is what the next ones are compared with.
  - An event has C(job), the job as M(manageengine.id360.id360_job_info) lists it, and C(previous_status), which is null
    for a job that was not there before.
  - The first look has to succeed. One that fails later is logged, and the next one makes up for it. So it is with a
    single job that can't be read, while the others make their events.
options:
  interval:
    description: Seconds between two looks.
    type: float
    default: 30
  job_module:
    description: Only jobs of this module, such as V(Management).
    type: str
  action_name:
    description: Only jobs that do this, such as V(Bulk User Creation).
    type: str
  filter:
    description:
      - A SCIM filter with the API's names of fields. Don't filter by C(status) here, for jobs are followed from their
        start on; that is what O(status) is for.
    type: str
  status:
    description: Only events of jobs that come to one of these statuses.
    type: list
    elements: str
    choices: [QUEUED, RUNNING, WARNING, COMPLETED, ERROR]
  overlap:
    description:
      - Each look goes so many seconds back behind the start of the newest job that was seen, as a job may be listed
        late. It never goes back behind what earlier looks, with a smaller one, have forgotten.
    type: float
    default: 3600
  state_file:
    description:
      - A file to remember in what was seen, so that the next start goes on from there. It is written atomically, with
        mode 0600. Without it, what happens between two starts makes no events.
      - It belongs to one event source, which locks it as long as it runs, and to one tenant. Tenants of one data center
        are told apart by their O(client_id); with access tokens they can't be, and need a file each all the more.
      - An event comes again if the file could not be written after it, because this process was killed at that moment,
        or because the disk was full until it ended. What ansible-rulebook makes of an event that it has taken is its
        own affair.
    type: path
notes:
  - The other options are the connection options of the modules. Their environment variables work as well, and so does
    E(ID360_SIMULATOR).
  - Needs ansible-core and requests in the Python of ansible-rulebook.
"""

EXAMPLES = r"""
- name: Jobs that fail
  hosts: all
  sources:
    - manageengine.id360.jobs:
        interval: 60
        status: [ERROR]
        state_file: /var/lib/rulebook/id360_jobs.json
  rules:
    - name: Show what went wrong
      condition: event.job.status == "ERROR"
      action:
        run_playbook:
          name: manageengine.id360.show_job
"""


def _part(name: str) -> ModuleType:
    """A part of this collection's plugins, wherever the collection lies: ansible-rulebook runs this file by its path
    and can't import the collection by its name."""
    package = "_manageengine_id360_plugins"
    if package not in sys.modules:
        made = ModuleType(package)
        made.__path__ = [str(Path(__file__).resolve().parents[4] / "plugins")]
        sys.modules[package] = made
    return importlib.import_module(f"{package}.{name}")


_connection, _errors = _part("module_utils._connect.connection"), _part("module_utils._errors")
_jobs = _part("module_utils._api.jobs")
_requests, _scim = _part("module_utils._http.requests_library"), _part("module_utils._api.filters")
_secrets, _text = _part("module_utils._secrets"), _part("module_utils._text")
_job_changes, _job_state = _part("plugin_utils._jobs.changes"), _part("plugin_utils._jobs.state")

Job = dict[str, Any]
_log = logging.getLogger("manageengine.id360.jobs")
_LONGEST = 7 * 24 * 3600  # seconds, for times that are options
_OPTIONS: dict[str, dict[str, Any]] = {
    "interval": {"type": "float", "default": 30},
    "job_module": {"type": "str"},
    "action_name": {"type": "str"},
    "filter": {"type": "str"},
    "status": {
        "type": "list",
        "elements": "str",
        "choices": ["QUEUED", "RUNNING", "WARNING", "COMPLETED", "ERROR"],
    },
    "overlap": {"type": "float", "default": 3600},
    "state_file": {"type": "path"},
}


class Watch:
    """The looks at one tenant's jobs.

    Raises Id360Error for arguments that can't be used; no request is made by that.
    """

    def __init__(self, args: Mapping[str, Any]) -> None:
        self._redacted: set[str] = set()
        if _requests.IMPORT_ERROR:
            raise _errors.Id360Error("the Python of ansible-rulebook requires the library requests")
        # ansible-rulebook's own argument is for those that wait for what comes of an event.
        given = {name: value for name, value in args.items() if name != "eda_feedback_queue"}
        checked = ArgumentSpecValidator({**_connection.CONNECTION_OPTIONS, **_OPTIONS}).validate(given)
        if checked.error_messages:
            raise _errors.Id360Error("; ".join(checked.error_messages))
        self.params: dict[str, Any] = checked.validated_parameters
        for name in ("interval", "overlap"):
            if not 0 < self.params[name] <= _LONGEST:
                raise _errors.Id360Error(f"{name} {self.params[name]:g} is not between 0 and {_LONGEST} seconds")
        for name, option in _connection.CONNECTION_OPTIONS.items():
            if option.get("no_log"):
                self._redact(self.params[name] or "")
        self._client = _connection.connect(self.params, read_only=True, warn=self.warn, redact=self._redact)
        given, module, action = (self.params[name] or None for name in ("filter", "job_module", "action_name"))
        self._filter = _jobs.job_filter(given or "", module=module, action_name=action)
        # Tenants of one data center have one URL, but clients of their own.
        source = [self._client.url, self._filter, self.params["client_id"] or ""]
        self.state = _job_state.StateFile(self.params["state_file"], source)

    def _redact(self, secret: str) -> None:
        self._redacted.update(_secrets.spellings(secret))

    def redacted(self, value: Any) -> Any:
        """A value without the secrets that a server may have repeated in it."""
        return remove_values(value, self._redacted)

    def warn(self, text: str) -> None:
        _log.warning("%s", _text.visible(self.redacted(text)))

    def poll(self, seen: _job_changes.KnownJobs) -> tuple[list[Job], list[str]]:
        """The jobs that may have changed, and the ids of those that are there no more."""
        try:
            listed, gone = self._poll(seen)
        except _errors.Id360Error as error:
            raise error.replace(message=_text.visible(self.redacted(error.message))) from None
        return self.redacted(listed), gone

    def _poll(self, seen: _job_changes.KnownJobs) -> tuple[list[Job], list[str]]:
        listed = self._list(seen.since)
        found = {str(job["id"]) for job in listed}
        gone = []
        for job_id in seen.underway():
            if job_id in found:
                continue
            try:
                job = _jobs.read_job(self._client, job_id)
            except (_errors.ApiError, _errors.UnreadableResponse) as error:
                if error.response and error.response.status == 401:
                    raise
                self.warn(f"The job {job_id} can't be read; the next poll tries again: {error.message}")
                continue
            if job is None:
                gone.append(job_id)
            else:
                job.pop("details", None)
                listed.append(job)
        return listed, gone

    def _list(self, since: datetime | None) -> list[Job]:
        if since is not None:
            moment = since.strftime("%Y-%m-%dT%H:%M:%S.000Z")
            recent = f'(start_time ge "{moment}" or status eq "QUEUED" or status eq "RUNNING")'
            try:
                parts = [recent, self._filter] if self._filter else [recent]
                return list(_jobs.list_jobs(self._client, _scim.all_of(parts), None, self.warn))
            except _errors.ApiError as refused:
                if refused.response.code != _errors.INVALID_PARAMETER:
                    raise
                # The documents don't say that jobs can be filtered by their start. Then all are listed.
        return list(_jobs.list_jobs(self._client, self._filter, None, self.warn))

    def matches(self, job: Job) -> bool:
        return not self.params["status"] or job.get("status") in self.params["status"]

    def save(self, seen: _job_changes.KnownJobs) -> None:
        """Remember, or log that it was not possible: then the next look does."""
        try:
            self.state.save(seen)
        except _errors.Id360Error as error:
            _log.warning("The state file was not written; the next poll tries again: %s", error.message)


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """What ansible-rulebook runs."""
    watch = Watch(args)
    with watch.state.held():
        await _poll_and_emit(watch, queue)


async def _poll_and_emit(watch: Watch, queue: asyncio.Queue[Any]) -> None:
    seen = watch.state.load(datetime.now(UTC))
    polled_before = False
    while True:
        before = seen or _job_changes.KnownJobs()
        try:
            listed, gone = await asyncio.to_thread(watch.poll, before)
        except _errors.Id360Error as error:
            if not polled_before:
                raise
            _log.warning("The poll failed; its changes are emitted by the next one: %s", error.message)
        else:
            overlap = watch.params["overlap"]
            found, following = _job_changes.changes(before, listed, gone, overlap, datetime.now(UTC))
            # The first look is only what the next ones are compared with.
            saved = seen
            for change in found if saved is not None else ():
                if watch.matches(change.job):
                    await queue.put(change.event())
                    # At once, so that a restart neither misses nor repeats it.
                    saved = saved.with_job(change.job)
                    watch.save(saved)
            watch.save(following)
            seen, polled_before = following, True
        await asyncio.sleep(watch.params["interval"])
