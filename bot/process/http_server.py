"""Serving a web app inside our own loop: any free port, a clean stop, signals left alone.

The bot's web side and all of the demo are served by this one piece.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.process.listener import listen, listener

Address = tuple[str, int]
Lines = MutableMapping[Address, asyncio.Transport]


class _QuietServer(uvicorn.Server):
    """uvicorn would take SIGTERM for itself and end the process with it; the signals are ours."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()

    async def up(self, task: asyncio.Task[None]) -> None:
        """Wait until it serves; raise what kept it from that."""
        waiting = asyncio.create_task(self.is_up.wait(), name="web is up")
        await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.cancel():
            task.result()


@contextlib.asynccontextmanager
async def serving(
    app: Any,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    at_stop: Callable[[], None] = lambda: None,
    http: type[H11Protocol] = H11Protocol,
    bound: socket.socket | None = None,
) -> AsyncIterator[Address]:
    """Serve until the block ends; gives the address really bound. Raises BrokenStart.

    `at_stop` is called before the server waits for open requests: wake waiting polls there.
    `http` reads the requests; a subclass may answer some of them past the app. `bound` is a
    socket that was bound before, in place of host and port; it is closed at the end.
    """
    bound = bound or listener(host, port)
    listen(bound)
    lines: Lines = {}
    config = uvicorn.Config(
        _WithHangUp(app, lines),
        http=_noting(lines, http),
        timeout_keep_alive=75,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[bound]), name="web")
    try:
        await server.up(task)
        address: Address = bound.getsockname()[:2]
        yield address
    finally:
        at_stop()
        server.should_exit = True
        await task
        bound.close()


def _noting(lines: Lines, base: type[H11Protocol]) -> type[H11Protocol]:
    """A protocol that notes its open connections, so that one of them can be cut off."""

    class NotedProtocol(base):  # type: ignore[valid-type, misc]
        def connection_made(self, transport: asyncio.Transport) -> None:
            self.peer = transport.get_extra_info("peername")
            lines[self.peer] = transport
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            lines.pop(self.peer, None)
            super().connection_lost(exc)

    return NotedProtocol


class _WithHangUp:
    """Gives each request the means to cut its own connection off."""

    def __init__(self, app: Any, lines: Lines) -> None:
        self._app = app
        self._lines = lines

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["hang_up"] = self._hang_up
        await self._app(scope, receive, send)

    def _hang_up(self, client: Address) -> None:
        if transport := self._lines.get(tuple(client)):  # type: ignore[arg-type]
            transport.abort()
