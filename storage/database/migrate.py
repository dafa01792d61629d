"""Brings a database to the newest step, or back; refuses one that is newer than the program."""

import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

_FOLDER = Path(__file__).parents[1] / "migrations"
# The key of the lock that the migrating process holds: any number that nobody else uses.
_LOCK = 0x666C6167
# How long a step waits for another program's lock, in milliseconds.
BUSY_FOR = 30_000


class NewerDatabase(RuntimeError):
    """The database was written by a newer release: this one does not touch it."""


def newest_step() -> str:
    """The name of the last step."""
    return max(known_steps())


def known_steps() -> list[str]:
    """The names of all steps, oldest first: what stands before `_` in their modules' names."""
    found = pkgutil.iter_modules([str(_FOLDER / "versions")])
    return sorted(module.name.partition("_")[0] for module in found)


async def current_step(url: str) -> str | None:
    """The step that the database at `url` stands at; None for an empty one."""
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            return await _step(connection)
    finally:
        await engine.dispose()


async def migrate(url: str) -> bool:
    """Bring the database to the newest step, making it if need be. False if it was there already.

    Each step is one transaction. Raises NewerDatabase.
    """
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            await _take_lock(connection)
            found = await _step(connection)
            if found is not None and found not in known_steps():
                raise NewerDatabase(found)
            if found == newest_step():
                return False
            await _run(connection, _upgrade)
            return True
    finally:
        await engine.dispose()


async def migrate_back(url: str, step: str = "base") -> None:
    """Undo steps down to the one named; `base` leaves an empty database."""
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            await _run(connection, _downgrade(step))
    finally:
        await engine.dispose()


async def unmigrated_changes(url: str) -> list[Any]:
    """How the tables of the program differ from the database's: nothing, or a step is missing."""
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_compare)
    finally:
        await engine.dispose()


async def _run(connection: AsyncConnection, what: Callable[[Connection], None]) -> None:
    await connection.run_sync(what)
    await connection.commit()


async def _step(connection: AsyncConnection) -> str | None:
    def read(plain: Connection) -> str | None:
        if not inspect(plain).has_table("alembic_version"):
            return None
        found: str | None = plain.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found

    found = await connection.run_sync(read)
    await connection.commit()
    return found


async def _take_lock(connection: AsyncConnection) -> None:
    """Held by the connection, across the transactions of the steps."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
        await connection.commit()


def _config(connection: Connection) -> Any:
    from alembic.config import Config  # noqa: PLC0415 - a start on a current database needs none

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - as above

    command.upgrade(_config(connection), "head")


def _downgrade(step: str) -> Callable[[Connection], None]:
    def go_back(connection: Connection) -> None:
        from alembic import command  # noqa: PLC0415 - as above

        command.downgrade(_config(connection), step)

    return go_back


def _compare(connection: Connection) -> list[Any]:
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - as above
    from alembic.migration import MigrationContext  # noqa: PLC0415 - as above

    import storage.tables  # noqa: F401, PLC0415 - fills the metadata
    from storage.database.columns import metadata  # noqa: PLC0415 - as above

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    engine = create_async_engine(parsed)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        _let_steps_be_transactions(engine)
    return engine


def _let_steps_be_transactions(engine: AsyncEngine) -> None:
    """SQLite rolls back changes of tables too, unless its driver commits on its own."""

    @event.listens_for(engine.sync_engine, "connect")
    def take_over(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_FOR}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
