"""Serving a web app inside our own loop: a free port if asked, a clean stop, signals left alone."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.settings import BrokenStart

Address = tuple[str, int]


class _Server(uvicorn.Server):
    """uvicorn would take SIGTERM for itself and end the process with it; the signals are ours."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[Address]:
    """Serve until the block ends; gives the address really bound. Raises BrokenStart."""
    listener = _listener(host, port)
    config = uvicorn.Config(
        app,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="web")
    try:
        found, bound = listener.getsockname()[:2]
        yield found, bound
    finally:
        server.should_exit = True
        await task
        listener.close()


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named: 40 ms an answer otherwise.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as fault:
        listener.close()
        raise BrokenStart(f"FLAGBEARER_LISTEN={host}:{port}: {fault.strerror or fault}") from None
    listener.listen(512)
    listener.setblocking(False)
    return listener
