"""A local Bot API server in a process of its own, for crash tests and benchmarks.

    python -m bot.demo.fake_telegram.server --port 0 --users 100 --token 1:T

It prints one line of JSON with its address and the ids of its people, and ends on SIGTERM or
when its standard input closes (`--with-parent`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from datetime import UTC, datetime
from typing import Any

from bot.demo.fake_telegram.api import DEMO_TOKEN, BotApi
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.control import build_control_app
from bot.demo.fake_telegram.quick_http import quick
from bot.demo.fake_telegram.world.world import World, make_world
from bot.process.http_server import serving


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bot.demo.fake_telegram.server", description=__doc__
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--users", type=int, default=0, help="people who have pressed Start")
    parser.add_argument("--token", default=DEMO_TOKEN)
    parser.add_argument("--limits", action="store_true", help="keep Telegram's sending limits")
    parser.add_argument("--with-parent", action="store_true", help="end when stdin closes")
    return parser.parse_args(given)


def _people(world: World, count: int) -> list[int]:
    for number in range(count):
        user = world.add_user(f"U{number}")
        world.chats[user.id].started = True
    return [user.id for user in world.people]


class _Doors:
    """The Bot API at its paths, the control at all others."""

    def __init__(self, api: BotApi) -> None:
        self._bot, self._control = BotRoutes(api), build_control_app(api)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        app = self._bot if BotRoutes.owns(scope["path"]) else self._control
        await app(scope, receive, send)


async def _wait_for_end(*, with_parent: bool) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if with_parent:
        loop.add_reader(sys.stdin.fileno(), ended.set)
    await ended.wait()


async def serve(given: list[str] | None = None) -> None:
    asked = _arguments(given)
    world = make_world(lambda: datetime.now(UTC))
    api = BotApi(world, asked.token)
    api.flood.active = asked.limits
    ids = _people(world, asked.users)
    served = serving(_Doors(api), asked.host, asked.port, at_stop=api.poller.close, http=quick(api))
    async with served as (host, port):
        line = {"url": f"http://{host}:{port}", "users": ids, "token": asked.token}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        await _wait_for_end(with_parent=asked.with_parent)
        await api.close()


if __name__ == "__main__":
    asyncio.run(serve())
