"""aiosqlite with one hop to the connection's thread for each statement.

Its own cursors take up to four: to be made, to execute, to fetch, to be closed. A hop costs more
than most statements do (docs/decisions/0011-one-hop.md). So BEGIN goes along with the first
statement, and a transaction without statements takes no hop at all. A write whose result nobody
needs goes along with the next statement, or with COMMIT.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import URL

Values = Sequence[Any]
Act = Callable[[sqlite3.Cursor, str, Values], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its values, and how the cursor is to run it."""

    act: Act
    statement: str
    values: Values = ()

    def carry_out(self, cursor: sqlite3.Cursor) -> None:
        """Run it. Raises sqlite3.Error."""
        self.act(cursor, self.statement, self.values)


@dataclass(slots=True)
class StatementResult:
    """The whole result of a statement: its rows have been fetched."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: list[Any] = field(default_factory=list)


class OneHopConnection(aiosqlite.Connection):
    """aiosqlite's connection, whose cursors take one hop to its thread per statement.

    `_begin` is the BEGIN that is still due, `_along` the writes that wait for the next hop. Once
    one of these has failed, every statement fails until the transaction is rolled back.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=1)
        self._begin: Asked | None = None
        self._along: list[Asked] = []
        self._waits = False
        self._failed: sqlite3.Error | None = None

    def cursor(self) -> "OneHopCursor":  # type: ignore[override]
        """A cursor; nothing is done for it yet."""
        return OneHopCursor(self)

    @contextmanager
    def going_along(self) -> Iterator[None]:
        """What is asked inside waits for the next statement or COMMIT, and gives no outcome."""
        self._waits = True
        try:
            yield
        finally:
            self._waits = False

    async def carry_out(self, asked: Asked) -> StatementResult:
        """Run a statement on the connection's thread, and fetch its rows there."""
        if asked.statement.startswith("BEGIN"):
            self._begin = asked
            return StatementResult()
        if self._waits:
            self._along.append(asked)
            return StatementResult()
        outcome: StatementResult = await self._go(partial(self._carried_out, asked))
        return outcome

    async def commit(self) -> None:
        """Commit the transaction, if there is one to commit; roll it back if that fails.

        SQLAlchemy takes it for ended then, and the next one would find it open.
        """
        try:
            if self._along or self._begin is None:
                await self._go(self._conn.commit)
        except sqlite3.Error:
            await self.rollback()
            raise
        self._begin = None

    async def rollback(self) -> None:
        """Roll the transaction back, if one has begun."""
        begin, self._begin = self._begin, None
        self._along.clear()
        if begin is None:
            await super().rollback()
        # What was under way when its caller was cancelled has failed by now, if it has.
        self._begin = self._failed = None

    async def _go(self, act: Callable[[], Any]) -> Any:
        """Run on the thread: BEGIN if it is due, the writes that wait, then this."""
        begin, along = self._begin, self._along
        self._begin, self._along = None, []
        return await self._execute(partial(self._in_order, begin, along, act))  # type: ignore[no-untyped-call]

    def _in_order(self, begin: Asked | None, along: list[Asked], act: Callable[[], Any]) -> Any:
        if self._failed is not None:
            raise self._failed
        if begin is not None:
            self._begun(begin, along)
        for asked in along:
            self._gone_along(asked)
        return act()

    def _begun(self, begin: Asked, along: list[Asked]) -> None:
        try:
            self._carried_out(begin)
        except sqlite3.Error as error:
            # Still due, and whatever comes next must not run outside the transaction.
            self._begin = begin
            if along:
                self._failed = error
            raise

    def _gone_along(self, asked: Asked) -> None:
        try:
            self._carried_out(asked)
        except sqlite3.Error as error:
            self._failed = error
            raise

    def _carried_out(self, asked: Asked) -> StatementResult:
        cursor = self._conn.cursor()
        try:
            asked.carry_out(cursor)
            rows = cursor.fetchall() if cursor.description else []
            return StatementResult(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
        finally:
            cursor.close()


class OneHopCursor:
    """What SQLAlchemy needs of the cursor of an asyncio driver, as far as this program uses it."""

    arraysize = 1

    def __init__(self, connection: OneHopConnection) -> None:
        self._connection = connection
        self._outcome = StatementResult()

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The names of the columns; None where the statement gives no rows."""
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        """How many rows were written; -1 where that is not known."""
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The key of the row inserted last."""
        return self._outcome.lastrowid

    async def execute(self, statement: str, values: Values = ()) -> None:
        """Run a statement. Raises sqlite3.Error."""
        asked = Asked(sqlite3.Cursor.execute, statement, values)
        self._outcome = await self._connection.carry_out(asked)

    async def executemany(self, statement: str, values: Sequence[Values]) -> None:
        """Run a statement with each of these values. Raises sqlite3.Error."""
        asked = Asked(sqlite3.Cursor.executemany, statement, values)
        self._outcome = await self._connection.carry_out(asked)

    async def fetchall(self) -> list[Any]:
        """The rows of the statement."""
        return self._outcome.rows

    async def close(self) -> None:
        """Does nothing: nothing was left open."""


async def connect(url: URL) -> OneHopConnection:
    """A connection to the SQLite database of that address, parameters included."""
    places, options = url.get_dialect()().create_connect_args(url)
    connection = OneHopConnection(partial(sqlite3.connect, *places, **options))
    # As SQLAlchemy does: a connection left open must not keep the program from ending.
    connection._thread.daemon = True
    await connection
    return connection
