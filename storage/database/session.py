"""One transaction, as the questions and writes of this layer see it.

Rows that are only added wait until somebody reads or the transaction ends, and are then written
one statement a table: a statement through the async engine costs about 0.2 ms whatever it does,
so a batch of turns shares them. What cannot be written without asking may wait as well (`later`).
A turn runs inside `attempt`: if it fails, what it noted is dropped, and what it had already
written is rolled back to a savepoint that is only opened when needed.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Executable, MetaData, Row, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction
from sqlalchemy.sql.dml import UpdateBase

from storage.database.noted import Noted, Values, Work
from storage.database.sqlite_driver import OneHopConnection

Found = Row[*tuple[Any, ...]]
Upsert = postgresql.Insert | sqlite.Insert


class Spoiled(RuntimeError):
    """What earlier attempts noted could not be written: the transaction must not be committed."""


class Session:
    """A connection inside an open transaction. Never commits: whoever opened it does."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._settled = Noted()
        self._tentative = Noted()
        self._savepoint: AsyncTransaction | None = None
        self._attempting = False
        self._spoiled = False
        self.statements = 0
        # The tables that were written to, also by attempts that failed.
        self.changed: set[Any] = set()

    @property
    def is_postgresql(self) -> bool:
        """Whether the database locks rows, not the whole file."""
        return self._connection.dialect.name == "postgresql"

    async def rows(self, question: Executable, values: Values | None = None) -> Sequence[Found]:
        """All rows of the answer; whatever was added before is seen."""
        await self.flush()
        return (await self._execute(question, values)).all()

    async def row(self, question: Executable, values: Values | None = None) -> Found | None:
        """The first row of the answer, or None."""
        found = await self.rows(question, values)
        return found[0] if found else None

    async def value(self, question: Executable, values: Values | None = None) -> Any:
        """The first column of the first row, or None."""
        found = await self.row(question, values)
        return found[0] if found else None

    def add(self, table: Table, **values: Any) -> None:
        """Insert a row whose key is known already, together with others of its table."""
        self._noted.rows.setdefault(table, []).append(values)

    def later(self, work: Work, thing: object) -> None:
        """Have `work` done on this and all things like it at once, before anybody reads.

        For what cannot be added without a query: a batch of turns then runs it once.
        """
        self._noted.things.setdefault(work, []).append(thing)

    async def insert(self, table: Table, **values: Any) -> Any:
        """Insert a row now, and give the key that the database chose."""
        result = await self._write(insert(table), values)
        key = result.inserted_primary_key
        return None if key is None else key[0]

    async def insert_all(self, table: Table, rows: Sequence[Values]) -> list[Any]:
        """Insert rows now, and give the keys that the database chose, in the order of the rows."""
        if not rows:
            return []
        (key,) = table.primary_key.columns
        adding = insert(table).returning(key, sort_by_parameter_order=True)
        return list((await self._write(adding, rows)).scalars())

    async def change(self, statement: Executable, rows: Values | Sequence[Values] = ()) -> int:
        """Run an update, delete or insert now; the number of rows it touched."""
        return (await self._write(statement, rows or None)).rowcount

    async def put(self, statement: Executable, rows: Values | Sequence[Values] = ()) -> None:
        """Run an update, delete or insert whose result nobody needs.

        On SQLite it is run together with the next statement or with COMMIT, and its errors are
        raised there; within an attempt it is run now.
        """
        await self.flush()
        await self._secure()
        await self._put(statement, rows or None)

    async def upsert(
        self,
        table: Table,
        rows: Sequence[Values],
        *,
        on: Sequence[str],
        overwrite: Sequence[str] = (),
        change: Values | None = None,
    ) -> int:
        """Insert rows; where the key `on` exists already, the columns `overwrite` get the new
        values; or `change` is applied; or the old row is left alone.

        `change` maps column names to expressions; `excluded(table)` names the new values.
        """
        if not rows:
            return 0
        if change is None:
            return await self.change(self._insert_or_overwrite(table, on, overwrite), rows)
        return await self.change(self._insert_or_change(table, on, change), rows)

    async def put_upsert(
        self,
        table: Table,
        rows: Sequence[Values],
        *,
        on: Sequence[str],
        overwrite: Sequence[str] = (),
    ) -> None:
        """As `upsert`, where nobody needs the number of rows (see `put`)."""
        if rows:
            await self.put(self._insert_or_overwrite(table, on, overwrite), rows)

    async def upsert_and_tell(
        self, table: Table, rows: Sequence[Values], *, on: Sequence[str], change: Values
    ) -> Sequence[Found]:
        """As `upsert`; the rows as they are now, in no particular order."""
        if not rows:
            return []
        adding = self._insert_or_change(table, on, change).returning(*table.c)
        return (await self._write(adding, rows)).all()

    async def insert_new(
        self, table: Table, rows: Sequence[Values], *, on: Sequence[str]
    ) -> set[tuple[Any, ...]]:
        """Insert the rows whose key `on` does not exist yet. Returns the keys inserted.

        A concurrent insert of the same key is waited for; only one of the two succeeds.
        """
        if not rows:
            return set()
        adding = self._insert_or_overwrite(table, on)
        returning = adding.returning(*(table.c[name] for name in on))
        return {tuple(row) for row in await self._write(returning, rows)}

    def excluded(self, table: Table) -> Values:
        """The values that an upsert would have inserted, for use in `change`."""
        return _excluded(table, on_postgresql=self.is_postgresql)

    async def lock(self, name: str) -> None:
        """On PostgreSQL, keep others who ask for the same name waiting until this transaction ends.

        On SQLite there is one writer anyway.
        """
        if self.is_postgresql:
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
            await self.rows(select(func.pg_advisory_xact_lock(key)))

    def _insert_or_overwrite(
        self, table: Table, on: Sequence[str], names: Sequence[str] = ()
    ) -> Upsert:
        on_postgresql = self.is_postgresql
        return _overwriting(table, tuple(on), tuple(names), on_postgresql=on_postgresql)

    def _insert_or_change(self, table: Table, on: Sequence[str], change: Values) -> Upsert:
        new = _new(table, on_postgresql=self.is_postgresql)
        return new.on_conflict_do_update(index_elements=on, set_=dict(change))

    async def make_tables(self, metadata: MetaData) -> None:
        """Make the tables that are missing; the program itself migrates instead."""
        await self._connection.run_sync(metadata.create_all)

    @asynccontextmanager
    async def attempt(self, *, at_once: bool = False) -> AsyncIterator[None]:
        """What fails inside leaves nothing behind; what succeeds is kept with the transaction.

        `at_once`: the transaction stays usable even if a query fails inside (PostgreSQL would end
        it).
        """
        if at_once:
            await self.flush()
        self._attempting = True
        try:
            if at_once:
                await self._secure()
            yield
        except BaseException:
            self._tentative.clear()
            if self._savepoint is not None:
                await self._savepoint.rollback()
            raise
        else:
            self._settled.take_over(self._tentative)
            if self._savepoint is not None:
                with self._going_along():
                    await self._savepoint.commit()
        finally:
            self._savepoint = None
            self._attempting = False

    async def flush(self) -> None:
        """Write what was noted so far. Raises Spoiled if that has failed before."""
        if self._spoiled:
            raise Spoiled
        await self._flush_settled()
        if self._attempting and self._tentative:
            await self._secure()
            await self._flush(self._tentative)

    @property
    def _noted(self) -> Noted:
        return self._tentative if self._attempting else self._settled

    async def _flush_settled(self) -> None:
        """Write what earlier attempts noted; the present one's failure must not undo it."""
        attempting, self._attempting = self._attempting, False
        try:
            await self._flush(self._settled)
        except BaseException:
            self._spoiled = True
            raise
        finally:
            self._attempting = attempting

    async def _flush(self, noted: Noted) -> None:
        while noted:
            for table in list(noted.rows):
                await self._put(_inserting(table), noted.rows.pop(table))
            for work in list(noted.things):
                if things := noted.things.pop(work, None):
                    await work(self, things)

    async def _write(
        self, statement: Executable, values: Values | Sequence[Values] | None
    ) -> CursorResult[Any]:
        await self.flush()
        await self._secure()
        self._note_change(statement)
        return await self._execute(statement, values)

    async def _put(self, statement: Executable, values: Values | Sequence[Values] | None) -> None:
        """Within an attempt at once: a failure must fail this attempt and no other."""
        self._note_change(statement)
        with nullcontext() if self._attempting else self._going_along():
            await self._execute(statement, values)

    def _note_change(self, statement: Executable) -> None:
        if isinstance(statement, UpdateBase):
            self.changed.add(statement.table)

    async def _secure(self) -> None:
        if self._attempting and self._savepoint is None:
            with self._going_along():
                self._savepoint = await self._connection.begin_nested()

    def _going_along(self) -> AbstractContextManager[None]:
        """What is run inside goes along with the next statement, on SQLite."""
        opened = self._connection.sync_connection
        if self.is_postgresql or opened is None:
            return nullcontext()
        driver = opened.connection.driver_connection
        return driver.going_along() if isinstance(driver, OneHopConnection) else nullcontext()

    async def _execute(
        self, statement: Executable, values: Values | Sequence[Values] | None
    ) -> CursorResult[Any]:
        self.statements += 1
        return await self._connection.execute(statement, values)


def _new(table: Table, *, on_postgresql: bool) -> Upsert:
    """The dialect's own insert, which has ON CONFLICT."""
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


@cache
def _excluded(table: Table, *, on_postgresql: bool) -> Values:
    return dict(_new(table, on_postgresql=on_postgresql).excluded.items())


@cache
def _overwriting(
    table: Table, on: tuple[str, ...], names: tuple[str, ...], *, on_postgresql: bool
) -> Upsert:
    """Built once for each table and choice of columns: building costs as much as running."""
    new = _new(table, on_postgresql=on_postgresql)
    if not names:
        return new.on_conflict_do_nothing(index_elements=on)
    excluded = _excluded(table, on_postgresql=on_postgresql)
    change = {name: excluded[name] for name in names}
    return new.on_conflict_do_update(index_elements=on, set_=change)


_inserting = cache(insert)
