"""The webhook: only Telegram gets in, and what it brings is committed before it is accepted."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from bot.process.http_server import serving
from bot.settings import BrokenStart
from bot.telegram.webhook import BODY_LIMIT, SECRET_HEADER, Webhook
from bot.web import build_web
from tests.bot.desk import Desk

SECRET = "a-secret-that-only-telegram-knows"
PATH = "/webhook/0123456789abcdef"
JSON = {"Content-Type": "application/json", SECRET_HEADER: SECRET}
UPDATE = {"update_id": 5, "message": {"message_id": 1, "chat": {"id": 7}, "text": "你好"}}


@pytest.fixture
def webhook(desk: Desk) -> Webhook:
    """The bot's webhook."""
    return Webhook(
        desk.clock,
        desk.api,
        url="https://flag.example",
        path=PATH,
        secret=SECRET,
        inbox_writer=desk.inbox_writer(),
    )


@pytest.fixture
def app(webhook: Webhook) -> Starlette:
    """The bot's web side."""

    async def well() -> tuple[bool, dict[str, Any]]:
        return True, {}

    return build_web(well, webhook)


@pytest.fixture
async def telegram(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who posts."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


async def test_an_update_is_accepted_once_it_is_committed(
    desk: Desk, telegram: httpx.AsyncClient
) -> None:
    answer = await telegram.post(PATH, json=UPDATE, headers=JSON)
    assert (answer.status_code, answer.content) == (200, b"")
    (row,) = await desk.inbox()
    assert (row.chat_id, row.body) == (7, UPDATE)
    assert desk.woken == ["engine"]


@pytest.mark.parametrize(
    "secret",
    ["", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), SECRET[:-1] + "S", "ä" * 20],
)
async def test_without_the_secret_nothing_is_read(
    desk: Desk, telegram: httpx.AsyncClient, secret: str
) -> None:
    """Threat 7: none, a wrong one, and near ones."""
    headers = [(b"content-type", b"application/json"), (SECRET_HEADER.encode(), secret.encode())]
    answer = await telegram.post(PATH, content=json.dumps(UPDATE), headers=headers)
    assert answer.status_code == 403
    assert await desk.inbox() == []


async def test_no_secret_header_at_all_is_refused(telegram: httpx.AsyncClient) -> None:
    assert (await telegram.post(PATH, json=UPDATE)).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(desk: Desk, telegram: httpx.AsyncClient, kind: str) -> None:
    """Threat 7."""
    headers = {**JSON, "Content-Type": kind}
    answer = await telegram.post(PATH, content=json.dumps(UPDATE), headers=headers)
    assert answer.status_code == 415
    assert await desk.inbox() == []


async def test_a_large_body_is_cut_off(desk: Desk, telegram: httpx.AsyncClient) -> None:
    """Threat 7: by what comes, whatever length was announced."""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 64 * 1024
            yield b" " * 64 * 1024

    answer = await telegram.post(PATH, content=endless(), headers=JSON)
    assert answer.status_code == 413
    assert await desk.inbox() == []
    assert BODY_LIMIT == 1024 * 1024


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": "x"}', b"[" * 200_000, b"\xff\xfe"]
)
async def test_what_is_no_update_is_refused(
    desk: Desk, telegram: httpx.AsyncClient, body: bytes
) -> None:
    answer = await telegram.post(PATH, content=body, headers=JSON)
    assert answer.status_code == 400
    assert await desk.inbox() == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
async def test_other_methods_and_paths_lead_nowhere(
    telegram: httpx.AsyncClient, method: str
) -> None:
    assert (await telegram.request(method, PATH, headers=JSON)).status_code == 405
    assert (await telegram.post("/webhook/guessed", json=UPDATE, headers=JSON)).status_code == 404


async def test_repeated_deliveries_are_accepted_and_change_nothing(
    desk: Desk, telegram: httpx.AsyncClient
) -> None:
    """Fault 10: one after the other and at once."""
    posts = [telegram.post(PATH, json=UPDATE, headers=JSON) for _ in range(5)]
    answers = [*await asyncio.gather(*posts), await telegram.post(PATH, json=UPDATE, headers=JSON)]
    assert {answer.status_code for answer in answers} == {200}
    assert len(await desk.inbox()) == 1


async def test_odd_updates_are_accepted(desk: Desk, telegram: httpx.AsyncClient) -> None:
    """A refusal would hold back everything else of that chat for a day."""
    bodies = [
        b'{"update_id": 1, "message": {"chat": {"id": 3}, "text": "\\ud83d\\u0000"}}',
        b'{"update_id": 2, "what_is_this": {}}',
        b'{"update_id": 3}',
    ]
    for body in bodies:
        assert (await telegram.post(PATH, content=body, headers=JSON)).status_code == 200
    assert len(await desk.inbox()) == 3


LOCKED = OperationalError("INSERT", {}, Exception("database is locked"))


@pytest.mark.parametrize("fault", [LOCKED, OSError(), TimeoutError()])
async def test_while_the_database_is_away_telegram_is_asked_to_come_again(
    desk: Desk, telegram: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """Faults 28 to 30: 503, and the same update later."""

    async def away(*_given: Any, **_how: Any) -> int:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr("bot.workers.inbox_writer.put_arrivals", away)
        answer = await telegram.post(PATH, json=UPDATE, headers=JSON)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert await desk.inbox() == []
    assert (await telegram.post(PATH, json=UPDATE, headers=JSON)).status_code == 200


async def test_telegram_is_told_where_to_post_and_until_it_listens(
    desk: Desk, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    desk.server.faults.server_error("setWebhook", times=2)
    stop = asyncio.Event()
    running = asyncio.create_task(webhook.run(stop))

    async def told() -> bool:
        return bool(desk.world.queue.webhook.url)

    await desk.until(told)
    stop.set()
    await running
    assert desk.world.queue.webhook.url == f"https://flag.example{PATH}"
    assert desk.world.queue.webhook.secret == SECRET
    await desk.server.close()


async def test_a_bad_token_ends_the_start(desk: Desk, webhook: Webhook) -> None:
    desk.server.faults.refuse("setWebhook", 401, "Unauthorized")
    with pytest.raises(BrokenStart, match="does not know this token"):
        await webhook.run(asyncio.Event())


@pytest.mark.parametrize(
    "words",
    [
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        "bad webhook: An HTTPS URL must be provided for webhook",
        "bad webhook: IP address 10.0.0.1 is reserved",
        "bad webhook: Failed to resolve host: Name or service not known",
        "invalid webhook URL specified",
    ],
)
async def test_an_address_that_telegram_refuses_ends_the_start(
    desk: Desk, webhook: Webhook, words: str
) -> None:
    """It is refused again at every try: one line names the setting, what Telegram said included."""
    desk.server.faults.refuse("setWebhook", 400, f"Bad Request: {words}")
    with pytest.raises(BrokenStart, match=r"FLAGBEARER_WEBHOOK_URL.*8443") as refusal:
        await webhook.run(asyncio.Event())
    assert words.partition(":")[0].lower() in str(refusal.value).lower()
    assert "\n" not in str(refusal.value)


async def test_over_a_real_wire_with_telegrams_own_order(desk: Desk, app: Starlette) -> None:
    """The demo's server posts as Telegram does: in order within a chat, again until accepted."""
    wang, li = desk.person("王"), desk.person("李")
    for number in range(10):
        desk.world.say(wang, None, f"w{number}")
        desk.world.say(li, None, f"l{number}")
    async with serving(app, "127.0.0.1", 0) as (host, port):
        wanted = {"url": f"http://{host}:{port}{PATH}", "secret_token": SECRET}
        await desk.api.call("setWebhook", wanted)
        await desk.received(20)
        await desk.server.close()
    texts = [row.body["message"]["text"] for row in await desk.inbox()]
    assert [text for text in texts if text[0] == "w"] == [f"w{n}" for n in range(10)]
    assert [text for text in texts if text[0] == "l"] == [f"l{n}" for n in range(10)]
