# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are not, or not wholly, the API: each ends in one sentence, and in time."""

from __future__ import annotations

import socketserver
import threading

import pytest

from ansible_collections.manageengine.id360.plugins.module_utils._errors import Id360Error

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIPS = {
    "a body": (HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "one chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFF\r\n", b" "),
    "without a length": (HEAD + b"Connection: close\r\n\r\n", b" "),
}


@pytest.fixture
def drip(request):
    """The URL of a server that sends the beginning of an answer, and then a little of it again and again."""
    begin, again = DRIPS[request.param]
    over = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            server.asked += 1
            while self.rfile.readline().strip():
                pass
            self.wfile.write(begin)
            try:
                while not over.wait(0.01):
                    self.wfile.write(again)
            except OSError:  # nobody listens any more
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.asked = 0
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield server
        over.set()
        server.shutdown()


@pytest.mark.parametrize("drip", DRIPS, indirect=True)
def test_an_answer_that_drips_is_given_up(user, drip):
    """No silence in it is long; ten times the timeout is, and it is not tried again."""
    with pytest.raises(Id360Error) as failed:
        user(url="http://{}:{}".format(*drip.server_address), id="1", state="absent", timeout=0.05)
    assert "its answer was not complete after ten times the timeout" in failed.value.failure()["msg"]
    assert failed.value.failure()["error"]["path"] == "/users/1"
    assert drip.asked == 1
