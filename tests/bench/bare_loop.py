# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that a loop over users takes: each is looked up, and created if need be, over one connection."""

from __future__ import annotations

import os
import sys

import requests

session = requests.Session()
session.headers["Authorization"] = f"Zoho-oauthtoken {os.environ['ID360_ACCESS_TOKEN']}"
session.trust_env = False
users = f"{os.environ['ID360_URL']}/api/v1/users"
for number in range(int(sys.argv[1])):
    email = f"user{number}@example.com"
    found = session.get(users, params={"filter": f'email eq "{email}"'}, timeout=30)
    found.raise_for_status()
    if not found.json()["data"]:
        session.post(users, json={"email": email, "title": "Clerk"}, timeout=30).raise_for_status()
