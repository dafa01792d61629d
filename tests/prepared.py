"""Databases that stand ready: a test is given a copy instead of making all tables anew.

Making them costs 50 ms on SQLite and 350 ms on PostgreSQL, migrating several times that; a copy
costs 1 ms and 50 ms. That the steps give the very tables of the program is shown in test_migrate.
"""

import asyncio
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url

import storage.tables  # noqa: F401 - fills the metadata
from storage.database.columns import metadata
from storage.database.engine import Database
from storage.database.migrate import migrate
from tests.postgres import copied_database, tell

WITH_TABLES = "flagbearer_with_tables"
_migrated: list[bytes] = []


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """The name of a PostgreSQL database that has all tables, to be copied."""
    name = f"{WITH_TABLES}_template_{uuid.uuid4().hex}"
    place = postgres_server.set(database=name).render_as_string(hide_password=False)
    asyncio.run(tell(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE template0'))
    asyncio.run(_make_tables(place))
    yield name
    asyncio.run(tell(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def postgres_tables_url(postgres_server: URL, postgres_template: str) -> AsyncIterator[str]:
    """The SQLAlchemy URL of a database with all tables, that lives as long as the test."""
    async with copied_database(postgres_server, postgres_template, WITH_TABLES) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def url_with_tables(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with all tables and nothing in them: the test runs once on each."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_tables_url"))
    file = tmp_path / "flagbearer.sqlite3"
    file.write_bytes(_file_with_tables())
    return f"sqlite+aiosqlite:///{file}"


async def lay_tables(url: str) -> None:
    """Give an empty database all tables; one that has them is left alone."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        if not str(place.database).startswith(WITH_TABLES):
            await _make_tables(url)
    else:
        _lay_file(url, _file_with_tables())


async def lay_steps(url: str) -> None:
    """Bring an empty database to the newest step, as `migrate` does."""
    if make_url(url).get_backend_name() != "sqlite":
        await migrate(url)
        return
    if not _migrated:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "migrated.sqlite3"
            await migrate(f"sqlite+aiosqlite:///{file}")
            _migrated.append(file.read_bytes())
    _lay_file(url, _migrated[0])


def _lay_file(url: str, content: bytes) -> None:
    file = Path(str(make_url(url).database))
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@cache
def _file_with_tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tables.sqlite3"
        engine = create_engine(f"sqlite:///{file}")
        with engine.begin() as connection:
            metadata.create_all(connection)
        engine.dispose()
        return file.read_bytes()


async def _make_tables(url: str) -> None:
    async with Database.open(url) as database, database.write() as session:
        await session.make_tables(metadata)
