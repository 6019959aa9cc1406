# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run an ID360 tenant on loopback: python extensions/simulator --port 8360 --seed tenant.yml"""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    # Also when started as a file: the package is next to this one.
    sys.path.insert(0, str(_HERE))
    try:
        from id360_simulator.server.command import main
    except ModuleNotFoundError as error:
        sys.exit(f"The simulator needs {error.name}: pip install -r {_HERE / 'requirements.txt'}")
    sys.exit(main())
