"""The Bot API over HTTP: the ways a call may come, files up and down, the stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import telegram
from telegram.request import HTTPXRequest
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.clock import MovableClock
from bot.demo.chat_page.web import build_demo_app
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.quick_http import quick
from bot.demo.fake_telegram.world.world import World
from bot.process.http_server import serving
from tests.demo.conftest import HandClock
from tests.demo.pictures import PNG


@pytest.fixture(params=["long way", "short way"])
async def root(request: pytest.FixtureRequest, api: BotApi) -> AsyncIterator[str]:
    http = quick(api) if request.param == "short way" else H11Protocol
    served = serving(BotRoutes(api), at_stop=api.poller.close, http=http)
    async with served as (host, port):
        yield f"http://{host}:{port}"


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield session


async def test_a_call_comes_as_json_form_query_or_multipart(
    world: World, root: str, web: aiohttp.ClientSession
) -> None:
    world.start(101)
    address = f"{root}/bot1:T/sendMessage"
    call = {"chat_id": "101", "text": "记 & <下>"}
    form = aiohttp.FormData(call, default_to_multipart=True)
    async with web.post(address, json=call) as first, web.post(address, data=call) as second:
        assert (first.status, second.status) == (200, 200)
    async with web.get(address, params=call) as third, web.post(address, data=form) as fourth:
        assert (third.status, fourth.status) == (200, 200)
    assert [message.text for message in world.messages(101)[1:]] == [call["text"]] * 4


async def test_errors_carry_their_status_and_retry_after(
    api: BotApi, root: str, web: aiohttp.ClientSession
) -> None:
    api.faults.flood("getMe", 7)
    async with web.post(f"{root}/bot1:T/getMe", json={}) as answer:
        body = await answer.json()
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert body["parameters"] == {"retry_after": 7}
    for path, status in (("bot1:X/getMe", 401), ("bot1:T/getNothing", 404), ("file/bot1:T/x", 404)):
        async with web.get(f"{root}/{path}") as answer:
            assert answer.status == status
    async with web.post(f"{root}/bot1:T/getMe", data=b"{", headers=_JSON) as answer:
        assert answer.status == 400


_JSON = {"Content-Type": "application/json"}


async def test_a_call_under_a_foreign_name_is_refused(
    world: World, api: BotApi, web: aiohttp.ClientSession, clock: HandClock
) -> None:
    app = build_demo_app(world, api, key="k", clock=MovableClock(clock()))
    async with serving(app, at_stop=app.state.wake, http=quick(api)) as (host, port):
        address = f"http://{host}:{port}/bot1:T/getMe"
        async with web.post(address, headers={"Host": f"evil.example:{port}"}) as answer:
            assert answer.status == 403
        async with web.post(address, json={}) as answer:
            assert answer.status == 200


async def test_a_dropped_answer_was_carried_out_and_a_lost_call_was_not(
    world: World, api: BotApi, root: str, web: aiohttp.ClientSession
) -> None:
    world.start(101)
    address, call = f"{root}/bot1:T/sendMessage", {"chat_id": 101, "text": "x"}
    api.faults.drop("sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await web.post(address, json=call)
    assert len(world.messages(101)) == 2
    api.faults.lose("sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await web.post(address, json=call)
    assert len(world.messages(101)) == 2
    assert api.faults.suffered == {"sendmessage": 2}


async def poll_waits(api: BotApi) -> None:
    while not api.poller.is_waiting:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)


async def test_python_telegram_bot_polls_sends_and_fetches(
    world: World, api: BotApi, root: str
) -> None:
    """A real client: a photo up, its bytes down, an album, buttons, a long poll that is woken."""
    request = HTTPXRequest(read_timeout=10)
    bot = telegram.Bot(
        "1:T", f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=request
    )
    async with bot:
        poll = asyncio.get_running_loop().create_task(bot.get_updates(timeout=20))
        await poll_waits(api)
        world.start(101)
        world.speech.send_photo(101, None, PNG, caption="植树")
        updates = (*await poll, *await bot.get_updates(offset=2, timeout=0))
        photo = updates[-1].effective_message
        assert photo is not None
        assert [u.effective_message.text for u in updates[:1] if u.effective_message] == ["/start"]
        file = await photo.photo[-1].get_file()
        assert bytes(await file.download_as_bytearray()) == PNG
        sent = await bot.send_photo(101, PNG, caption="<i>好</i>", parse_mode="HTML")
        assert sent.parse_caption_entities()[sent.caption_entities[0]] == "好"
        media = [telegram.InputMediaPhoto(PNG), telegram.InputMediaPhoto(sent.photo[-1].file_id)]
        album = await bot.send_media_group(101, media)
        assert album[0].media_group_id == album[1].media_group_id
        with pytest.raises(telegram.error.BadRequest, match="not found"):
            await bot.send_message(5, "x")
    assert world.last(101).kind == "photo"


async def test_the_stop_wakes_a_waiting_poll(api: BotApi) -> None:
    served = serving(BotRoutes(api), at_stop=api.poller.close)
    async with aiohttp.ClientSession(trust_env=False) as web:
        async with served as (host, port):
            address = f"http://{host}:{port}/bot1:T/getUpdates"
            poll = asyncio.get_running_loop().create_task(web.post(address, json={"timeout": 50}))
            await poll_waits(api)
        async with await poll as answer:
            assert await answer.json() == {"ok": True, "result": []}
