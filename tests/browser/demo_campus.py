"""The demo as it is at work, with its real bot, and a page of their own for each who enters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Page

from bot.commands.demo import Demo, open_demo
from bot.demo.college.college import Someone
from bot.settings import Settings
from tests.browser.college import Somebody
from tests.browser.conftest import OpenPage


@dataclass
class Campus:
    """The demo at work, and a page of their own for each who enters."""

    demo: Demo
    open_page: OpenPage
    let_in: list[Any] = field(default_factory=list)

    async def enter(self, one: Someone, **how: Any) -> Somebody:
        """Become somebody. The address lets in once; what it left in that browser lets in again."""
        page: Page = await self.open_page(**how)
        if self.let_in:
            await page.context.add_cookies(self.let_in)
        await page.goto(self.demo.address.partition("?")[0] if self.let_in else self.demo.address)
        await page.fill("#search", one.name)
        await page.click(f"[data-person='{one.account}']")
        self.let_in = self.let_in or await page.context.cookies()
        return Somebody(self.demo.world.people[one.account or 0], page)

    def readers(self, text: str) -> set[int]:
        """The chats in which this stands."""
        return {
            chat.id
            for chat in self.demo.world.chats
            if any(one.text == text for one in chat.messages.values())
        }


@pytest_asyncio.fixture(loop_scope="session")
async def campus(tmp_path: Path, open_page: OpenPage) -> AsyncIterator[Campus]:
    stop = asyncio.Event()
    settings = Settings(_env_file=None, data=tmp_path, listen="127.0.0.1:0")
    async with open_demo(settings, stop=stop) as demo:
        work = asyncio.create_task(demo.program.run(stop))
        yield Campus(demo, open_page)
        stop.set()
        await asyncio.wait_for(work, 15)
