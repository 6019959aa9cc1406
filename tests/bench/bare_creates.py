# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that creating users takes: their POSTs and nothing else, over 16 connections, with asyncio."""

from __future__ import annotations

import asyncio
import csv
import os
import sys

import aiohttp


async def main() -> None:
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    headers = {"Authorization": f"Zoho-oauthtoken {os.environ['ID360_ACCESS_TOKEN']}"}
    connector = aiohttp.TCPConnector(limit=16)
    async with aiohttp.ClientSession(os.environ["ID360_URL"], headers=headers, connector=connector) as session:

        async def create(person: dict[str, str]) -> None:
            async with session.post("/api/v1/users", json=person) as answer:
                answer.raise_for_status()
                await answer.json()

        await asyncio.gather(*map(create, people))


asyncio.run(main())
