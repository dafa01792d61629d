"""Opens the database with the settings that its safety needs, and hands out transactions.

SQLite: one connection writes, in `BEGIN IMMEDIATE` transactions, WAL, every commit synced; others
only read. (With SQLAlchemy's defaults, concurrent read-then-write transactions lose updates without
an error.) PostgreSQL: every writer has its own connection and locks what it claims.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.database.session import Session
from storage.database.sqlite_driver import connect

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    # Whatever is blanked or deleted must not stay in the file: codes, erased people.
    "secure_delete": 1,
}


# SQLite's error codes about its file or the machine, whatever the statement: busy, locked, no
# memory, read only, input or output, full, cannot be opened.
AWAY = frozenset({5, 6, 7, 8, 10, 13, 14})


def is_away(fault: BaseException) -> bool:
    """Whether the database was out of reach, which says nothing about the statement."""
    if not isinstance(fault, DBAPIError):
        return isinstance(fault, ConnectionError)
    # The lowest byte is the primary code; the others refine it.
    code = getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF
    return fault.connection_invalidated or code in AWAY


class UnsafeDatabase(RuntimeError):
    """The database refused a setting that the program's guarantees depend on."""


class Database:
    """An open database. `async with Database.open(url) as database`."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._writing = writing
        self._reading = reading
        self._writer: AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self._watchers: list[tuple[frozenset[Table], Callable[[], None]]] = []

    @property
    def is_postgresql(self) -> bool:
        """Whether several processes may write at once."""
        return self._writing.dialect.name == "postgresql"

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["Database"]:
        """Connect and check the settings. Raises UnsafeDatabase; closes at the end."""
        database = cls(*_engines(url))
        try:
            if not database.is_postgresql:
                database._writer = await database._writing.connect()
                await _assert_pragmas(database._writer)
            yield database
        finally:
            await database._close()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        """One writing transaction: committed at the end, rolled back on any exception."""
        if self._writer is None:
            async with self._writing.begin() as connection:
                yield (session := Session(connection))
                await session.flush()
        else:
            async with self._turn, self._writer.begin():
                yield (session := Session(self._writer))
                await session.flush()
        for tables, tell in self._watchers:
            if not tables.isdisjoint(session.changed):
                tell()

    def watch(self, tables: Sequence[Table], tell: Callable[[], None]) -> None:
        """Call `tell` after every transaction of this process that wrote to the tables."""
        self._watchers.append((frozenset(tables), tell))

    def unwatch(self, tell: Callable[[], None]) -> None:
        """Call it no more."""
        self._watchers = [one for one in self._watchers if one[1] != tell]

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """A transaction that only reads, beside the writer."""
        async with self._reading.connect() as connection:
            yield Session(connection)

    async def _close(self) -> None:
        if self._writer is not None:
            await self._writer.close()
        await self._writing.dispose()
        await self._reading.dispose()


def _engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    """Errors go into logs, so they leave out the values, which people wrote."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = create_async_engine(parsed, pool_pre_ping=True, pool_size=8, hide_parameters=True)
        return engine, engine
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    opened = partial(create_async_engine, parsed, async_creator=partial(connect, parsed))
    writing = opened(pool_size=1, max_overflow=0, hide_parameters=True)
    reading = opened(pool_size=4, hide_parameters=True)
    _prepare(writing.sync_engine, begin="BEGIN IMMEDIATE")
    _prepare(reading.sync_engine, begin="BEGIN")
    return writing, reading


def _prepare(engine: Engine, *, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in SQLITE_PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin_so(connection: Any) -> None:
        connection.exec_driver_sql(begin)


async def _assert_pragmas(connection: AsyncConnection) -> None:
    for name, wanted in SQLITE_PRAGMAS.items():
        found = (await connection.execute(text(f"PRAGMA {name}"))).scalar()
        if found != wanted:
            raise UnsafeDatabase(f"SQLite answers {name} = {found!r}, needed is {wanted!r}")
    await connection.rollback()
