# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lookups of records have in common, beside the connection.

Not named lookup: the loader would find it for ``connection.lookup`` as well.
"""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  missing:
    description:
      - What to do if a term finds nothing. V(error) fails, V(warn) warns and leaves the term out of the result,
        V(ignore) leaves it out.
      - Any other failure, such as a server that does not answer, is always an error.
    type: str
    choices: [error, warn, ignore]
    default: error
"""
