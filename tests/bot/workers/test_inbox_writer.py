"""Arrivals go into the inbox along with the engine's transaction, and never get lost with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from storage.database.session import Session
from storage.delivery.inbox import Arrival
from storage.tables import inbox
from tests.campus import Campus, open_campus

LOCKED = OperationalError("INSERT", {}, Exception("database is locked"))


@pytest.fixture
async def campus(tmp_path: Path) -> AsyncIterator[Campus]:
    """A campus on SQLite."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'campus.sqlite3'}"
    async with open_campus(url, tmp_path) as campus:
        yield campus


@asynccontextmanager
async def engine_at_work(campus: Campus) -> AsyncIterator[None]:
    """The engine runs meanwhile."""
    stop = asyncio.Event()
    working = asyncio.create_task(campus.engine.run(stop))
    try:
        async with asyncio.timeout(20):
            await _first_look(campus)
            yield
    finally:
        stop.set()
        await working


async def _first_look(campus: Campus) -> None:
    """Until it has seen that there is nothing to do, and rests."""
    looked = asyncio.Event()
    honest = campus.engine.round

    async def round_() -> float:
        rest = await honest()
        looked.set()
        return rest

    campus.engine.round = round_  # type: ignore[method-assign]
    await looked.wait()
    await asyncio.sleep(0)


async def _fault(campus: Campus) -> None:
    while True:
        if campus.engine.fault is not None:
            return
        await asyncio.sleep(0)


@pytest.fixture
def transactions(campus: Campus, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written, transaction by transaction: how the inbox stood at the end of each."""
    ended: list[str] = []
    honest = campus.database.write

    @asynccontextmanager
    async def watched() -> AsyncIterator[Session]:
        async with honest() as session:
            yield session
            found = await session.rows(select(inbox.c.state).order_by(inbox.c.id))
            ended.append(" ".join(row.state for row in found))

    monkeypatch.setattr(campus.database, "write", watched)
    return ended


async def _write(campus: Campus, *names: str) -> None:
    at = campus.clock.now()
    arrivals = [Arrival(name, number, {}) for number, name in enumerate(names, start=1)]
    await campus.inbox_writer.store(arrivals, at=at)


async def _states(campus: Campus) -> list[str]:
    async with campus.reading() as session:
        rows = await session.rows(select(inbox.c.state).order_by(inbox.c.id))
        return [row.state for row in rows]


async def test_an_arrival_is_written_and_dealt_with_in_one_transaction(
    campus: Campus, transactions: list[str]
) -> None:
    async with engine_at_work(campus):
        await _write(campus, "u:1")
        assert await _states(campus) == ["done"]
    assert [one for one in transactions if one] == ["done"]


async def test_without_an_engine_it_is_written_at_once(
    campus: Campus, transactions: list[str]
) -> None:
    await _write(campus, "u:1")
    assert transactions == ["waiting"]
    assert campus.engine.woken.is_set()


async def test_what_is_brought_at_once_shares_a_transaction(
    campus: Campus, transactions: list[str]
) -> None:
    async with engine_at_work(campus):
        await asyncio.gather(*[_write(campus, f"u:{number}") for number in range(3)])
    assert next(one for one in transactions if one).split() == ["done", "waiting", "waiting"]


async def test_a_batch_that_is_rolled_back_loses_no_arrival(
    campus: Campus, transactions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is committed by itself, confirmed, and its turn counted as failed."""

    async def broken(*_given: Any, **_how: Any) -> None:
        raise LOCKED

    async with engine_at_work(campus):
        monkeypatch.setattr("bot.workers.engine.end_turns", broken)
        await _write(campus, "u:1")
        assert transactions[-1] == "waiting"
    async with campus.reading() as session:
        assert await session.value(select(inbox.c.tries)) == 1


async def test_what_cannot_be_written_is_told_and_may_come_again(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_given: Any, **_how: Any) -> None:
        raise LOCKED

    async with engine_at_work(campus):
        with monkeypatch.context() as broken:
            broken.setattr("bot.workers.inbox_writer.put_arrivals", away)
            with pytest.raises(OperationalError):
                await _write(campus, "u:1")
        assert await _states(campus) == []
        await _write(campus, "u:1")
        assert await _states(campus) == ["done"]


async def test_an_engine_in_trouble_keeps_nobody_waiting(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It rests for longer and longer; what comes meanwhile is written down without it."""

    async def broken(*_given: Any, **_how: Any) -> None:
        raise LOCKED

    async with engine_at_work(campus):
        monkeypatch.setattr("bot.workers.engine.next_turns", broken)
        monkeypatch.setattr("bot.workers.engine.park_head", broken)
        await _write(campus, "u:1")
        await _fault(campus)
        await _write(campus, "u:2")
        assert await _states(campus) == ["waiting", "waiting"]


async def test_what_was_brought_at_the_end_is_written_down(campus: Campus) -> None:
    stop = asyncio.Event()
    working = asyncio.create_task(campus.engine.run(stop))
    async with asyncio.timeout(20):
        await _first_look(campus)
        storing = asyncio.create_task(_write(campus, "u:1"))
        await asyncio.sleep(0)
        stop.set()
        await storing
        await working
    assert len(await _states(campus)) == 1
