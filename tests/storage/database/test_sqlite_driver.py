"""Ways to SQLite's thread: one a statement, BEGIN goes along, and nothing runs outside."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from storage.database.sqlite_driver import OneHopConnection, connect

BEGIN = "BEGIN IMMEDIATE"
ADD = "INSERT INTO marks VALUES (?)"


class Way:
    """A connection, and how often its thread was asked."""

    def __init__(self, connection: OneHopConnection) -> None:
        self.connection = connection
        self.ways = 0
        self._really: Any = connection._execute
        connection._execute = self._count  # type: ignore[method-assign]

    def _count(self, *arguments: Any) -> Any:
        self.ways += 1
        return self._really(*arguments)

    async def along(self, statement: str, *values: Any) -> None:
        """Run a write that may wait for company."""
        with self.connection.going_along():
            await self.say(statement, *values)

    async def say(self, statement: str, *values: Any) -> list[Any]:
        """Run a statement, as SQLAlchemy does."""
        cursor = self.connection.cursor()
        await cursor.execute(statement, values)
        return await cursor.fetchall()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a table for marks."""
    path = tmp_path / "marks.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE marks (mark INTEGER)")
    made.close()
    return path


@pytest.fixture
async def way(file: Path) -> AsyncIterator[Way]:
    """An open connection that begins only when told, and does not wait for locks."""
    connection = await connect(make_url(f"sqlite+aiosqlite:///{file}"))
    connection.isolation_level = None
    await connection.cursor().execute("PRAGMA busy_timeout = 0")
    yield Way(connection)
    await connection.close()


def _marks(file: Path) -> list[int]:
    """What another process sees."""
    other = sqlite3.connect(file)
    found = [mark for (mark,) in other.execute("SELECT mark FROM marks ORDER BY mark")]
    other.close()
    return found


async def test_begin_goes_along_with_the_first_statement(way: Way, file: Path) -> None:
    await way.say(BEGIN)
    await way.say(ADD, 1)
    await way.say(ADD, 2)
    assert _marks(file) == []
    await way.connection.commit()
    assert way.ways == 3
    assert _marks(file) == [1, 2]


async def test_the_lock_is_held_from_the_first_statement_on(way: Way, file: Path) -> None:
    await way.say(BEGIN)
    assert await way.say("SELECT mark FROM marks") == []
    other = sqlite3.connect(file, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute(ADD, (9,))
    other.close()
    await way.connection.rollback()


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_a_transaction_without_a_statement_asks_nothing(way: Way, end: str) -> None:
    await way.say(BEGIN)
    await getattr(way.connection, end)()
    assert way.ways == 0
    await way.say(ADD, 1)
    assert not way.connection.in_transaction


async def test_what_is_rolled_back_leaves_nothing(way: Way, file: Path) -> None:
    await way.say(BEGIN)
    await way.say(ADD, 1)
    await way.connection.rollback()
    assert _marks(file) == []
    assert not way.connection.in_transaction


async def test_after_a_begin_that_failed_nothing_runs_outside(way: Way, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute(BEGIN)
    await way.say(BEGIN)
    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await way.say(ADD, 1)
    other.execute("ROLLBACK")
    other.close()
    await way.say(ADD, 1)
    await way.connection.rollback()
    assert _marks(file) == []


async def test_a_begin_that_failed_is_not_kept_for_later(way: Way, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute(BEGIN)
    await way.say(BEGIN)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await way.say(ADD, 1)
    await way.connection.rollback()
    other.execute("ROLLBACK")
    other.close()
    await way.say(ADD, 1)
    assert _marks(file) == [1]


async def test_a_fault_in_the_first_statement_leaves_a_transaction_to_be_undone(
    way: Way, file: Path
) -> None:
    await way.say(BEGIN)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await way.say("INSERT INTO nowhere VALUES (1)")
    await way.say(ADD, 1)
    await way.connection.rollback()
    assert _marks(file) == []


@pytest.mark.parametrize("locked", [False, True])
async def test_who_is_cancelled_on_the_way_leaves_no_transaction(
    way: Way, file: Path, *, locked: bool
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    if locked:
        other.execute(BEGIN)
    await way.say(BEGIN)
    asking = asyncio.ensure_future(way.say(ADD, 1))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await way.connection.rollback()
    if locked:
        other.execute("ROLLBACK")
    other.close()
    assert not way.connection.in_transaction
    await way.say(ADD, 2)
    assert _marks(file) == [2]


async def test_what_nobody_asks_about_goes_along(way: Way, file: Path) -> None:
    """BEGIN and two writes with a question, another write with COMMIT."""
    await way.say(BEGIN)
    await way.along(ADD, 1)
    await way.along(ADD, 2)
    assert await way.say("SELECT mark FROM marks ORDER BY mark") == [(1,), (2,)]
    await way.along(ADD, 3)
    await way.connection.commit()
    assert way.ways == 2
    assert _marks(file) == [1, 2, 3]


async def test_a_transaction_of_writes_alone_is_one_way(way: Way, file: Path) -> None:
    await way.say(BEGIN)
    await way.along(ADD, 1)
    await way.connection.commit()
    assert way.ways == 1
    assert _marks(file) == [1]


async def test_what_goes_along_is_rolled_back_too(way: Way, file: Path) -> None:
    await way.say(BEGIN)
    await way.along(ADD, 1)
    await way.connection.rollback()
    assert way.ways == 0
    await way.say(BEGIN)
    await way.along(ADD, 2)
    await way.say("SELECT 1")
    await way.along(ADD, 3)
    await way.connection.rollback()
    await way.say(ADD, 4)
    assert _marks(file) == [4]


@pytest.mark.parametrize(
    "wrong", ["INSERT INTO nowhere VALUES (1)", "INSERT INTO marks SELECT 1, 2"]
)
async def test_after_a_write_that_failed_on_the_way_nothing_is_committed(
    way: Way, file: Path, wrong: str
) -> None:
    await way.say(BEGIN)
    await way.along(ADD, 1)
    await way.along(wrong)
    await way.along(ADD, 2)
    with pytest.raises(sqlite3.OperationalError):
        await way.say("SELECT 1")
    with pytest.raises(sqlite3.OperationalError):
        await way.say(ADD, 3)
    with pytest.raises(sqlite3.OperationalError):
        await way.connection.commit()
    await way.connection.rollback()
    assert _marks(file) == []
    await way.say(ADD, 4)
    assert _marks(file) == [4]


async def test_a_write_that_fails_with_commit_commits_nothing(way: Way, file: Path) -> None:
    await way.say(BEGIN)
    await way.say(ADD, 1)
    await way.along("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await way.connection.commit()
    assert not way.connection.in_transaction
    await way.connection.rollback()
    assert _marks(file) == []
    await way.say(ADD, 2)
    assert _marks(file) == [2]


async def test_a_begin_that_failed_takes_what_went_along_with_it(way: Way, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute(BEGIN)
    await way.say(BEGIN)
    await way.along(ADD, 1)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await way.say(ADD, 2)
    other.execute("ROLLBACK")
    other.close()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await way.say(ADD, 3)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await way.connection.commit()
    await way.connection.rollback()
    assert _marks(file) == []
