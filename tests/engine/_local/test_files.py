# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that options name: each is a regular one, or refused before any request, and left as it is."""

from __future__ import annotations

import os
import socket
import stat
from datetime import UTC, datetime
from itertools import product

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error
from ansible_collections.manageengine.id360.plugins.module_utils._local.files import MIB, check_writable
from ansible_collections.manageengine.id360.plugins.plugin_utils._jobs.state import StateFile

GOOD = "email\nann@example.com\n"
RUN = {"content": GOOD, "state": "executed", "app_config_id": "7", "template_input": {"id": "7", "data": []}}
NOW = datetime.now(UTC)
READ, WRITTEN, BOTH = "read", "written", "read and written"
# By what it is for: the file's name, and how it is used
USES = {
    "src of an upload": ("people.csv", READ, lambda tools, path: tools.bulk(src=path)),
    "receipt": ("receipt.json", BOTH, lambda tools, path: tools.bulk(**RUN, receipt=path)),
    "rejects": ("rejects.csv", WRITTEN, lambda tools, path: tools.bulk(**RUN, rejects=path)),
    "src of users, csv": ("people.csv", READ, lambda tools, path: tools.directory(src=path)),
    "src of users, json": ("people.json", READ, lambda tools, path: tools.directory(src=path)),
    "src of users, yml": ("people.yml", READ, lambda tools, path: tools.directory(src=path)),
    "report": ("report.json", WRITTEN, lambda tools, path: tools.directory(users=[{"email": "a@b.cc"}], report=path)),
    "ca_path": ("ca.pem", READ, lambda tools, path: tools.user(email="a@b.cc", ca_path=path)),
    "state_file": ("state.json", BOTH, lambda _tools, path: StateFile(path, []).load(NOW)),
}


class Tools:
    def __init__(self, bulk, directory, user):
        self.bulk, self.directory, self.user = bulk, directory, user


@pytest.fixture
def tools(simulator, bulk, directory, user):
    simulator.reset({"users": [{"email": "ann@example.com"}]})
    return Tools(bulk, directory, user)


def pipe(path):
    os.mkfifo(path)


def plug(path):
    server = socket.socket(socket.AF_UNIX)
    here = os.open(path.parent, os.O_RDONLY)
    try:
        server.bind(f"/proc/self/fd/{here}/{path.name}")  # the path itself may be too long for a socket
    finally:
        os.close(here)
        server.close()


def folder(path):
    path.mkdir()


def link_to_a_pipe(path):
    os.mkfifo(path.parent / "pipe")
    path.symlink_to("pipe")


def link_to_a_device(path):
    path.symlink_to("/dev/null")


def link_to_a_substitution(path):
    read, _write = os.pipe()
    path.symlink_to(f"/proc/self/fd/{read}")


IRREGULAR = [pipe, plug, folder, link_to_a_pipe, link_to_a_device, link_to_a_substitution]


# A folder of certificates is a ca_path.
@pytest.mark.parametrize(("use", "make"), sorted({*product(USES, IRREGULAR)} - {("ca_path", folder)}, key=str))
def test_what_is_no_regular_file_is_refused_and_left_alone(simulator, tools, tmp_path, use, make):
    name, how, act = USES[use]
    path = tmp_path / name
    make(path)
    before = path.lstat()
    with pytest.raises(Id360Error) as refused:
        act(tools, str(path))
    linked = stat.S_ISLNK(before.st_mode) and how != READ
    problem = "is a symbolic link, which is not followed" if linked else "is not a regular file"
    assert f"{use.split()[0]} {str(path)!r} {problem}" in refused.value.message
    assert simulator.requests == []
    assert (path.lstat().st_ino, path.lstat().st_mode) == (before.st_ino, before.st_mode)


@pytest.mark.parametrize(("use", "largest"), [("receipt", 64), ("state_file", 64), ("ca_path", 16)])
def test_what_is_too_large_is_not_read(simulator, tools, tmp_path, use, largest):
    name, _how, act = USES[use]
    path = tmp_path / name
    path.touch()
    os.truncate(path, largest * MIB + 1)  # no block of it is on disk
    with pytest.raises(Id360Error, match=f"{use} .* is larger than {largest} MiB"):
        act(tools, str(path))
    assert simulator.requests == []


@pytest.mark.parametrize("use", ["report", "rejects", "receipt", "state_file"])
def test_files_of_others_in_sticky_folders_are_refused(simulator, tools, tmp_path, monkeypatch, use):
    name, _how, act = USES[use]
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / name).touch()
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    check_writable(str(folder / name), use)
    folder.chmod(0o1777)
    with pytest.raises(Id360Error, match=f"{use} .* belongs to another user, in the directory '{folder}'"):
        act(tools, str(folder / name))
    assert (simulator.requests, (folder / name).read_text()) == ([], "")
    check_writable(str(folder / "new"), use)


@pytest.mark.parametrize("use", ["report", "rejects", "receipt"])
def test_a_name_that_can_not_be_is_refused_before_the_work(simulator, tools, tmp_path, use):
    with pytest.raises(Id360Error, match=f"{use} .* can't be written: File name too long"):
        USES[use][2](tools, str(tmp_path / ("x" * 300)))
    assert simulator.requests == []
