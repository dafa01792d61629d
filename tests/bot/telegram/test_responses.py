"""Answers that are not Telegram's: an unknown outcome or a later try, never a refusal."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.process.retry import LONGEST_WAIT
from bot.telegram.client import Api, TelegramApi
from bot.telegram.identity import bot_name
from bot.telegram.responses import NotPassedOn, Unreadable, result_of
from bot.telegram.transport import AnswerLost, NotReached, Wire
from bot.workers.results import BUDGET
from storage.delivery.outbox import OnDoubt
from tests.bot.desk import Desk, message
from tests.bot.telegram.test_transport import speaking
from tests.in_process import InProcess

PAGE = b"<html><body><h1>Log in to the campus network</h1></body></html>"
GOOD = b'{"ok":true,"result":{"message_id":1}}'
UNREADABLE = [
    (200, PAGE),
    (200, b""),
    (200, GOOD[:-3]),
    (200, b"[1, 2]"),
    (200, b"null"),
    (200, b'"ok"'),
    (200, b"{}"),
    (200, b'{"result": {"message_id": 1}}'),
    (200, b'{"ok": true}'),
    (200, b'{"ok": "yes", "result": 1}'),
    (200, gzip.compress(GOOD, mtime=0)),
    (200, b"[" * 100_000),
    (200, b"\xff\xfe\x00"),
    (204, b""),
    (400, PAGE),
    (401, PAGE),
    (403, PAGE),
    (404, PAGE),
    (404, b'{"error": "no such host"}'),
    (451, PAGE),
    (500, PAGE),
    (502, PAGE),
    (503, PAGE),
    (522, b""),
    (500, GOOD),
]
NOT_PASSED_ON = [(301, PAGE), (302, b""), (307, PAGE), (407, PAGE), (429, PAGE), (511, PAGE)]


class Foreign(InProcess):
    """Telegram carries calls out, and somebody in between gives other answers for it."""

    answer: tuple[int, bytes] | None = None

    async def do_request(self, *given: Any, **how: Any) -> tuple[int, bytes]:
        """Status and body."""
        told = await super().do_request(*given, **how)
        return told if self.answer is None else self.answer


@pytest.fixture
def between(desk: Desk) -> Foreign:
    """Who answers in Telegram's stead."""
    foreign = Foreign(desk.server)
    desk.api._request = foreign
    return foreign


@pytest.mark.parametrize(("status", "body"), UNREADABLE)
def test_what_cannot_be_read_leaves_the_outcome_open(status: int, body: bytes) -> None:
    with pytest.raises(Unreadable):
        result_of(status, body)
    assert issubclass(Unreadable, AnswerLost)


@pytest.mark.parametrize(("status", "body"), NOT_PASSED_ON)
def test_what_went_no_further_was_not_sent(status: int, body: bytes) -> None:
    with pytest.raises(NotPassedOn, match=str(status)):
        result_of(status, body)
    assert issubclass(NotPassedOn, NotReached)


@pytest.mark.parametrize(("status", "body"), UNREADABLE[::4])
@pytest.mark.parametrize("policy", list(OnDoubt))
async def test_a_message_is_in_doubt_when_the_answer_cannot_be_read(
    desk: Desk, between: Foreign, status: int, body: bytes, policy: OnDoubt
) -> None:
    wang = desk.person()
    between.answer = status, body
    await desk.send(message(wang, on_doubt=policy))
    between.answer = None
    await desk.later(seconds=2)
    copies, state = (2, "sent") if policy is OnDoubt.RESEND else (1, "unknown")
    assert (await desk.states(), len(desk.texts(wang))) == ([state], copies)


@pytest.mark.parametrize(("status", "body"), NOT_PASSED_ON)
async def test_a_message_that_a_proxy_did_not_pass_on_goes_out_later(
    desk: Desk, between: Foreign, status: int, body: bytes
) -> None:
    between.answer = status, body
    await desk.send(message(desk.person(), on_doubt=OnDoubt.HOLD))
    assert await desk.states() == ["waiting"]
    between.answer = None
    await desk.later(seconds=2)
    assert await desk.states() == ["sent"]


@pytest.mark.parametrize("status", [200, 400, 403])
def test_telegrams_own_refusals_are_told_by_its_code(status: int) -> None:
    """Also where something in between has made another status of it."""
    for code, kind in ((400, BadRequest), (403, Forbidden), (500, NetworkError)):
        said = {"ok": False, "error_code": code, "description": "Bad Request: x"}
        with pytest.raises(kind):
            result_of(status, json.dumps(said).encode())


def test_an_unknown_refusal_of_telegrams_stays_one() -> None:
    with pytest.raises(BadRequest, match="BUTTON_FOO_INVALID"):
        result_of(400, b'{"ok":false,"error_code":400,"description":"BUTTON_FOO_INVALID"}')


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({"parameters": {"retry_after": 7}}, 7),
        ({"parameters": {"retry_after": "7"}}, 7),
        ({"parameters": {"retry_after": 0}}, 1),
        ({"parameters": {"retry_after": -5}}, 1),
        ({"parameters": {"retry_after": 10**30}}, LONGEST_WAIT),
        ({"parameters": {"retry_after": None}}, 1),
        ({"parameters": [1]}, 1),
        ({"description": "Too Many Requests: retry after 9"}, 9),
        ({}, 1),
    ],
)
def test_told_to_wait_one_waits_whatever_number_stands_there(
    told: dict[str, Any], seconds: float
) -> None:
    with pytest.raises(RetryAfter) as flood:
        result_of(429, json.dumps({"ok": False, "error_code": 429} | told).encode())
    assert flood.value._retry_after == timedelta(seconds=seconds)


def test_a_move_to_no_chat_is_no_move() -> None:
    said = {"ok": False, "error_code": 400, "parameters": {"migrate_to_chat_id": -(10**30)}}
    with pytest.raises(BadRequest):
        result_of(400, json.dumps(said).encode())
    said["parameters"] = {"migrate_to_chat_id": -1005}
    with pytest.raises(ChatMigrated):
        result_of(400, json.dumps(said).encode())


class Faulty:
    """Our own fault, before or after the call."""

    def __init__(self, api: Api, fault: Exception, *, sends: bool) -> None:
        self._api, self._sends, self.fault = api, sends, fault
        self.mended = False

    async def call(self, method: str, params: Mapping[str, Any], **how: Any) -> Any:
        if self._sends or self.mended:
            result = await self._api.call(method, params, **how)
        if not self.mended:
            raise self.fault
        return result

    def download(self, file_path: str, *, limit: int) -> AsyncIterator[bytes]:
        return self._api.download(file_path, limit=limit)


@pytest.mark.parametrize("fault", [KeyError("x"), TypeError("x"), RuntimeError("x")])
@pytest.mark.parametrize("sends", [False, True])
async def test_our_own_fault_is_tried_again_and_loses_nothing(
    desk: Desk, fault: Exception, *, sends: bool, caplog: pytest.LogCaptureFixture
) -> None:
    wang, faulty = desk.person(), Faulty(desk.api, fault, sends=sends)
    desk.api = faulty  # type: ignore[assignment]
    desk.restart()
    await desk.send(message(wang))
    assert await desk.states() == ["waiting"]
    assert "our own fault" in caplog.text
    faulty.mended = True
    await desk.later(seconds=2)
    assert await desk.states() == ["sent"]


async def test_our_own_fault_is_given_up_after_the_budget(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.api = Faulty(desk.api, KeyError("x"), sends=False)  # type: ignore[assignment]
    desk.restart()
    await desk.send(message(desk.person()))
    await desk.later(seconds=BUDGET.total_seconds() - 60)
    assert await desk.states() == ["waiting"]
    await desk.later(hours=1)
    assert await desk.states() == ["given_up"]
    assert "is given up" in caplog.text


async def test_a_row_that_could_not_be_carried_out_at_all_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_given: Any) -> Any:
        raise AssertionError("a fault in the courier itself")

    wang = desk.person()
    with monkeypatch.context() as faulty:
        faulty.setattr("bot.workers.courier.carry_out", broken)
        await desk.send(message(wang))
        assert await desk.states() == ["waiting"]
    await desk.later(seconds=2)
    assert (await desk.states(), desk.texts(wang)) == (["sent"], ["痕迹"])


async def test_an_answer_packed_in_rubbish_is_in_doubt() -> None:
    async def rubbish(reader: Any, writer: Any) -> None:
        await reader.read(64)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n")
        writer.write(b"not gzip!")

    async with speaking(rubbish) as root, Wire() as wire:
        with pytest.raises(AnswerLost):
            await TelegramApi(wire, root=root, token="1:x").call("sendMessage", {})


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"200 OK\r\nContent-Type: text/html", NetworkError),
        (b"302 Found\r\nLocation: http://inner.invalid/", BadRequest),
        (b"429 Too Many Requests\r\nRetry-After: 12", RetryAfter),
    ],
)
async def test_a_page_is_no_file(head: bytes, kind: type[Exception]) -> None:
    """A portal's page must not be kept as somebody's evidence, nor judged as one."""

    async def portal(reader: Any, writer: Any) -> None:
        await reader.read(64)
        writer.write(b"HTTP/1.1 " + head + b"\r\nContent-Length: 4\r\n\r\npage")

    async with speaking(portal) as root, Wire() as wire:
        api = TelegramApi(wire, root=root, token="1:x")
        with pytest.raises(kind):
            _ = [piece async for piece in api.download("photos/a.jpg", limit=99)]


@pytest.mark.parametrize("me", [b"[]", b"true", b'{"id": 1}', b'{"username": 7}'])
async def test_a_start_survives_a_bot_without_a_name(
    desk: Desk, between: Foreign, me: bytes
) -> None:
    assert await bot_name(desk.database, desk.api, asyncio.Event()) == desk.world.bot.username
    between.answer = 200, b'{"ok":true,"result":' + me + b"}"
    assert await bot_name(desk.database, desk.api, asyncio.Event()) == desk.world.bot.username
