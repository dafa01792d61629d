"""A campus to test on: real routes, engine, courier, receiver and database; people who chat.

    async def test_…(campus):
        wang = await campus.member("王芳")
        await wang.says("/checkin")
        wang.sees("check_in.activity.ask")
        await wang.presses("义诊与健康宣传")
        wang.hears("check_in.saved", day=date(2008, 6, 23))

The only thing that is not real is Telegram: the demo's local server takes its place and refuses
what Telegram refuses. A call that it does not know fails the test.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import MovableClock
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.world import World, make_world
from bot.program import workshop_of
from bot.telegram.polling import Receiver
from bot.workers.courier import Courier
from bot.workers.engine import Engine
from bot.workers.inbox_writer import InboxWriter
from bot.workers.notices import Noticing
from bot.workers.roster_imports import RosterImports
from campaign.calendar import Calendar
from campaign.definition import Campaign
from campaign.people import BranchId, PersonId, Role, Standing
from campaign.privacy.notice import notice_version
from campaign.reading import shipped_campaign
from campaign.texts import Language, Text, Texts, read_texts
from handlers.routes import ROUTES
from handlers.routing import Routes
from handlers.turn import Setting
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.cards import Card, save_cards
from storage.delivery.outbox import Outgoing, put_outgoing
from storage.delivery.talks import TalkState
from storage.evidence.copies import EvidenceFiles
from storage.membership.branches import add_branch
from storage.membership.people import add_person, people_by_telegram_id, take_up_account
from storage.membership.roles import give_role, take_role
from storage.tables import branches, talks
from tests.in_process import in_process
from tests.prepared import lay_tables

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXTS = read_texts()
CAMPAIGN = shipped_campaign()
# What a phone still shows of a button.
LONGEST_LABEL = 64
FIRST_BRANCH = "基础医学部党支部"


class Actor:
    """Somebody who chats with the bot."""

    def __init__(self, campus: "Campus", user: User, person: PersonId | None) -> None:
        self.campus = campus
        self.user = user
        self.person = person
        self.language = Language.nearest(user.language_code)
        self._heard: dict[int, str] = {}

    # ── acts ────────────────────────────────────────────────────────────────────────────────

    async def says(self, text: str, where: DemoChat | None = None) -> None:
        """Write a message, and let the bot answer."""
        self._listen()
        self.campus.world.say(self.user, where, text)
        await self.campus.settle()

    async def starts(self, payload: str = "") -> None:
        """Press Start, or open a link with a payload."""
        self._listen()
        self.campus.world.start(self.user, payload)
        await self.campus.settle()

    async def presses(self, label: str, *, on: Message | None = None) -> None:
        """Press the button of the last card whose label is, or else contains, this."""
        card = on or self.card
        self._listen()
        self.campus.world.press(self.user, card.chat_id, card.id, self._button(card, label))
        await self.campus.settle()

    async def presses_twice(self, label: str) -> None:
        """A double tap: both presses are there before the bot sees the first."""
        card = self.card
        self._listen()
        for _ in range(2):
            self.campus.world.press(self.user, card.chat_id, card.id, self._button(card, label))
        await self.campus.settle()

    async def forges(self, data: str, *, on: Message | None = None) -> None:
        """Press with data of one's own making."""
        card = on or self.card
        self._listen()
        self.campus.world.presses.forge(self.user, card.chat_id, card.id, data)
        await self.campus.settle()

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        """Send a photo."""
        self._listen()
        self.campus.world.speech.send_photo(self.user, None, content, caption=caption)
        await self.campus.settle()

    async def does(self, act: Callable[[World], object]) -> None:
        """Anything else that people do: `await wang.does(lambda w: w.speech.send_album(…))`."""
        self._listen()
        act(self.campus.world)
        await self.campus.settle()

    # ── what is there ───────────────────────────────────────────────────────────────────────

    @property
    def messages(self) -> list[Message]:
        """What the bot has written in the private chat, oldest first, as it reads now."""
        bot = self.campus.world.bot.id
        return [m for m in self.campus.world.messages(self.user) if m.sender == bot]

    @property
    def card(self) -> Message:
        """The last message of the bot that has buttons."""
        return [message for message in self.messages if message.buttons][-1]

    @property
    def live_cards(self) -> int:
        """How many messages have buttons."""
        return sum(bool(message.buttons) for message in self.messages)

    @property
    def toasts(self) -> list[str]:
        """The short notes that answered presses, oldest first."""
        answers = [
            query.answer.get("text", "")
            for query in self.campus.world.presses
            if query.user_id == self.user.id and query.answer is not None
        ]
        return [text for text in answers if text]

    # ── checks ──────────────────────────────────────────────────────────────────────────────

    def sees(self, key: str, **params: object) -> None:
        """The last message contains this text."""
        wanted = self.reads(key, **params)
        assert self.messages, f"the bot has said nothing; wanted: {wanted}"
        assert wanted in self.messages[-1].text, f"wanted: {wanted}\nseen: {self.messages[-1].text}"

    def hears(self, key: str, **params: object) -> None:
        """Since the last act exactly one message was written or changed, and it says just this."""
        news = self._news()
        assert [message.text for message in news] == [self.reads(key, **params)]

    def hears_nothing(self) -> None:
        """Since the last act the bot has written and changed nothing."""
        assert [message.text for message in self._news()] == []

    def is_toasted(self, key: str, **params: object) -> None:
        """The last press was answered with this short note."""
        assert self.toasts[-1:] == [self.reads(key, **params)]

    def reads(self, key: str, **params: object) -> str:
        """A text as this person reads it."""
        now = self.campus.clock.now().astimezone(SHANGHAI)
        return self.campus.texts.say(Text(key, params), self.language, now).plain().strip()

    def _listen(self) -> None:
        self._heard = {message.id: message.text for message in self.messages}

    def _news(self) -> list[Message]:
        return [m for m in self.messages if self._heard.get(m.id) != m.text]

    def _button(self, card: Message, label: str) -> int:
        labels = card.labels
        exact = [at for at, found in enumerate(labels) if found == label]
        close = exact or [at for at, found in enumerate(labels) if label in found]
        assert len(close) == 1, f"no one button {label!r} among {labels}"
        return close[0]


class Campus:
    """The bot at work on a campus; `restart` gives it a new process's life."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        campaign: Campaign = CAMPAIGN,
        texts: Texts = TEXTS,
        routes: Routes = ROUTES,
    ) -> None:
        self.clock = MovableClock(datetime(2008, 6, 23, 1, 0, tzinfo=UTC), running=False)
        self.world = make_world(self.clock.now)
        self.server = BotApi(self.world)
        self.api = in_process(self.server)
        self.database = database
        self.campaign = campaign
        self.texts = texts
        self.routes = routes
        self.files = EvidenceFiles(folder / "evidence")
        self.channel: int | None = None
        self._branches: dict[str, BranchId] = {}
        self._handed = 0
        self.restart()

    def restart(self) -> None:
        """As if the process had died: whatever was only in memory is gone."""
        setting = Setting(
            self.campaign,
            Calendar(self.campaign),
            self.texts,
            self.routes,
            self.world.bot.username,
            b"salt",
            channel=self.channel,
        )
        self.inbox_writer = InboxWriter(self.database, lambda: self.engine.wake())  # noqa: PLW0108
        self.courier = Courier(
            self.database,
            self.clock,
            self.api,
            self.files,
            rate=0,
            wake_engine=_no_wake,
            workshop=workshop_of(self.database, self.clock, setting, self.files),
        )
        self.engine = Engine(
            self.database,
            self.clock,
            setting,
            courier=self.courier,
            inbox_writer=self.inbox_writer,
        )
        self.receiver = Receiver(self.database, self.clock, self.api, self.inbox_writer)
        self.noticing = Noticing(self.database, self.clock, _no_wake)
        self.rosters = RosterImports(self.database, self.clock, setting, self.files, _no_wake)

    async def settle(self) -> None:
        """Let the bot work until nothing is left to do."""
        while True:
            received = await self.receiver.receive_once()
            worked = await self.engine.work_once()
            sent = await self.courier.drain_once()
            noticed = await self.noticing.look()
            imported = await self.rosters.work_once()
            if not (received or worked or sent or noticed or imported):
                break
        assert self.server.unknown == [], f"unknown to Telegram: {self.server.unknown}"
        labels = [
            label for chat in self.world.chats for m in chat.in_order()[-4:] for label in m.labels
        ]
        too_long = [label for label in labels if len(label) > LONGEST_LABEL]
        assert too_long == []

    def stands_at(self, moment: str) -> None:
        """Set the clock to a local time such as `2008-06-23 09:00`."""
        self.clock.stand_at(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))

    # ── people ──────────────────────────────────────────────────────────────────────────────

    async def member(
        self,
        name: str,
        *,
        branch: str | None = FIRST_BRANCH,
        category: str | None = "teaching",
        language: str = "zh",
        roles: tuple[Role, ...] = (Role.MEMBER,),
    ) -> Actor:
        """Somebody of a branch who has joined."""
        user = self.world.add_user(name, language_code="zh-hans" if language == "zh" else language)
        branch_id = None if branch is None else await self.branch(branch)
        async with self.database.write() as session:
            person = await add_person(
                session,
                name=name,
                at=self.clock.now(),
                branch=branch_id,
                category=category,
                standing=Standing.FULL,
            )
            for role in roles:
                local = role in (Role.SECRETARY, Role.DEPUTY)
                await give_role(
                    session, person, role, branch=branch_id if local else None, at=self.clock.now()
                )
            await take_up_account(
                session,
                person,
                telegram_id=user.id,
                language=Language(language),
                consent=notice_version(self.campaign),
                at=self.clock.now(),
            )
        self.world.chats[user.id].started = True
        return Actor(self, user, person)

    async def secretary(self, name: str, **facts: Any) -> Actor:
        """A secretary of a branch, who is a member too."""
        return await self.member(name, roles=(Role.MEMBER, Role.SECRETARY), **facts)

    async def office(self, name: str, **facts: Any) -> Actor:
        """Somebody of the Party office."""
        return await self.member(name, category="administration", roles=(Role.OFFICE,), **facts)

    async def leader(self, name: str, **facts: Any) -> Actor:
        """Somebody of the school committee."""
        return await self.member(name, category="administration", roles=(Role.LEADER,), **facts)

    def visitor(self, name: str, *, language: str = "zh-hans") -> Actor:
        """Somebody whom the roster does not know."""
        return Actor(self, self.world.add_user(name, language_code=language), None)

    async def branch(self, name: str) -> BranchId:
        """A branch by name, founded at the first mention."""
        if name not in self._branches:
            async with self.database.write() as session:
                known = await session.value(select(branches.c.id).where(branches.c.name == name))
                self._branches[name] = known or await add_branch(session, name)
        return self._branches[name]

    async def branch_of(self, actor: Actor) -> BranchId | None:
        """The branch that an actor is on the roster of."""
        async with self.reading() as session:
            found = await people_by_telegram_id(session, [actor.user.id])
        return found[actor.user.id].branch

    async def takes_role(self, actor: Actor, role: Role) -> None:
        """The office takes a role away from somebody."""
        assert actor.person is not None
        async with self.database.write() as session:
            await take_role(session, actor.person, role, branch=None)

    async def hands_button(
        self, actor: Actor, *, where: DemoChat | None = None, **offer: Any
    ) -> None:
        """Send a card with one button "试一试" for any offer, such as only the program makes.

        It is the actor's alone, in whichever chat it stands.
        """
        self._handed += 1
        chat, card_id = actor.user.id if where is None else where.id, f"{self._handed:016}"
        card = Card(card_id, chat, actor.user.id, 1, [offer], None, self.clock.now())
        button = {"text": "试一试", "callback_data": f"{card_id}.1.0"}
        markup = {"inline_keyboard": [[button]]}
        params = {"chat_id": chat, "text": "？", "reply_markup": markup}
        async with self.database.write() as session:
            await save_cards(session, [card])
            shown = Outgoing("sendMessage", params, lane=chat, card_id=card_id, fresh=True)
            put_outgoing(session, [shown], at=self.clock.now())
        await self.settle()

    # ── what is stored ──────────────────────────────────────────────────────────────────────

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A fresh session: only what was committed is seen."""
        async with self.database.read() as session:
            yield session

    async def open_talks(self) -> list[str]:
        """The flows that are open now."""
        async with self.reading() as session:
            rows = await session.rows(
                select(talks.c.flow).where(talks.c.state == TalkState.OPEN.value)
            )
        return [row.flow for row in rows]


def _no_wake() -> None:
    """Tests turn the wheel by hand."""


@asynccontextmanager
async def open_campus(url: str, folder: Path, **facts: Any) -> AsyncIterator[Campus]:
    """A campus on an empty database."""
    await lay_tables(url)
    async with Database.open(url) as database:
        yield Campus(database, folder, **facts)
