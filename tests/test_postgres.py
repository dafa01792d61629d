"""The databases that tests are given are real, empty and apart from each other."""

from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres import is_root, reachable_binaries


async def test_a_database_is_empty_and_takes_chinese(database_url: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE flags (name VARCHAR)"))
        await connection.execute(text("INSERT INTO flags VALUES ('一面旗')"))
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT name FROM flags"))).scalars().all() == [
            "一面旗"
        ]
    await engine.dispose()


async def test_it_is_a_true_postgresql_of_its_own(postgres_url: str) -> None:
    url = make_url(postgres_url)
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        version, name = (
            await connection.execute(text("SELECT version(), current_database()"))
        ).one()
    await engine.dispose()
    assert version.startswith("PostgreSQL")
    assert name == url.database != "postgres"


def test_root_gets_a_copy_that_others_may_read(tmp_path: Path) -> None:
    binaries = reachable_binaries(tmp_path)
    assert (binaries / "initdb").exists() or (binaries / "initdb.exe").exists()
    assert binaries.is_relative_to(tmp_path) == is_root()
