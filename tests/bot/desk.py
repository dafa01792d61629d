"""The edge of the bot by itself: receiver, courier, database, and the demo's Telegram."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import MovableClock
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.world import make_world
from bot.telegram.client import TelegramApi
from bot.telegram.polling import Receiver
from bot.workers.courier import Courier
from bot.workers.inbox_writer import InboxWriter
from storage import tables
from storage.database.engine import Database
from storage.database.session import Found
from storage.delivery.cards import Card, save_cards
from storage.delivery.inbox import Arrival, store_arrivals
from storage.delivery.outbox import Outgoing, put_outgoing
from storage.evidence.copies import EvidenceFiles
from tests.in_process import in_process
from tests.prepared import lay_tables

START = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)


@dataclass
class Desk:
    """What a test of the edge has at hand. Nothing runs by itself."""

    database: Database
    folder: Path
    clock: MovableClock = field(default_factory=lambda: MovableClock(START, running=False))
    woken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world = make_world(self.clock.now)
        self.server = BotApi(self.world)
        self.server.log = []
        self.api: TelegramApi = in_process(self.server)
        self.files = EvidenceFiles(self.folder / "evidence")
        self.restart()

    def restart(self) -> None:
        """A new process: whatever was only in memory is gone."""
        self.receiver = Receiver(self.database, self.clock, self.api, self.inbox_writer())
        self.courier = Courier(
            self.database, self.clock, self.api, self.files, rate=0, wake_engine=self._wake("news")
        )

    def inbox_writer(self) -> InboxWriter:
        """One that no engine serves; it wakes `engine`."""
        return InboxWriter(self.database, self._wake("engine"))

    def _wake(self, name: str) -> Any:
        return lambda: self.woken.append(name)

    def person(self, name: str = "王芳") -> User:
        """Somebody who has pressed Start."""
        user = self.world.add_user(name)
        self.world.chats[user.id].started = True
        return user

    def group(self) -> DemoChat:
        """A group in which the bot is."""
        return self.world.add_group("基础医学部党支部", self.person("书记"), bot=True)

    async def put(self, *calls: Outgoing) -> None:
        """Write calls into the outbox."""
        async with self.database.write() as session:
            put_outgoing(session, calls, at=self.clock.now())

    async def send(self, *calls: Outgoing) -> int:
        """Write calls and let the courier send whatever it can now."""
        await self.put(*calls)
        return await self.courier.drain_once()

    async def later(self, **how: float) -> int:
        """Let time pass, and the courier send again."""
        self.clock.advance(timedelta(**how))
        return await self.courier.drain_once()

    async def card(self, key: str, chat: int, *, message_id: int | None = None) -> None:
        """A card that is shown in that message."""
        async with self.database.write() as session:
            await save_cards(session, [Card(key, chat, chat, 1, [], None, self.clock.now())])
            change = tables.cards.update().where(tables.cards.c.id == key)
            await session.change(change.values(message_id=message_id))

    async def store(self, *arrivals: Arrival) -> None:
        """Write arrivals into the inbox."""
        async with self.database.write() as session:
            await store_arrivals(session, arrivals, at=self.clock.now())

    async def outbox(self) -> list[Found]:
        """All outbox rows, oldest first."""
        async with self.database.read() as session:
            return list(await session.rows(select(tables.outbox).order_by(tables.outbox.c.id)))

    async def states(self) -> list[str]:
        """Where the outbox rows stand."""
        return [row.state for row in await self.outbox()]

    async def inbox(self) -> list[Found]:
        """All inbox rows, oldest first."""
        async with self.database.read() as session:
            return list(await session.rows(select(tables.inbox).order_by(tables.inbox.c.id)))

    async def events(self) -> list[dict[str, Any]]:
        """What came back through the inbox."""
        return [row.body for row in await self.inbox() if "event" in row.body]

    async def until(self, happened: Callable[[], Awaitable[bool]]) -> None:
        """Wait for what a running part is to do; half a minute, for the machine may be busy."""
        for _ in range(6000):
            if await happened():
                return
            await asyncio.sleep(0.005)
        raise TimeoutError("it has not happened")

    async def received(self, count: int = 1) -> None:
        """Wait until so many rows are in the inbox."""

        async def there() -> bool:
            return len(await self.inbox()) >= count

        await self.until(there)

    async def in_state(self, state: str) -> None:
        """Wait until an outbox row is in this state."""

        async def there() -> bool:
            return state in await self.states()

        await self.until(there)

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        """The parameters of the calls that reached the server."""
        log = self.server.log or []
        return [params for name, params, _ in log if method in ("", name)]

    def texts(self, where: User | DemoChat | int) -> list[str]:
        """What stands in a chat, written by the bot."""
        bot = self.world.bot.id
        return [m.text for m in self.world.messages(where) if m.sender == bot]


def message(to: User | DemoChat | int, text: str = "痕迹", **how: Any) -> Outgoing:
    """A message to a chat, in its lane."""
    chat = to if isinstance(to, int) else to.id
    params = {"chat_id": chat, "text": text, "parse_mode": "HTML"}
    return Outgoing("sendMessage", params | how.pop("extra", {}), lane=chat, **how)


@asynccontextmanager
async def open_desk(url: str, folder: Path) -> AsyncIterator[Desk]:
    """A desk on an empty database."""
    await lay_tables(url)
    async with Database.open(url) as database:
        yield Desk(database, folder)
