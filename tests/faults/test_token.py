"""Threat 20: a whole life of the bot, every log at its most talkative, and no secret to be seen.

The token is part of every address that is called. Here the real program runs on a real wire through
good and bad moments, by polling and by webhook; afterwards all that was logged, everything in the
database and every file on disk is searched.
"""

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.clock import StartedClock
from bot.demo.fake_telegram.api import DEMO_TOKEN, BotApi
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.quick_http import quick
from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.world import World, make_world
from bot.process.http_server import serving
from bot.process.logs import VEIL
from bot.program import Program, open_program
from bot.settings import BrokenStart, Settings
from bot.workers.courier import Courier
from campaign.people import Role
from campaign.texts import Html, Language
from storage.delivery.outbox import Outgoing, put_outgoing
from storage.invitations import invite_people, new_code
from storage.membership.branches import add_branch
from storage.membership.people import add_person
from storage.membership.roles import give_role
from tests.campus import TEXTS
from tests.demo.pictures import png
from tests.faults.listening import logs
from tests.faults.ordeal import BEGINS
from tests.postgres import free_port

WEBHOOK_SECRET = "only-for-the-webhook-of-this-test"
OFFICE_CODE = "only-for-the-first-of-the-office"
TOKEN_SECRET = DEMO_TOKEN.partition(":")[2]
FAULTY = ("sendmessage", "editmessagetext", "answercallbackquery", "getfile")
LOUD = (
    "aiohttp", "aiohttp.access", "aiosqlite", "asyncio", "alembic", "httpx", "sqlalchemy.engine",
    "sqlalchemy.pool", "telegram", "uvicorn", "uvicorn.access", "uvicorn.error",
)  # fmt: skip


def words(key: str) -> str:
    """How a text begins."""
    return Html(TEXTS.template(key, Language.ZH)).plain().partition("{")[0]


class Guest:
    """Somebody who chats, and waits for the answer."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self._news = asyncio.Event()
        world.changes.pages.append(lambda _: self._news.set())

    @property
    def heard(self) -> list[Message]:
        """What the bot has written."""
        return [m for m in self.world.messages(self.user) if m.sender == self.world.bot.id]

    async def says(self, text: str, answer: str) -> None:
        """Write, and wait until this is answered."""
        self.world.say(self.user, None, text)
        await self.hears(answer)

    async def presses(self, label: str, answer: str) -> None:
        """Press, and wait until this is answered."""
        card = [message for message in self.heard if message.buttons][-1]
        self.world.press(self.user, None, card.id, label)
        await self.hears(answer)

    async def hears(self, answer: str) -> None:
        """Wait until the last message contains this."""
        async with asyncio.timeout(30):
            while not (self.heard and answer in self.heard[-1].text):
                await self._news.wait()
                self._news.clear()


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Program]:
    """The program at work, its web side served."""
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        clock = StartedClock(BEGINS)
        program = await stack.enter_async_context(open_program(settings, clock=clock))
        await stack.enter_async_context(serving(program.web, settings.host, settings.port))
        task = asyncio.create_task(program.run(stop))
        try:
            yield program
        finally:
            stop.set()
            await asyncio.wait_for(task, 20)


async def a_link(program: Program) -> str:
    """The code of somebody's personal link."""
    code, now = new_code(), program.clock.now()
    async with program.database.write() as session:
        branch = await add_branch(session, "基础医学部党支部")
        person = await add_person(session, name="王芳", at=now, branch=branch, category="teaching")
        await give_role(session, person, Role.MEMBER, branch=None, at=now)
        await invite_people(session, {person: code}, at=now)
    return code


async def live(guest: Guest, api: BotApi, code: str) -> None:
    """Joins, checks in with a picture, meets every kind of trouble on the way."""
    await guest.says(f"/start {code}", words("join.language.ask"))
    await guest.presses("中文", words("join.consent.ask"))
    for method in FAULTY:
        api.faults.server_error(method)
    await guest.presses("同意", words("join.me.ask"))
    await guest.presses("是我", "欢迎加入")
    api.faults.drop("sendmessage")
    await guest.says("/checkin", words("check_in.activity.ask"))
    await guest.presses(guest.heard[-1].labels[0], words("check_in.themes.ask"))
    await guest.presses(words("flow.done_choosing"), words("check_in.done.ask"))
    api.faults.lose("sendmessage")
    await guest.says("给学生补了一晚上的课", words("check_in.effect.ask"))
    api.faults.server_error("sendmessage", code=502)
    await guest.says("学生都听懂了", words("check_in.evidence.ask"))
    api.faults.drop("getfile")
    guest.world.speech.send_file(
        guest.user, None, "photo", Upload("课堂.png", png(30, 20), "image/png")
    )
    await guest.hears(words("flow.attached"))
    api.faults.flood("editmessagetext", 1)
    await guest.presses(words("flow.done_attaching"), words("check_in.confirm.ask"))
    await guest.presses(words("check_in.confirm.button"), words("check_in.saved"))
    guest.world.presses.forge(guest.user, None, guest.heard[-1].id, "forged")
    await guest.says("/nonsense", words("hint.unknown_command"))


def settings_of(folder: Path, address: str, port: int, **more: Any) -> Settings:
    return Settings(
        _env_file=None,
        **{
            "token": SecretStr(DEMO_TOKEN),
            "api_url": address,
            "data": folder / "data",
            "rate": 0,
            "listen": f"127.0.0.1:{port}",
            "office_code": SecretStr(OFFICE_CODE),
            "webhook_secret": SecretStr(WEBHOOK_SECRET),
            **more,
        },
    )


def turn_up(levels: tuple[str, ...] = LOUD) -> None:
    """Every log tells everything."""
    logging.getLogger().setLevel(logging.DEBUG)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)


def searched(written: io.StringIO, folder: Path, *secrets: str) -> list[str]:
    """Where a secret was found."""
    places = {"the logs": written.getvalue().encode()}
    places |= {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [name for name, content in places.items() for s in secrets if s.encode() in content]


@pytest.mark.parametrize(("way", "as_json"), [("polling", False), ("webhook", True)])
async def test_no_secret_is_written_anywhere(tmp_path: Path, way: str, *, as_json: bool) -> None:
    world = make_world(StartedClock(BEGINS).now)
    api, port = BotApi(world), free_port()
    guest = Guest(world, world.add_user("小芳", language_code="zh-hans"))
    web = serving(BotRoutes(api), at_stop=api.poller.close, http=quick(api))
    async with AsyncExitStack() as telegram:
        host, own_port = await telegram.enter_async_context(web)
        telegram.push_async_callback(api.close)
        more = {"webhook_url": f"http://127.0.0.1:{port}"} if way == "webhook" else {}
        settings = settings_of(tmp_path, f"http://{host}:{own_port}", port, **more)
        with logs(as_json=as_json, secrets=settings.secrets()) as written:
            turn_up()
            async with running(settings) as program:
                await live(guest, api, await a_link(program))
                await telegram.aclose()
                await guest_in_vain(program, guest)
            be_careless(settings.api_url)
    told = written.getvalue()
    assert told.count("\n") > 1000
    assert told.count(VEIL) >= 2
    assert searched(written, tmp_path, TOKEN_SECRET, OFFICE_CODE) == []
    assert WEBHOOK_SECRET not in told


async def guest_in_vain(program: Program, guest: Guest) -> None:
    """Telegram is gone: what is to be sent cannot be."""
    async with program.database.write() as session:
        call = Outgoing("sendMessage", {"chat_id": guest.user.id, "text": "?"}, lane=guest.user.id)
        put_outgoing(session, [call], at=program.clock.now())
    program.part(Courier).wake()
    await asyncio.sleep(1.0)


def be_careless(root: str) -> None:
    """What a library of tomorrow may log."""
    careless = logging.getLogger("careless")
    careless.debug("POST %s/bot%s/sendMessage", root, DEMO_TOKEN)
    try:
        raise ConnectionError(f"{root}/bot{DEMO_TOKEN}/sendMessage")
    except ConnectionError:
        careless.exception("not reached")


def test_a_secret_that_shows_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: logs without a veil, and a file with the token."""
    monkeypatch.setattr("bot.process.logs.veil", lambda text, secrets: text)
    with logs(secrets=[DEMO_TOKEN]) as written:
        turn_up()
        be_careless("http://127.0.0.1")
    (tmp_path / "some.sqlite3").write_bytes(b"\0" + DEMO_TOKEN.encode() + b"\0")
    assert searched(written, tmp_path, TOKEN_SECRET) == [
        "the logs",
        str(tmp_path / "some.sqlite3"),
    ]


async def test_a_refused_token_is_not_repeated_in_the_refusal(tmp_path: Path) -> None:
    world = make_world(StartedClock(BEGINS).now)
    api = BotApi(world, "7000000001:another-token-that-this-server-knows")
    with logs(secrets=[DEMO_TOKEN]) as written:
        turn_up()
        async with serving(BotRoutes(api), at_stop=api.poller.close) as (host, port):
            settings = settings_of(tmp_path, f"http://{host}:{port}", free_port())
            with pytest.raises(BrokenStart) as refused:
                async with open_program(settings, clock=StartedClock(BEGINS)):
                    pass
    assert TOKEN_SECRET not in str(refused.value)
    assert searched(written, tmp_path, TOKEN_SECRET) == []
