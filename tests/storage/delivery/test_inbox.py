"""The inbox: known arrivals are dropped, one turn a chat at a time, failed ones come again."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage.database.engine import Database
from storage.delivery.inbox import (
    Arrival,
    backlog,
    end_turns,
    forget_ended,
    next_turns,
    next_wake,
    park_turn,
    parked_turns,
    postpone_turn,
    retry_parked,
    store_arrivals,
)
from storage.tables import inbox


async def _store(database: Database, at: datetime, *arrivals: Arrival) -> None:
    async with database.write() as session:
        await store_arrivals(session, arrivals, at=at)


async def _sources(database: Database, at: datetime, *, limit: int = 10) -> list[str]:
    async with database.write() as session:
        return [row.body["n"] for row in (await next_turns(session, limit=limit, now=at)).rows]


def _arrival(name: str, chat: int) -> Arrival:
    return Arrival(f"u:{name}", chat, {"n": name})


async def test_a_known_arrival_is_left_alone(database: Database, now: datetime) -> None:
    again = Arrival("u:1", 5, {"n": "changed"})
    await _store(database, now, _arrival("1", 5))
    await _store(database, now, again, _arrival("2", 6), _arrival("2", 6))
    assert await _sources(database, now) == ["1", "2"]


async def test_one_turn_a_chat_oldest_first(database: Database, now: datetime) -> None:
    arrivals = [_arrival("a1", 1), _arrival("a2", 1), _arrival("b1", 2), _arrival("c1", 3)]
    await _store(database, now, *arrivals)
    assert await _sources(database, now) == ["a1", "b1", "c1"]
    assert await _sources(database, now, limit=2) == ["a1", "b1"]


async def test_the_next_of_a_chat_follows_when_the_first_is_done(
    database: Database, now: datetime
) -> None:
    await _store(database, now, _arrival("a1", 1), _arrival("a2", 1))
    async with database.write() as session:
        (row,) = (await next_turns(session, limit=10, now=now)).rows
        await end_turns(session, [row.id], at=now)
    assert await _sources(database, now) == ["a2"]


async def test_a_postponed_turn_holds_its_chat_only(database: Database, now: datetime) -> None:
    await _store(database, now, _arrival("a1", 1), _arrival("a2", 1), _arrival("b1", 2))
    later = now + timedelta(seconds=5)
    async with database.write() as session:
        first, _ = (await next_turns(session, limit=10, now=now)).rows
        await postpone_turn(session, first, trouble="ValueError()", not_before=later)
        assert await next_wake(session) == later
    assert await _sources(database, now) == ["b1"]
    assert await _sources(database, later) == ["a1", "b1"]


async def test_a_parked_turn_lets_its_chat_go_on_and_can_be_retried(
    database: Database, now: datetime
) -> None:
    await _store(database, now, _arrival("a1", 1), _arrival("a2", 1))
    async with database.write() as session:
        (row,) = (await next_turns(session, limit=10, now=now)).rows
        await park_turn(session, row, trouble="ValueError('x')", at=now)
    assert await _sources(database, now) == ["a2"]
    async with database.write() as session:
        (parked,) = [row async for row in parked_turns(session)]
        assert (parked.trouble, parked.tries, parked.body) == ("ValueError('x')", 1, {"n": "a1"})
        assert await retry_parked(session, parked.id)
        assert not await retry_parked(session, parked.id)
    assert await _sources(database, now) == ["a1"]


async def test_the_backlog_tells_how_long_the_oldest_waits(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.read() as session:
        empty = await backlog(session)
    assert (empty.waiting, empty.oldest, empty.parked) == (0, None, 0)
    await _store(database, now, _arrival("a1", 1))
    await _store(database, soon, _arrival("b1", 2), _arrival("c1", 3))
    async with database.write() as session:
        last = (await next_turns(session, limit=10, now=soon)).rows[-1]
        await park_turn(session, last, trouble="x", at=soon)
    async with database.read() as session:
        found = await backlog(session)
    assert (found.waiting, found.oldest, found.parked) == (2, now, 1)


async def test_only_old_done_rows_are_forgotten(
    database: Database, now: datetime, soon: datetime
) -> None:
    await _store(database, now, _arrival("a1", 1), _arrival("b1", 2), _arrival("c1", 3))
    async with database.write() as session:
        first, second, _ = (await next_turns(session, limit=10, now=now)).rows
        await end_turns(session, [first.id], at=now)
        await end_turns(session, [second.id], at=soon)
        assert await forget_ended(session, before=soon) == 1
        assert await session.value(select(func.count()).select_from(inbox)) == 2


@pytest.mark.parametrize("count", [1, 3, 60])
async def test_the_number_of_statements_does_not_grow(
    database: Database, now: datetime, count: int
) -> None:
    async with database.write() as session:
        arrivals = [_arrival(str(number), number) for number in range(count)]
        await store_arrivals(session, arrivals, at=now)
        rows = (await next_turns(session, limit=count, now=now)).rows
        await end_turns(session, [row.id for row in rows], at=now)
        assert (len(rows), session.statements) == (count, 3)


async def test_two_processes_never_hold_one_row_or_chat(
    postgres_tables_url: str, now: datetime
) -> None:
    """PostgreSQL: what one holds, the other passes over, and with it the chat."""
    async with Database.open(postgres_tables_url) as database:
        many = [_arrival(f"{chat}-{n}", chat) for n in range(3) for chat in range(1, 21)]
        await _store(database, now, *many)
        held: list[list[str]] = []
        both = asyncio.Barrier(2)

        async def take() -> None:
            async with database.write() as session:
                rows = (await next_turns(session, limit=12, now=now)).rows
                await both.wait()
                held.append([row.body["n"] for row in rows])

        await asyncio.gather(take(), take())
    assert sorted(map(len, held)) == [8, 12]
    assert sorted(held[0] + held[1]) == sorted(f"{chat}-0" for chat in range(1, 21))


async def test_whether_anything_waits_behind_the_heads_is_known(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        await store_arrivals(session, [_arrival("a1", 7), _arrival("b1", 8)], at=now)
        assert (await next_turns(session, limit=9, now=now)).all_of_them
        assert not (await next_turns(session, limit=1, now=now)).all_of_them
        await store_arrivals(session, [_arrival("a2", 7)], at=now)
        heads = await next_turns(session, limit=9, now=now)
        assert len(heads.rows) == 2
        assert not heads.all_of_them
