"""What a batch of turns notes is written together, and is nobody else's to lose."""

from collections.abc import Awaitable, Callable, Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.database.engine import Database
from storage.database.session import Session, Spoiled
from storage.tables import branches, settings

Act = Callable[[Session], Awaitable[None]]


class Stop(Exception):
    """What a turn may raise."""


async def test_things_of_a_batch_are_worked_on_at_once(database: Database) -> None:
    names = ["一", "二", "三"]
    async with database.write() as session:
        for name in names:
            await _note(session, name)
        assert session.statements == 0
        await session.flush()
        assert session.statements == 1
    assert await _names(database) == names


async def test_a_failed_attempt_takes_its_things_along(database: Database) -> None:
    async with database.write() as session:
        await _note(session, "留下")
        with pytest.raises(Stop):
            await _note_and_fail(session, "丢弃", seen=[])
    assert await _names(database) == ["留下"]


async def test_own_things_are_undone_after_they_were_worked_on(database: Database) -> None:
    async with database.write() as session:
        with pytest.raises(Stop):
            await _note_and_fail(session, "丢弃", seen=["丢弃"])
    assert await _names(database) == []


async def test_the_failure_of_a_reader_undoes_nothing_of_others(database: Database) -> None:
    """Their work is done while the reader's attempt is under way, but not as a part of it."""
    async with database.write() as session:
        await _note(session, "别人的")
        with pytest.raises(Stop):
            await _note_and_fail(session, "自己的", seen=["别人的", "自己的"])
    assert await _names(database) == ["别人的"]


async def test_what_others_noted_is_not_lost_with_the_reader_that_met_its_fault(
    database: Database,
) -> None:
    """A row that cannot be written voids the transaction, not only the turn that read after it."""
    with pytest.raises(Spoiled if database.is_postgresql else IntegrityError):
        await _act_after_two_of_one_key(database, _read)
    async with database.read() as session:
        assert await session.rows(select(settings)) == []


async def test_nor_with_the_writer_that_met_their_fault(database: Database) -> None:
    """Its savepoint goes to SQLite along with their rows; the next transaction is sound."""
    with pytest.raises(Spoiled if database.is_postgresql else IntegrityError):
        await _act_after_two_of_one_key(database, _write)
    async with database.write() as session:
        await session.insert(branches, name="以后")
    assert await _names(database) == ["以后"]


async def _note(session: Session, name: str) -> None:
    async with session.attempt():
        session.later(_found_branches, name)


async def _note_and_fail(session: Session, name: str, *, seen: list[str]) -> None:
    async with session.attempt():
        session.later(_found_branches, name)
        if seen:
            rows = await session.rows(select(branches.c.name).order_by(branches.c.id))
            assert [row.name for row in rows] == seen
        raise Stop


async def _act_after_two_of_one_key(database: Database, act: Act) -> None:
    async with database.write() as session:
        for value in ("1", "2"):
            async with session.attempt():
                session.add(settings, name="twice", value=value)
        with pytest.raises(IntegrityError):
            await act(session)


async def _read(session: Session) -> None:
    async with session.attempt():
        await session.rows(select(settings))


async def _write(session: Session) -> None:
    async with session.attempt():
        await session.insert(branches, name="自己的")


async def _found_branches(session: Session, names: Sequence[str]) -> None:
    await session.insert_all(branches, [{"name": name} for name in names])


async def _names(database: Database) -> list[str]:
    async with database.read() as session:
        rows = await session.rows(select(branches.c.name).order_by(branches.c.id))
    return [row.name for row in rows]
