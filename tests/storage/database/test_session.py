"""Added rows wait for each other; an attempt that fails leaves nothing and harms no other."""

from datetime import datetime

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.database.engine import Database
from storage.database.session import Session
from storage.tables import branches, outbox, settings


def _note(session: Session, name: str, value: str = "x") -> None:
    session.add(settings, name=name, value=value)


class Stop(Exception):
    """What a failing turn raises."""


async def _fail(session: Session, *, written: bool) -> None:
    async with session.attempt():
        if written:
            await session.change(update(settings).values(value="new"))
        _note(session, "inside")
        if written:
            await session.flush()
        raise Stop


async def _insert_again(session: Session) -> None:
    async with session.attempt():
        await session.insert(settings, name="once", value="twice")


async def _names(database: Database) -> list[str]:
    async with database.read() as session:
        return [row.name for row in await session.rows(select(settings).order_by(settings.c.name))]


@pytest.mark.parametrize("count", [1, 3, 100])
async def test_rows_of_one_table_share_a_statement(database: Database, count: int) -> None:
    async with database.write() as session:
        for number in range(count):
            _note(session, f"n{number}")
        await session.flush()
        assert session.statements == 1
    assert len(await _names(database)) == count


async def test_a_read_sees_what_was_added(database: Database) -> None:
    async with database.write() as session:
        _note(session, "a")
        assert await session.value(select(settings.c.value)) == "x"


async def test_a_failed_attempt_drops_what_it_added(database: Database) -> None:
    async with database.write() as session:
        _note(session, "before")
        with pytest.raises(Stop):
            await _fail(session, written=False)
        async with session.attempt():
            _note(session, "after")
    assert await _names(database) == ["after", "before"]


async def test_a_failed_attempt_rolls_back_what_it_wrote(database: Database) -> None:
    async with database.write() as session:
        _note(session, "kept", "old")
        with pytest.raises(Stop):
            await _fail(session, written=True)
        async with session.attempt():
            await session.insert(branches, name="基础医学部党支部")
    async with database.read() as session:
        assert await session.value(select(settings.c.value)) == "old"
        assert await session.value(select(branches.c.name)) == "基础医学部党支部"
    assert await _names(database) == ["kept"]


async def test_a_fault_of_the_database_is_contained_in_its_attempt(database: Database) -> None:
    """PostgreSQL refuses every further statement after an error, unless there is a savepoint."""
    async with database.write() as session:
        _note(session, "once")
        with pytest.raises(IntegrityError):
            await _insert_again(session)
        _note(session, "after")
    assert await _names(database) == ["after", "once"]


async def test_only_reading_attempts_open_no_savepoint(database: Database) -> None:
    async with database.write() as session:
        async with session.attempt():
            await session.rows(select(settings))
            _note(session, "a")
        assert session.statements == 1


async def test_upsert_changes_or_leaves(database: Database) -> None:
    async with database.write() as session:
        new = session.excluded(settings)
        first = [{"name": "a", "value": "1"}, {"name": "b", "value": "1"}]
        await session.upsert(settings, first, on=["name"])
        await session.upsert(settings, [{"name": "a", "value": "2"}], on=["name"])
        change = {"value": new["value"]}
        await session.upsert(settings, [{"name": "b", "value": "2"}], on=["name"], change=change)
    async with database.read() as session:
        rows = await session.rows(select(settings).order_by(settings.c.name))
        assert [row.value for row in rows] == ["1", "2"]


async def test_insert_gives_the_key(database: Database, now: datetime) -> None:
    async with database.write() as session:
        first = await session.insert(branches, name="一")
        second = await session.insert(branches, name="二")
    assert second == first + 1


async def test_json_keeps_chinese_readable_and_takes_nul(database: Database, now: datetime) -> None:
    body = {"text": "痕迹\u0000年中", "n": [1, None, True]}
    async with database.write() as session:
        session.add(
            outbox,
            priority=0,
            method="sendMessage",
            params=body,
            fresh=False,
            on_doubt="resend",
            state="waiting",
            created_at=now,
        )
    async with database.read() as session:
        assert await session.value(select(outbox.c.params)) == body


async def test_a_write_that_nobody_asks_about_is_seen_and_kept(database: Database) -> None:
    async with database.write() as session:
        await session.put_upsert(settings, [_row("1")], on=["name"], overwrite=["value"])
        assert await session.value(select(settings.c.value)) == "1"
        await session.put_upsert(settings, [_row("changed")], on=["name"], overwrite=["value"])
    async with database.read() as session:
        assert await session.value(select(settings.c.value)) == "changed"


async def test_a_write_that_nobody_asks_about_fails_the_transaction(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await _write_two_of_one_key(database)
    async with database.write() as session:
        assert await session.rows(select(settings)) == []
        session.add(settings, name="b", value="1")
    async with database.read() as session:
        assert await session.value(select(settings.c.name)) == "b"


async def test_within_an_attempt_it_fails_the_attempt_alone(database: Database) -> None:
    async with database.write() as session:
        session.add(settings, name="a", value="1")
        with pytest.raises(IntegrityError):
            await _attempt_two_of_one_key(session)
        await session.put(insert(settings), {"name": "c", "value": "1"})
    async with database.read() as session:
        rows = await session.rows(select(settings.c.name).order_by(settings.c.name))
        assert [row.name for row in rows] == ["a", "c"]


def _row(value: str) -> dict[str, str]:
    return {"name": "a", "value": value}


async def _write_two_of_one_key(database: Database) -> None:
    async with database.write() as session:
        await session.put(insert(settings), {"name": "a", "value": "1"})
        await session.put(insert(settings), {"name": "a", "value": "2"})


async def _attempt_two_of_one_key(session: Session) -> None:
    async with session.attempt():
        await session.put(insert(settings), {"name": "b", "value": "1"})
        await session.put(insert(settings), {"name": "b", "value": "2"})
