"""Faults on order, sending limits, webhooks, menus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web as server

from bot.demo.chat_page.views import menu_of
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.faults import ConnectionDropped
from bot.demo.fake_telegram.flood import FloodControl
from bot.demo.fake_telegram.refusals import ApiRefusal
from bot.demo.fake_telegram.webhook import SECRET_HEADER
from bot.demo.fake_telegram.world.world import World
from tests.demo.conftest import Call, HandClock


async def test_faults_hit_the_calls_they_were_planned_for(world: World, api: BotApi) -> None:
    world.start(101)
    world.start(102)
    api.faults.flood("sendMessage", 9, chat_id=102)
    to_101 = {"chat_id": 101, "text": "x"}
    assert (await api.call("1:T", "sendMessage", to_101))[0] == 200
    status, body = await api.call("1:T", "sendMessage", {"chat_id": 102, "text": "x"})
    assert (status, body["parameters"]) == (429, {"retry_after": 9})
    api.faults.server_error("*", times=2, code=502)
    assert [(await api.call("1:T", "getMe"))[0] for _ in range(3)] == [502, 502, 200]
    api.faults.drop("sendMessage")
    with pytest.raises(ConnectionDropped):
        await api.call("1:T", "sendMessage", to_101)
    assert len(world.messages(101)) == 3


def test_limits_count_in_sliding_windows() -> None:
    now = [0.0]
    flood = FloodControl(lambda: now[0])
    flood.active = True

    def sends(chat: int, *, group: bool = False) -> int:
        """The seconds to wait, or 0."""
        try:
            flood.check(chat, group=group)
        except ApiRefusal as refused:
            return int(refused.parameters["retry_after"])
        return 0

    assert [sends(1) for _ in range(4)] == [0, 0, 0, 3]
    assert [sends(chat) for chat in range(100, 127)] == [0] * 27
    assert sends(200) == 1
    now[0] = 1.1
    assert [sends(200), sends(1)] == [0, 2]
    now[0] = 100.0
    answers = []
    for _ in range(21):
        now[0] += 0.25
        answers.append(sends(-5, group=True))
    assert answers == [0] * 20 + [55]
    assert flood.refused == 4


class Receiver:
    """A webhook that answers what it is told to, and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, Any], str]] = []
        self.answers: list[int] = []
        self.news = asyncio.Event()
        self.url = ""

    async def receive(self, request: server.Request) -> server.Response:
        self.got.append((await request.json(), request.headers.get(SECRET_HEADER, "")))
        self.news.set()
        return server.Response(status=self.answers.pop(0) if self.answers else 200)

    async def gets(self, count: int) -> list[int]:
        while len(self.got) < count:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 5)
        return [update["update_id"] for update, _ in self.got]


@pytest.fixture
async def receiver(api: BotApi) -> AsyncIterator[Receiver]:
    made = Receiver()
    app = server.Application()
    app.router.add_post("/hook", made.receive)
    runner = server.AppRunner(app, access_log=None)
    await runner.setup()
    site = server.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await api.close()
    await runner.cleanup()


async def test_a_webhook_gets_each_chat_in_order_until_it_accepts(
    world: World, api: BotApi, bot: Call, receiver: Receiver
) -> None:
    async def at_once(_seconds: float) -> None:
        await asyncio.sleep(0)

    api.webhook.pause = at_once
    receiver.answers = [500, 503, 200]
    assert await bot("setWebhook", url=receiver.url, secret_token="s-3") is True
    world.say(101, None, "one")
    world.say(101, None, "two")
    assert await receiver.gets(4) == [1, 1, 1, 2]
    assert {secret for _, secret in receiver.got} == {"s-3"}
    conflict = await bot("getUpdates")
    assert conflict[0] == 409
    info = await bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503"
    assert await bot("deleteWebhook") is True
    world.say(102, None, "three")
    assert [u["message"]["text"] for u in await bot("getUpdates", offset=3)] == ["three"]


async def test_other_chats_go_on_while_one_is_refused(
    world: World, api: BotApi, bot: Call, receiver: Receiver
) -> None:
    again = asyncio.Event()

    async def until_told(_seconds: float) -> None:
        await again.wait()

    api.webhook.pause = until_told
    receiver.answers = [500]
    await bot("setWebhook", url=receiver.url)
    world.say(101, None, "refused once")
    await receiver.gets(1)
    world.say(101, None, "waits behind it")
    world.say(102, None, "goes on")
    assert await receiver.gets(2) == [1, 3]
    again.set()
    assert await receiver.gets(4) == [1, 3, 1, 2]


async def test_a_refused_update_is_given_up_after_a_day(
    world: World, api: BotApi, bot: Call, receiver: Receiver, clock: HandClock
) -> None:
    async def a_day(_seconds: float) -> None:
        clock.passes(hours=25)

    api.webhook.pause = a_day
    receiver.answers = [500]
    await bot("setWebhook", url=receiver.url)
    world.say(101, None, "given up")
    await receiver.gets(1)
    world.say(102, None, "next")
    assert await receiver.gets(2) == [1, 2]


async def test_menus_are_kept_by_scope_and_language(world: World, bot: Call) -> None:
    def commands(*names: str) -> list[dict[str, str]]:
        return [{"command": name, "description": name} for name in names]

    group = world.add_group("第一支部", 101, 102, bot=True)
    await bot("setMyCommands", commands=commands("help"))
    await bot("setMyCommands", commands=commands("start"), scope={"type": "all_private_chats"})
    await bot(
        "setMyCommands",
        commands=commands("begin"),
        language_code="en",
        scope={"type": "all_private_chats"},
    )
    await bot("setMyCommands", commands=commands("branch"), scope={"type": "chat", "chat_id": 101})

    def seen(person: int, chat: int, language: str = "zh-hans") -> list[str]:
        return [c["command"] for c in menu_of(world, world.chats[chat], person, language)]

    assert seen(101, 101) == ["branch"]
    assert seen(102, 102) == ["start"]
    assert seen(103, 103, "en") == ["begin"]
    assert seen(101, group.id) == ["help"]
    assert await bot("deleteMyCommands", scope={"type": "chat", "chat_id": 101}) is True
    assert seen(101, 101) == ["start"]
    assert await bot("getMyCommands") == commands("help")
    refused = await bot("setMyCommands", commands=commands("Bad-Name"))
    assert refused == (400, "Bad Request: BOT_COMMAND_INVALID")
    refused = await bot("setMyCommands", commands=commands("x"), language_code="zh-hans")
    assert refused == (400, "Bad Request: invalid language code specified")
