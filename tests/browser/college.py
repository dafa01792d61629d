"""The demo's college on a served Telegram, and the bot beside it as a process to be killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Page, expect

from bot.clock import MovableClock
from bot.commands.demo import START
from bot.demo.chat_page.web import build_demo_app
from bot.demo.college.college import make_college
from bot.demo.college.population import populate
from bot.demo.college.stocking import stock
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.quick_http import quick
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.world import World, make_world
from bot.process.http_server import serving
from campaign.texts import Html, Language, Text
from storage.database.engine import Database
from storage.trace import trace_head
from tests.browser.room import open_chat
from tests.campus import CAMPAIGN, TEXTS
from tests.prepared import lay_steps

ROOT = Path(__file__).parents[2]
# A start of the bot lies within this, on a machine that is busy with other things.
ANSWERED_WITHIN = 30_000


def words(key: str, **params: object) -> str:
    """What the bot says, in Chinese; without its parameters, as far as it needs none."""
    if params:
        return TEXTS.say(Text(key, params), Language.ZH).plain()
    return Html(TEXTS.template(key, Language.ZH)).plain().partition("{")[0]


@dataclass
class BotProcess:
    """`flagbearer run`, again and again. Its moment goes on from one life to the next."""

    folder: Path
    settings: dict[str, str]
    clock: MovableClock
    deaths: int = 0
    _process: asyncio.subprocess.Process | None = None

    async def begin(self) -> None:
        """Start it; whether it is up shows in the chat."""
        surroundings = {n: v for n, v in os.environ.items() if not n.startswith("FLAGBEARER_")}
        own = {"FLAGBEARER_NOW": self.clock.now().isoformat(), "PYTHONPATH": str(ROOT)}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                env=surroundings | self.settings | own,
            )

    async def kill(self) -> None:
        """kill -9."""
        assert await self._ended_by(signal.SIGKILL) == -signal.SIGKILL
        self.deaths += 1

    async def stop(self) -> None:
        """SIGTERM, upon which it ends by itself."""
        assert await self._ended_by(signal.SIGTERM) == 0, self.log.read_text("utf-8")[-3000:]

    async def _ended_by(self, number: signal.Signals) -> int:
        assert self._process is not None
        process, self._process = self._process, None
        process.send_signal(number)
        return await process.wait()

    async def clear_away(self) -> None:
        """Whatever the test did, nothing is left running."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"


@dataclass
class Somebody:
    """A person on their own page."""

    user: User
    page: Page

    async def opens(self, chat: int) -> None:
        """Open a chat from the list."""
        await open_chat(self.page, chat)

    async def says(self, text: str) -> None:
        """Write a message; it is in the chat."""
        await self.page.fill("#text", text)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".mine:not(.unsent) .bubble").last).to_contain_text(text)
        await expect(self.page.locator(".unsent")).to_have_count(0)

    async def presses(self, label: str) -> None:
        """Press the newest button of that label."""
        await self.page.locator(".keys button").filter(has_text=label).last.click()

    async def sees(self, key: str, **params: object) -> None:
        """The bot's newest message says what stands under this key."""
        await self.reads(words(key, **params))

    async def reads(self, text: str) -> None:
        """The bot's newest message holds this."""
        newest = self.page.locator(".block:not(.mine) .bubble").last
        await expect(newest).to_contain_text(text, timeout=ANSWERED_WITHIN)


@dataclass
class CollegePage:
    """The served college: people come to its page, and the bot lives beside it.

    `traces` is how many there were when it was stocked.
    """

    world: World
    root: str
    database_url: str
    data: Path
    traces: int
    bot: BotProcess
    new_key: Callable[[], str]

    async def enter(self, user: User, page: Page) -> Somebody:
        """Become this person on a fresh page; their chat with the bot is open."""
        await page.goto(f"{self.root}/?key={self.new_key()}")
        await page.fill("#search", user.name)
        await page.click(f"[data-person='{user.id}']")
        return Somebody(user, page)


@contextlib.asynccontextmanager
async def open_college(folder: Path) -> AsyncIterator[CollegePage]:
    """A stocked database for the bot, and the page with its Telegram; no bot runs yet."""
    clock = MovableClock(datetime.fromisoformat(START))
    world = make_world(clock.now)
    populate(world, make_college(), CAMPAIGN, TEXTS)
    data = folder / "data"
    url = f"sqlite+aiosqlite:///{data / 'flagbearer.sqlite3'}"
    await lay_steps(url)
    async with Database.open(url) as database, database.write() as session:
        await stock(session, CAMPAIGN, clock.now())
        await session.flush()
        traces, _ = await trace_head(session)
    api = BotApi(world)
    app = build_demo_app(world, api, key="k", clock=clock)
    async with serving(app, at_stop=app.state.wake, http=quick(api)) as (host, port):
        root = f"http://{host}:{port}"
        settings = {
            "FLAGBEARER_TOKEN": api.token,
            "FLAGBEARER_API_URL": root,
            "FLAGBEARER_RATE": "0",
            "FLAGBEARER_DATA": str(data),
            "FLAGBEARER_LISTEN": "127.0.0.1:0",
        }
        bot = BotProcess(folder, settings, clock)
        try:
            yield CollegePage(world, root, url, data, traces, bot, app.state.doors.new_key)
        finally:
            await bot.clear_away()
            await api.close()
