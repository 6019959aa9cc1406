# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as an object: a server in a thread, and what tests look at."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from aiohttp import web

from ..api.call import Call
from ..state.log import Logged
from ..state.seed import Seed
from ..state.service import Service
from ..state.settings import Settings
from ..state.tenant import Tenant
from .pipeline import Observer, build_application

_LONGEST_LINE = 1024 * 1024
_MAX_WAIT = 30
# For requests under way when it stops; aiohttp takes 0 for no limit at all.
_GRACE = 0.01


class Simulator:
    """An ID360 tenant on a loopback port, from `with` to the end of the block.

    `observers`, of all simulators of this process, are told each request of the API and of OAuth, with its answer as it
    was before a fault spoiled it, or None where nothing was done. They are called where requests are served.
    """

    observers: ClassVar[list[Observer]] = []

    def __init__(
        self,
        seed: Seed | str | Path | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        ssl_context: ssl.SSLContext | None = None,
        **settings: Any,
    ) -> None:
        self.host = "127.0.0.1" if host == "localhost" else host
        if not ipaddress.ip_address(self.host).is_loopback:
            raise ValueError(f"the simulator listens on loopback only, not on {host}")
        self.port = port
        self._asked_port = port
        self._ssl_context = ssl_context
        self._service = Service(seed, settings)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._started = threading.Event()
        self._failure: BaseException | None = None

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; returns when requests are served."""
        self._started.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._run, name="id360-simulator", daemon=True)
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def stop(self) -> None:
        """Close all connections and the port."""
        if self._thread is not None and self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(_MAX_WAIT)
        self._thread = self._loop = self._stop = None

    @property
    def url(self) -> str:
        """The root of the server: the API is at url + "/api/v1"."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self._ssl_context else 'http'}://{host}:{self.port}"

    @property
    def tenant(self) -> Tenant:
        """The tenant as it is now."""
        return self._service.tenant

    @property
    def settings(self) -> Settings:
        """The switches; changes count from the next request on."""
        return self._service.settings

    @property
    def requests(self) -> list[Logged]:
        """All requests so far, in order."""
        return list(self._service.log.entries)

    @property
    def writes(self) -> list[Logged]:
        """Those that are not a GET; asking for a token does not count."""
        return self._service.log.writes()

    def forget(self) -> None:
        """Clear the log."""
        self._in_loop(self._service.log.clear)

    def fault(self, **rule: Any) -> None:
        """Spoil the answers to some requests; see the README for the keys."""
        self._in_loop(partial(self._service.faults.add, **rule))

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._in_loop(self._service.faults.clear)

    def revoke(self, token: str) -> None:
        """Make an access token die."""
        self._in_loop(lambda: self._service.tokens.revoke(token))

    def reset(self, seed: Seed | str | Path | None = None) -> None:
        """Restore the seed (or load another one) and the initial settings; clear the log and the faults."""
        self._in_loop(lambda: self._service.reset(seed))

    def _in_loop(self, step: Callable[[], None]) -> None:
        """Run a function in the event loop of the server, so that it does not interrupt a request."""
        if self._loop is None:
            step()
            return

        async def take() -> None:
            step()

        asyncio.run_coroutine_threadsafe(take(), self._loop).result(_MAX_WAIT)

    def _observe(self, call: Call, answer: web.Response | None) -> None:
        for observer in self.observers:
            observer(call, answer)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._failure = error
        finally:
            self._started.set()

    async def _serve(self) -> None:
        runner = web.AppRunner(
            build_application(self._service, self._observe),
            access_log=None,
            shutdown_timeout=_GRACE,
            max_line_size=_LONGEST_LINE,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self._asked_port, ssl_context=self._ssl_context).start()
            self.port = runner.addresses[0][1]
            self._stop, self._loop = asyncio.Event(), asyncio.get_running_loop()
            self._started.set()
            await self._stop.wait()
        finally:
            await runner.cleanup()
