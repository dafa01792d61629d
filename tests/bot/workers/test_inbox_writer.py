"""Arrivals go into the inbox along with the engine's transaction, and never get lost with it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from storage.delivery.inbox import Arrival, next_turns, put_arrivals
from storage.tables import inbox
from tests.bot.workers.running import at_work, watch
from tests.campus import Campus, open_campus

LOCKED = OperationalError("INSERT", {}, Exception("database is locked"))


@pytest.fixture
async def campus(tmp_path: Path) -> AsyncIterator[Campus]:
    """A campus on SQLite."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'campus.sqlite3'}"
    async with open_campus(url, tmp_path) as campus:
        yield campus


async def _fault(campus: Campus) -> None:
    while True:
        if campus.engine.fault is not None:
            return
        await asyncio.sleep(0)


@pytest.fixture
def transactions(campus: Campus, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How the inbox stood at the end of each transaction."""
    return watch(campus, monkeypatch, inbox.c.state)


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
    async with at_work(campus.engine):
        await _write(campus, "u:1")
        assert await _states(campus) == ["done"]
    assert transactions == ["done"]


async def test_without_an_engine_it_is_written_at_once(
    campus: Campus, transactions: list[str]
) -> None:
    await _write(campus, "u:1")
    assert transactions == ["waiting"]
    assert campus.engine.woken.is_set()


async def test_what_is_brought_at_once_shares_a_transaction(
    campus: Campus, transactions: list[str]
) -> None:
    async with at_work(campus.engine):
        await asyncio.gather(*[_write(campus, f"u:{number}") for number in range(3)])
    assert transactions[0].split() == ["done", "waiting", "waiting"]


async def test_a_batch_that_is_rolled_back_loses_no_arrival(
    campus: Campus, transactions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is committed by itself, confirmed, and its turn counted as failed."""

    async def broken(*_given: Any, **_how: Any) -> None:
        raise LOCKED

    async with at_work(campus.engine):
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

    async with at_work(campus.engine):
        with monkeypatch.context() as broken:
            broken.setattr("bot.workers.inbox_writer.put_arrivals", away)
            with pytest.raises(OperationalError):
                await _write(campus, "u:1")
        assert await _states(campus) == []
        await _write(campus, "u:1")
        assert await _states(campus) == ["done"]


async def test_a_transaction_confirms_only_what_it_wrote(
    postgres_tables_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the engine's may end while another is open, which then fails."""
    engine_is_in, engine_may_end = asyncio.Event(), asyncio.Event()
    written, may_end = asyncio.Event(), asyncio.Event()

    async def slow_turns(*given: Any, **how: Any) -> Any:
        engine_is_in.set()
        await engine_may_end.wait()
        return await next_turns(*given, **how)

    async def put_and_fail(*given: Any, **how: Any) -> None:
        await put_arrivals(*given, **how)
        written.set()
        await may_end.wait()
        raise LOCKED

    async with open_campus(postgres_tables_url, tmp_path) as campus:
        monkeypatch.setattr("bot.workers.engine.next_turns", slow_turns)
        monkeypatch.setattr("bot.workers.inbox_writer.put_arrivals", put_and_fail)
        working = asyncio.create_task(campus.engine.work_once())
        await engine_is_in.wait()
        storing = asyncio.create_task(_write(campus, "u:1"))
        await written.wait()
        engine_may_end.set()
        await working
        may_end.set()
        with pytest.raises(OperationalError):
            await storing
        assert await _states(campus) == []


async def test_an_engine_in_trouble_keeps_nobody_waiting(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It rests for longer and longer; what comes meanwhile is written down without it."""

    async def broken(*_given: Any, **_how: Any) -> None:
        raise LOCKED

    async with at_work(campus.engine):
        monkeypatch.setattr("bot.workers.engine.next_turns", broken)
        monkeypatch.setattr("bot.workers.engine.park_head", broken)
        await _write(campus, "u:1")
        await _fault(campus)
        await _write(campus, "u:2")
        assert await _states(campus) == ["waiting", "waiting"]


async def test_what_was_brought_at_the_end_is_written_down(campus: Campus) -> None:
    async with at_work(campus.engine):
        storing = asyncio.create_task(_write(campus, "u:1"))
        await asyncio.sleep(0)
    await storing
    assert len(await _states(campus)) == 1
