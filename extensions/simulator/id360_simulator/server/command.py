# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import yaml

from ..state.tokens import DEFAULT_TOKEN
from .simulator import Simulator


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal or an interrupt."""
    options = _parser().parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        settings = dict(map(_setting, options.set))
        simulator = Simulator(options.seed, host=options.host, port=options.port, **settings)
        simulator.start()
    except (OSError, ValueError) as error:
        print(f"The simulator can't start: {error}", file=sys.stderr)
        return 1
    try:
        if options.url_file is not None:
            _write(options.url_file, simulator.url + "\n")
        print(f"ID360 simulator: {simulator.url} (access token: {DEFAULT_TOKEN})", flush=True)
        stop.wait()
    finally:
        simulator.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="simulator", description="An ID360 tenant on loopback, in memory, to test playbooks against."
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--host", default="127.0.0.1", help="loopback address to listen on (default: 127.0.0.1)")
    parser.add_argument("--seed", type=Path, metavar="FILE", help="YAML or JSON file with the users, groups, …")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting; the value is read as YAML"
    )
    parser.add_argument("--url-file", type=Path, metavar="FILE", help="write the URL here once it listens")
    return parser


def _setting(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"--set takes NAME=VALUE, not {text}")
    try:
        return name, yaml.safe_load(value)
    except yaml.YAMLError:
        raise ValueError(f"the value of --set {name} is not YAML") from None


def _write(path: Path, text: str) -> None:
    """All at once: whoever waits for the file never reads half of it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
