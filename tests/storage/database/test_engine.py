"""The database keeps every write, checks references, and refuses settings that would lose data."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

import storage.database.engine as database_module
from storage.database.engine import Database, UnsafeDatabase
from storage.membership.people import add_person
from storage.settings import write_setting
from storage.tables import evidence, people, roles, settings


async def _add_one(database: Database) -> None:
    async with database.write() as session:
        if session.is_postgresql:
            await session.lock("counter")
        found = await session.value(select(settings.c.value).where(settings.c.name == "n"))
        await asyncio.sleep(0)
        await session.change(
            update(settings).where(settings.c.name == "n").values(value=str(int(found) + 1))
        )


async def _write_and_fail(database: Database) -> None:
    async with database.write() as session:
        await write_setting(session, "half", "done")
        raise RuntimeError


async def test_concurrent_read_then_write_loses_nothing(database: Database) -> None:
    async with database.write() as session:
        await write_setting(session, "n", "0")
    await asyncio.gather(*[_add_one(database) for _ in range(60)])
    async with database.read() as session:
        assert await session.value(select(settings.c.value)) == "60"


async def test_an_exception_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await _write_and_fail(database)
    async with database.read() as session:
        assert await session.rows(select(settings)) == []


async def test_who_watches_a_table_hears_of_what_was_committed(database: Database) -> None:
    """Rows that waited to be added count; what was rolled back or is in other tables does not."""
    heard: list[str] = []

    def hear() -> None:
        heard.append("settings")

    database.watch([settings], hear)
    with pytest.raises(RuntimeError):
        await _write_and_fail(database)
    async with database.write() as session:
        await session.rows(select(settings))
        await add_person(session, name="王芳", at=datetime(2008, 6, 23, tzinfo=UTC))
    assert heard == []
    async with database.write() as session:
        session.add(settings, name="a", value="1")
        assert heard == []
    async with database.write() as session:
        await write_setting(session, "a", "2")
        await write_setting(session, "b", "3")
    assert heard == ["settings"] * 2
    database.unwatch(hear)
    async with database.write() as session:
        await write_setting(session, "c", "4")
    assert heard == ["settings"] * 2


async def test_cancelled_writers_leave_nothing_and_the_next_can_write(database: Database) -> None:
    async def write_slowly(name: str) -> None:
        async with database.write() as session:
            await write_setting(session, f"{name}-1", "x")
            await asyncio.sleep(0.002)
            await write_setting(session, f"{name}-2", "x")

    for number in range(30):
        task = asyncio.create_task(write_slowly(f"w{number}"))
        await asyncio.sleep(0.0004 * (number % 12))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await write_slowly("last")
    async with database.read() as session:
        names = {row.name for row in await session.rows(select(settings))}
    assert {"last-1", "last-2"} <= names
    halves = [name for name in names if f"{name[:-1]}{'21'[int(name[-1]) - 1]}" not in names]
    assert halves == []


async def test_references_are_checked(database: Database, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        async with database.write() as session:
            await session.change(insert(roles).values(person_id=4711, role="member", given_at=now))


async def test_a_moment_without_zone_is_refused(database: Database) -> None:
    naive = datetime(2008, 6, 23, 9, 0)  # noqa: DTZ001 - the point
    with pytest.raises(StatementError, match="without a time zone"):
        async with database.write() as session:
            await session.rows(select(evidence).where(evidence.c.created_at < naive))


async def test_moments_come_back_in_utc(database: Database, now: datetime) -> None:
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    async with database.write() as session:
        session.add(people, name="王芳", created_at=local)
    async with database.read() as session:
        found = await session.value(select(people.c.created_at))
    assert (found, found.utcoffset()) == (now, timedelta())


async def test_what_sqlite_answers_counts_not_what_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database_module.SQLITE_PRAGMAS, "busy_timeout", -5)
    with pytest.raises(UnsafeDatabase, match="busy_timeout = 0, needed is -5"):
        async with Database.open(f"sqlite+aiosqlite:///{tmp_path}/x.sqlite3"):
            pytest.fail("opened all the same")
