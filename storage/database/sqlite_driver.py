"""aiosqlite with one way to the connection's thread for each statement.

Its own cursors go there up to four times: to be made, to execute, to fetch, to be closed. A way
there and back costs more than most statements do (docs/decisions/0011-one-hop.md). So BEGIN goes
along with the first statement, and a transaction without any does not go there at all.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import URL

Values = Sequence[Any]
Act = Callable[[sqlite3.Cursor, str, Values], object]


@dataclass(slots=True)
class StatementResult:
    """What a statement gave, all of it: its rows have been fetched."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: list[Any] = field(default_factory=list)


class OneHopConnection(aiosqlite.Connection):
    """aiosqlite's connection, whose cursors need its thread once a statement.

    `_begin` is the BEGIN that the next statement takes along; None where none is due.
    """

    _begin: str | None = None

    def cursor(self) -> "OneHopCursor":  # type: ignore[override]
        """A cursor; nothing is done for it yet."""
        return OneHopCursor(self)

    async def carry_out(self, act: Act, statement: str, values: Values) -> StatementResult:
        """Run a statement on the connection's thread, and fetch its rows there."""
        if statement.startswith("BEGIN"):
            self._begin = statement
            return StatementResult()
        begin, self._begin = self._begin, None
        carried_out = partial(self._carried_out, begin, act, statement, values)
        outcome: StatementResult = await self._execute(carried_out)  # type: ignore[no-untyped-call]
        return outcome

    async def commit(self) -> None:
        """End the transaction, if one has begun."""
        if self._is_begun():
            await super().commit()

    async def rollback(self) -> None:
        """Undo the transaction, if one has begun."""
        if self._is_begun():
            await super().rollback()
            self._begin = None

    def _is_begun(self) -> bool:
        """Whether the thread knows of the transaction; it no longer begins if not."""
        begin, self._begin = self._begin, None
        return begin is None

    def _carried_out(
        self, begin: str | None, act: Act, statement: str, values: Values
    ) -> StatementResult:
        cursor = self._conn.cursor()
        try:
            if begin is not None:
                self._begun(cursor, begin)
            act(cursor, statement, values)
            rows = cursor.fetchall() if cursor.description else []
            return StatementResult(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
        finally:
            cursor.close()

    def _begun(self, cursor: sqlite3.Cursor, begin: str) -> None:
        try:
            cursor.execute(begin)
        except sqlite3.Error:
            # Still due: whatever comes next must not run outside the transaction.
            self._begin = begin
            raise


class OneHopCursor:
    """What SQLAlchemy asks of the cursor of an asyncio driver, as far as this program needs it."""

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
        self._outcome = await self._connection.carry_out(sqlite3.Cursor.execute, statement, values)

    async def executemany(self, statement: str, values: Sequence[Values]) -> None:
        """Run a statement with each of these values. Raises sqlite3.Error."""
        many = sqlite3.Cursor.executemany
        self._outcome = await self._connection.carry_out(many, statement, values)

    async def fetchall(self) -> list[Any]:
        """The rows of the statement."""
        return self._outcome.rows

    async def close(self) -> None:
        """Nothing was left open."""


async def connect(url: URL) -> OneHopConnection:
    """A connection to the SQLite database of that address, parameters included."""
    places, options = url.get_dialect()().create_connect_args(url)
    connection = OneHopConnection(partial(sqlite3.connect, *places, **options), iter_chunk_size=1)
    # As SQLAlchemy has it: what was not closed must not keep the program from ending.
    connection._thread.daemon = True
    await connection
    return connection
