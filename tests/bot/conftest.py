"""Tests of the edge have a desk at hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.desk import Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk on SQLite."""
    async with open_desk(f"sqlite+aiosqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as made:
        yield made


@pytest.fixture
async def desk_on_both(url_with_tables: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk on SQLite, then one on PostgreSQL."""
    async with open_desk(url_with_tables, tmp_path) as made:
        yield made
