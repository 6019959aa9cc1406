# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that reading a tenant takes: its listing and nothing else, with requests."""

from __future__ import annotations

import os
import sys

import requests

session = requests.Session()
session.headers["Authorization"] = f"Zoho-oauthtoken {os.environ['ID360_ACCESS_TOKEN']}"
session.trust_env = False
params = {"limit": "1000", "fields": sys.argv[1]}
while True:
    answer = session.get(f"{os.environ['ID360_URL']}/api/v1/users", params=params, timeout=30)
    answer.raise_for_status()
    page = answer.json()
    if page["meta"]["is_last"]:
        break
    params["cursor"] = page["meta"]["next_cursor"]
