"""The page's doors and its JSON: what a stranger gets, and what a person sees."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.clock import MovableClock
from bot.demo.chat_page.doors import shut
from bot.demo.chat_page.live import Live
from bot.demo.chat_page.page_routes import PAGE
from bot.demo.chat_page.web import build_demo_app
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.world import World
from tests.demo.conftest import HandClock
from tests.demo.pictures import PNG

ROOT = "http://127.0.0.1:8080"
JSON = {"Content-Type": "application/json", "Origin": ROOT}


@pytest.fixture
def moved() -> MovableClock:
    return MovableClock(HandClock()(), running=False)


@pytest.fixture
def app(world: World, api: BotApi, moved: MovableClock) -> Starlette:
    return build_demo_app(world, api, key="once", clock=moved)


@pytest.fixture
async def stranger(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ROOT) as client:
        yield client


@pytest.fixture
async def page(stranger: httpx.AsyncClient) -> httpx.AsyncClient:
    opened = await stranger.get("/", params={"key": "once"})
    assert opened.status_code == 200
    return stranger


async def test_a_key_opens_once(stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/")).status_code == 403
    assert (await stranger.get("/page/college")).status_code == 403
    assert (await stranger.get("/page/static/main.js")).status_code == 403
    assert (await stranger.get("/?key=wrong")).status_code == 403
    opened = await stranger.get("/?key=once")
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert (await stranger.get("/")).status_code == 200
    assert (await stranger.get("/?key=once")).status_code == 200
    stranger.cookies.clear()
    used_up = await stranger.get("/?key=once")
    assert (used_up.status_code, used_up.text) == (403, shut())


async def test_who_has_no_key_is_told_what_to_do_and_sees_nothing_else(
    stranger: httpx.AsyncClient,
) -> None:
    told = (await stranger.get("/")).text
    assert "python3 run.py" in told
    assert '<a href="/">' in told
    for path in re.findall(r'(?:href|src)="(/page/[^"]+)"', told):
        assert (await stranger.get(path)).status_code == 200, path
    assert (await stranger.get("/page/static/base.css")).status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1",
        "127.0.0.1:81",
        "",
        "127.0.0.1:8080.evil.example",
        "localhost:8080@evil.example",
    ],
)
@pytest.mark.parametrize("path", ["/", "/page/college", "/?key=once", "/bot1:T/getMe"])
async def test_a_foreign_name_is_refused_before_everything(
    page: httpx.AsyncClient, host: str, path: str
) -> None:
    assert (await page.get(path, headers={"Host": host})).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8080", "[::1]:8080", "127.0.0.1:8080"])
async def test_own_names_are_served(stranger: httpx.AsyncClient, host: str) -> None:
    assert (await stranger.get("/?key=once", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 403),
        ({"Content-Type": "application/json", "Origin": "http://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "application/json", "Origin": "http://localhost:8080"}, 403),
        ({"Content-Type": "text/plain", "Origin": ROOT}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded", "Origin": ROOT}, 415),
        ({"Origin": ROOT}, 415),
    ],
)
async def test_only_the_page_itself_writes_and_only_json(
    world: World, page: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    body = b'{"act": "say", "as": 101, "text": "x"}'
    answer = await page.post("/page/act", content=body, headers=headers)
    assert answer.status_code == status
    assert world.messages(101) == []


async def test_every_answer_is_armoured(page: httpx.AsyncClient) -> None:
    for path in ("/", "/page/college", "/page/static/main.js", "/page/nothing"):
        headers = (await page.get(path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


def test_the_page_holds_no_inline_script_and_no_inner_html() -> None:
    html = (PAGE / "index.html").read_text("utf-8")
    assert "<script>" not in html
    assert " on" not in html.replace(" one", "")
    assert 'style="' not in html
    for script in PAGE.glob("*.js"):
        code = script.read_text("utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in code, (script.name, word)


async def test_a_person_writes_and_sees_the_chat(world: World, page: httpx.AsyncClient) -> None:
    said = await page.post(
        "/page/act", json={"act": "say", "as": 101, "text": "/help"}, headers=JSON
    )
    assert said.json() == {"message_id": 1, "chat_id": 101}
    assert [update["message"]["text"] for update in world.queue.waiting] == ["/help"]
    chats = (await page.get("/page/chats?as=101")).json()["chats"]
    assert [(chat["id"], chat["last"]["text"]) for chat in chats] == [(101, "/help")]
    shown = (await page.get("/page/messages?as=101&chat=101")).json()
    assert [message["text"] for message in shown["messages"]] == ["/help"]


async def test_nobody_reads_or_presses_in_a_foreign_chat(
    world: World, page: httpx.AsyncClient
) -> None:
    world.say(101, None, "private")
    assert (await page.get("/page/messages?as=102&chat=101")).status_code == 404
    for act in (
        {"act": "say", "as": 102, "chat": 101, "text": "x"},
        {"act": "forge_press", "as": 102, "chat": 101, "message_id": 1, "data": "x"},
        {"act": "edit", "as": 102, "chat": 101, "message_id": 1, "text": "x"},
        {"act": "delete", "as": 102, "chat": 101, "message_id": 1},
        {"act": "forward", "as": 102, "chat": 101, "message_id": 1, "to": 102},
        {"act": "react", "as": 102, "chat": 101, "message_id": 1, "emoji": "x"},
        {"act": "say", "as": 999, "text": "x"},
        {"act": "nothing", "as": 101},
    ):
        assert (await page.post("/page/act", json=act, headers=JSON)).status_code == 409
    assert [message.text for message in world.messages(101)] == ["private"]
    assert world.messages(102) == []


async def test_photos_come_as_an_album_and_go_back_as_pictures(
    world: World, page: httpx.AsyncClient
) -> None:
    content = base64.b64encode(PNG).decode()
    files = [{"name": f"{n}.png", "mime": "image/png", "content": content} for n in range(2)]
    act = {"act": "files", "as": 101, "kind": "photo", "caption": "植树", "files": files}
    sent = (await page.post("/page/act", json=act, headers=JSON)).json()
    assert sent == {"message_ids": [1, 2]}
    big = world.messages(101)[0].content["photo"][-1]["file_id"]
    picture = await page.get(f"/page/file/{big}")
    assert (picture.content, picture.headers["content-type"]) == (PNG, "image/png")
    page_file = {"name": "x.html", "mime": "text/html", "content": content}
    act |= {"kind": "document", "files": [page_file]}
    await page.post("/page/act", json=act, headers=JSON)
    hostile = await page.get(f"/page/file/{world.last(101).content['document']['file_id']}")
    assert hostile.headers["content-type"] == "application/octet-stream"
    assert hostile.headers["content-disposition"] == "attachment"


async def test_the_sample_voice_is_true_ogg(world: World, page: httpx.AsyncClient) -> None:
    act = {"act": "sample_voice", "as": 101, "duration": 2}
    assert (await page.post("/page/act", json=act, headers=JSON)).status_code == 200
    voice = world.last(101).content["voice"]
    stored = world.files.by_id(voice["file_id"])
    assert stored is not None
    assert stored.content.startswith(b"OggS")
    assert stored.content.count(b"OggS") == 4
    assert (voice["duration"], voice["mime_type"]) == (2, "audio/ogg")


async def test_the_clock_moves_forward_only(page: httpx.AsyncClient, moved: MovableClock) -> None:
    start = moved.now()
    assert (await page.post("/page/clock", json={"hours": 24}, headers=JSON)).status_code == 200
    assert moved.now() == start + timedelta(days=1)
    for hours in (-1, 0, 99999):
        refused = await page.post("/page/clock", json={"hours": hours}, headers=JSON)
        assert refused.status_code == 409
    assert moved.now() == start + timedelta(days=1)


async def test_a_further_key_opens_another_browser(page: httpx.AsyncClient, app: Starlette) -> None:
    key = (await page.post("/page/key", json={}, headers=JSON)).json()["key"]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ROOT) as other:
        assert (await other.get("/", params={"key": key})).status_code == 200
        assert (await other.get("/page/college")).status_code == 200


async def test_events_reach_only_those_who_may_see_them(world: World, api: BotApi) -> None:
    live = Live(world)
    mine, theirs = live.stream(101), live.stream(102)
    assert "retry" in await anext(mine) + await anext(theirs)
    world.start(101)
    group = world.add_group("第一支部", 101, 102, bot=True)
    await api.call("1:T", "sendMessage", {"chat_id": 101, "text": "<b>to you"})
    await api.call("1:T", "sendMessage", {"chat_id": group.id, "text": "to all"})
    assert "/start" in await anext(mine)
    assert "to you" in await anext(mine)
    assert "to all" in await anext(mine)
    assert "to all" in await anext(theirs)
    live.close()
    with pytest.raises(StopAsyncIteration):
        await anext(mine)
    with pytest.raises(StopAsyncIteration):
        await anext(theirs)


async def test_a_person_s_own_menu_is_news_to_them_alone(world: World, api: BotApi) -> None:
    live = Live(world)
    mine, theirs = live.stream(101), live.stream(102)
    await anext(mine)
    await anext(theirs)
    commands = [{"command": "help", "description": "帮助"}]
    own = {"type": "chat", "chat_id": 101}
    await api.call("1:T", "setMyCommands", {"commands": commands, "scope": own})
    await api.call("1:T", "deleteMyCommands", {"scope": own})
    await api.call("1:T", "setMyCommands", {"commands": commands})
    live.close()
    heard = [[event async for event in page if "menus" in event] for page in (mine, theirs)]
    assert [len(events) for events in heard] == [3, 1]
