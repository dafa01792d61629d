"""The engine by itself: it rests only when nothing is left whose turn has come."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from storage.database.engine import Database
from storage.delivery.inbox import (
    Arrival,
    backlog,
    next_turns,
    postpone_turn,
    store_arrivals,
    turn_waits,
)
from tests.campus import Campus, open_campus

NOW = datetime.fromisoformat("2008-06-23T09:00:00+08:00")
LATER = datetime.fromisoformat("2008-06-23T09:00:05+08:00")


@pytest.fixture
async def database_with_two_of_one_chat(url_with_tables: str) -> str:
    """The address of a database in which two updates of one chat wait."""
    async with Database.open(url_with_tables) as database, database.write() as session:
        await store_arrivals(session, [Arrival("u:1", 7, {}), Arrival("u:2", 7, {})], at=NOW)
    return url_with_tables


async def test_a_chat_that_writes_twice_is_answered_twice_at_one_call(tmp_path: Path) -> None:
    """A batch takes one row a chat; the next batch follows although nobody calls for it."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'campus.sqlite3'}"
    async with open_campus(url, tmp_path) as campus:
        wang = await campus.member("王芳")
        for text in ("/help", "/progress", "/drafts"):
            campus.world.say(wang.user, None, text)
        await campus.receiver.receive_once()
        stop = asyncio.Event()
        working = asyncio.create_task(campus.engine.run(stop))
        async with asyncio.timeout(20):
            await _until_none_waits(campus)
        stop.set()
        campus.engine.wake()
        await working
        assert await campus.courier.drain_once() == 3


async def test_no_turn_waits_behind_one_that_is_put_off(database_with_two_of_one_chat: str) -> None:
    """Otherwise the engine would look for it again and again until the pause is over."""
    async with (
        Database.open(database_with_two_of_one_chat) as database,
        database.write() as session,
    ):
        assert await turn_waits(session, now=NOW)
        (first,) = (await next_turns(session, limit=10, now=NOW)).rows
        await postpone_turn(session, first, trouble="ValueError", not_before=LATER)
        assert not await turn_waits(session, now=NOW)
        assert await turn_waits(session, now=LATER)


async def _until_none_waits(campus: Campus) -> None:
    while True:
        async with campus.reading() as session:
            if (await backlog(session)).waiting == 0:
                return
        await asyncio.sleep(0)
