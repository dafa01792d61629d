"""The page tells what the bot is going to say, and moves the clock there; it comes true."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.commands.demo import Demo, open_demo
from bot.settings import Settings


@contextlib.asynccontextmanager
async def at_page(demo: Demo) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that was let in."""
    root = demo.address.partition("/?")[0]
    headers = {"Content-Type": "application/json", "Origin": root}
    async with httpx.AsyncClient(base_url=root, headers=headers, timeout=30) as browser:
        assert (await browser.get(demo.address)).status_code == 200
        yield browser


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    stop = asyncio.Event()
    settings = Settings(_env_file=None, data=tmp_path, listen="127.0.0.1:0")
    async with open_demo(settings, stop=stop) as opened:
        task = asyncio.create_task(opened.program.run(stop))
        yield opened
        stop.set()
        await asyncio.wait_for(task, 15)


async def test_what_comes_next_is_listed_and_comes_when_the_clock_goes_there(demo: Demo) -> None:
    async with at_page(demo) as browser:
        told = (await browser.get("/page/ahead", params={"language": "en"})).json()
        first = told["rows"][0]
        assert told["next"] == first["at"] == "2008-06-27T01:00:00+00:00"
        assert first["what"] == "June 2008 ends soon"
        assert first["to"][0].startswith("branch groups (")
        assert first["heard"]
        chinese = (await browser.get("/page/ahead", params={"language": "zh"})).json()
        assert chinese["rows"][0]["what"] == "2008年6月快结束"

        moved = await browser.post("/page/ahead/next", json={})

        assert moved.json()["now"].startswith("2008-06-27T01:00:0")
        number = re.search(r"\d+", first["to"][0])
        assert number is not None
        assert await heard_by_groups(demo, int(number[0])) == int(number[0])
        again = (await browser.get("/page/ahead")).json()
        assert again["next"] == "2008-07-01T01:00:00+00:00"


async def test_a_stranger_learns_nothing_and_moves_nothing(demo: Demo) -> None:
    root = demo.address.partition("/?")[0]
    before = demo.clock.now()
    async with httpx.AsyncClient(base_url=root) as stranger:
        assert (await stranger.get("/page/ahead")).status_code == 403
        assert (await stranger.post("/page/ahead/next", json={})).status_code == 403
    assert (demo.clock.now() - before).total_seconds() < 60


async def test_after_the_campaign_there_is_nothing_to_go_to(tmp_path: Path) -> None:
    over = datetime.fromisoformat("2009-07-20T09:00:00+08:00")
    settings = Settings(_env_file=None, data=tmp_path, listen="127.0.0.1:0", now=over)
    async with open_demo(settings) as demo, at_page(demo) as browser:
        assert (await browser.get("/page/ahead")).json() == {"rows": [], "next": None}
        assert (await browser.post("/page/ahead/next", json={})).status_code == 409


async def heard_by_groups(demo: Demo, wanted: int) -> int:
    """How many messages groups have from the bot, once they are as many as wanted."""
    bot = demo.world.bot.id
    groups = [chat for chat in demo.world.chats if chat.kind in ("group", "supergroup")]
    for _ in range(1500):
        heard = sum(m.sender == bot for chat in groups for m in demo.world.messages(chat.id))
        if heard >= wanted:
            return heard
        await asyncio.sleep(0.02)
    raise TimeoutError(f"{heard} of {wanted}")
