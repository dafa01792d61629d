"""Serving an ASGI app inside our own loop: any free port, a clean stop, signals left alone."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.demo.api import BotApi
from bot.demo.quick_http import quick

Address = tuple[str, int]


class _QuietServer(uvicorn.Server):
    """uvicorn would take SIGTERM for itself and end the process; the signals are ours."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()

    async def up(self, serving: asyncio.Task[None]) -> None:
        """Wait until it serves; raise what kept it from that."""
        waiting = asyncio.get_running_loop().create_task(self.is_up.wait())
        await asyncio.wait({waiting, serving}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.cancel():
            serving.result()


def _protocol(
    lines: dict[Address, asyncio.Transport], base: type[H11Protocol]
) -> type[H11Protocol]:
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


@contextlib.asynccontextmanager
async def serve_app(
    app: Any,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    at_stop: Callable[[], None] = lambda: None,
    quick_api: BotApi | None = None,
) -> AsyncIterator[Address]:
    """Serve until the block ends; gives the address really bound.

    `at_stop` is called before the server waits for open requests: wake long polls there.
    With `quick_api`, plain Bot API calls go straight to it and past the app.
    """
    listener = _listener(host, port)
    lines: dict[Address, asyncio.Transport] = {}
    config = uvicorn.Config(
        _WithHangUp(app, lines),
        http=_protocol(lines, quick(quick_api) if quick_api else H11Protocol),
        timeout_keep_alive=75,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _QuietServer(config)
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listener]))
    try:
        await server.up(serving)
        bound = listener.getsockname()
        yield bound[0], bound[1]
    finally:
        at_stop()
        server.should_exit = True
        await serving
        listener.close()


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named: 40 ms an answer otherwise.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
    except OSError:
        listener.close()
        raise
    listener.listen(512)
    listener.setblocking(False)
    return listener


class _WithHangUp:
    """Gives each request the means to cut its own connection off."""

    def __init__(self, app: Any, lines: dict[Address, asyncio.Transport]) -> None:
        self._app = app
        self._lines = lines

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["hang_up"] = self._hang_up
        await self._app(scope, receive, send)

    def _hang_up(self, client: Address) -> None:
        if transport := self._lines.get(tuple(client)):  # type: ignore[arg-type]
            transport.abort()
