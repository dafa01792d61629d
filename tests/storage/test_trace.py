"""The trace is a chain: what is changed or taken out is found; what is personal is not in it."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import delete, select, update

from storage.database.engine import Database
from storage.tables import trace
from storage.trace import FIRST, Act, Personal, append_trace, first_broken_row, trace_head

SALT = b"salt"


async def _append(database: Database, at: datetime, *acts: Act) -> None:
    async with database.write() as session:
        await append_trace(session, acts, at=at, salt=SALT)


async def _broken(database: Database) -> int | None:
    async with database.read() as session:
        return await first_broken_row(session, page=2)


def _acts(count: int) -> list[Act]:
    return [Act(7, "check-in sent", f"check_in:{n}", after={"n": n}) for n in range(count)]


async def test_an_empty_trace_is_whole(database: Database) -> None:
    assert await _broken(database) is None
    async with database.read() as session:
        assert await trace_head(session) == (0, FIRST)


@pytest.mark.parametrize("count", [1, 3, 40])
async def test_a_batch_shares_its_statements(database: Database, now: datetime, count: int) -> None:
    async with database.write() as session:
        await append_trace(session, _acts(count), at=now, salt=SALT)
        await session.flush()
        assert session.statements <= 3
    assert await _broken(database) is None
    async with database.read() as session:
        assert (await trace_head(session))[0] == count


@pytest.mark.parametrize("column", ["act", "subject", "after", "person_id", "at"])
async def test_a_changed_row_is_found(
    database: Database, now: datetime, soon: datetime, column: str
) -> None:
    await _append(database, now, *_acts(5))
    values = {"act": "other", "subject": "x", "after": {"n": 9}, "person_id": 8, "at": soon}
    async with database.write() as session:
        await session.change(
            update(trace).where(trace.c.number == 3).values({column: values[column]})
        )
    assert await _broken(database) == 3


async def test_a_row_taken_out_is_found(database: Database, now: datetime) -> None:
    await _append(database, now, *_acts(5))
    async with database.write() as session:
        await session.change(delete(trace).where(trace.c.number == 2))
    assert await _broken(database) == 2


async def test_a_row_slipped_in_is_found(database: Database, now: datetime) -> None:
    await _append(database, now, *_acts(2))
    async with database.write() as session:
        session.add(trace, number=3, at=now, act="forged", hash="0" * 64)
    assert await _broken(database) == 3


async def test_what_is_personal_leaves_only_a_salted_hash(
    database: Database, now: datetime
) -> None:
    after = {"title": Personal("我的故事"), "deep": {"body": Personal("正文")}, "month": "2008-06"}
    await _append(database, now, Act(7, "story sent", "story:1", after=after))
    async with database.read() as session:
        row = await session.row(select(trace))
    assert row is not None
    assert "我的故事" not in str(row)
    assert "正文" not in str(row)
    assert row.after["month"] == "2008-06"
    assert set(row.after["title"]) == {"hash"}
    assert row.after["title"] != row.after["deep"]["body"]
    assert await _broken(database) is None


async def test_the_same_act_under_another_salt_has_another_hash(
    database: Database, now: datetime
) -> None:
    act = Act(7, "story sent", after={"title": Personal("故事")})
    async with database.write() as session:
        await append_trace(session, [act], at=now, salt=b"one")
        await append_trace(session, [act], at=now, salt=b"two")
    async with database.read() as session:
        first, second = await session.rows(select(trace.c.after).order_by(trace.c.number))
    assert first.after != second.after


async def test_replicas_do_not_fork_the_chain(postgres_tables_url: str, now: datetime) -> None:
    """Fault 53, on PostgreSQL: the head is held until the transaction ends."""
    async with Database.open(postgres_tables_url) as database:
        await asyncio.gather(*[_append(database, now, *_acts(1 + n % 3)) for n in range(60)])
        assert await _broken(database) is None
        async with database.read() as session:
            assert (await trace_head(session))[0] == sum(1 + n % 3 for n in range(60))
