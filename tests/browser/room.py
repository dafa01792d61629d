"""A served demo whose bot plays a fixed part: the test calls the Bot API in its name."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

from bot.clock import MovableClock
from bot.demo.chat_page.web import build_demo_app
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.world import World, make_world
from bot.process.http_server import serving
from tests.demo.conftest import HandClock


@dataclass
class Room:
    """A served demo and the bot's calls on it."""

    world: World
    api: BotApi
    clock: MovableClock
    group: DemoChat
    root: str
    new_key: Callable[[], str]

    async def bot(self, method: str, **params: Any) -> Any:
        status, body = await self.api.call(self.api.token, method, params)
        assert status == 200, body
        return body["result"]

    async def enter(self, page: Page, name: str) -> None:
        """Open the page and become somebody."""
        await page.goto(f"{self.root}/?key={self.new_key()}")
        await page.fill("#search", name)
        await page.click("#people .person")

    async def hears(self, count: int) -> list[dict[str, Any]]:
        """The first updates that wait for the bot, once there are so many."""
        async with asyncio.timeout(10):
            while len(self.world.queue) < count:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        return self.world.queue.waiting


@contextlib.asynccontextmanager
async def open_room() -> AsyncIterator[Room]:
    """Wang Fang (101) and Li Qiang (102), one branch group, a clock that stands."""
    clock = MovableClock(HandClock()(), running=False)
    world = make_world(clock.now)
    world.add_user("芳", id=101, last_name="王", note="党员 · 教学科研")
    world.add_user("强", id=102, last_name="李", note="支部书记 · 后勤服务")
    group = world.add_group("第一支部", 102, 101, bot=True)
    api = BotApi(world, secrets.token_hex(8))
    app = build_demo_app(world, api, key="k", clock=clock)
    async with serving(app, at_stop=app.state.wake) as (host, port):
        doors = app.state.doors
        yield Room(world, api, clock, group, f"http://{host}:{port}", doors.new_key)


async def open_chat(page: Page, chat: int) -> None:
    """From an open chat, open another of the list, to which a phone first goes back."""
    await page.locator(".head-bar").wait_for()
    back = page.locator(".head-bar .back")
    if await back.is_visible():
        await back.click()
    await page.click(f".chat[data-chat='{chat}']")
