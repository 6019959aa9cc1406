# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates initial passwords, and maintains the document that contains them. Pure, except for randomness.

The document has two parts, each with passwords by email: ``initial_passwords`` of users that were created, and
``uncertain`` of users whose creation was started, but not confirmed. Other keys are preserved.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.manageengine.id360.plugins.module_utils._values import folded

CREATED, UNCERTAIN = "initial_passwords", "uncertain"
LONGEST = 128
# Without characters that are easily confused in print: 0 O, 1 l I.
CLASSES = {
    "lower": "abcdefghijkmnopqrstuvwxyz",
    "upper": "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "digit": "23456789",
    "special": "!#%*+-=?@_",
}


@dataclass(frozen=True)
class Policy:
    """The length of a password, and the classes of characters that it must contain."""

    length: int
    classes: Sequence[str]

    def problem(self) -> str:
        """What is wrong with it, "" for nothing."""
        shortest = len(set(self.classes))
        if not shortest <= self.length <= LONGEST:
            return f"{self.length} is not between {shortest} and {LONGEST}: a password needs a character of each class"
        return ""


def make_password(policy: Policy) -> str:
    """A random password; all that the policy allows are equally likely."""
    classes = [CLASSES[name] for name in dict.fromkeys(policy.classes)]
    alphabet = "".join(classes)
    while True:
        password = "".join(secrets.choice(alphabet) for _place in range(policy.length))
        if not any(set(password).isdisjoint(characters) for characters in classes):
            return password


def is_document(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(part, {}), dict) and all(isinstance(one, str) for one in value.get(part, {}).values())
        for part in (CREATED, UNCERTAIN)
    )


def reserve(
    document: Mapping[str, Any], emails: Iterable[str], policy: Policy
) -> tuple[dict[str, Any], dict[str, str]]:
    """The document with a password for each email, marked as uncertain, and these passwords. An uncertain password of
    an earlier run is kept, as it may have been set."""
    uncertain = dict(document.get(UNCERTAIN, {}))
    known = {folded(email): password for email, password in uncertain.items()}
    passwords = {email: known.get(folded(email)) or make_password(policy) for email in emails}
    uncertain.update((email, password) for email, password in passwords.items() if folded(email) not in known)
    return _without_empty({**document, UNCERTAIN: uncertain}), passwords


def settle(document: Mapping[str, Any], created: Iterable[str], dropped: Iterable[str]) -> dict[str, Any]:
    """The document after the run, with the emails that were ``created``, and those that were not (``dropped``)."""
    made, gone = {folded(email) for email in created}, {folded(email) for email in dropped}
    uncertain = dict(document.get(UNCERTAIN, {}))
    new = {email: password for email, password in uncertain.items() if folded(email) in made}
    kept = {
        email: one for email, one in document.get(CREATED, {}).items() if folded(email) not in set(map(folded, new))
    }
    waiting = {email: password for email, password in uncertain.items() if folded(email) not in made | gone}
    return _without_empty({**document, CREATED: {**kept, **new}, UNCERTAIN: waiting})


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value or name not in (CREATED, UNCERTAIN)}
