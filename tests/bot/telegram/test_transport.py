"""The wire: what may have been carried out is told from what was not, and no address is shown."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.demo.chat_page.web import build_demo_app
from bot.demo.fake_telegram.api import DEMO_TOKEN
from bot.demo.fake_telegram.quick_http import quick
from bot.process.http_server import serving
from bot.telegram.client import OutgoingFile, TelegramApi
from bot.telegram.transport import AnswerLost, NotReached, TooLarge, Wire
from tests.bot.desk import Desk

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def speaking(talk: Talk) -> AsyncIterator[str]:
    """A server that says what the test wants."""

    open_lines: set[asyncio.Task[None]] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_lines.add(asyncio.current_task())  # type: ignore[arg-type]
        await talk(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        yield f"http://{host}:{port}"
    await asyncio.wait_for(asyncio.gather(*open_lines), 10)


@contextlib.asynccontextmanager
async def _api(root: str, **how: float) -> AsyncIterator[TelegramApi]:
    async with Wire(**how) as wire:  # type: ignore[arg-type]
        yield TelegramApi(wire, root=root, token=DEMO_TOKEN)


@pytest.fixture
async def served(desk: Desk) -> AsyncIterator[str]:
    """The demo's Bot API on a real port."""
    app = build_demo_app(desk.world, desk.server, key="k", clock=desk.clock)
    short = quick(desk.server)
    async with serving(app, at_stop=app.state.wake, http=short) as (host, port):
        yield f"http://{host}:{port}"


async def test_a_call_and_its_result(desk: Desk, served: str) -> None:
    wang = desk.person()
    async with _api(served) as api:
        me = await api.call("getMe", {})
        sent = await api.call("sendMessage", {"chat_id": wang.id, "text": "旗 \ud83d & <b>"})
    assert me["username"] == desk.world.bot.username
    assert sent["text"] == "旗 ? & <b>"


@pytest.mark.parametrize(
    ("refuse", "kind"),
    [
        ((400, "Bad Request: chat not found"), BadRequest),
        ((403, "Forbidden: bot was blocked by the user"), Forbidden),
        ((500, "Internal Server Error"), NetworkError),
        ((502, "Bad Gateway"), NetworkError),
    ],
)
async def test_telegrams_errors_come_as_the_librarys(
    desk: Desk, served: str, refuse: tuple[int, str], kind: type[Exception]
) -> None:
    desk.server.faults.refuse("sendMessage", *refuse)
    async with _api(served) as api:
        with pytest.raises(kind) as told:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert type(told.value) is kind


async def test_flood_and_migration_carry_their_facts(desk: Desk, served: str) -> None:
    desk.server.faults.flood("sendMessage", 7)
    desk.server.faults.refuse("sendMessage", 400, "upgraded", migrate_to_chat_id=-1005)
    async with _api(served) as api:
        with pytest.raises(RetryAfter) as flood:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        with pytest.raises(ChatMigrated) as moved:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert flood.value._retry_after.total_seconds() == 7
    assert moved.value.new_chat_id == -1005


def _nobodys_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def test_a_refused_connection_was_not_sent() -> None:
    async with _api(f"http://127.0.0.1:{_nobodys_port()}") as api:
        with pytest.raises(NotReached) as told:
            await api.call("sendMessage", {})
    assert DEMO_TOKEN not in repr(told.value)
    assert told.value.__cause__ is None


async def test_a_name_that_nobody_knows_was_not_sent() -> None:
    async with _api("http://no-such-host.invalid") as api:
        with pytest.raises(NotReached):
            await api.call("sendMessage", {})


HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"


@pytest.mark.parametrize("words", [b"", HALF, b"?\r\n"])
async def test_a_dropped_answer_is_in_doubt(words: bytes) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(64)
        writer.write(words)

    async with speaking(hang_up) as root, _api(root) as api:
        with pytest.raises(AnswerLost) as told:
            await api.call("sendMessage", {})
    assert DEMO_TOKEN not in repr(told.value)


async def test_an_answer_that_takes_too_long_is_in_doubt() -> None:
    async def sleep(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with speaking(sleep) as root, _api(root, answer_within=0.05) as api:
        with pytest.raises(AnswerLost):
            await api.call("sendMessage", {})


async def test_a_redirect_is_not_followed() -> None:
    """Threat 25: nothing but the configured server is ever called."""

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(64)
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://inner.invalid/\r\n\r\n")

    async with speaking(elsewhere) as root, _api(root) as api:
        with pytest.raises(NetworkError, match="302"):
            await api.call("sendMessage", {})


async def test_an_http_proxy_is_asked_for_the_address(desk: Desk, served: str) -> None:
    asked: list[str] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode())
        await reader.readuntil(b"\r\n\r\n{}")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}')

    async with speaking(proxy) as root, Wire(proxy=root) as wire:
        api = TelegramApi(wire, root="http://telegram.invalid", token="1:x")
        assert await api.call("close", {}) is True
    assert asked == ["POST http://telegram.invalid/bot1:x/close HTTP/1.1\r\n"]


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
async def test_a_socks_proxy_is_spoken_to_in_its_own_way(scheme: str) -> None:
    heard: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(3))
        writer.write(b"\x05\x00")
        heard.append(await reader.read(64))
        writer.write(b"\x05\x01\x00\x01\x00\x00\x00\x00\x00\x00")

    async with speaking(proxy) as root, Wire(proxy=root.replace("http", scheme)) as wire:
        api = TelegramApi(wire, root="http://149.154.167.220", token="1:x")
        with pytest.raises(NotReached):
            await api.call("close", {})
    assert heard[0] == b"\x05\x01\x00"
    assert heard[1].startswith(b"\x05\x01\x00\x01" + bytes([149, 154, 167, 220]))


async def test_files_go_up(desk: Desk, served: str) -> None:
    wang = desk.person()
    file = OutgoingFile("名单.csv", "姓名\n王芳\n".encode(), "text/csv")
    async with _api(served) as api:
        sent = await api.call("sendDocument", {"chat_id": wang.id}, files={"document": file})
    assert sent["document"]["file_size"] == len(file.content)


async def test_files_come_down_in_pieces_up_to_the_limit(desk: Desk, served: str) -> None:
    """Fault 46."""
    content = bytes(range(256)) * 4096
    document = desk.world.speech.send_document(desk.person(), None, "a.bin", content)
    file_id = document.content["document"]["file_id"]
    async with _api(served) as api:
        path = (await api.call("getFile", {"file_id": file_id}))["file_path"]
        pieces = [piece async for piece in api.download(path, limit=len(content))]
        assert b"".join(pieces) == content
        assert len(pieces) > 1
        with pytest.raises(TooLarge):
            _ = [piece async for piece in api.download(path, limit=len(content) - 1)]
        with pytest.raises(BadRequest, match="not there"):
            _ = [piece async for piece in api.download("documents/none.bin", limit=10)]


async def test_a_download_that_lies_about_its_length_is_cut_off() -> None:
    async def lie(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(64)
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 5000)

    async with speaking(lie) as root, _api(root) as api:
        with pytest.raises(TooLarge):
            _ = [piece async for piece in api.download("a", limit=1000)]
