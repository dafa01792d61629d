"""Chat tests have a campus at hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.campus import Campus, open_campus


@pytest.fixture
async def campus(tmp_path: Path) -> AsyncIterator[Campus]:
    """A campus on SQLite, on Monday 23 June 2008 at nine."""
    async with open_campus(f"sqlite+aiosqlite:///{tmp_path / 'campus.sqlite3'}", tmp_path) as made:
        yield made


@pytest.fixture
async def campus_on_both(url_with_tables: str, tmp_path: Path) -> AsyncIterator[Campus]:
    """A campus on SQLite, then one on PostgreSQL."""
    async with open_campus(url_with_tables, tmp_path) as made:
        yield made
