"""Bodies of a wrong shape, to every route of the demo: 400 and a sentence, and never a 500."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.clock import MovableClock
from bot.demo.chat_page.acts import ACTS
from bot.demo.chat_page.web import build_demo_app
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.control import QUESTIONS, build_control_app
from bot.demo.fake_telegram.methods import METHODS
from bot.demo.fake_telegram.world.world import World
from tests.demo.conftest import HandClock

ROOT = "http://127.0.0.1:8080"
JSON = {"Content-Type": "application/json", "Origin": ROOT}
VALUES = (
    "null",
    "[]",
    "{}",
    '"Infinity"',
    '"x"',
    '"²"',
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "1e308",
    "-1e308",
    "9" * 400,
    "-" + "9" * 30,
    "true",
    "-1",
    "0",
    "[[]]",
    '{"id": 1}',
    '"\\ud800"',
    '"' + "9" * 5000 + '"',
)
NO_OBJECTS = ("", "{", "null", "[]", "5", '"x"', "NaN", "[" * 100_000, "9" * 5000, "\xff")


@pytest.fixture
async def page(world: World, api: BotApi) -> AsyncIterator[httpx.AsyncClient]:
    clock = MovableClock(HandClock()(), running=False)
    app = build_demo_app(world, api, key="once", clock=clock)
    async with _client(app) as client:
        await client.get("/", params={"key": "once"})
        yield client


def _client(app: Starlette | BotRoutes) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=ROOT)


async def _posted(client: httpx.AsyncClient, path: str, body: str) -> httpx.Response:
    return await client.post(path, content=body.encode("latin-1"), headers=JSON)


@pytest.mark.parametrize("path", ["/page/clock", "/page/act"])
@pytest.mark.parametrize("body", NO_OBJECTS)
async def test_what_is_no_object_is_told(page: httpx.AsyncClient, path: str, body: str) -> None:
    answer = await _posted(page, path, body)
    assert answer.status_code == 400
    assert "the body" in answer.json()["refused"]


@pytest.mark.parametrize("hours", VALUES)
async def test_the_clock_takes_hours_and_tells_what_else_is_wrong(
    page: httpx.AsyncClient, hours: str
) -> None:
    answer = await _posted(page, "/page/clock", f'{{"hours": {hours}}}')
    assert answer.status_code in (400, 409)
    assert answer.json()["refused"]


@pytest.mark.parametrize("value", ["", "x", "²", "1.5", "9" * 5000, "-" * 9, "NaN", "9" * 18])
@pytest.mark.parametrize("route", ["messages", "menu", "chats", "events"])
async def test_no_address_is_answered_with_a_fault_of_the_server(
    page: httpx.AsyncClient, route: str, value: str
) -> None:
    for query in (
        {"as": value, "chat": "101"},
        {"as": "101", "chat": value},
        {"as": "101", "chat": "101", "before": value},
    ):
        if (route, query["as"]) != ("events", "101") and (route, value) != ("events", "9" * 18):
            answer = await page.get(f"/page/{route}", params=query)
            assert answer.status_code < 500


def _acts() -> Iterator[str]:
    whole = {
        "as": "101",
        "chat": "101",
        "message_id": "1",
        "text": '"x"',
        "button": "0",
        "data": '"x"',
        "kind": '"photo"',
        "files": "[]",
        "latitude": "1",
        "longitude": "1",
        "to": "101",
        "emoji": '"x"',
        "whom": "102",
        "payload": '"x"',
        "duration": "3",
        "size": "3",
        "caption": '""',
        "reply_to": "1",
    }
    files = '[{"name": "a.png", "mime": "image/png", "content": "aGFsbG8="}]'
    for name in ACTS:
        for field in whole:
            for value in VALUES:
                parts = whole | {"files": files} | {field: value}
                inner = ", ".join(f'"{key}": {part}' for key, part in parts.items())
                yield f'{{"act": "{name}", {inner}}}'


async def test_no_act_breaks_the_server_nor_what_it_shows_afterwards(
    world: World, page: httpx.AsyncClient
) -> None:
    for act in _acts():
        answer = await _posted(page, "/page/act", act)
        assert answer.status_code in (200, 400, 409), act
    for path in ("chats?as=101", "messages?as=101&chat=101", "college"):
        assert (await page.get(f"/page/{path}")).status_code == 200


async def test_no_body_breaks_a_call_of_the_bot(
    api: BotApi, page: httpx.AsyncClient, world: World
) -> None:
    """Every method, every parameter that it is called with, every nasty value."""
    world.start(101)
    fields = (
        "chat_id",
        "text",
        "message_id",
        "reply_markup",
        "commands",
        "scope",
        "media",
        "reply_parameters",
        "offset",
        "latitude",
        "user_id",
        "photo",
    )
    for method in METHODS:
        for body in NO_OBJECTS:
            if method != "getupdates":
                assert (await _posted(page, f"/bot1:T/{method}", body)).status_code < 500
        for field in fields if method != "getupdates" else ():
            for value in VALUES:
                inner = f'"chat_id": 101, "text": "x", "message_id": 1, "{field}": {value}'
                answer = await _posted(page, f"/bot1:T/{method}", f"{{{inner}}}")
                assert answer.status_code < 500, (method, field, value)
                assert answer.json()["ok"] in (True, False)
    assert (await page.get("/page/messages?as=101&chat=101")).status_code == 200


async def test_no_question_breaks_the_control(api: BotApi) -> None:
    async with _client(build_control_app(api)) as control:
        for question in QUESTIONS:
            path = f"/control/{question.__name__.replace('_', '-')}"
            for body in NO_OBJECTS[1:]:
                assert (await _posted(control, path, body)).status_code == 400, (path, body)
            for field in (
                "count",
                "users",
                "title",
                "people",
                "acts",
                "chat",
                "after",
                "method",
                "times",
                "per_second",
                "active",
                "at",
                "updates",
                "clear",
            ):
                for value in VALUES:
                    answer = await _posted(control, path, f'{{"{field}": {value}}}')
                    assert answer.status_code in (200, 400), (path, field, value)
        assert json.loads((await _posted(control, "/control/counts", "{}")).content)


@pytest.mark.parametrize("length", ["²", "9" * 5000, "-1", "x", ""])
async def test_a_length_that_is_no_number_is_told(page: httpx.AsyncClient, length: str) -> None:
    headers: list[tuple[Any, Any]] = [(k.encode(), v.encode()) for k, v in JSON.items()]
    headers.append((b"content-length", length.encode("latin-1", "replace")))
    answer = await page.post("/page/clock", content=b"{}", headers=headers)
    assert answer.status_code in (400, 409)
