"""The demo's web app: the Bot API for the bot, the chat page for people, behind guarded doors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.demo.chat_page.ahead import Ahead
from bot.demo.chat_page.doors import Doors, HostGuard, SessionGuard
from bot.demo.chat_page.live import Live
from bot.demo.chat_page.page_routes import PAGE, MovedClock, PageRoutes
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.world.world import World


class _BotDoor:
    """Calls of the bot carry their own secret, the token, and go past the page's doors."""

    def __init__(self, app: Any, api: BotApi) -> None:
        self._app = app
        self._bot = BotRoutes(api)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        to_bot = scope["type"] == "http" and BotRoutes.owns(scope["path"])
        await (self._bot if to_bot else self._app)(scope, receive, send)


def build_demo_app(
    world: World,
    api: BotApi,
    *,
    key: str,
    clock: MovedClock,
    zone: str = "Asia/Shanghai",
    hosts: Iterable[str] = (),
) -> Starlette:
    """The app for `serving`; hand `app.state.wake` over as its `at_stop`.

    `key` opens the page once, at `/?key=…`; `app.state.doors` makes further ones.
    `app.state.ahead.follow(program)` lets the page tell what the bot is going to say, and
    `app.state.newcomers.follow(program)` who has joined. `hosts` are names (with port) under
    which the page may be reached beside this machine's own.
    """
    doors, live = Doors(key), Live(world)
    page = PageRoutes(world, doors, live, clock, zone)
    ahead = Ahead(page)
    app = Starlette(
        routes=[
            *page.routes(),
            *ahead.routes(),
            Mount("/page/static", StaticFiles(directory=PAGE)),
        ],
        middleware=[
            Middleware(HostGuard, extra=tuple(hosts)),
            Middleware(_BotDoor, api=api),
            Middleware(SessionGuard, doors=doors),
        ],
        exception_handlers={KeyError: _unknown, ValueError: _unknown},
    )
    app.state.doors = doors
    app.state.ahead = ahead
    app.state.newcomers = page.newcomers

    def wake() -> None:
        api.poller.close()
        live.close()

    app.state.wake = wake
    return app


async def _unknown(_request: Request, _fault: Exception) -> Response:
    return JSONResponse({"error": "no such person, chat or message"}, 404)
