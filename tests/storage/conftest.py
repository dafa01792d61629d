"""Storage tests run on an empty database, once on SQLite, once on PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.database.engine import Database


@pytest.fixture
async def database(url_with_tables: str) -> AsyncIterator[Database]:
    """An open database with the tables that the migrations give too (test_migrate compares)."""
    async with Database.open(url_with_tables) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """A moment in the campaign."""
    return datetime(2008, 6, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def soon(now: datetime) -> datetime:
    """A minute later."""
    return now + timedelta(minutes=1)
