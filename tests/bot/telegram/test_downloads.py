"""Evidence is fetched by the courier, and what came of it returns through the inbox."""

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.telegram.client import TelegramApi
from bot.telegram.downloads import Fetcher
from bot.telegram.transport import Wire
from bot.workers import delivery as calls
from storage.delivery.outbox import Outgoing, Priority
from tests.bot.desk import Desk, message
from tests.bot.telegram.test_transport import speaking
from tests.storage.samples import picture

LIMIT = 20 * 1024 * 1024
JPEG = picture("JPEG")


def _fetch(file_id: str, name: str = "a", **told: int) -> Outgoing:
    return Outgoing(
        "fetch",
        {"chat_id": 7, "file_id": file_id, "limit": LIMIT, **told},
        priority=Priority.FILE,
        subject=f"evidence:{name}",
    )


def _photo(desk: Desk, content: bytes = JPEG) -> str:
    sent = desk.world.speech.send_photo(desk.person(), None, content)
    return str(sent.content["photo"][-1]["file_id"])


def _document(desk: Desk, content: bytes, name: str = "a.bin", size: int | None = None) -> str:
    who = desk.person()
    sent = desk.world.speech.send_document(who, None, name, content)
    file_id = str(sent.content["document"]["file_id"])
    if size is not None:
        desk.world.files.by_id(file_id).size = size  # type: ignore[union-attr]
    return file_id


async def _facts(desk: Desk) -> dict[str, Any]:
    (event,) = await desk.events()
    assert (event["event"], event["subject"]) == ("fetched", "evidence:a")
    facts: dict[str, Any] = event["facts"]
    return facts


async def test_a_photo_is_copied_hashed_and_reported(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.send(_fetch(_photo(desk)))
    facts = await _facts(desk)
    assert facts["sha256"] == hashlib.sha256(JPEG).hexdigest()
    assert (facts["size"], facts["mime"], facts["trouble"]) == (len(JPEG), "image/jpeg", None)
    assert desk.files.place_of(facts["path"]).read_bytes() == JPEG
    assert await desk.states() == ["sent"]
    assert [row.chat_id for row in await desk.inbox()] == [7]


@pytest.mark.parametrize("size", [LIMIT + 1, 25 * 1024 * 1024])
async def test_a_file_above_the_limit_is_told_not_tried_again(desk: Desk, size: int) -> None:
    """Fault 46."""
    await desk.send(_fetch(_document(desk, JPEG, size=size)))
    assert (await _facts(desk))["trouble"] == "too_large"
    assert await desk.later(days=1) == 0


async def test_a_hostile_file_is_not_kept(desk: Desk) -> None:
    """Threat 16."""
    await desk.send(_fetch(_document(desk, b"MZ" + bytes(999), "photo.jpg")))
    facts = await _facts(desk)
    assert (facts["trouble"], facts["path"]) == ("wrong_kind", None)
    assert [path.name for path in desk.files.folder.iterdir()] == ["unfinished"]


async def test_plain_text_is_known_by_its_name(desk: Desk) -> None:
    await desk.send(_fetch(_document(desk, "记录".encode(), "记录.txt")))
    assert (await _facts(desk))["mime"] == "text/plain"


async def test_a_file_that_telegram_does_not_know_is_unobtainable(desk: Desk) -> None:
    await desk.send(_fetch("AgAD-no-such-file"))
    assert (await _facts(desk))["trouble"] == "unobtainable"


async def test_a_link_that_fails_twice_and_then_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 46: 404 for the download."""
    file_id = _photo(desk)
    real, failures = desk.server.download, iter([None, None])

    def download(token: str, path: str) -> Any:
        return next(failures, real(token, path))

    monkeypatch.setattr(desk.server, "download", download)
    await desk.send(_fetch(file_id))
    assert (await desk.events(), await desk.states()) == ([], ["waiting"])
    for _ in range(3):
        await desk.later(seconds=5)
    assert (await _facts(desk))["trouble"] is None
    assert len(desk.calls("getFile")) == 3


@pytest.mark.parametrize("came", [JPEG[:-1], JPEG[:20], b"", JPEG + b"x", b"<html>log in</html>"])
async def test_a_file_of_another_size_than_announced_is_fetched_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, came: bytes
) -> None:
    """Cut on its way, or a proxy's page in its place: never kept as whole, nor refused for good."""
    file_id = _photo(desk)
    stored = desk.server.world.files.by_id(file_id)
    assert stored is not None
    cut = replace(stored, content=came)
    with monkeypatch.context() as broken:
        broken.setattr(desk.server, "download", lambda *_given: cut)
        await desk.send(_fetch(file_id))
        assert (await desk.events(), await desk.states()) == ([], ["waiting"])
    await desk.later(seconds=5)
    facts = await _facts(desk)
    assert (facts["size"], facts["trouble"]) == (len(JPEG), None)
    assert [path.name for path in desk.files.folder.glob("*/*")] == [Path(facts["path"]).name]


@pytest.mark.parametrize("told", [None, "5", -1, True, 1e308])
async def test_where_the_server_tells_no_size_the_message_told_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, told: object
) -> None:
    file_id = _photo(desk)
    real = desk.server._answer

    async def answer(*given: Any) -> Any:
        status, body = await real(*given)
        if "file_path" in (body.get("result") or {}):
            body["result"]["file_size"] = told
        return status, body

    monkeypatch.setattr(desk.server, "_answer", answer)
    await desk.send(_fetch(file_id, size=len(JPEG) + 1))
    assert (await desk.events(), await desk.states()) == ([], ["waiting"])
    await desk.send(_fetch(file_id, "b", size=len(JPEG)), _fetch(file_id, "c"))
    assert [event["facts"]["trouble"] for event in await desk.events()] == [None, None]


@pytest.mark.parametrize(
    "head", [b"Connection: close", b"Content-Length: 900", b"Transfer-Encoding: chunked"]
)
async def test_a_server_that_cuts_a_download_gives_no_file(desk: Desk, head: bytes) -> None:
    """Over a real socket: closed early without a length, with one, and within a chunk."""
    chunk = b"384\r\n" if head.startswith(b"Transfer") else b""

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        if b"getFile" in asked:
            body = b'{"ok":true,"result":{"file_path":"photos/a.jpg","file_size":900}}'
            length = f"Content-Length: {len(body)}".encode()
            writer.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\nConnection: close\r\n\r\n" + body)
        else:
            writer.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + chunk + JPEG[:500])

    async with speaking(cut) as root, Wire() as wire:
        fetcher = Fetcher(TelegramApi(wire, root=root, token="1:T"), desk.files)
        with pytest.raises(NetworkError):
            await fetcher.fetch({"file_id": "a", "limit": LIMIT})
    assert list(desk.files.folder.glob("*/*")) == []


async def test_after_a_day_the_piece_is_reported_as_unobtainable(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.server, "download", lambda *_given: None)
    await desk.send(_fetch(_photo(desk)))
    while await desk.states() == ["waiting"]:
        await desk.later(hours=1)
    assert await desk.states() == ["given_up"]
    assert (await _facts(desk))["trouble"] == "unobtainable"


async def test_a_full_disk_passes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 29: the copy is made when there is room again."""

    def full(**_how: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(desk.files, "receive", full)
        await desk.send(_fetch(_photo(desk)))
        assert (await desk.events(), await desk.states()) == ([], ["waiting"])
    await desk.later(seconds=2)
    assert (await _facts(desk))["trouble"] is None


async def test_a_kill_after_the_copy_makes_another_and_reports_once(desk: Desk) -> None:
    """Fault 5 for files: a spare copy lies on disk, one report."""
    file_id = _photo(desk)
    await desk.put(_fetch(file_id))
    await desk.courier._round()
    while desk.courier._under_way:
        await next(iter(desk.courier._under_way))
    desk.restart()
    await desk.courier.start()
    await desk.courier.drain_once()
    assert (await _facts(desk))["trouble"] is None


async def test_downloads_do_not_keep_people_waiting(desk: Desk) -> None:
    """However many pieces are fetched, hands stay free for replies."""
    wang = desk.person()
    file_id = _photo(desk)
    desk.server.faults.delay("getFile", 0.2, times=200)
    await desk.put(*[_fetch(file_id, str(number)) for number in range(100)])
    await desk.courier._round()
    await desk.put(message(wang, "回答"))
    await desk.courier._round()
    while not desk.texts(wang):
        assert desk.courier._under_way
        await next(iter(reversed(desk.courier._under_way)))
    assert await desk.events() == []
    await desk.courier.drain_once()
    assert len(await desk.events()) == 100


async def test_a_download_without_an_end_is_given_up_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = _photo(desk)
    desk.server.faults.delay("getFile", 3600)
    with monkeypatch.context() as hurried:
        hurried.setattr(calls, "CALL_WITHIN", 0)
        await desk.send(_fetch(file_id))
        assert (await desk.events(), await desk.states()) == ([], ["waiting"])
    await desk.later(seconds=2)
    assert (await _facts(desk))["trouble"] is None
